/**
 * @file engine/wish.c  Call-backs that somebody asks for and another approves
 */
#include "engine/wish.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/callback_private.h"
#include "util/err.h"
#include "util/lang.h"

/* Between records_work() and its handler it is the records thread's */
struct wish {
	struct callbacks *cb;
	wish_h *h;
	wish_approved_h *approvedh;
	void *arg;
	int64_t id;
	int64_t at;
	int64_t consent;
	char number[RECORD_NUMBER];
	char to[RECORD_NUMBER];
	char purpose[RECORD_NAME];
	char seat[RECORD_NAME];
	char asked_by[RECORD_NAME];
	char approved_by[RECORD_NAME];
	int refused; /* ENOENT, EEXIST */
};

static int64_t now(const struct callbacks *cb)
{
	return house_wall(cb->in->conf.house);
}

/* The records thread */

static int add_work(struct records *r, void *data)
{
	struct wish *w = data;
	struct db *db = records_db(r);
	int err = db_run(db,
			 "INSERT INTO wish(at, consent, number, called, "
			 "purpose, seat, asked_by) VALUES(?, ?, ?, ?, ?, ?, ?)",
			 BIND(INT(w->at), INT(w->consent), TEXT(w->number),
			      TEXT(w->to), TEXT(w->purpose), TEXT(w->seat),
			      TEXT(w->asked_by)));

	w->id = err ? 0 : db_last_id(db);
	return err;
}

static int read_wish(const struct row *row, void *arg)
{
	struct wish *w = arg;

	w->consent = row_int(row, 0);
	record_put(w->number, sizeof(w->number), row_text(row, 1));
	record_put(w->to, sizeof(w->to), row_text(row, 2));
	record_put(w->purpose, sizeof(w->purpose), row_text(row, 3));
	record_put(w->seat, sizeof(w->seat), row_text(row, 4));
	record_put(w->asked_by, sizeof(w->asked_by), row_text(row, 5));
	w->refused = row_int(row, 6) ? EEXIST : 0;
	return 0;
}

static int find_work(struct records *r, void *data)
{
	struct wish *w = data;
	int err = db_one(records_db(r),
			 "SELECT consent, number, called, purpose, seat, "
			 "asked_by, EXISTS(SELECT 1 FROM call_back WHERE "
			 "wish = wish.id AND ruling = 'open') "
			 "FROM wish WHERE id = ?",
			 BIND(INT(w->id)), read_wish, w);

	if (err != ENOENT)
		return err;
	w->refused = ENOENT;
	return 0;
}

/* The loop */

static void on_added(int err, void *arg)
{
	struct wish *w = arg;

	w->h(err, w->id, w->arg);
	free(w);
}

static int put(char *to, size_t size, const char *text)
{
	if (!text || !*text || strlen(text) >= size)
		return err_set(EINVAL, _("a text of the call-back is missing "
					 "or too long"));
	record_put(to, size, text);
	return 0;
}

static int check(const struct callbacks *cb, const struct wish *w)
{
	const struct house *house = cb->in->conf.house;
	int purpose = 0;

	if (word_decode(&purpose, &gate_purposes, w->purpose))
		return err_set(EINVAL, _("a call-back is for call-back or "
					 "consultation"));
	if (!policy_find(&house->policy, w->number))
		return err_set(ENOENT, _("%s is not in the number file"),
			       w->number);
	if (!house_desk_by_seat(house, w->seat))
		return err_set(ENOENT, _("there is no seat %s"), w->seat);
	return 0;
}

int wish_add(struct callbacks *cb, const struct callback_request *request,
	     wish_h *h, void *arg)
{
	struct wish *w = calloc(1, sizeof(*w));
	int err;

	if (!w)
		return err_set(ENOMEM, _("no memory for a call"));
	w->h = h;
	w->arg = arg;
	w->at = now(cb);
	w->consent = request->consent;
	err = put(w->number, sizeof(w->number), request->number);
	if (!err)
		err = put(w->to, sizeof(w->to), request->to);
	if (!err)
		err = put(w->purpose, sizeof(w->purpose), request->purpose);
	if (!err)
		err = put(w->seat, sizeof(w->seat), request->seat);
	if (!err)
		err = put(w->asked_by, sizeof(w->asked_by), request->asked_by);
	if (!err)
		err = check(cb, w);
	if (!err)
		err = records_work(cb->in->conf.records, add_work, w, on_added,
				   w);
	if (err)
		free(w);
	return err;
}

static void give_up(struct wish *w, int err, const char *why)
{
	const struct wish_answer answer = { .err = err, .why = why };

	w->approvedh(&answer, w->arg);
	free(w);
}

static void on_ruled(const struct callback_answer *gate, void *arg)
{
	struct wish *w = arg;
	const struct wish_answer answer = { .gate = gate, .why = "" };

	w->approvedh(&answer, w->arg);
	free(w);
}

static void ask_gate(struct wish *w)
{
	const struct callback_request request = {
		.consent = w->consent,
		.number = w->number,
		.to = w->to,
		.purpose = w->purpose,
		.asked_by = w->asked_by,
		.approved_by = w->approved_by,
		.approved_at = now(w->cb),
		.seat = w->seat,
		.wish = w->id,
	};
	int err = callbacks_ask(w->cb, &request, on_ruled, w);

	if (err)
		give_up(w, err, err_text(err));
}

static void on_found(int err, void *arg)
{
	struct wish *w = arg;

	if (err)
		give_up(w, err, _("the call database cannot be read"));
	else if (w->refused == ENOENT)
		give_up(w, ENOENT, _("nobody asked for that call-back"));
	else if (w->refused)
		give_up(w, w->refused, _("that call-back was approved before"));
	else
		ask_gate(w);
}

int wish_approve(struct callbacks *cb, int64_t id, const char *approved_by,
		 wish_approved_h *h, void *arg)
{
	struct wish *w = calloc(1, sizeof(*w));
	int err;

	if (!w)
		return err_set(ENOMEM, _("no memory for a call"));
	w->cb = cb;
	w->approvedh = h;
	w->arg = arg;
	w->id = id;
	err = put(w->approved_by, sizeof(w->approved_by), approved_by);
	if (!err)
		err = records_work(cb->in->conf.records, find_work, w, on_found,
				   w);
	if (err)
		free(w);
	return err;
}
