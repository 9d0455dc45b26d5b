/**
 * @file cli/calls_desk.c  calls: retention, deletions, holds, log
 */
#include <errno.h>
#include <stdio.h>

#include "cli/calls.h"
#include "ledger/hold.h"
#include "ledger/retain.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

#define DELETIONS 50

/* retention */

static void print_retention(const struct calls_house *house,
			    const struct retain_state *s)
{
	const struct config_recording *r = house->conf ? house->conf->recording
						       : NULL;
	char at[DATE_TIME_TEXT];

	if (r && r->days)
		cli_say(_("Calls and recordings are kept %u days."), *r->days);
	else if (house->conf)
		cli_say("%s", _("Calls and recordings are kept for ever."));
	cli_say(_("Calls on record: %lld"), (long long)s->calls);
	if (s->oldest)
		cli_say(_("Oldest call: %s"), calls_time(at, s->oldest));
	if (s->recording)
		cli_say(_("Oldest recording: %s"),
			calls_time(at, s->recording));
	if (s->run)
		cli_say(_("Last purge: %s, by %s, %lld deleted, %lld kept all "
			  "the same"),
			calls_time(at, s->run), s->rule,
			(long long)s->run_calls, (long long)s->run_held);
	else
		cli_say("%s", _("No purge has run."));
	cli_say(_("Deleted so far: %lld calls, %lld bytes of recordings"),
		(long long)s->deleted, (long long)s->deleted_bytes);
}

static int run_retention(struct calls_house *house, int argc, char **argv)
{
	struct retain_state s;
	struct calls_words w;
	int err = calls_read(&w, "", argc, argv);
	cJSON *o;

	if (!err && w.wordc)
		err = cli_usage_of(CALLS_COMMAND, argv[0]);
	if (!err)
		err = retain_look(house->db, &s);
	if (err)
		return err;
	if (!house->cli->json) {
		print_retention(house, &s);
		return 0;
	}

	o = cJSON_CreateObject();
	if (house->conf && house->conf->recording &&
	    house->conf->recording->days)
		(void)cJSON_AddNumberToObject(o, "days",
					      *house->conf->recording->days);
	(void)cJSON_AddNumberToObject(o, "calls", (double)s.calls);
	(void)cJSON_AddNumberToObject(o, "oldest", (double)s.oldest);
	(void)cJSON_AddNumberToObject(o, "oldest_recording",
				      (double)s.recording);
	(void)cJSON_AddNumberToObject(o, "deleted", (double)s.deleted);
	(void)cJSON_AddNumberToObject(o, "deleted_bytes",
				      (double)s.deleted_bytes);
	(void)cJSON_AddNumberToObject(o, "run", (double)s.run);
	(void)cJSON_AddNumberToObject(o, "run_before", (double)s.run_before);
	(void)cJSON_AddNumberToObject(o, "run_deleted", (double)s.run_calls);
	(void)cJSON_AddNumberToObject(o, "run_held", (double)s.run_held);
	cli_add_text(o, "rule", s.rule);
	cli_print_json(o);
	return 0;
}

/* deletions */

struct printing {
	cJSON *list; /* NULL: lines */
	size_t count;
};

static int begin_list(struct calls_house *house, const char *allowed, int argc,
		      char **argv, struct calls_words *w, struct printing *p)
{
	int err = calls_read(w, allowed, argc, argv);

	if (!err && w->wordc)
		err = cli_usage_of(CALLS_COMMAND, argv[0]);
	*p = (struct printing){ .list = NULL };
	if (!err && house->cli->json)
		p->list = cJSON_CreateArray();
	return err;
}

static int end_list(struct printing *p, int err, const char *none)
{
	if (p->list && err)
		cJSON_Delete(p->list);
	else if (p->list)
		cli_print_json(p->list);
	else if (!err && !p->count)
		cli_say("%s", none);
	return err;
}

static int deletion_handler(const struct deletion *d, void *arg)
{
	struct printing *p = arg;
	char at[DATE_TIME_TEXT];
	char start[DATE_TIME_TEXT];
	cJSON *o;

	p->count++;
	if (!p->list) {
		cli_say(_("%s  call %lld of %s, %lld bytes, by %s"),
			calls_time(at, d->at), (long long)d->call,
			calls_time(start, d->start), (long long)d->bytes,
			d->rule);
		return 0;
	}

	o = cJSON_CreateObject();
	(void)cJSON_AddNumberToObject(o, "at", (double)d->at);
	(void)cJSON_AddNumberToObject(o, "call", (double)d->call);
	(void)cJSON_AddNumberToObject(o, "start", (double)d->start);
	(void)cJSON_AddNumberToObject(o, "end", (double)d->end);
	(void)cJSON_AddNumberToObject(o, "recording_bytes", (double)d->bytes);
	cli_add_text(o, "rule", d->rule);
	cli_add_text(o, "tenant", d->tenant);
	cli_add_text(o, "recording", d->recording);
	cli_add_text(o, "sha256", d->sha256);
	(void)cJSON_AddItemToArray(p->list, o);
	return 0;
}

