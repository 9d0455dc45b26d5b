/**
 * @file engine/rows.c  Records as rows of calls.db
 */
#include "engine/rows.h"

#include <string.h>

#include "util/util.h"

#define FIELD_MAX 48

/* What can be written: rows of a table; update: later ones of the same id
 * replace the earlier */
static const struct {
	const char *table;
	bool update;
	const struct record_field *fields;
} kinds[ROW_COUNT] = {
	[ROW_CALL] = { "call", true, record_fields },
	[ROW_BREACH] = { "breach", false, record_breach_fields },
	[ROW_CONSENT] = { "consent", false, record_consent_fields },
};

/* What a call began with: a trigger of calls.db sees to it that it stays.  Not
 * to write it again spares the indexes of it. */
static bool is_fixed(const char *name)
{
	static const char *const namev[] = { "id",     "call_id", "caller",
					     "called", "trunk",	  "start" };

	for (size_t i = 0; i < ARRAY_LEN(namev); i++) {
		if (!strcmp(namev[i], name))
			return true;
	}

	return false;
}

static void make_sql(struct str *sql, const char *table, bool update,
		     const struct record_field *fields)
{
	const char *comma = "";

	str_addf(sql, "INSERT INTO %s(", table);
	for (const struct record_field *f = fields; f->name; f++)
		str_addf(sql, "%s%s", f == fields ? "" : ", ", f->name);
	str_add(sql, ") VALUES(");
	for (const struct record_field *f = fields; f->name; f++)
		str_add(sql, f == fields ? "?" : ", ?");
	str_add(sql, ")");
	if (!update)
		return;
	str_add(sql, " ON CONFLICT(id) DO UPDATE SET ");
	for (const struct record_field *f = fields; f->name; f++) {
		if (is_fixed(f->name))
			continue;
		str_addf(sql, "%s%s = excluded.%s", comma, f->name, f->name);
		comma = ", ";
	}
}

void rows_init(struct rows *rows)
{
	for (int i = 0; i < ROW_COUNT; i++)
		make_sql(&rows->sqlv[i], kinds[i].table, kinds[i].update,
			 kinds[i].fields);
}

void rows_release(struct rows *rows)
{
	for (int i = 0; i < ROW_COUNT; i++)
		str_release(&rows->sqlv[i]);
}

int rows_write(struct rows *rows, struct db *db, enum row_kind kind,
	       const void *rec)
{
	const struct record_field *f = kinds[kind].fields;
	struct bind bind[FIELD_MAX + 1] = { 0 };
	size_t n = 0;

	for (; f->name && n < FIELD_MAX; f++, n++) {
		if (record_is_number(f))
			bind[n] = INT(record_number(rec, f));
		else
			bind[n] = TEXT(record_text(rec, f));
	}

	return db_run(db, str_text(&rows->sqlv[kind]), bind);
}
