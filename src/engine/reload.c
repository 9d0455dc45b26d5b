/**
 * @file engine/reload.c  Another configuration while calls go on
 *
 * It is read beside the loop (engine/reading.h).  The new house is made beside
 * the old one, and everything that can fail is done before anything changes.
 * Then the two change places: whoever has a pointer to the house sees the new
 * one, and the old one, behind it, is kept for the menus, prompts and names
 * that older calls still use; the last of them takes it along (inbound_left()).
 * Seats and queues move with all that is alive in them.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "call/traffic.h"
#include "engine/callback.h"
#include "engine/control.h"
#include "engine/engine_private.h"
#include "engine/fixed.h"
#include "engine/inbound_private.h"
#include "engine/lease.h"
#include "engine/notify.h"
#include "engine/trunk.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Before: all that can fail */

static const struct desk *same_station(const struct house *h,
				       const struct desk *desk)
{
	const struct desk *old = house_desk_by_seat(h, desk->seat.id);

	return old && !strcmp(old->seat.user, desk->seat.user) ? old : NULL;
}

static void remove_added(const struct house *h, struct house *n)
{
	for (unsigned i = 0; i < n->conf->seats_count; i++) {
		struct desk *d = &n->deskv[i];

		if (d->station && !same_station(h, d))
			registrar_remove(d->station);
		d->station = NULL;
	}
}

static int add_stations(struct engine *e, struct house *n)
{
	for (unsigned i = 0; i < n->conf->seats_count; i++) {
		const struct config_seat *s = &n->conf->seats[i];
		struct desk *d = &n->deskv[i];
		const struct desk *old = same_station(e->house, d);
		int err;

		if (old) {
			d->station = old->station;
			continue;
		}
		err = registrar_add(e->registrar, &d->station, s->user,
				    s->secret, d);
		if (err) {
			remove_added(e->house, n);
			return err;
		}
	}

	return 0;
}

/* After: nothing can fail */

/* Orders to a seat in one queue, and its turn there */
static void move_places(const struct seat *old, struct seat *seat)
{
	for (struct queue_member *m = seat->places; m; m = m->next) {
		const struct queue_member *o = old->places;

		while (o && strcmp(queue_of(o)->name, queue_of(m)->name) != 0)
			o = o->next;
		if (!o)
			continue;
		m->turn = o->turn;
		bench_pause(m, o->paused, o->pause_reason);
	}
}

/* All that is alive of it; station and places are the new one's own */
static void move_seat(struct desk *old, struct desk *desk)
{
	const struct seat fresh = desk->seat;

	move_places(&old->seat, &desk->seat);
	desk->seat = old->seat;
	memcpy(desk->seat.user, fresh.user, sizeof(fresh.user));
	desk->seat.places = fresh.places;
	for (struct seat_leg *l = desk->seat.legs; l; l = l->next)
		l->seat = &desk->seat;
	old->seat.legs = NULL;
	desk->breach_at = old->breach_at;
	old->moved = desk;
}

static void tell_gone(struct engine *e, const char *seat, const char *queue)
{
	struct call_event event = {
		.type = EVENT_GONE,
		.at = house_wall(e->house),
	};

	record_put(event.seat, sizeof(event.seat), seat);
	record_put(event.queue, sizeof(event.queue), queue);
	e->inbound->conf.eventh(&event, e->inbound->conf.arg);
}

static void move_desk(struct engine *e, struct desk *old,
		      const struct config_seat *was)
{
	struct desk *desk = house_desk_by_seat(e->house, old->seat.id);
	struct station *station = old->station;
	bool stays = desk && desk->station == station;

	inbound_desk_leaves(old);
	if (!stays) {
		registrar_remove(station);
		old->station = NULL;
		old->seat.registered_until = 0;
	}
	old->gone = !desk;
	if (!desk) {
		tell_gone(e, old->seat.id, "");
		return;
	}
	move_seat(old, desk);
	if (stays) {
		const struct config_seat *is =
			&e->house->conf->seats[desk - e->house->deskv];

		registrar_change(station,
				 same(is->secret, was->secret) ? NULL
							       : is->secret,
				 desk);
	}
}

