/**
 * @file engine/places.c  Kept places outlive the engine
 */
#include "engine/places.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/inbound_private.h"
#include "ledger/calls.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

#define SWEEP_MS 10000

struct places {
	struct inbound *in;
	struct tmr sweep;
	struct list late; /* notes that the disk did not take yet */
	int64_t next_id;
};

/* Something to write; the records thread has it until its handler is called */
struct note {
	struct le le;
	struct places *of;
	records_h *h;
	void *arg;
	struct held held; /* to be given; id 0: none */
	int64_t replaces; /* place of the same caller, 0: none */
	int64_t ended;	  /* this one is over */
	int64_t wrong;	  /* of this one a PIN was wrong */
	unsigned tries;
	int64_t call;
	int64_t at;
	char queue[RECORD_NAME];
	char how[RECORD_NAME];
};

static struct house *house(const struct inbound *in)
{
	return in->conf.house;
}

/* The records thread */

static int end_place(struct db *db, int64_t id, int64_t at, const char *how)
{
	return db_run(db,
		      "UPDATE place SET ended = ?, how = ?, pin = '' "
		      "WHERE id = ? AND ended = 0",
		      BIND(INT(at), TEXT(how), INT(id)));
}

static int give_place(struct db *db, const struct note *n)
{
	const struct held *h = &n->held;

	return db_run(db,
		      "INSERT INTO place(id, call, at, caller, called, queue, "
		      "pin, since, until) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
		      BIND(INT(h->id), INT(n->call), INT(n->at),
			   TEXT(h->caller), TEXT(h->called), TEXT(n->queue),
			   TEXT(h->pin), INT(h->since), INT(h->until)));
}

static int note_work(struct records *r, void *data)
{
	const struct note *n = data;
	struct db *db = records_db(r);
	int err = 0;

	if (n->replaces)
		err = end_place(db, n->replaces, n->at, "replaced");
	if (!err && n->held.id)
		err = give_place(db, n);
	if (!err && n->wrong)
		err = db_run(db, "UPDATE place SET wrong = ? WHERE id = ?",
			     BIND(INT(n->tries), INT(n->wrong)));
	if (!err && n->ended)
		err = end_place(db, n->ended, n->at, n->how);
	return err;
}

/* The loop */

/* What nobody waits for is tried again: a place that was used must not be found
 * again at the next start */
static void on_noted(int err, void *arg)
{
	struct note *n = arg;

	if (err)
		log_warnx("places: a kept place could not be put on record");
	if (err && !n->h) {
		list_append(&n->of->late, &n->le, n);
		return;
	}
	if (n->h)
		n->h(err, n->arg);
	free(n);
}

static void retry(struct places *p)
{
	struct note *n = list_ledata(p->late.head);

	while (n) {
		struct note *next = list_ledata(n->le.next);

		list_unlink(&n->le);
		if (records_work(p->in->conf.records, note_work, n, on_noted,
				 n)) {
			list_prepend(&p->late, &n->le, n);
			return;
		}
		n = next;
	}
}

static int write_down(struct inbound *in, const struct note *what)
{
	struct note *n = malloc(sizeof(*n));
	int err = n ? 0 : ENOMEM;

	if (n) {
		*n = *what;
		n->of = in->places;
		/* durations go by a clock that never jumps, the next start
		 * knows the wall's only */
		n->at = house_wall(house(in));
		n->held.since += house_shift(house(in));
		n->held.until += house_shift(house(in));
		err = records_work(in->conf.records, note_work, n, on_noted, n);
	}
	if (err)
		free(n);
	return err;
}

static void end_it(struct inbound *in, int64_t id, const char *how)
{
	struct note n = { .ended = id };

	record_put(n.how, sizeof(n.how), how);
	if (id && write_down(in, &n))
		log_warnx("places: no memory to put the end of one on record");
}

/* Those whose time is over */
static void sweep(struct inbound *in)
{
	struct held_list *list = &house(in)->held;
	int64_t now = house_now(house(in));

	for (size_t i = 0; i < list->heldc; i++) {
		struct held *h = &list->heldv[i];

		if (h->id && h->until <= now) {
			end_it(in, h->id, "expired");
			held_free(h);
		}
	}
}