static int run_deletions(struct calls_house *house, int argc, char **argv)
{
	struct calls_words w;
	struct printing p;
	int err = begin_list(house, "", argc, argv, &w, &p);

	if (!err)
		err = retain_deletions(house->db, 0, DELETIONS,
				       deletion_handler, &p);
	return end_list(&p, err, _("Nothing has been deleted."));
}

/* hold, release, holds */

static int run_hold(struct calls_house *house, int argc, char **argv)
{
	struct desk_person person = { NULL, NULL };
	struct calls_words w;
	int64_t call = 0;
	int err = calls_read(&w, "as! reason!", argc, argv);

	if (!err && w.wordc != 1)
		err = cli_usage_of(CALLS_COMMAND, argv[0]);
	if (!err)
		err = calls_number(&call, &w, w.wordv[0]);
	if (!err) {
		person.who = w.as;
		err = hold_add(house->desk, house->db, &person, call, w.reason,
			       NULL);
	}
	if (!err)
		cli_say(_("Call %lld is held."), (long long)call);
	return err;
}

static int run_release(struct calls_house *house, int argc, char **argv)
{
	struct desk_person person = { NULL, NULL };
	struct calls_words w;
	int64_t call = 0;
	int err = calls_read(&w, "as! reason!", argc, argv);

	if (!err && w.wordc != 1)
		err = cli_usage_of(CALLS_COMMAND, argv[0]);
	if (!err)
		err = calls_number(&call, &w, w.wordv[0]);
	if (!err) {
		person.who = w.as;
		err = hold_release(house->desk, &person, call, w.reason);
	}
	if (!err)
		cli_say(_("Call %lld is no longer held."), (long long)call);
	return err;
}

static int hold_handler(const struct hold *h, void *arg)
{
	struct printing *p = arg;
	char at[DATE_TIME_TEXT];
	cJSON *o;

	p->count++;
	if (!p->list) {
		cli_say(_("call %lld  since %s, %s: %s"), (long long)h->call,
			calls_time(at, h->at), h->who, h->reason);
		return 0;
	}

	o = cJSON_CreateObject();
	(void)cJSON_AddNumberToObject(o, "call", (double)h->call);
	(void)cJSON_AddNumberToObject(o, "at", (double)h->at);
	cli_add_text(o, "who", h->who);
	cli_add_text(o, "reason", h->reason);
	(void)cJSON_AddNumberToObject(o, "ticket", (double)h->ticket);
	(void)cJSON_AddItemToArray(p->list, o);
	return 0;
}

static int run_holds(struct calls_house *house, int argc, char **argv)
{
	struct calls_words w;
	struct printing p;
	int err = begin_list(house, "", argc, argv, &w, &p);

	if (!err && house->desk)
		err = hold_each(house->desk, false, hold_handler, &p);
	return end_list(&p, err, _("No call is held."));
}

/* log */

static int log_handler(const struct desk_row *row, void *arg)
{
	struct printing *p = arg;
	char at[DATE_TIME_TEXT];
	cJSON *o;

	p->count++;
	if (!p->list) {
		cli_say("%6lld  %s  %s (%s)  %s %s: %s", (long long)row->seq,
			calls_time(at, row->at), row->who, row->account,
			row->act, row->object, row->detail);
		return 0;
	}

	o = cJSON_CreateObject();
	(void)cJSON_AddNumberToObject(o, "seq", (double)row->seq);
	(void)cJSON_AddNumberToObject(o, "at", (double)row->at);
	cli_add_text(o, "who", row->who);
	cli_add_text(o, "account", row->account);
	cli_add_text(o, "act", row->act);
	cli_add_text(o, "object", row->object);
	cli_add_text(o, "detail", row->detail);
	cli_add_text(o, "hash", row->hash);
	(void)cJSON_AddItemToArray(p->list, o);
	return 0;
}

static int run_log(struct calls_house *house, int argc, char **argv)
{
	struct calls_words w;
	struct printing p;
	int64_t rows = 0;
	int err = begin_list(house, "verify", argc, argv, &w, &p);

	if (!err && house->desk && w.verify) {
		err = desk_verify(house->desk, &rows);
		if (!err)
			cli_say(_("The log is whole: %lld rows."),
				(long long)rows);
		cJSON_Delete(p.list);
		return err;
	}
	if (!err && house->desk)
		err = desk_log_each(house->desk, 1, log_handler, &p);
	return end_list(&p, err, _("Nobody has done anything yet."));
}

const struct calls_part calls_desk_parts[] = {
	{ "retention", DESK_NONE, run_retention },
	{ "deletions", DESK_NONE, run_deletions },
	{ "hold", DESK_WRITE, run_hold },
	{ "release", DESK_WRITE, run_release },
	{ "holds", DESK_READ, run_holds },
	{ "log", DESK_READ, run_log },
	{ NULL, DESK_NONE, NULL },
};
