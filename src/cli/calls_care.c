/**
 * @file cli/calls_care.c  calls: complaints, samples, lists of numbers,
 * evidence
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/calls.h"
#include "ledger/listed.h"
#include "ledger/proof.h"
#include "ledger/sample.h"
#include "ledger/ticket.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/text.h"
#include "util/util.h"

#define EACH 3 /* calls of a seat, a week */

static int refuse(const struct calls_words *w)
{
	return cli_usage_of(CALLS_COMMAND, w->part);
}

struct printing {
	cJSON *list; /* NULL: lines */
	size_t count;
	bool late;
};

static void begin_list(const struct calls_house *house, struct printing *p)
{
	*p = (struct printing){ .list = NULL };
	if (house->cli->json)
		p->list = cJSON_CreateArray();
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

static void add_number(cJSON *o, const char *name, int64_t v)
{
	(void)cJSON_AddNumberToObject(o, name, (double)v);
}

/* Complaints */

static int ticket_add_run(struct calls_house *house,
			  const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	struct ticket t = {
		.source = w->source,
		.reference = w->reference,
		.number = w->number,
		.text = w->text,
	};
	int64_t id = 0;
	int err = w->wordc == 1 ? 0 : refuse(w);

	if (!err && w->call)
		err = calls_number(&t.call, w, w->call);
	if (!err && w->due)
		err = date_time_decode(&t.due, w->due);
	if (!err)
		err = ticket_add(house->desk, house->db, &person, &t, &id);
	if (!err)
		cli_say(_("Complaint %lld is taken in."), (long long)id);
	return err;
}

static int ticket_close_run(struct calls_house *house,
			    const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	int64_t id = 0;
	int err = w->wordc == 2 ? calls_number(&id, w, w->wordv[1]) : refuse(w);

	if (!err)
		err = ticket_close(house->desk, &person, id, w->outcome);
	if (!err)
		cli_say(_("Complaint %lld is closed; its call stays held "
			  "until it is released."),
			(long long)id);
	return err;
}

static void print_ticket(const struct ticket *t, bool late)
{
	char at[DATE_TIME_TEXT];
	char due[DATE_TIME_TEXT];
	char masked[32] = "";

	if (*t->number)
		text_mask(masked, sizeof(masked), t->number);
	cli_say(_("complaint %lld  %s  %s %s %s  call %lld: %s"),
		(long long)t->id, calls_time(at, t->at), t->source,
		t->reference, masked, (long long)t->call, t->text);
	if (t->closed)
		cli_say(_("  closed %s, %s: %s"), calls_time(at, t->closed),
			t->closed_by, t->outcome);
	else
		cli_say(late ? _("  was due %s") : _("  due %s"),
			calls_time(due, t->due));
}

static int ticket_handler(const struct ticket *t, void *arg)
{
	struct printing *p = arg;
	const bool late = !t->closed && t->due <= clock_now();
	char masked[32] = "";
	cJSON *o;

	p->count++;
	p->late = p->late || late;
	if (!p->list) {
		print_ticket(t, late);
		return 0;
	}

	if (*t->number)
		text_mask(masked, sizeof(masked), t->number);
	o = cJSON_CreateObject();
	add_number(o, "id", t->id);
	add_number(o, "at", t->at);
	cli_add_text(o, "who", t->who);
	cli_add_text(o, "source", t->source);
	cli_add_text(o, "reference", t->reference);
	cli_add_text(o, "number", masked);
	add_number(o, "call", t->call);
	cli_add_text(o, "text", t->text);
	add_number(o, "due", t->due);
	add_number(o, "closed", t->closed);
	cli_add_text(o, "closed_by", t->closed_by);
	cli_add_text(o, "outcome", t->outcome);
	(void)cJSON_AddItemToArray(p->list, o);
	return 0;
}

static int ticket_list_run(struct calls_house *house,
			   const struct calls_words *w)
{
	struct printing p;
	int err = w->wordc == 1 ? 0 : refuse(w);

	begin_list(house, &p);
	if (!err)
		err = ticket_each(house->desk, true, ticket_handler, &p);
	house->cli->findings = p.late;
	return end_list(&p, err, _("Nobody has complained."));
}

static int run_ticket(struct calls_house *house, int argc, char **argv)
{
	static const struct calls_act acts[] = {
		{ "add", "as! source! text! call number reference due",
		  ticket_add_run },
		{ "close", "as! outcome!", ticket_close_run },
		{ "list", "", ticket_list_run },
		{ NULL, NULL, NULL },
	};

	return calls_run(house, acts, argc, argv);
}

/* Samples */

static int sample_draw_run(struct calls_house *house,
			   const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	struct sample_wish wish = { .each = EACH };
	int64_t each = EACH;
	int64_t drawn = 0;
	int err = w->wordc == 2 ? date_decode(&wish.day, w->wordv[1])
				: refuse(w);

	if (!err && w->each)
		err = calls_number(&each, w, w->each);
	if (!err && w->seed)
		err = calls_number(&wish.seed, w, w->seed);
	wish.each = each > SAMPLE_MAX ? SAMPLE_MAX + 1 : (unsigned)each;
	if (!err)
		err = sample_draw(house->desk, house->db, &person, &wish,
				  &drawn);
	if (!err)
		cli_say(_("%lld calls are drawn."), (long long)drawn);
	return err;
}

static int load_sheet(struct quality **sheetp)
{
	char *path = file_shipped("data/engine/quality.yaml");
	int err = path ? quality_load(sheetp, path)
		       : err_set(ENOENT, _("%s: not found"),
				 "data/engine/quality.yaml");

	free(path);
	return err;
}

static int sample_score_run(struct calls_house *house,
			    const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	struct quality *sheet = NULL;
	bool passed = false;
	int64_t id = 0;
	int err = w->wordc > 2 ? calls_number(&id, w, w->wordv[1]) : refuse(w);

	if (!err)
		err = load_sheet(&sheet);
	if (!err)
		err = sample_score(house->desk, &person, id,
				   &(struct sample_marks){
					   .sheet = sheet,
					   .wordv = w->wordv + 2,
					   .wordc = w->wordc - 2,
					   .note = w->note,
				   },
				   &passed);
	if (!err)
		cli_say("%s", passed ? _("The call passes.")
				     : _("The call does not pass."));
	quality_free(sheet);
	return err;
}

static int sample_handler(const struct sample *s, void *arg)
{
	struct printing *p = arg;
	cJSON *o;

	p->count++;
	if (!p->list && s->scored)
		cli_say(_("sample %lld  week %s  seat %s  call %lld  %lld "
			  "points, %s, %s %s"),
			(long long)s->id, s->week, s->seat, (long long)s->call,
			(long long)s->points, s->result, s->scored_by, s->note);
	else if (!p->list)
		cli_say(_("sample %lld  week %s  seat %s  call %lld"),
			(long long)s->id, s->week, s->seat, (long long)s->call);
	if (!p->list)
		return 0;

	o = cJSON_CreateObject();
	add_number(o, "id", s->id);
	add_number(o, "at", s->at);
	cli_add_text(o, "who", s->who);
	cli_add_text(o, "week", s->week);
	cli_add_text(o, "seat", s->seat);
	add_number(o, "call", s->call);
	add_number(o, "seed", s->seed);
	add_number(o, "scored", s->scored);
	cli_add_text(o, "scored_by", s->scored_by);
	add_number(o, "points", s->points);
	cli_add_text(o, "result", s->result);
	cli_add_text(o, "note", s->note);
	(void)cJSON_AddItemToArray(p->list, o);
	return 0;
}

static int sample_list_run(struct calls_house *house,
			   const struct calls_words *w)
{
	struct printing p;
	int err = w->wordc == 1 ? 0 : refuse(w);

	begin_list(house, &p);
	if (!err)
		err = sample_each(house->desk, sample_handler, &p);
	return end_list(&p, err, _("No calls were drawn."));
}

static int run_sample(struct calls_house *house, int argc, char **argv)
{
	static const struct calls_act acts[] = {
		{ "draw", "as! each seed", sample_draw_run },
		{ "score", "as! note", sample_score_run },
		{ "list", "", sample_list_run },
		{ NULL, NULL, NULL },
	};

	return calls_run(house, acts, argc, argv);
}

/* Lists of numbers; the act is the list */

static int number_add_run(struct calls_house *house,
			  const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	const bool refused = !strcmp(w->wordv[0], "refuse");
	int err = w->wordc == 2 ? 0 : refuse(w);

	if (!err)
		err = listed_add(house->desk, &person,
				 refused ? LISTED_REFUSED : LISTED_AGREED,
				 w->wordv[1], w->reason);
	if (!err)
		cli_say("%s", refused ? _("The number is never called.")
				      : _("The number may be called."));
	return err;
}

static int number_end_run(struct calls_house *house,
			  const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	int err = w->wordc == 2 ? 0 : refuse(w);

	if (!err)
		err = listed_end(house->desk, &person, w->wordv[1], w->reason);
	if (!err)
		cli_say("%s", _("The number may no longer be called."));
	return err;
}

static int number_handler(const struct listed *l, void *arg)
{
	struct printing *p = arg;
	char at[DATE_TIME_TEXT];
	char ended[DATE_TIME_TEXT];
	char masked[32];
	cJSON *o;

	p->count++;
	text_mask(masked, sizeof(masked), l->number);
	if (!p->list) {
		cli_say("%s  %s  %s  %s: %s  %s%s", masked, l->list,
			calls_time(at, l->at), l->who, l->reason,
			l->ended ? "– " : "", calls_time(ended, l->ended));
		return 0;
	}

	o = cJSON_CreateObject();
	cli_add_text(o, "number", masked);
	cli_add_text(o, "list", l->list);
	cli_add_text(o, "reason", l->reason);
	add_number(o, "at", l->at);
	cli_add_text(o, "who", l->who);
	add_number(o, "ended", l->ended);
	(void)cJSON_AddItemToArray(p->list, o);
	return 0;
}

static int number_list_run(struct calls_house *house,
			   const struct calls_words *w)
{
	struct printing p;
	int err = w->wordc == 1 ? 0 : refuse(w);

	begin_list(house, &p);
	if (!err)
		err = listed_each(house->desk, number_handler, &p);
	return end_list(&p, err, _("No number is on a list."));
}

static int number_has_run(struct calls_house *house,
			  const struct calls_words *w)
{
	bool refused = false;
	bool agreed = false;
	int err = w->wordc == 2 ? 0 : refuse(w);

	if (!err)
		err = listed_has(house->desk, LISTED_REFUSED, w->wordv[1],
				 &refused);
	if (!err)
		err = listed_has(house->desk, LISTED_AGREED, w->wordv[1],
				 &agreed);
	if (!err)
		cli_say("%s", refused  ? _("The number is never called.")
			      : agreed ? _("The number may be called.")
				       : _("The number is on no list."));
	return err;
}

static int run_number(struct calls_house *house, int argc, char **argv)
{
	static const struct calls_act acts[] = {
		{ "refuse", "as! reason!", number_add_run },
		{ "agree", "as! reason!", number_add_run },
		{ "end", "as! reason!", number_end_run },
		{ "has", "", number_has_run },
		{ "list", "", number_list_run },
		{ NULL, NULL, NULL },
	};

	return calls_run(house, acts, argc, argv);
}

/* Evidence */

static int run_evidence(struct calls_house *house, int argc, char **argv)
{
	struct desk_person person = { NULL, NULL };
	char sha256[SHA256_TEXT];
	struct calls_words w;
	int64_t call = 0;
	int err = calls_read(&w, "as! reason! o!", argc, argv);

	if (!err)
		err = w.wordc == 1 ? calls_number(&call, &w, w.wordv[0])
				   : refuse(&w);
	if (err)
		return err;

	person.who = w.as;
	err = proof_write(
		&(struct proof_house){ house->desk, house->db, house->folder },
		&person, call, w.reason, w.file, sha256);
	if (!err)
		cli_say(_("%s: SHA-256 %s; the call is held."), w.file, sha256);
	return err;
}

const struct calls_part calls_care_parts[] = {
	{ "ticket", DESK_WRITE, run_ticket },
	{ "sample", DESK_WRITE, run_sample },
	{ "number", DESK_WRITE, run_number },
	{ "evidence", DESK_WRITE, run_evidence },
	{ NULL, DESK_NONE, NULL },
};
