/**
 * @file ledger/calls.c  Looking calls up
 */
#include "ledger/calls.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call/policy.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define BINDS_MAX 96

extern const char sql_calls[];
extern const char sql_calls_media[];
extern const char sql_calls_flow[];
extern const char sql_calls_gate[];
extern const char sql_calls_ledger[];
extern const char sql_calls_retain[];
extern const char sql_calls_acts[];
extern const char sql_calls_note[];
extern const char sql_calls_early[];

static const struct db_step steps[] = {
	{ 1, sql_calls },      { 2, sql_calls_media },	{ 3, sql_calls_flow },
	{ 4, sql_calls_gate }, { 5, sql_calls_ledger }, { 6, sql_calls_retain },
	{ 7, sql_calls_acts }, { 8, sql_calls_note },	{ 0, NULL },
};

/* Schema 1 came in three forms before it was settled */
static const struct db_early early[] = {
	{ 1,
	  "SELECT NOT EXISTS(SELECT 1 FROM pragma_table_info('breach') WHERE "
	  "name = 'attempts')",
	  "ALTER TABLE breach ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1",
	  1 },
	{ 1,
	  "SELECT NOT EXISTS(SELECT 1 FROM sqlite_schema WHERE name = "
	  "'call_is_kept')",
	  sql_calls_early, 1 },
	{ 0 },
};

const struct db_kind calls_kind = {
	.name = N_("call database"),
	.application_id = 0x63706361, /* "cpca" */
	.steps = steps,
	.early = early,
};

int calls_open(struct db **dbp, const char *folder)
{
	struct str path = { 0 };
	int err;

	str_addf(&path, "%s/calls.db", folder);
	err = db_open_reader(dbp, path.s, &calls_kind);
	str_release(&path);
	return err;
}

/* Filters */

enum member_type {
	MEMBER_TEXT,
	MEMBER_RESULT,
	MEMBER_FROM,
	MEMBER_TO,
	MEMBER_YES,
	MEMBER_SECONDS
};

/* clang-format off */
static const struct {
	const char *name;
	enum member_type type;
	size_t offset;
	const char *where; /* with a ? for the value */
} members[] = {
#define MEMBER(name, type, member, where) \
	{ name, MEMBER_##type, offsetof(struct calls_filter, member), where }
	/* the number comes first: see add_from() */
	MEMBER("number",   TEXT,    number,   NULL),
	MEMBER("seat",     TEXT,    seat,     "seat != '' AND seat = ?"),
	MEMBER("tenant",   TEXT,    tenant,   "tenant != '' AND tenant = ?"),
	MEMBER("queue",    TEXT,    queue,    "queue != '' AND queue = ?"),
	MEMBER("trunk",    TEXT,    trunk,    "trunk = ?"),
	MEMBER("box",      TEXT,    box,      "box != '' AND box = ?"),
	MEMBER("result",   RESULT,  result,   "result = ?"),
	MEMBER("from",     FROM,    from,     "start >= ?"),
	MEMBER("to",       TO,      to,       "start < ?"),
	MEMBER("recorded", YES,     recorded, "(sha256 != '') = ?"),
	MEMBER("min-talk", SECONDS, min_talk, "talk_ms >= ?"),
#undef MEMBER
};
/* clang-format on */

const char *calls_filter_name(size_t i)
{
	return i < ARRAY_LEN(members) ? members[i].name : NULL;
}

static int read_result(int *resultp, const char *value)
{
	int result = 0;

	if (word_decode(&result, &record_results, value))
		return EINVAL;
	*resultp = result + 1;
	return 0;
}

/* As `to` a day is the whole of it, and a minute too */
static int read_to(int64_t *top, const char *value)
{
	const char *minute = strchr(value, ':');
	int err = date_time_decode(top, value);

	if (!err)
		*top += !minute			   ? INT64_C(86400000)
			: !strchr(minute + 1, ':') ? 60000
						   : 1000;
	return err;
}

static int read_yes(bool *yesp, const char *value)
{
	*yesp = !strcmp(value, "yes") || !strcmp(value, "1");
	if (*yesp || !strcmp(value, "no") || !strcmp(value, "0"))
		return 0;
	return err_set(EINVAL, _("%s: expected yes or no"), value);
}

static int read_seconds(int64_t *msp, const char *value)
{
	char *end = NULL;
	const long s = strtol(value, &end, 10);

	if (end == value || *end || s < 0 || s > 1000000)
		return err_set(EINVAL, _("%s: expected seconds"), value);
	*msp = (int64_t)s * 1000;
	return 0;
}

static int read_text(const char **textp, const char *value)
{
	if (strlen(value) >= RECORD_CALL_ID)
		return err_set(EINVAL, _("%.20s: too long"), value);
	*textp = value;
	return 0;
}

int calls_filter_set(struct calls_filter *filter, const char *name,
		     const char *value)
{
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		void *to = (char *)filter + members[i].offset;

		if (strcmp(members[i].name, name) != 0)
			continue;
		switch (members[i].type) {
		case MEMBER_TEXT:
			return read_text(to, value);
		case MEMBER_RESULT:
			return read_result(to, value);
		case MEMBER_FROM:
			return date_time_decode(to, value);
		case MEMBER_TO:
			return read_to(to, value);
		case MEMBER_YES:
			return read_yes(to, value);
		case MEMBER_SECONDS:
			return read_seconds(to, value);
		}
	}

	return err_set(ENOENT, _("calls have no \"%s\""), name);
}

