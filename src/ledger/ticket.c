/**
 * @file ledger/ticket.c  Complaints
 */
#include "ledger/ticket.h"

#include <errno.h>

#include "ledger/hold.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define DAY_MS INT64_C(86400000)

/* clang-format off */
static const struct word sources[] = {
	{ "12321",   "12321",    "12321"   },
	{ "carrier", "电信企业", "carrier" },
	{ "user",    "用户",     "user"    },
};
/* clang-format on */

const struct words ticket_sources = { "source", sources, ARRAY_LEN(sources) };

struct order {
	const struct desk_person *person;
	struct ticket ticket;
	int64_t hold;
};

static int optional(const char *name, const char **textp)
{
	if (!*textp || !**textp) {
		*textp = "";
		return 0;
	}
	return desk_check(name, *textp, DESK_NAME_MAX);
}

static int check(struct ticket *t, const struct desk_person *person)
{
	int source;
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	if (!err)
		err = desk_check("--source", t->source, DESK_NAME_MAX);
	if (!err && word_decode(&source, &ticket_sources, t->source))
		err = EINVAL;
	if (!err)
		err = desk_check("--text", t->text, DESK_TEXT_MAX);
	if (!err)
		err = optional("--reference", &t->reference);
	if (!err)
		err = optional("--number", &t->number);
	return err;
}

static int add_work(struct db *desk, void *arg)
{
	struct order *o = arg;
	struct ticket *t = &o->ticket;
	struct str detail = { 0 };
	char day[DATE_TIME_TEXT];
	int err = db_run(
		desk,
		"INSERT INTO ticket(at, who, source, reference, number, call, "
		"text, due) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
		BIND(INT(t->at), TEXT(o->person->who), TEXT(t->source),
		     TEXT(t->reference), TEXT(t->number), INT(t->call),
		     TEXT(t->text), INT(t->due)));

	t->id = db_last_id(desk);
	if (!err && o->hold)
		err = db_run(desk, "UPDATE hold SET ticket = ? WHERE id = ?",
			     BIND(INT(t->id), INT(o->hold)));
	str_addf(&detail, "%s, call %lld, due %s", t->source,
		 (long long)t->call, date_time_encode(day, t->due));
	if (!err)
		err = desk_log(desk, o->person, "complaint", "ticket", t->id,
			       detail.s);
	str_release(&detail);
	return err;
}

int ticket_add(struct db *desk, struct db *calls,
	       const struct desk_person *person, const struct ticket *ticket,
	       int64_t *idp)
{
	struct order o = { person, *ticket, 0 };
	int err = check(&o.ticket, person);

	o.ticket.at = clock_now();
	if (!o.ticket.due)
		o.ticket.due = o.ticket.at + TICKET_DAYS * DAY_MS;
	/* First, and on its own: see ledger/hold.h */
	if (!err && ticket->call)
		err = hold_add(desk, calls, person, ticket->call, ticket->text,
			       &o.hold);
	if (!err)
		err = db_atomic(desk, add_work, &o);
	*idp = o.ticket.id;
	return err;
}

static int close_work(struct db *desk, void *arg)
{
	const struct order *o = arg;
	const long long id = o->ticket.id;
	int64_t closed = 0;
	int err = db_int(desk, "SELECT closed FROM ticket WHERE id = ?",
			 BIND(INT(id)), &closed);

	if (err == ENOENT)
		return err_set(ENOENT, _("there is no complaint %lld"), id);
	if (!err && closed)
		return err_set(EEXIST, _("complaint %lld is closed"), id);
	if (!err)
		err = db_run(desk,
			     "UPDATE ticket SET closed = ?, closed_by = ?, "
			     "outcome = ? WHERE id = ?",
			     BIND(INT(clock_now()), TEXT(o->person->who),
				  TEXT(o->ticket.outcome), INT(id)));
	if (!err)
		err = desk_log(desk, o->person, "close", "ticket", id,
			       o->ticket.outcome);
	return err;
}

int ticket_close(struct db *desk, const struct desk_person *person, int64_t id,
		 const char *outcome)
{
	struct order o = { person, { .id = id, .outcome = outcome }, 0 };
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	if (!err)
		err = desk_check("--outcome", outcome, DESK_TEXT_MAX);
	return err ? err : db_atomic(desk, close_work, &o);
}

struct visit {
	ticket_h *h;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;
	const struct ticket t = {
		.id = row_int(row, 0),
		.at = row_int(row, 1),
		.who = row_text(row, 2),
		.source = row_text(row, 3),
		.reference = row_text(row, 4),
		.number = row_text(row, 5),
		.call = row_int(row, 6),
		.text = row_text(row, 7),
		.due = row_int(row, 8),
		.closed = row_int(row, 9),
		.closed_by = row_text(row, 10),
		.outcome = row_text(row, 11),
	};

	return v->h(&t, v->arg);
}

int ticket_each(struct db *desk, bool all, ticket_h *h, void *arg)
{
	struct visit v = { h, arg };

	return db_each(desk,
		       "SELECT id, at, who, source, reference, number, call, "
		       "text, due, closed, closed_by, outcome FROM ticket "
		       "WHERE closed = 0 OR ? ORDER BY closed > 0, iif(closed, "
		       "-closed, due), id",
		       BIND(INT(all)), visit_handler, &v);
}
