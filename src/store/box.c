/**
 * @file store/box.c  The tables of facts that expressions read
 *
 * Facts come row by row, so a row is gathered in the parameters of the
 * statement that adds it and written when the next one begins or somebody
 * asks.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/box_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define SLOTS 2048 /* a power of 2, more than a pack has columns */

struct box_table {
	char *name;
	bool repeat;
	sqlite3_stmt *add;   /* a row with all its columns */
	sqlite3_stmt *clear; /* all rows */
	sqlite3_stmt *blank; /* the one row, all NULL; NULL if it repeats */
	int last; /* highest row set since it was cleared; -1: none */
};

int box_fail(const struct box *box)
{
	return err_set(EIO, "%s", sqlite3_errmsg(box->sq));
}

static int prepare(struct box *box, sqlite3_stmt **stmtp, const struct str *sql)
{
	int rc = sqlite3_prepare_v3(box->sq, str_text(sql), -1,
				    SQLITE_PREPARE_PERSISTENT, stmtp, NULL);

	return rc == SQLITE_OK ? 0 : box_fail(box);
}

static int run(const struct box *box, sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	(void)sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : box_fail(box);
}

/* FNV-1a over both names */
static size_t hash_of(const char *table, const char *column)
{
	uint32_t h = 2166136261u;

	for (const char *s = table; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	for (const char *s = column; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;

	return h % SLOTS;
}

/* The slot of a column, or the free one where it would be */
static struct box_slot *slot_of(const struct box *box, const char *table,
				const char *column)
{
	size_t i = hash_of(table, column);

	while (box->slots[i].table &&
	       (strcmp(box->slots[i].table->name, table) != 0 ||
		strcmp(box->slots[i].column, column) != 0))
		i = (i + 1) % SLOTS;

	return &box->slots[i];
}

static int add_slot(struct box *box, struct box_table *table,
		    const char *column, int param)
{
	struct box_slot *slot;

	if (!box->slots)
		box->slots = x_calloc(SLOTS, sizeof(*box->slots));
	if (box->slots_used == SLOTS - 1)
		return err_set(EIO, _("more than %d columns"), SLOTS - 1);

	slot = slot_of(box, table->name, column);
	if (slot->table)
		return 0;
	box->slots_used++;
	*slot = (struct box_slot){ table, x_strdup(column), param, NULL };
	return 0;
}

/* The statements that fill and empty a table */
static int prepare_table(struct box *box, struct box_table *table,
			 const struct box_column *cols, size_t count)
{
	struct str sql = { 0 };
	int err;

	str_addf(&sql, "DELETE FROM \"%s\"", table->name);
	err = prepare(box, &table->clear, &sql);
	str_clear(&sql);
	str_addf(&sql, "INSERT INTO \"%s\"(n) VALUES(0)", table->name);
	if (!err && !table->repeat)
		err = prepare(box, &table->blank, &sql);
	if (table->blank && !err)
		err = run(box, table->blank);

	str_clear(&sql);
	str_addf(&sql, "INSERT OR REPLACE INTO \"%s\" VALUES(?1", table->name);
	for (size_t i = 0; i < count; i++)
		str_addf(&sql, ", ?%zu", i + 2);
	str_add_char(&sql, ')');
	if (!err)
		err = prepare(box, &table->add, &sql);
	for (size_t i = 0; i < count && !err; i++)
		err = add_slot(box, table, cols[i].name, (int)i + 2);

	str_release(&sql);
	return err;
}

int box_table(struct box *box, const char *name, bool repeat,
	      const struct box_column *cols, size_t count)
{
	static const char *const types[] = { "INTEGER", "REAL", "TEXT" };
	struct box_table *table = x_calloc(1, sizeof(*table));
	struct str sql = { 0 };
	int rc;

	table->name = x_strdup(name);
	table->repeat = repeat;
	table->last = -1;
	box->tables = x_grow(box->tables, box->tables_count,
			     sizeof(struct box_table *));
	box->tables[box->tables_count++] = table;

	str_addf(&sql, "CREATE TABLE \"%s\"(n INTEGER PRIMARY KEY", name);
	for (size_t i = 0; i < count; i++)
		str_addf(&sql, ", \"%s\" %s", cols[i].name,
			 types[cols[i].type]);
	str_add(&sql, ") STRICT;");
	rc = sqlite3_exec(box->sq, sql.s, NULL, NULL, NULL);
	str_release(&sql);

	return rc == SQLITE_OK ? prepare_table(box, table, cols, count)
			       : box_fail(box);
}

const char *box_single(const struct box *box, size_t i)
{
	for (size_t k = 0; k < box->tables_count; k++) {
		if (!box->tables[k]->repeat && i-- == 0)
			return box->tables[k]->name;
	}

	return NULL;
}

int box_flush(struct box *box)
{
	struct box_table *table = box->filling;
	int err;

	if (!table)
		return 0;

	box->filling = NULL;
	err = run(box, table->add);
	(void)sqlite3_clear_bindings(table->add);
	return err;
}

static void bind(sqlite3_stmt *stmt, int param, struct bind value)
{
	if (value.type == BIND_INT)
		(void)sqlite3_bind_int64(stmt, param, value.i);
	else if (value.type == BIND_REAL)
		(void)sqlite3_bind_double(stmt, param, value.r);
	else
		(void)sqlite3_bind_text(stmt, param, value.s, -1,
					SQLITE_TRANSIENT);
}

/* Change one column of a row that is already there */
static int change(struct box *box, struct box_slot *slot, int n,
		  struct bind value)
{
	struct str sql = { 0 };
	int err = 0;

	if (!slot->stmt) {
		str_addf(&sql,
			 "INSERT INTO \"%s\"(n, \"%s\") VALUES(?1, ?2) ON "
			 "CONFLICT(n) DO UPDATE SET \"%s\" = ?2",
			 slot->table->name, slot->column, slot->column);
		err = prepare(box, &slot->stmt, &sql);
		str_release(&sql);
	}
	if (err)
		return err;

	(void)sqlite3_bind_int(slot->stmt, 1, n);
	bind(slot->stmt, 2, value);
	err = run(box, slot->stmt);
	(void)sqlite3_clear_bindings(slot->stmt);
	return err;
}

int box_set(struct box *box, const char *table, int n, const char *column,
	    struct bind value)
{
	struct box_slot *slot = box->slots ? slot_of(box, table, column) : NULL;
	int err = 0;

	if (!slot || !slot->table)
		return err_set(EIO, _("no column %s.%s"), table, column);

	if (box->filling != slot->table || box->filling_n != n)
		err = box_flush(box);
	if (err)
		return err;
	if (!box->filling && n <= slot->table->last)
		return change(box, slot, n, value);

	if (!box->filling) {
		box->filling = slot->table;
		box->filling_n = n;
		slot->table->last = n;
		(void)sqlite3_bind_int(slot->table->add, 1, n);
	}
	bind(slot->table->add, slot->param, value);
	return 0;
}

int box_clear(struct box *box)
{
	int err = 0;

	box->all_looks = 0;
	if (box->filling)
		(void)sqlite3_clear_bindings(box->filling->add);
	box->filling = NULL;
	for (size_t i = 0; i < box->tables_count && !err; i++) {
		struct box_table *table = box->tables[i];

		if (table->last >= 0)
			err = run(box, table->clear);
		if (!err && table->last >= 0 && table->blank)
			err = run(box, table->blank);
		table->last = -1;
	}

	return err;
}

void box_drop_tables(struct box *box)
{
	for (size_t i = 0; box->slots && i < SLOTS; i++) {
		(void)sqlite3_finalize(box->slots[i].stmt);
		free(box->slots[i].column);
	}
	free(box->slots);
	for (size_t i = 0; i < box->tables_count; i++) {
		(void)sqlite3_finalize(box->tables[i]->add);
		(void)sqlite3_finalize(box->tables[i]->clear);
		(void)sqlite3_finalize(box->tables[i]->blank);
		free(box->tables[i]->name);
		free(box->tables[i]);
	}
	free(box->tables);
}