struct held *places_keep(struct inbound *in, int64_t call,
			 const struct held *what, int64_t random, records_h *h,
			 void *arg)
{
	struct held_list *list = &house(in)->held;
	int64_t now = house_now(house(in));
	struct note n = { .h = h, .arg = arg, .call = call };
	const struct held *before;
	struct held *held;

	sweep(in);
	before = held_find(list, what->caller, what->called, now);
	n.replaces = before ? before->id : 0;
	held = held_keep(list, what, random, now);
	if (!held)
		return NULL;
	held->id = in->places->next_id++;
	n.held = *held;
	record_put(n.queue, sizeof(n.queue),
		   house(in)->queuev[held->queue].name);
	if (write_down(in, &n)) {
		held_free(held);
		return NULL;
	}
	return held;
}

void places_end(struct inbound *in, struct held *held, const char *how)
{
	end_it(in, held->id, how);
	held_free(held);
}

bool places_try(struct inbound *in, struct held *held, const char *pin)
{
	struct note n = { .wrong = held->id };

	if (held_try(held, pin))
		return true;
	if (!held->id) {
		end_it(in, n.wrong, "guessed");
		return false;
	}
	n.tries = held->wrong;
	if (write_down(in, &n))
		log_warnx("places: no memory to put a wrong PIN on record");
	return false;
}

static void on_sweep(void *arg)
{
	struct places *p = arg;

	tmr_start(&p->sweep, SWEEP_MS, on_sweep, p);
	sweep(p->in);
	retry(p);
}

/* Beginning and end */

static int take_place(const struct row *row, void *arg)
{
	struct inbound *in = arg;
	struct held h = {
		.id = row_int(row, 0),
		.since = row_int(row, 5),
		.until = row_int(row, 6),
		.wrong = (unsigned)row_int(row, 7),
	};
	const struct queue *q = house_queue(house(in), row_text(row, 3));

	if (h.until <= house_now(house(in))) {
		end_it(in, h.id, "expired");
		return 0;
	}
	record_put(h.caller, sizeof(h.caller), row_text(row, 1));
	record_put(h.called, sizeof(h.called), row_text(row, 2));
	record_put(h.pin, sizeof(h.pin), row_text(row, 4));
	if (!q) {
		log_warnx("places: queue %s is not there any more, a place in "
			  "it is lost",
			  row_text(row, 3));
		return 0;
	}
	h.queue = (size_t)(q - house(in)->queuev);
	if (!held_restore(&house(in)->held, &h, house_now(house(in))))
		log_warnx("places: no room for one that was kept");
	return 0;
}

static int load(struct places *p)
{
	struct db *db = NULL;
	int64_t last = 0;
	int err = calls_open(&db, house(p->in)->conf->data);

	if (!err)
		err = db_int(db, "SELECT coalesce(max(id), 0) FROM place", NULL,
			     &last);
	if (!err)
		err = db_each(db,
			      "SELECT id, caller, called, queue, pin, since, "
			      "until, wrong FROM place WHERE ended = 0 "
			      "ORDER BY id",
			      NULL, take_place, p->in);
	p->next_id = last + 1;
	db_close(db);
	return err;
}

int places_start(struct places **pp, struct inbound *in)
{
	struct places *p = calloc(1, sizeof(*p));
	int err;

	if (!p)
		return err_set(ENOMEM, _("no memory for calls"));
	p->in = in;
	in->places = p;
	err = load(p);
	if (err) {
		in->places = NULL;
		places_free(p);
		return err;
	}
	tmr_start(&p->sweep, SWEEP_MS, on_sweep, p);
	*pp = p;
	return 0;
}

void places_free(struct places *p)
{
	if (!p)
		return;
	tmr_cancel(&p->sweep);
	for (struct le *le = p->late.head, *next; le; le = next) {
		next = le->next;
		free(le->data);
	}
	free(p);
}
