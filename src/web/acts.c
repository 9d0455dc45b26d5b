/**
 * @file web/acts.c  What people do over HTTP that is put on record
 */
#include "web/acts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call/gate.h"
#include "engine/control.h"
#include "ledger/calls.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/text.h"
#include "web/acts_private.h"
#include "web/archive_private.h"
#include "web/view.h"

#define LIST_MAX 200

/* Acts */

void act_gone(struct act *act)
{
	list_unlink(&act->le);
	str_release(&act->json.s);
	free(act);
}

struct act *act_begin(struct visit *v)
{
	const char *who = visit_person(v);

	return who ? act_begin_as(v, who) : NULL;
}

struct act *act_begin_as(struct visit *v, const char *who)
{
	struct act *act = calloc(1, sizeof(*act));

	if (!act) {
		answer_problem(v->rq, 503, "no memory", NULL);
		return NULL;
	}
	act->acts = v->web->acts;
	act->web = v->web;
	act->rq = v->rq;
	record_put(act->who, sizeof(act->who), who);
	(void)snprintf(act->account, sizeof(act->account), "token %s (%s)",
		       act->who, role_name(v->role));
	act->person = (struct desk_person){ act->who, act->account };
	list_append(&act->acts->acts, &act->le, act);
	return act;
}

void act_answer(struct act *act)
{
	if (!act->json.s.len) {
		json_open(&act->json, NULL, '{');
		json_bool(&act->json, "done", true);
		json_close(&act->json, '}');
	}
	answer_json(act->rq, &act->json);
	act_gone(act);
}

void act_refuse(struct act *act, int err, const char *why)
{
	answer_problem(act->rq, answer_status(err), why, NULL);
	act_gone(act);
}

bool act_take(struct visit *v, cJSON *tree, const char *name, char *to,
	      size_t size)
{
	bool good = true;
	const char *text = visit_text(tree, name, &good);
	char why[96];

	if (text && *text && strlen(text) < size) {
		(void)snprintf(to, size, "%s", text);
		return true;
	}
	(void)snprintf(why, sizeof(why), "%s is missing or too long", name);
	answer_problem(v->rq, 400, why, NULL);
	cJSON_Delete(tree);
	return false;
}

/* The thread of desk.db */

static void on_desk(struct job *job, struct db *none)
{
	struct act *act = (struct act *)job;
	struct db *desk = NULL;
	struct db *calls = NULL;

	(void)none;
	act->err = desk_open(&desk, act->acts->folder);
	if (!act->err)
		act->err = calls_open(&calls, act->acts->folder);
	if (!act->err)
		act->err = act->desk_work(act, desk, calls);
	if (act->err)
		(void)snprintf(act->why, sizeof(act->why), "%s",
			       err_text(act->err));
	db_close(calls);
	db_close(desk);
}

static void on_desk_done(struct job *job)
{
	struct act *act = (struct act *)job;

	if (act->err)
		act_refuse(act, act->err, act->why);
	else if (act->then)
		act->then(act);
	else
		act_answer(act);
}

void act_on_desk(struct act *act)
{
	act->job.work = on_desk;
	act->job.done = on_desk_done;
	if (reader_do(act->acts->desk, &act->job))
		act_refuse(act, EBUSY, "too many orders wait");
}

/* Call-backs */

static void on_wished(int err, int64_t id, void *arg)
{
	struct act *act = arg;

	if (err) {
		act_refuse(act, EBUSY, "it could not be put on record");
		return;
	}
	json_open(&act->json, NULL, '{');
	json_int(&act->json, "id", id);
	json_close(&act->json, '}');
	act_answer(act);
}

/* {"consent": 7, "number": "95012345", "to": "13800000001", "purpose":
 * "call-back", "seat": "01"} */
void acts_ask_call_back(struct visit *v)
{
	struct callback_request r = { .asked_by = v->token->name };
	const cJSON *consent;
	bool good = true;
	struct act *act;
	cJSON *tree;
	int err;

	if (!visit_body(v, &tree))
		return;
	consent = cJSON_GetObjectItemCaseSensitive(tree, "consent");
	r.number = visit_text(tree, "number", &good);
	r.to = visit_text(tree, "to", &good);
	r.purpose = visit_text(tree, "purpose", &good);
	r.seat = visit_text(tree, "seat", &good);
	if (!r.seat)
		r.seat = v->token->seat;
	if (!good || !cJSON_IsNumber(consent) || consent->valuedouble < 1 ||
	    consent->valuedouble > 9e15) {
		answer_problem(v->rq, 400,
			       "expected consent, number, to, purpose, seat",
			       NULL);
	} else if (v->role < ROLE_SUPERVISOR && r.seat &&
		   (!v->token->seat || strcmp(v->token->seat, r.seat) != 0)) {
		answer_problem(v->rq, 403, "that is another's seat", NULL);
	} else if ((act = act_begin(v))) {
		r.consent = (int64_t)consent->valuedouble;
		err = control_wish(v->web->engine, &r, on_wished, act);
		if (err)
			act_refuse(act, err, err_text(err));
	}
	cJSON_Delete(tree);
}

