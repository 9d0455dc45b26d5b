/**
 * @file dossier/parcel_rows.c  What a parcel says becomes rows
 */
#include "dossier/parcel_rows.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/fact.h"
#include "dossier/journal.h"
#include "dossier/pin.h"
#include "dossier/search.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

void parcel_in_release(struct parcel_in *in)
{
	for (size_t i = 0; i < PARCEL_TABLES_MAX; i++)
		str_release(&in->rows[i]);
}

static bool text_of(const cJSON *top, const char *name, char *to, size_t size)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(top, name));

	if (!s || strlen(s) >= size)
		return false;
	(void)snprintf(to, size, "%s", s);
	return true;
}

static bool int_of(const cJSON *top, const char *name, int64_t *to)
{
	const cJSON *n = cJSON_GetObjectItemCaseSensitive(top, name);
	const double v = cJSON_IsNumber(n) ? cJSON_GetNumberValue(n) : -1;

	if (!(v >= 0 && v < 9e15))
		return false;
	*to = (int64_t)v;
	return true;
}

int parcel_head(struct parcel_in *in, const struct str *text)
{
	cJSON *top = cJSON_ParseWithLength(str_text(text), text->len);
	char schema[64] = "";
	int err = 0;

	if (!text_of(top, "schema", schema, sizeof(schema)) ||
	    strncmp(schema, PARCEL_SCHEMA, strlen(PARCEL_SCHEMA) - 1) != 0)
		err = err_set(EBADMSG, _("not a dossier of callpermit"));
	else if (strcmp(schema, PARCEL_SCHEMA) != 0)
		err = err_set(EPERM,
			      _("written by a newer version of callpermit; "
				"install that version"));
	else if (!text_of(top, "dossier", in->no, sizeof(in->no)) ||
		 !int_of(top, "created", &in->created) ||
		 !int_of(top, "updated", &in->updated) ||
		 !text_of(top, "pack_version", in->pack_version,
			  sizeof(in->pack_version)) ||
		 !text_of(top, "pack_sha256", in->pack_sha256,
			  sizeof(in->pack_sha256)) ||
		 !int_of(top, "journal_len", &in->journal_len) ||
		 !text_of(top, "journal_head", in->journal_head,
			  sizeof(in->journal_head)) ||
		 !int_of(top, "missing", &in->missing))
		err = err_set(EBADMSG, _("cannot be read"));
	cJSON_Delete(top);
	return err;
}

int parcel_take_pack(struct db *db, const struct pack *shipped,
		     const struct parcel_in *in, struct pack_files *files)
{
	char sha256[SHA256_TEXT];
	struct pack *pack = NULL;
	int64_t there = 0;
	int err = db_int(db, "SELECT count(*) FROM pack WHERE sha256 = ?",
			 BIND(TEXT(in->pack_sha256)), &there);

	if (err || files->c == 0)
		return err;
	pack_files_sort(files);
	pack_files_sha256(sha256, files);
	if (strcmp(sha256, in->pack_sha256) != 0)
		return err_set(
			EBADMSG,
			_("the rule pack in it is not the one the dossier uses"));
	if (there)
		return 0;
	if (strcmp(sha256, shipped->sha256) == 0)
		return pin_keep(db, shipped);

	files->origin = x_strdup(in->pack_version);
	err = pack_load_files(&pack, files);
	*files = (struct pack_files){ 0 };
	if (!err)
		err = pin_keep(db, pack);
	pack_free(pack);
	return err;
}

/* A line becomes a row */
struct filling {
	struct db *db;
	const struct parcel_table *table;
	int64_t dossier;
	struct str sql;
};

/* One cell bound; false if it is of another type than its column */
static bool bind_cell(struct bind *to, const cJSON *cell, char type)
{
	const char *text = cJSON_GetStringValue(cell);
	char *end = NULL;

	if (cJSON_IsNull(cell)) {
		*to = TEXT(NULL);
		return true;
	}
	if (type == 't') {
		*to = TEXT(text);
		return text != NULL;
	}
	if (text) {
		errno = 0;
		*to = INT(strtoll(text, &end, 10));
		return !errno && end != text && !*end;
	}
	if (!cJSON_IsNumber(cell) || !(cell->valuedouble > -9.1e15) ||
	    !(cell->valuedouble < 9.1e15) ||
	    (double)(int64_t)cell->valuedouble != cell->valuedouble)
		return false;
	*to = INT((int64_t)cell->valuedouble);
	return true;
}

