/**
 * @file tests/fuzz/csv.c  Any bytes as a CSV table: cells with places in order,
 * which written out are read back; and as rows of a group
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/dossier.h"
#include "dossier/journal.h"
#include "dossier/rows.h"
#include "util/csv.h"
#include "util/mem.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_places(const struct csv_table *t, const char *data,
			 size_t size)
{
	/* UTF-16 has as many bytes of line ends at least */
	const size_t most = 1 + encoding_line_ends(data, size) + size / 2;
	size_t line = 1;

	for (size_t r = 0; r < t->rows_count; r++) {
		assert(t->rows[r].count >= 1);
		for (size_t i = 0; i < t->rows[r].count; i++) {
			const struct csv_cell *c = csv_table_cell(t, r, i);

			assert(c->line >= line && c->line <= most);
			assert(text_is_utf8(c->text, strlen(c->text)));
			assert(!strchr(c->text, '\r'));
			line = c->line;
		}
	}
}

static void check_guard(const char *text)
{
	struct str out = { 0 };

	csv_guard(&out, text);
	assert(strcmp(csv_unguard(str_text(&out)), text) == 0);
	str_release(&out);
}

static void check_round_trip(const struct csv_table *t)
{
	struct csv_table *back = NULL;
	struct str out = { 0 };

	for (size_t r = 0; r < t->rows_count; r++) {
		const char **v = x_calloc(t->rows[r].count, sizeof(*v));

		for (size_t i = 0; i < t->rows[r].count; i++) {
			v[i] = csv_table_cell(t, r, i)->text;
			check_guard(v[i]);
		}
		csv_table_write(&out, v, t->rows[r].count);
		free(v);
	}
	/* The first line decides about the separator: commas are to win */
	assert(csv_table_read(&back, "back", out.s, out.len) == 0);
	assert(back->rows_count == t->rows_count || back->separator != ',');
	for (size_t r = 0; r < t->rows_count && back->separator == ','; r++) {
		assert(back->rows[r].count == t->rows[r].count);
		for (size_t i = 0; i < t->rows[r].count; i++)
			assert(strcmp(csv_table_cell(t, r, i)->text,
				      csv_table_cell(back, r, i)->text) == 0);
	}
	csv_table_free(back);
	str_release(&out);
}

/* Taken in, written out and taken in again, it changes nothing */
static void check_rows(const char *data, size_t size)
{
	static struct pack *pack;
	struct rows_order order = { .group = "staff",
				    .name = "f",
				    .data = data,
				    .size = size,
				    .draft = size % 2 == 0 };
	struct rows_report report = { 0 };
	struct dossier d = { 0 };
	struct db *db = NULL;
	struct str out = { 0 };

	if (!pack)
		assert(pack_load(&pack) == 0);
	assert(dossier_db_open(&db, ":memory:") == 0);
	assert(dossier_new(db, pack, NULL, &d) == 0);
	if (rows_import(db, pack, d.id, &order, &report) == 0) {
		assert(journal_verify(db, d.id) == 0);
		assert(rows_export(db, pack, d.id, "staff", &out, NULL) == 0);
		rows_report_release(&report);
		order.data = out.s;
		order.size = out.len;
		order.replace = true;
		assert(rows_import(db, pack, d.id, &order, &report) == 0);
		assert(report.changes_count == 0);
	}
	rows_report_release(&report);
	str_release(&out);
	dossier_release(&d);
	db_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char header[] = "name,gender,education,contract_start\n";
	const char *bytes = (const char *)data;
	struct csv_table *t = NULL;
	struct str rows = { 0 };

	if (size > 1 << 16)
		return 0;

	if (csv_table_read(&t, "f", bytes, size) == 0) {
		check_places(t, bytes, size);
		check_round_trip(t);
		csv_table_free(t);
	}

	str_add(&rows, header);
	str_add_n(&rows, bytes, size);
	check_rows(rows.s, rows.len);
	str_release(&rows);
	return 0;
}