/* A problem that says all that shuts the gate */
static void answer_shut(struct act *act, const struct callback_answer *gate)
{
	struct json j = { .comma = false };
	struct answer_headers h;

	json_open(&j, NULL, '{');
	json_text(&j, "type", "about:blank");
	json_text(&j, "title", "Conflict");
	json_int(&j, "status", 409);
	json_text(&j, "detail", word_text(&gate_reasons, (int)gate->reason));
	json_text(&j, "ruling", word_name(&gate_reasons, (int)gate->reason));
	json_int(&j, "row", gate->id);
	json_open(&j, "reasons", '[');
	for (size_t i = 0; i < gate->reasonc; i++) {
		const int reason = (int)gate->reasonv[i];

		json_open(&j, NULL, '{');
		json_text(&j, "reason", word_name(&gate_reasons, reason));
		json_text(&j, "text", word_text(&gate_reasons, reason));
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	answer_headers(&h, "application/problem+json", NULL);
	request_answer(act->rq, 409, h.v, j.s.s, j.s.len);
	str_release(&j.s);
	act_gone(act);
}

static void on_approved(const struct wish_answer *answer, void *arg)
{
	const struct callback_answer *gate = answer->gate;
	struct act *act = arg;

	if (!gate) {
		act_refuse(act, answer->err, answer->why);
	} else if (gate->err) {
		act_refuse(act, EBUSY,
			   "it could not be put on record, or the lists of "
			   "numbers cannot be read");
	} else if (gate->reasonc) {
		answer_shut(act, gate);
	} else {
		json_open(&act->json, NULL, '{');
		json_text(&act->json, "ruling", "open");
		json_int(&act->json, "row", gate->id);
		json_int(&act->json, "call", gate->call);
		json_close(&act->json, '}');
		act_answer(act);
	}
}

void acts_approve_call_back(struct visit *v)
{
	struct act *act;
	int64_t id;
	int err;

	if (!visit_id(v, &id, "nobody asked for that call-back") ||
	    !(act = act_begin(v)))
		return;
	err = control_approve(v->web->engine, id, act->who, on_approved, act);
	if (err)
		act_refuse(act, err, err_text(err));
}

struct listing {
	struct job job;
	struct request *rq;
	int err;
	struct json json;
};

static int on_wish(const struct row *row, void *arg)
{
	static const char *const names[] = {
		"id",	       "at",	 "consent",  "number", "to",
		"purpose",     "seat",	 "asked_by", "row",    "ruled_at",
		"approved_by", "ruling", "call",
	};
	struct json *j = arg;

	json_open(j, NULL, '{');
	for (int i = 0; i < (int)(sizeof(names) / sizeof(*names)); i++) {
		if (row_is_null(row, i))
			continue; /* nobody has approved it */
		if (i < 3 || i == 8 || i == 9 || i == 12)
			json_int(j, names[i], row_int(row, i));
		else
			json_text(j, names[i], row_text(row, i));
	}
	json_close(j, '}');
	return 0;
}

static void list_work(struct job *job, struct db *db)
{
	struct listing *l = (struct listing *)job;

	json_open(&l->json, NULL, '{');
	json_open(&l->json, "call_backs", '[');
	l->err =
		db ? db_each(db,
			     "SELECT w.id, w.at, w.consent, w.number, "
			     "w.called, w.purpose, w.seat, w.asked_by, b.id, "
			     "b.at, b.approved_by, b.ruling, b.call "
			     "FROM wish w LEFT JOIN call_back b ON b.id = "
			     "(SELECT max(id) FROM call_back WHERE wish = w.id "
			     "AND wish > 0) ORDER BY w.id DESC LIMIT ?",
			     BIND(INT(LIST_MAX)), on_wish, &l->json)
		   : EBUSY;
	json_close(&l->json, ']');
	json_close(&l->json, '}');
}

static void list_done(struct job *job)
{
	struct listing *l = (struct listing *)job;

	if (l->err)
		answer_problem(l->rq, answer_status(l->err),
			       "the call database cannot be read", NULL);
	else
		answer_json(l->rq, &l->json);
	str_release(&l->json.s);
	free(l);
}

void acts_list_call_backs(struct visit *v)
{
	struct listing *l = calloc(1, sizeof(*l));

	if (l) {
		l->rq = v->rq;
		l->job.work = list_work;
		l->job.done = list_done;
		if (!reader_do(v->web->calls->db, &l->job))
			return;
	}
	free(l);
	answer_problem(v->rq, 503, "too many questions wait", NULL);
}

/* Consents */

static void on_withdrawn(int err, unsigned count, void *arg)
{
	struct act *act = arg;

	(void)count;
	if (err == ENOENT)
		act_refuse(act, err, "there is no such consent");
	else if (err == EEXIST)
		act_refuse(act, err, "it was withdrawn before");
	else if (err)
		act_refuse(act, EBUSY, "it could not be put on record");
	else
		act_answer(act);
}

static int note_withdrawal(struct db *desk, void *arg)
{
	struct act *act = arg;

	return desk_log(desk, &act->person, "withdraw", "consent", act->id,
			act->reason);
}

static int withdraw_work(struct act *act, struct db *desk, struct db *calls)
{
	(void)calls;
	return db_atomic(desk, note_withdrawal, act);
}

static void withdraw(struct act *act)
{
	struct consent_order order = {
		.consent = act->id,
		.who = act->who,
		.reason = act->reason,
	};
	int err = control_withdraw(act->web->engine, &order, on_withdrawn, act);

	if (err)
		act_refuse(act, err, err_text(err));
}

/* {"reason": "..."} */
void acts_withdraw(struct visit *v)
{
	char reason[CONSENT_REASON_MAX + 1];
	struct act *act;
	cJSON *tree;
	int64_t id;

	if (!visit_id(v, &id, "there is no such consent") ||
	    !visit_body(v, &tree) ||
	    !act_take(v, tree, "reason", reason, sizeof(reason)))
		return;
	cJSON_Delete(tree);
	act = act_begin(v);
	if (!act)
		return;
	act->id = id;
	record_put(act->reason, sizeof(act->reason), reason);
	act->desk_work = withdraw_work;
	act->then = withdraw;
	act_on_desk(act);
}

/* Abnormal traffic */

static void on_stopped(const char *key, bool caller, int64_t until, void *arg)
{
	struct json *j = arg;

	json_open(j, NULL, '{');
	json_text(j, "number", key);
	json_text(j, "is", caller ? "caller" : "number");
	if (until != INT64_MAX)
		json_int(j, "until", until);
	json_close(j, '}');
}

void acts_list_stopped(struct visit *v)
{
	struct json j = { .comma = false };

	json_open(&j, NULL, '{');
	json_open(&j, "stopped", '[');
	control_stopped(v->web->engine, on_stopped, &j);
	json_close(&j, ']');
	json_close(&j, '}');
	answer_json(v->rq, &j);
}

static int note_release(struct db *desk, void *arg)
{
	struct act *act = arg;
	char masked[RECORD_NUMBER];
	struct str detail = { 0 };
	int err;

	text_mask(masked, sizeof(masked), act->text);
	str_addf(&detail, "%s: %s", masked, act->reason);
	err = desk_log(desk, &act->person, "release", "traffic", 0, detail.s);
	str_release(&detail);
	return err;
}

static int release_work(struct act *act, struct db *desk, struct db *calls)
{
	(void)calls;
	return db_atomic(desk, note_release, act);
}

/* What was ordered is on record, whether or not it changes anything */
static void release(struct act *act)
{
	int err = control_release(act->web->engine, act->text);

	if (err)
		act_refuse(act, err, err_text(err));
	else
		act_answer(act);
}

/* {"number": "13800000001", "reason": "..."} */
void acts_release(struct visit *v)
{
	char number[RECORD_NUMBER];
	char reason[CONSENT_REASON_MAX + 1];
	struct act *act;
	cJSON *tree;

	if (!visit_body(v, &tree) ||
	    !act_take(v, tree, "number", number, sizeof(number)) ||
	    !act_take(v, tree, "reason", reason, sizeof(reason)))
		return;
	cJSON_Delete(tree);
	act = act_begin(v);
	if (!act)
		return;
	record_put(act->text, sizeof(act->text), number);
	record_put(act->reason, sizeof(act->reason), reason);
	act->desk_work = release_work;
	act->then = release;
	act_on_desk(act);
}

/* Beginning and end */

int acts_start(struct acts **ap, const char *folder)
{
	struct acts *a = calloc(1, sizeof(*a));
	int err;

	if (!a)
		return err_set(ENOMEM, _("no memory for the HTTP server"));
	a->folder = strdup(folder);
	err = a->folder ? reader_start(&a->desk, NULL)
			: err_set(ENOMEM, _("no memory for the HTTP server"));
	if (err) {
		acts_stop(a);
		return err;
	}
	*ap = a;
	return 0;
}

void acts_stop(struct acts *a)
{
	if (!a)
		return;
	reader_stop(a->desk);
	/* what waits for the records is written, and nobody is told any more */
	for (struct le *le = a->acts.head, *next; le; le = next) {
		next = le->next;
		act_refuse(le->data, EBUSY, "the engine stops");
	}
	free(a->folder);
	free(a);
}
