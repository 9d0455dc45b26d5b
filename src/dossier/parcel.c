/**
 * @file dossier/parcel.c  Writing a dossier as one file
 */
#include "dossier/parcel.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dossier/attached.h"
#include "dossier/journal_private.h"
#include "dossier/parcel_private.h"
#include "util/draft.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/tar.h"

/* Whole numbers up to it are the same in every reader of JSON */
#define EXACT_MAX ((int64_t)1 << 53)

/* clang-format off */
const struct parcel_table parcel_tables[] = {
	{ "journal.jsonl", "journal", JOURNAL_COLUMNS, "iiittitttiitttttti",
	  "seq" },
	{ "filings.jsonl", "filing",
	  "version, at, day, journal_len, journal_head, pack_version, "
	  "pack_sha256, zip_name, zip_bytes, zip_sha256, reason",
	  "iititttti" "tt", "version" },
	{ "papers.jsonl", "filing_paper",
	  "version, n, id, file, title, origin, pages, bytes, sha256, content",
	  "iitttt" "iitt", "version, n" },
	{ "forecasts.jsonl", "forecast",
	  "milestone, made, stage, p10, p50, p90, seed, same, others",
	  "tttttt" "iii", "milestone, made" },
	{ NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */

/* A parcel that is being written */
struct writing {
	struct db *db;
	int64_t id;
	struct dossier d;
	struct parcel *parcel;
	struct vault vault;
	struct draft draft;
	struct tar *tar;
	struct str sums;
};

static int add_text(struct writing *w, const char *name, const char *text,
		    size_t size)
{
	char sha256[SHA256_TEXT];
	int err = tar_add(w->tar, name, text, size);

	file_sha256_mem(sha256, text, size);
	if (!err)
		str_addf(&w->sums, "%s  %s\n", sha256, name);
	return err;
}

static int add_head(struct writing *w)
{
	const struct dossier *d = &w->d;
	cJSON *head = cJSON_CreateObject();
	char *text;
	int err;

	(void)cJSON_AddStringToObject(head, "schema", PARCEL_SCHEMA);
	(void)cJSON_AddStringToObject(head, "dossier", d->no);
	(void)cJSON_AddNumberToObject(head, "created", (double)d->created);
	(void)cJSON_AddNumberToObject(head, "updated", (double)d->updated);
	(void)cJSON_AddStringToObject(head, "pack_version", d->pack_version);
	(void)cJSON_AddStringToObject(head, "pack_sha256", d->pack_sha256);
	(void)cJSON_AddNumberToObject(head, "journal_len",
				      (double)d->journal_len);
	(void)cJSON_AddStringToObject(head, "journal_head", d->journal_head);
	(void)cJSON_AddNumberToObject(head, "missing",
				      (double)w->parcel->missing);
	text = cJSON_Print(head);
	cJSON_Delete(head);
	err = add_text(w, PARCEL_HEAD, text, strlen(text));
	cJSON_free(text);
	return err;
}

/* Rows of a table as lines */
struct lines {
	const char *types;
	struct str text;
	int64_t c;
};

static cJSON *cell(const struct row *row, int col, char type)
{
	char digits[24];
	int64_t n;

	if (row_is_null(row, col))
		return cJSON_CreateNull();
	if (type == 't')
		return cJSON_CreateString(row_text(row, col));
	n = row_int(row, col);
	if (n <= EXACT_MAX && n >= -EXACT_MAX)
		return cJSON_CreateNumber((double)n);
	(void)snprintf(digits, sizeof(digits), "%" PRId64, n);
	return cJSON_CreateString(digits);
}

static int line_handler(const struct row *row, void *arg)
{
	struct lines *l = arg;
	cJSON *list = cJSON_CreateArray();
	char *text;

	for (int i = 0; l->types[i]; i++)
		(void)cJSON_AddItemToArray(list, cell(row, i, l->types[i]));
	text = cJSON_PrintUnformatted(list);
	str_add(&l->text, text);
	str_add_char(&l->text, '\n');
	cJSON_free(text);
	cJSON_Delete(list);
	l->c++;
	return 0;
}

static int add_table(struct writing *w, const struct parcel_table *t)
{
	struct lines lines = { .types = t->types };
	struct str sql = { 0 };
	int err;

	str_addf(&sql, "SELECT %s FROM %s WHERE dossier = ? ORDER BY %s",
		 t->columns, t->name, t->order);
	err = db_each(w->db, sql.s, BIND(INT(w->id)), line_handler, &lines);
	if (!err && t == parcel_tables)
		w->parcel->rows = lines.c;
	if (!err)
		err = add_text(w, t->member, str_text(&lines.text),
			       lines.text.len);
	str_release(&lines.text);
	str_release(&sql);
	return err;
}

static int pack_handler(const struct row *row, void *arg)
{
	struct writing *w = arg;
	struct str name = { 0 };
	const char *text = row_text(row, 1);
	int err;

	str_addf(&name, PARCEL_PACK "%s", row_text(row, 0));
	err = add_text(w, name.s, text, strlen(text));
	str_release(&name);
	return err;
}

static int add_file(struct writing *w, const char *sha256)
{
	struct str name = { 0 };
	char hash[SHA256_TEXT];
	uint64_t size = 0;
	int fd = -1;
	int err = vault_open(&w->vault, sha256, &fd);

	if (err)
		return err == ENOENT ? 0 : err;

	str_addf(&name, PARCEL_FILES "%.2s/%s", sha256, sha256);
	err = tar_add_fd(w->tar, name.s, fd, name.s, &size, hash);
	if (!err) {
		str_addf(&w->sums, "%s  %s\n", hash, name.s);
		w->parcel->files++;
	}
	(void)close(fd);
	str_release(&name);
	return err;
}

static int add_files(struct writing *w, const struct hashes *files)
{
	int err = 0;

	for (size_t i = 0; i < files->c && !err; i++)
		err = add_file(w, files->v[i]);
	return err;
}

static int add_all(struct writing *w, const struct hashes *files)
{
	int err;

	for (size_t i = 0; i < files->c; i++)
		w->parcel->missing += !vault_has(&w->vault, files->v[i]);
	err = add_head(w);
	for (const struct parcel_table *t = parcel_tables; t->member && !err;
	     t++)
		err = add_table(w, t);
	if (!err)
		err = db_each(w->db,
			      "SELECT name, text FROM pack_file WHERE sha256 = "
			      "? ORDER BY name",
			      BIND(TEXT(w->d.pack_sha256)), pack_handler, w);
	if (!err)
		err = add_files(w, files);
	return err ? err
		   : tar_add(w->tar, PARCEL_SUMS, str_text(&w->sums),
			     w->sums.len);
}

/* The dossier as it is now, all of it from one moment */
static int write_work(struct db *db, void *arg)
{
	struct writing *w = arg;
	struct hashes files = { NULL, 0 };
	int err = journal_verify(db, w->id);
	int closed;

	if (!err)
		err = dossier_get(db, w->id, &w->d);
	if (!err)
		err = attached_ever_of(&files, db, &w->vault, w->id);
	if (!err)
		err = tar_open(&w->tar, w->draft.fd, w->draft.target,
			       w->d.updated);
	if (!err)
		err = add_all(w, &files);
	closed = tar_close(w->tar);
	hashes_release(&files);
	return err ? err : closed;
}

int parcel_write(struct db *db, int64_t dossier, const char *path,
		 struct parcel *parcel)
{
	struct writing w = { .db = db, .id = dossier, .parcel = parcel };
	int err = draft_open(&w.draft, path);

	*parcel = (struct parcel){ 0 };
	vault_of_db(&w.vault, db);
	if (!err) {
		err = db_snapshot(db, write_work, &w);
		if (!err)
			err = draft_swap(&w.draft);
		draft_close(&w.draft);
	}

	vault_release(&w.vault);
	dossier_release(&w.d);
	str_release(&w.sums);
	return err;
}