/* Statements */

struct query {
	struct str sql;
	struct bind bindv[BINDS_MAX + 1];
	size_t bindc;
	char plain[RECORD_NUMBER]; /* the number without country code, */
	char plus[RECORD_NUMBER];  /* and with, in its two spellings */
	char zeros[RECORD_NUMBER];
};

static void add_bind(struct query *q, struct bind bind)
{
	if (q->bindc < BINDS_MAX)
		q->bindv[q->bindc++] = bind;
}

/* The value of a member; false if it is not set */
static bool value_of(struct bind *bind, const struct calls_filter *filter,
		     size_t i)
{
	const void *at = (const char *)filter + members[i].offset;
	const char *text = *(const char *const *)at;

	switch (members[i].type) {
	case MEMBER_TEXT:
		*bind = TEXT(text);
		return text && *text;
	case MEMBER_RESULT:
		*bind = TEXT(word_name(&record_results, *(const int *)at - 1));
		return *(const int *)at > 0;
	case MEMBER_YES:
		*bind = INT(1);
		return *(const bool *)at;
	case MEMBER_FROM:
	case MEMBER_TO:
	case MEMBER_SECONDS:
		*bind = INT(*(const int64_t *)at);
		return bind->i > 0;
	}

	return false;
}

static void add_where(struct query *q, const struct calls_filter *filter,
		      const struct calls_place *place)
{
	struct bind bind;

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		if (!members[i].where || !value_of(&bind, filter, i))
			continue;
		str_addf(&q->sql, " AND %s", members[i].where);
		add_bind(q, bind);
	}
	if (place && place->id) {
		str_add(&q->sql, " AND (start, id) < (?, ?)");
		add_bind(q, INT(place->start));
		add_bind(q, INT(place->id));
	}
}

/* A number may stand on either side and in three spellings: one sorted walk
 * through an index for each, which SQLite merges */
static void add_selects(struct query *q, const struct calls_filter *filter,
			const struct calls_place *place)
{
	const char *const sides[] = { "caller", "called" };
	const char *const spellings[] = { q->plain, q->plus, q->zeros };

	if (!filter->number || !*filter->number) {
		str_add(&q->sql, "SELECT id, start FROM call WHERE 1");
		add_where(q, filter, place);
		return;
	}

	for (size_t i = 0; i < 6; i++) {
		str_addf(&q->sql, "%sSELECT id, start FROM call WHERE %s = ?",
			 i ? " UNION " : "", sides[i % 2]);
		add_bind(q, TEXT(spellings[i / 2]));
		add_where(q, filter, place);
	}
}

static void begin_query(struct query *q, const struct calls_filter *filter)
{
	const char *number = filter->number ? filter->number : "";

	*q = (struct query){ 0 };
	(void)snprintf(q->plain, sizeof(q->plain), "%s",
		       policy_national(number));
	(void)snprintf(q->plus, sizeof(q->plus), "+86%.28s", q->plain);
	(void)snprintf(q->zeros, sizeof(q->zeros), "0086%.28s", q->plain);
}

/* Rows */

void calls_columns(struct str *to, const struct record_field *fields)
{
	for (const struct record_field *f = fields; f->name; f++)
		str_addf(to, "%s\"%s\"", f == fields ? "" : ", ", f->name);
}

int calls_take(void *rec, const struct record_field *fields,
	       const struct row *row, int col)
{
	int err = 0;

	for (const struct record_field *f = fields; f->name && !err; f++, col++)
		err = record_is_number(f)
			      ? record_set_number(rec, f, row_int(row, col))
			      : record_set_text(rec, f, row_text(row, col));

	return err ? err_prefix(err, "calls.db") : 0;
}

struct listing {
	calls_h *h;
	void *arg;
	struct calls_place *place;
	size_t left;
	bool more;
};

static int list_handler(const struct row *row, void *arg)
{
	struct listing *l = arg;
	struct record record = { 0 };
	int err;

	if (!l->left) {
		l->more = true;
		return 0;
	}
	err = calls_take(&record, record_fields, row, 0);
	if (err)
		return err;

	l->left--;
	*l->place = (struct calls_place){ record.start, record.id };
	return l->h(&record, l->arg);
}

