/**
 * @file web/calls.c  Call records over HTTP
 */
#include "web/calls.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call/record.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "web/answer.h"
#include "web/calls_private.h"
#include "web/view.h"

#define LIMIT	  50
#define LIMIT_MAX 200
#define DAY_MS	  INT64_C(86400000)
#define CHINA_MS  INT64_C(28800000) /* ahead of UTC */
#define FILTERS	  16

/* A question to the database */
struct ask {
	struct job job;
	struct request *rq;
	int64_t id; /* one call; 0: a list */
	char *number;
	char *seat;
	char *result;
	int64_t from, to, before, limit;
	bool masked;
	/* the answer */
	int err;
	char why[128];
	struct json json;
	int64_t found;
	int64_t last;
};

static void ask_free(struct ask *a)
{
	free(a->number);
	free(a->seat);
	free(a->result);
	str_release(&a->json.s);
	free(a);
}

/* On the thread */

static void add_fields(struct str *sql)
{
	str_add(sql, "SELECT ");
	for (const struct record_field *f = record_fields; f->name; f++)
		str_addf(sql, "%s%s", f == record_fields ? "" : ", ", f->name);
	str_add(sql, " FROM call WHERE 1");
}

static int on_row(const struct row *row, void *arg)
{
	struct ask *a = arg;
	int i = 0;

	if (!a->id && a->found++ == a->limit)
		return 0; /* there is a page behind this one */
	json_open(&a->json, NULL, '{');
	for (const struct record_field *f = record_fields; f->name; f++, i++) {
		if (record_is_number(f))
			json_int(&a->json, f->name, row_int(row, i));
		else if (!strcmp(f->name, "caller"))
			view_number(&a->json, f->name, row_text(row, i),
				    a->masked);
		else
			json_text(&a->json, f->name, row_text(row, i));
	}
	json_close(&a->json, '}');
	a->last = row_int(row, 0);
	return 0;
}

static void ask_work(struct job *job, struct db *db)
{
	struct ask *a = (struct ask *)job;
	struct bind bind[FILTERS] = { 0 };
	struct str sql = { 0 };
	size_t n = 0;

	add_fields(&sql);
#define FILTER(on, text, value)              \
	if (on) {                            \
		str_add(&sql, " AND " text); \
		bind[n++] = value;           \
	}
	FILTER(a->id, "id = ?", INT(a->id))
	FILTER(a->number, "? IN (caller, called)", TEXT(a->number))
	FILTER(a->seat, "seat = ?", TEXT(a->seat))
	FILTER(a->result, "result = ?", TEXT(a->result))
	FILTER(a->from, "start >= ?", INT(a->from))
	FILTER(a->to, "start < ?", INT(a->to))
	FILTER(a->before, "id < ?", INT(a->before))
	FILTER(!a->id, "1 ORDER BY id DESC LIMIT ?", INT(a->limit + 1))
#undef FILTER
	if (!a->id) {
		json_open(&a->json, NULL, '{');
		json_open(&a->json, "calls", '[');
	}
	if (!db)
		a->err = err_set(EBUSY, _("the call database cannot be read"));
	else if (a->id)
		a->err = db_one(db, sql.s, bind, on_row, a);
	else
		a->err = db_each(db, sql.s, bind, on_row, a);
	if (!a->id) {
		json_close(&a->json, ']');
		if (a->found > a->limit)
			json_int(&a->json, "next", a->last);
		json_close(&a->json, '}');
	}
	if (a->err)
		(void)snprintf(a->why, sizeof(a->why), "%s", err_text(a->err));
	str_release(&sql);
}

/* On the loop */

static void ask_done(struct job *job)
{
	struct ask *a = (struct ask *)job;

	if (a->err == ENOENT)
		answer_problem(a->rq, 404, "there is no such call", NULL);
	else if (a->err)
		answer_problem(a->rq, answer_status(a->err), a->why, NULL);
	else
		answer_json(a->rq, &a->json);
	ask_free(a);
}

