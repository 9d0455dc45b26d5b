/**
 * @file web/archive.c  Call records over HTTP
 */
#include "web/archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/calls.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "web/answer.h"
#include "web/archive_private.h"
#include "web/view.h"

#define LIMIT	  50
#define LIMIT_MAX 200

/* A question to the database; what it looks for is borrowed from the request */
struct ask {
	struct job job;
	struct request *rq;
	int64_t id; /* one call; 0: a list */
	struct calls_filter filter;
	int64_t before; /* the call that the page before ended with; 0: none */
	int64_t limit;
	bool masked;
	/* the answer */
	int err;
	char why[128];
	struct json json;
};

static void ask_free(struct ask *a)
{
	str_release(&a->json.s);
	free(a);
}

/* On the thread */

static void put_fields(struct ask *a, const struct record *r)
{
	for (const struct record_field *f = record_fields; f->name; f++) {
		if (record_is_number(f))
			json_int(&a->json, f->name, record_number(r, f));
		else if (!strcmp(f->name, "caller"))
			view_number(&a->json, f->name, r->caller, a->masked);
		else
			json_text(&a->json, f->name, record_text(r, f));
	}
}

static int on_call(const struct record *r, void *arg)
{
	struct ask *a = arg;

	json_open(&a->json, NULL, '{');
	put_fields(a, r);
	json_close(&a->json, '}');
	return 0;
}

static int on_step(const struct calls_step *step, void *arg)
{
	struct json *j = arg;

	json_open(j, NULL, '{');
	json_int(j, "at", step->at);
	json_text(j, "event", step->event);
	if (*step->seat)
		json_text(j, "seat", step->seat);
	if (*step->queue)
		json_text(j, "queue", step->queue);
	if (*step->detail)
		json_text(j, "detail", step->detail);
	json_close(j, '}');
	return 0;
}

static int list(struct ask *a, struct db *db)
{
	struct calls_place place = { .id = a->before };
	struct record last = { 0 };
	bool more = false;
	int err = 0;

	if (a->before) {
		err = calls_get(db, a->before, &last);
		place.start = last.start;
	}
	json_open(&a->json, NULL, '{');
	json_open(&a->json, "calls", '[');
	if (!err)
		err = calls_list(db, &a->filter, &place, (size_t)a->limit,
				 &more, on_call, a);
	json_close(&a->json, ']');
	if (more)
		json_int(&a->json, "next", place.id);
	json_close(&a->json, '}');
	return err;
}

static int on_note(const struct calls_note *note, void *arg)
{
	struct json *j = arg;

	json_open(j, NULL, '{');
	json_int(j, "at", note->at);
	json_text(j, "seat", note->seat);
	json_text(j, "who", note->who);
	json_text(j, "code", note->code);
	json_text(j, "note", note->note);
	json_close(j, '}');
	return 0;
}

/* What is said there of a caller is as little a viewer's as his number */
static int put_notes(struct ask *a, struct db *db)
{
	int err;

	if (a->masked)
		return 0;
	json_open(&a->json, "notes", '[');
	err = calls_notes(db, a->id, on_note, &a->json);
	json_close(&a->json, ']');
	return err;
}

static int show(struct ask *a, struct db *db)
{
	struct record r = { 0 };
	int err = calls_get(db, a->id, &r);

	if (err)
		return err;
	json_open(&a->json, NULL, '{');
	put_fields(a, &r);
	json_open(&a->json, "events", '[');
	err = calls_trail(db, a->id, on_step, &a->json);
	json_close(&a->json, ']');
	if (!err)
		err = put_notes(a, db);
	json_close(&a->json, '}');
	return err;
}

static void ask_work(struct job *job, struct db *db)
{
	struct ask *a = (struct ask *)job;

	if (!db)
		a->err = err_set(EBUSY, _("the call database cannot be read"));
	else
		a->err = a->id ? show(a, db) : list(a, db);
	if (a->err)
		(void)snprintf(a->why, sizeof(a->why), "%s", err_text(a->err));
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

static void hand_over(struct archive *c, struct ask *a)
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

/* One of the filters of the ledger; instants may be ms UTC too */
static int take_filter(struct ask *a, const char *name)
{
	const char *value;
	int err = request_query(a->rq, name, &value);

	if (err || !value)
		return err;
	if (!*value)
		return EBADMSG;
	if (!strcmp(name, "from") && !strchr(value, '-'))
		return take_number(a->rq, name, &a->filter.from, INT64_MAX);
	if (!strcmp(name, "to") && !strchr(value, '-'))
		return take_number(a->rq, name, &a->filter.to, INT64_MAX);
	return calls_filter_set(&a->filter, name, value);
}

/* The parameter that is wrong, NULL if none is */
static const char *take_filters(struct ask *a)
{
	for (size_t i = 0; calls_filter_name(i); i++) {
		if (take_filter(a, calls_filter_name(i)))
			return calls_filter_name(i);
	}
	if (take_number(a->rq, "before", &a->before, INT64_MAX))
		return "before";
	return take_number(a->rq, "limit", &a->limit, LIMIT_MAX) ? "limit"
								 : NULL;
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

void archive_list(struct archive *c, struct request *rq, bool masked)
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
	} else if (masked && a->filter.number) {
		/* or it could be found out by trying */
		answer_problem(rq, 403, "numbers are masked for this role",
			       NULL);
		ask_free(a);
	} else {
		hand_over(c, a);
	}
}

void archive_show(struct archive *c, struct request *rq, int64_t id,
		  bool masked)
{
	struct ask *a = ask_alloc(rq, masked);

	if (!a)
		return;
	a->id = id;
	hand_over(c, a);
}

int archive_start(struct archive **cp, const char *folder)
{
	struct archive *c = calloc(1, sizeof(*c));
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
		archive_stop(c);
		return err;
	}
	*cp = c;
	return 0;
}

void archive_stop(struct archive *c)
{
	if (!c)
		return;
	reader_stop(c->db);
	reader_stop(c->files);
	free(c->folder);
	free(c);
}