/* NOLINTNEXTLINE(readability-function-size): a page, its place, its reader */
int calls_list(struct db *db, const struct calls_filter *filter,
	       struct calls_place *place, size_t most, bool *morep, calls_h *h,
	       void *arg)
{
	struct listing l = { h, arg, place, most, false };
	struct query q;
	int err;

	if (most > CALLS_PAGE_MAX)
		l.left = most = CALLS_PAGE_MAX;
	begin_query(&q, filter);
	str_add(&q.sql, "SELECT ");
	calls_columns(&q.sql, record_fields);
	str_add(&q.sql, " FROM call WHERE id IN (SELECT id FROM (");
	add_selects(&q, filter, place);
	str_add(&q.sql, " ORDER BY start DESC, id DESC LIMIT ?)) "
			"ORDER BY start DESC, id DESC");
	add_bind(&q, INT((int64_t)most + 1));
	err = db_each(db, q.sql.s, q.bindv, list_handler, &l);
	str_release(&q.sql);
	if (morep)
		*morep = l.more;
	return err;
}

int calls_count(struct db *db, const struct calls_filter *filter, int64_t most,
		int64_t *countp)
{
	struct query q;
	int err;

	begin_query(&q, filter);
	str_add(&q.sql, "SELECT count(*) FROM (");
	add_selects(&q, filter, NULL);
	str_add(&q.sql, " LIMIT ?)");
	add_bind(&q, INT(most));
	err = db_int(db, q.sql.s, q.bindv, countp);
	str_release(&q.sql);
	return err;
}

static int record_handler(const struct row *row, void *arg)
{
	return calls_take(arg, record_fields, row, 0);
}

int calls_get(struct db *db, int64_t id, struct record *record)
{
	struct str sql = { 0 };
	int err;

	str_add(&sql, "SELECT ");
	calls_columns(&sql, record_fields);
	str_add(&sql, " FROM call WHERE id = ?");
	err = db_one(db, sql.s, BIND(INT(id)), record_handler, record);
	str_release(&sql);
	return err == ENOENT ? err_set(ENOENT, _("there is no call %lld"),
				       (long long)id)
			     : err;
}

struct breaches {
	calls_breach_h *h;
	void *arg;
};

static int breach_handler(const struct row *row, void *arg)
{
	const struct breaches *b = arg;
	struct record_breach breach = { 0 };
	int err = calls_take(&breach, record_breach_fields, row, 1);

	return err ? err : b->h(row_int(row, 0), &breach, b->arg);
}

int calls_breaches(struct db *db, int64_t before, size_t most,
		   calls_breach_h *h, void *arg)
{
	struct breaches b = { h, arg };
	struct str sql = { 0 };
	int err;

	str_add(&sql, "SELECT id, ");
	calls_columns(&sql, record_breach_fields);
	str_add(&sql, " FROM breach WHERE id < ? ORDER BY id DESC LIMIT ?");
	err = db_each(
		db, sql.s,
		BIND(INT(before > 0 ? before : INT64_MAX), INT((int64_t)most)),
		breach_handler, &b);
	str_release(&sql);
	return err;
}

struct walk {
	calls_step_h *h;
	void *arg;
};

static int step_handler(const struct row *row, void *arg)
{
	const struct walk *walk = arg;
	const struct calls_step step = {
		.at = row_int(row, 0),
		.event = row_text(row, 1),
		.seat = row_text(row, 2),
		.queue = row_text(row, 3),
		.detail = row_text(row, 4),
	};

	return walk->h(&step, walk->arg);
}

int calls_trail(struct db *db, int64_t call, calls_step_h *h, void *arg)
{
	struct walk walk = { h, arg };

	return db_each(db,
		       "SELECT at, event, seat, queue, detail FROM trail "
		       "WHERE call = ? ORDER BY seq",
		       BIND(INT(call)), step_handler, &walk);
}

struct reading {
	calls_note_h *h;
	void *arg;
};

static int note_handler(const struct row *row, void *arg)
{
	const struct reading *reading = arg;
	const struct calls_note note = {
		.at = row_int(row, 0),
		.seat = row_text(row, 1),
		.who = row_text(row, 2),
		.code = row_text(row, 3),
		.note = row_text(row, 4),
	};

	return reading->h(&note, reading->arg);
}

int calls_notes(struct db *db, int64_t call, calls_note_h *h, void *arg)
{
	struct reading reading = { h, arg };

	return db_each(db,
		       "SELECT at, seat, who, code, note FROM note "
		       "WHERE call = ? ORDER BY id",
		       BIND(INT(call)), note_handler, &reading);
}