static void move_queue(struct engine *e, struct queue *old)
{
	struct queue *q = house_queue(e->house, old->name);

	if (!q) {
		tell_gone(e, "", old->name);
		return;
	}
	memcpy(q->lines, old->lines, sizeof(q->lines));
	memset(old->lines, 0, sizeof(old->lines));
	q->length = old->length;
	old->length = 0;
	q->handling_ms = old->handling_ms;
	q->bench.turns = old->bench.turns;
	for (size_t i = 0; i < QUEUE_PRIORITIES; i++) {
		for (struct queue_waiter *w = q->lines[i].head; w; w = w->next)
			w->queue = q;
	}
}

/* Places that are kept lie where they lay: calls point to them */
static void move_held(struct house *h, struct house *old)
{
	const struct held_list fresh = h->held;

	h->held = old->held;
	old->held = fresh;
	for (size_t i = 0; i < h->held.heldc; i++) {
		struct held *held = &h->held.heldv[i];
		const struct queue *q;

		if (held->until <= house_now(h))
			continue;
		q = house_queue(h, old->queuev[held->queue].name);
		if (q)
			held->queue = (size_t)(q - h->queuev);
		else
			held_free(held);
	}
}

/* Calls of a tenant who is gone count nowhere until he is back */
static void move_tenant(struct incall *c, struct house *h)
{
	int i = c->tenant ? config_tenant_at(h->conf, c->tenant->name) : -1;

	if (i < 0)
		return;
	c->tenant = &h->tenantv[i];
	c->tenant->calls++;
}

static void move_call(struct incall *c, struct house *h,
		      const struct house *old)
{
	struct queue *q = c->queue ? house_queue(h, c->queue->name) : NULL;

	if (c->house == h)
		c->house = old;
	if (q)
		c->queue = q;
	move_tenant(c, h);
	if (c->flow.dialled && c->flow.dialled->moved)
		c->flow.dialled = c->flow.dialled->moved;
	offers_rehouse(c);
}

/* Who waits where no queue is any more */
static void lead_on(struct inbound *in)
{
	struct le *le = in->calls.head;

	while (le) {
		struct incall *c = le->data;

		le = le->next;
		if (!c->waiter.queue || house_has(in->conf.house, c->queue))
			continue;
		queue_leave(&c->waiter);
		incall_lost_way(c);
	}
}

/* Clocks of houses differ if somebody has set the system's */
static void set_clock(struct house *n, const struct house *h)
{
	n->clock = h->clock;
	for (unsigned i = 0; i < n->conf->seats_count; i++)
		n->deskv[i].seat.idle_since = house_now(n);
}

static void move_in(struct engine *e, struct house *n)
{
	struct house *h = e->house;
	struct house was = *h;

	set_clock(n, h);
	n->generation = h->generation + 1;
	n->older = NULL;
	*h = *n;
	*n = was;
	h->older = n;
	hall_init(&h->hall, h->queuev, h->conf->queues_count);
	hall_init(&n->hall, n->queuev, n->conf->queues_count);
	for (unsigned i = 0; i < n->conf->seats_count; i++)
		move_desk(e, &n->deskv[i], &n->conf->seats[i]);
	for (unsigned i = 0; i < n->conf->queues_count; i++)
		move_queue(e, &n->queuev[i]);
	/* what is left there must not come back into the hall */
	for (unsigned i = 0; i < n->conf->queues_count; i++)
		bench_release(&n->queuev[i].bench);
	traffic_inherit(h->traffic, n->traffic);
	move_held(h, n);
	for (struct le *le = e->inbound->calls.head; le; le = le->next)
		move_call(le->data, h, n);
	inbound_rehoused(e->inbound);
	lead_on(e->inbound);
}

static int make_house(struct engine *e, struct house **np, struct config *conf,
		      struct str *fixed)
{
	int err = fixed_keep(conf, e->conf, fixed);

	if (!err)
		err = house_alloc(np, conf, e->house);
	if (err)
		config_free(conf);
	else
		(*np)->own = conf;
	return err;
}