static void hand_over(struct calls *c, struct ask *a)
{
	struct request *rq = a->rq;

	a->job.work = ask_work;
	a->job.done = ask_done;
	if (!reader_do(c->db, &a->job))
		return;
	ask_free(a);
	answer_problem(rq, 503, "too many questions wait",
		       (const struct request_header[]){ { "Retry-After", "1" },
							{ NULL, NULL } });
}

static int take_text(struct request *rq, const char *name, char **to)
{
	const char *value;
	int err = request_query(rq, name, &value);

	if (err || !value)
		return err;
	if (!*value || strlen(value) >= RECORD_CALL_ID)
		return EBADMSG;
	*to = strdup(value);
	return 0;
}

static int take_number(struct request *rq, const char *name, int64_t *to,
		       int64_t most)
{
	const char *value;
	char *end = NULL;
	int err = request_query(rq, name, &value);

	if (err || !value)
		return err;
	if (*value < '0' || *value > '9' || strlen(value) > 18)
		return EBADMSG;
	*to = strtoll(value, &end, 10);
	return *end || *to < 1 || *to > most ? EBADMSG : 0;
}

/* A day in China, or ms UTC; the day of "to" counts as a whole */
static int take_instant(struct request *rq, const char *name, int64_t *to,
			int days)
{
	const char *value;
	struct date day;
	int err = request_query(rq, name, &value);

	if (err || !value)
		return err;
	if (!strchr(value, '-'))
		return take_number(rq, name, to, INT64_MAX);
	if (date_decode(&day, value))
		return EBADMSG;
	*to = (date_number(day) + days) * DAY_MS - CHINA_MS;
	return 0;
}

static const char *take_filters(struct ask *a)
{
	struct request *rq = a->rq;
	int word;

	if (take_text(rq, "number", &a->number))
		return "number";
	if (take_text(rq, "seat", &a->seat))
		return "seat";
	if (take_text(rq, "result", &a->result) ||
	    (a->result && word_decode(&word, &record_results, a->result)))
		return "result";
	if (take_instant(rq, "from", &a->from, 0))
		return "from";
	if (take_instant(rq, "to", &a->to, 1))
		return "to";
	if (take_number(rq, "before", &a->before, INT64_MAX))
		return "before";
	return take_number(rq, "limit", &a->limit, LIMIT_MAX) ? "limit" : NULL;
}

static struct ask *ask_alloc(struct request *rq, bool masked)
{
	struct ask *a = calloc(1, sizeof(*a));

	if (!a) {
		answer_problem(rq, 503, "no memory", NULL);
		return NULL;
	}
	a->rq = rq;
	a->masked = masked;
	a->limit = LIMIT;
	return a;
}

void calls_list(struct calls *c, struct request *rq, bool masked)
{
	struct ask *a = ask_alloc(rq, masked);
	const char *bad;
	char why[64];

	if (!a)
		return;
	bad = take_filters(a);
	if (bad) {
		(void)snprintf(why, sizeof(why), "bad value of %s", bad);
		answer_problem(rq, 400, why, NULL);
		ask_free(a);
	} else if (masked && a->number) {
		/* or it could be found out by trying */
		answer_problem(rq, 403, "numbers are masked for this role",
			       NULL);
		ask_free(a);
	} else {
		hand_over(c, a);
	}
}

void calls_show(struct calls *c, struct request *rq, int64_t id, bool masked)
{
	struct ask *a = ask_alloc(rq, masked);

	if (!a)
		return;
	a->id = id;
	hand_over(c, a);
}

int calls_start(struct calls **cp, const char *folder)
{
	struct calls *c = calloc(1, sizeof(*c));
	struct str path = { 0 };
	int err;

	if (!c)
		return err_set(ENOMEM, _("no memory for the HTTP server"));
	c->folder = strdup(folder);
	str_addf(&path, "%s/calls.db", folder);
	err = c->folder ? reader_start(&c->db, path.s) : ENOMEM;
	if (!err)
		err = reader_start(&c->files, path.s);
	str_release(&path);
	if (err) {
		calls_stop(c);
		return err;
	}
	*cp = c;
	return 0;
}

void calls_stop(struct calls *c)
{
	if (!c)
		return;
	reader_stop(c->db);
	reader_stop(c->files);
	free(c->folder);
	free(c);
}