static int add_line(struct filling *f, const char *line, size_t n)
{
	struct bind bind[PARCEL_COLUMNS_MAX + 2] = { INT(f->dossier) };
	cJSON *list = cJSON_ParseWithLength(line, n);
	const cJSON *cell = list ? list->child : NULL;
	size_t c = 0;
	bool right = cJSON_IsArray(list);
	int err;

	for (; right && cell && f->table->types[c]; cell = cell->next, c++)
		right = bind_cell(&bind[c + 1], cell, f->table->types[c]);
	right = right && !cell && !f->table->types[c];
	bind[c + 1] = (struct bind){ .type = BIND_END };
	err = right ? db_run(f->db, f->sql.s, bind)
		    : err_set(EBADMSG, _("cannot be read"));
	if (err == EEXIST || (err && !right))
		err = EBADMSG;
	cJSON_Delete(list);
	return err;
}

static int fill_table(struct db *db, int64_t dossier,
		      const struct parcel_table *table, const struct str *rows)
{
	struct filling f = { .db = db, .table = table, .dossier = dossier };
	const char *at = str_text(rows);
	long line = 0;
	int err = 0;

	str_addf(&f.sql, "INSERT INTO %s(dossier, %s) VALUES(?", table->name,
		 table->columns);
	for (size_t i = 0; table->types[i]; i++)
		str_add(&f.sql, ", ?");
	str_add_char(&f.sql, ')');

	while (*at && !err) {
		const size_t n = strcspn(at, "\n");

		line++;
		err = add_line(&f, at, n);
		at += n + (at[n] == '\n');
	}
	if (err && err != EBUSY) {
		char *why = x_strdup(err_text(err));

		err = err_set(EBADMSG, _("%s, line %ld: %s"), table->member,
			      line, why);
		free(why);
	}
	str_release(&f.sql);
	return err;
}

/* Facts as the journal says them last */
struct facts_in {
	struct db *db;
	int64_t dossier;
	bool indexed;
};

/* key, new, ok, origin, seq */
static int fact_handler(const struct row *row, void *arg)
{
	const struct facts_in *f = arg;
	struct fact_key key;
	int err = fact_key_decode(&key, NULL, row_text(row, 0), NULL, NULL);

	if (err)
		return err_set(EBADMSG, _("journal row %lld was changed"),
			       (long long)row_int(row, 4));
	err = db_run(f->db, "INSERT INTO fact VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
		     BIND(INT(f->dossier), TEXT(key.group), INT(key.n),
			  TEXT(key.key), TEXT(row_text(row, 1)),
			  INT(row_int(row, 2)), TEXT(row_text(row, 3)),
			  INT(row_int(row, 4))));
	if (!err && f->indexed)
		err = search_add_fact(f->db, f->dossier, &key, row_int(row, 4),
				      row_text(row, 1));
	return err;
}

static int make_facts(struct db *db, int64_t dossier)
{
	static const char sql[] =
		"SELECT * FROM (SELECT key, new, ok, origin, max(seq) FROM "
		"journal WHERE dossier = ? AND key IS NOT NULL AND act IN "
		"('set', 'undo', '" JOURNAL_FORGET "') GROUP BY key) WHERE new "
		"IS NOT NULL";
	struct facts_in f = { db, dossier, false };
	int err = search_is_current(db, &f.indexed);

	if (!err)
		err = db_each(db, sql, BIND(INT(dossier)), fact_handler, &f);
	if (!err)
		err = db_run(
			db,
			"UPDATE main.dossier SET name = coalesce((SELECT value "
			"FROM fact WHERE dossier = ?1 AND grp = 'co' AND "
			"n = 0 AND key = 'name'), '') WHERE id = ?1",
			BIND(INT(dossier)));
	if (!err && f.indexed)
		err = search_add_name(db, dossier);
	return err;
}

static int set_head(struct db *db, const struct parcel_in *in, int64_t dossier)
{
	return db_run(db,
		      "UPDATE main.dossier SET created = ?, updated = ?, "
		      "pack_version = ?, pack_sha256 = ?, journal_len = ?, "
		      "journal_head = ? WHERE id = ?",
		      BIND(INT(in->created), INT(in->updated),
			   TEXT(in->pack_version), TEXT(in->pack_sha256),
			   INT(in->journal_len), TEXT(in->journal_head),
			   INT(dossier)));
}

int parcel_take_rows(struct db *db, const struct parcel_in *in, const char *no,
		     struct dossier *d)
{
	const bool any = no && strcmp(no, "new") == 0;
	int64_t id = 0;
	int err = dossier_make(db, any ? NULL : no ? no : in->no, &id);

	if (err)
		return err;
	for (size_t i = 0; parcel_tables[i].member && !err; i++)
		err = fill_table(db, id, &parcel_tables[i], &in->rows[i]);
	if (!err)
		err = make_facts(db, id);
	if (!err)
		err = set_head(db, in, id);
	if (!err)
		err = journal_verify(db, id);
	return err ? err : dossier_get(db, id, d);
}