static int change(struct engine *e, struct config *conf, struct str *fixed)
{
	const struct engine_guest *guest = e->options->guest;
	struct house *n = NULL;
	int err = make_house(e, &n, conf, fixed);

	if (!err)
		err = trunks_trust(e->ua, n);
	if (!err) {
		err = add_stations(e, n);
		if (err)
			(void)trunks_trust(e->ua, e->house);
	}
	if (err) {
		house_free(n);
		return err;
	}

	move_in(e, n);
	if (guest && guest->reloaded)
		guest->reloaded(e->house->conf, guest->arg);
	leases_tell(e->leases);
	callbacks_tell(e->callbacks);
	inbound_left(e->inbound); /* frees what nobody uses */
	return 0;
}

static unsigned count_older(const struct house *h)
{
	unsigned n = 0;

	while ((h = h->older) != NULL)
		n++;
	return n;
}

static void tell(const struct engine *e, int err, int64_t since,
		 const struct str *fixed)
{
	const int64_t now = clock_mono();

	if (err) {
		log_warnx("engine: not reloaded, the configuration before "
			  "holds: %s",
			  err_line(err));
		return;
	}
	log_info("engine: reloaded in %lld ms, for %lld of them calls waited; "
		 "calls still use %u older ones",
		 (long long)(now - e->reload.begin), (long long)(now - since),
		 count_older(e->house));
	if (fixed->len)
		log_warnx("engine: reload: %s stay as they were until the next "
			  "start",
			  fixed->s);
}

/* Who waits for it */

struct waiter {
	struct le le;
	control_reload_h *h;
	void *arg;
};

static int begin(struct engine *e);

static void tell_waiters(struct list *waiters, int err, const char *fixed)
{
	for (struct le *le = waiters->head, *next; le; le = next) {
		struct waiter *w = le->data;

		next = le->next;
		list_unlink(le);
		if (w->h)
			w->h(err, fixed, w->arg);
		free(w);
	}
}

static void free_waiters(struct list *waiters)
{
	for (struct le *le = waiters->head, *next; le; le = next) {
		struct waiter *w = le->data;

		next = le->next;
		list_unlink(le);
		free(w);
	}
}

/* For those who came while it was read: it may have changed since */
static void read_again(struct engine *e)
{
	struct reload *r = &e->reload;
	int err;

	if (!r->again)
		return;
	r->again = false;
	while (r->late.head) {
		struct le *le = r->late.head;

		list_unlink(le);
		list_append(&r->waiters, le, le->data);
	}
	err = begin(e);
	if (!err)
		return;
	log_warnx("engine: not reloaded: %s", err_line(err));
	tell_waiters(&r->waiters, err, "");
}

static void on_read(int err, struct config *conf, void *arg)
{
	struct engine *e = arg;
	const int64_t since = clock_mono();
	struct str fixed = { 0 };

	e->reload.reading = NULL;
	if (!err)
		err = change(e, conf, &fixed);
	notify_send("READY=1");
	tell(e, err, since, &fixed);
	tell_waiters(&e->reload.waiters, err, str_text(&fixed));
	str_release(&fixed);
	read_again(e);
}

static int begin(struct engine *e)
{
	int err = reading_start(&e->reload.reading, e->options->path, on_read,
				e);

	e->reload.begin = clock_mono();
	if (!err)
		notify_reloading();
	return err;
}

static int join(struct list *waiters, control_reload_h *h, void *arg)
{
	struct waiter *w = calloc(1, sizeof(*w));

	if (!w)
		return err_set(ENOMEM, _("no memory for the configuration"));
	w->h = h;
	w->arg = arg;
	list_append(waiters, &w->le, w);
	return 0;
}

int control_reload(struct engine *e, control_reload_h *h, void *arg)
{
	struct reload *r = &e->reload;
	int err;

	if (!e->options->path)
		return err_set(EPERM, _("the configuration is in no file"));
	if (r->reading) {
		r->again = true;
		return join(&r->late, h, arg);
	}
	err = join(&r->waiters, h, arg);
	if (err)
		return err;
	err = begin(e);
	if (err)
		free_waiters(&r->waiters);
	return err;
}

void reload_stop(struct reload *reload)
{
	reading_stop(reload->reading);
	free_waiters(&reload->waiters);
	free_waiters(&reload->late);
}
