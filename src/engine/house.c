/**
 * @file engine/house.c  From rows of the configuration to arrays
 */
#include "engine/house.h"
#include "engine/house_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/watch.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

#define ANNOUNCE_EVERY 60000 /* ms */
#define SHIFT_MS       1000  /* less is no matter */

static int make_trunks(struct house *h)
{
	const struct config *conf = h->conf;

	for (unsigned i = 0; i < conf->trunks_count; i++) {
		const char *peer = conf->trunks[i].peer;
		struct trunk *t = &h->trunkv[i];

		t->name = conf->trunks[i].name;
		t->user = conf->trunks[i].account
				  ? conf->trunks[i].account->user
				  : NULL;
		t->any_port = sa_decode(&t->peer, peer, strlen(peer)) != 0;
		if (t->any_port && sa_set_str(&t->peer, peer, 0))
			return err_set(EBADMSG,
				       _("trunk %s: %s is not a numeric "
					 "address"),
				       t->name, peer);
	}

	return 0;
}

static void make_numbers(struct house *h)
{
	const struct config *conf = h->conf;

	for (unsigned i = 0; i < conf->tenants_count; i++)
		h->tenantv[i] = (struct policy_tenant){
			.name = conf->tenants[i].name,
			.verified = conf->tenants[i].checked,
			.contract_until = conf->tenants[i].until,
			.calls_max = conf->tenants[i].calls
					     ? *conf->tenants[i].calls
					     : 0,
		};

	for (unsigned i = 0; i < conf->numbers_count; i++) {
		const struct config_number *n = &conf->numbers[i];
		int tenant = config_tenant_at(conf, n->tenant);

		h->numberv[i] = (struct policy_number){
			.number = n->number,
			.trunk = n->trunk,
			.tenant = tenant < 0 ? NULL : &h->tenantv[tenant],
			.inbound = n->direction == CONFIG_INBOUND,
			.menu = (size_t)config_menu_at(conf, n->menu),
			.priority = n->priority ? (int)*n->priority : 0,
			.allowed = house_list(h, n->allow),
		};
	}
	h->policy.blocked = house_list(h, conf->blocked);
	h->policy.numberv = h->numberv;
	h->policy.numberc = conf->numbers_count;
	policy_index(&h->policy, h->indexv);
	h->policy.traffic = h->traffic;
}

/* Members of a queue follow each other in one array */
static size_t add_members(struct house *h, const char *queue,
			  struct queue_member *to)
{
	const struct config *conf = h->conf;
	size_t n = 0;

	for (unsigned i = 0; i < conf->seats_count; i++) {
		for (unsigned k = 0; k < conf->seats[i].queues_count; k++) {
			const struct config_member *m =
				&conf->seats[i].queues[k];

			if (strcmp(m->queue, queue) != 0)
				continue;
			to[n++] = (struct queue_member){
				.seat = &h->deskv[i].seat,
				.level = m->level ? (int)*m->level : 1,
			};
		}
	}

	return n;
}

static void read_relax(struct queue_settings *s, const struct config_queue *q)
{
	for (unsigned i = 0; i < q->relax_count; i++)
		s->relaxv[s->relaxc++] = (struct queue_relax){
			.after = (int64_t)q->relax[i].after * 1000,
			.level = (int)q->relax[i].level,
		};
}

static void read_announce(struct announce_settings *s,
			  const struct config_announce *a)
{
	*s = announce_default_settings;
	if (!a)
		return;
	s->first = config_ms(a->first, s->first);
	s->every = config_ms(a->every, ANNOUNCE_EVERY);
	s->position = a->position;
	s->wait = a->wait;
	if (a->up_to)
		s->up_to = *a->up_to;
}

static int make_queue(struct house *h, struct queue *queue,
		      const struct config_queue *q, size_t *memberc)
{
	struct queue_settings s = queue_default_settings;
	struct queue_member *memberv = h->memberv + *memberc;
	size_t n;
	int err;

	s.ring_step = config_ms(q->ring_step, s.ring_step);
	s.short_abandon = config_ms(q->short_abandon, s.short_abandon);
	s.weight = q->weight ? (int)*q->weight : 0;
	s.auto_pause = q->auto_pause ? *q->auto_pause : 0;
	s.refuse_empty = q->refuse_empty;
	s.leave_empty = q->leave_empty;
	read_relax(&s, q);
	read_announce(&s.announce, q->announce);
	s.ring = config_ms(q->ring, s.ring);
	s.wrap_up = config_ms(q->wrap_up, s.wrap_up);
	s.rest = config_ms(q->rest, s.rest);
	s.max_wait = config_ms(q->max_wait, s.max_wait);
	s.service_level = config_ms(q->service_level, s.service_level);
	if (q->max_length)
		s.max_length = *q->max_length;
	if (q->strategy) {
		err = word_decode(&s.strategy, &queue_strategies, q->strategy);
		if (err)
			return err_prefix(err, "queue %s", q->name);
	}

	n = add_members(h, q->name, memberv);
	queue_init(queue, q->name, &s, memberv, n, h->heapv + *memberc);
	*memberc += n;
	return 0;
}

static int make_queues(struct house *h)
{
	size_t memberc = 0;

	for (unsigned i = 0; i < h->conf->queues_count; i++) {
		int err = make_queue(h, &h->queuev[i], &h->conf->queues[i],
				     &memberc);

		if (err)
			return err;
	}

	hall_init(&h->hall, h->queuev, h->conf->queues_count);
	return 0;
}

static int compare_priority(const void *a, const void *b)
{
	return strcmp(((const struct priority *)a)->caller,
		      ((const struct priority *)b)->caller);
}

static void make_priorities(struct house *h)
{
	for (unsigned i = 0; i < h->conf->priorities_count; i++)
		h->priorityv[i] = (struct priority){
			.caller = h->conf->priorities[i].caller,
			.priority = (int)h->conf->priorities[i].priority,
		};
	qsort(h->priorityv, h->conf->priorities_count, sizeof(*h->priorityv),
	      compare_priority);
}

/* Of the same name the desk that is configured first */
static int compare_name(const void *a, const void *b)
{
	const struct desk_name *na = a;
	const struct desk_name *nb = b;
	int order = strcmp(na->name, nb->name);

	return order ? order : (na->desk > nb->desk) - (na->desk < nb->desk);
}

static void make_names(struct house *h)
{
	for (unsigned i = 0; i < h->conf->seats_count; i++) {
		struct desk *d = &h->deskv[i];

		h->namev[h->namec++] = (struct desk_name){ d->seat.id, d };
		h->namev[h->namec++] = (struct desk_name){ d->seat.user, d };
	}
	qsort(h->namev, h->namec, sizeof(*h->namev), compare_name);
}

static int make_prompts(struct house *h, const struct house *older)
{
	const struct config_recording *r = h->conf->recording;
	struct str own = { 0 };
	int err;

	str_addf(&own, "%s/prompts", h->conf->data);
	err = prompts_alloc(&h->prompts, own.s, older ? older->prompts : NULL);
	str_release(&own);
	if (!err)
		err = prompts_get(h->prompts, "ringback", &h->ringback);
	if (!err)
		err = prompts_get(h->prompts, "hold", &h->hold);
	h->record = !r || r->enabled;
	h->notice = h->record && r ? r->notice : NULL;
	return err;
}

static bool make_room(struct house *h)
{
	const struct config *conf = h->conf;
	size_t members = 1;

	for (unsigned i = 0; i < conf->seats_count; i++)
		members += conf->seats[i].queues_count;

	h->trunkv = calloc(conf->trunks_count + 1, sizeof(*h->trunkv));
	h->tenantv = calloc(conf->tenants_count + 1, sizeof(*h->tenantv));
	h->numberv = calloc(conf->numbers_count + 1, sizeof(*h->numberv));
	h->indexv = calloc(conf->numbers_count + 1,
			   sizeof(const struct policy_number *));
	h->queuev = calloc(conf->queues_count + 1, sizeof(*h->queuev));
	h->deskv = calloc(conf->seats_count + 1, sizeof(*h->deskv));
	h->namev = calloc(2 * (size_t)conf->seats_count + 1, sizeof(*h->namev));
	h->memberv = calloc(members, sizeof(*h->memberv));
	h->heapv = calloc(members, sizeof(struct queue_member *));
	h->priorityv = calloc(conf->priorities_count + 1,
			      sizeof(*h->priorityv));
	return h->trunkv && h->tenantv && h->numberv && h->indexv &&
	       h->queuev && h->deskv && h->namev && h->memberv && h->heapv &&
	       h->priorityv;
}

int house_alloc(struct house **hp, const struct config *conf,
		const struct house *older)
{
	struct house *h = calloc(1, sizeof(*h));
	int err;

	if (!h)
		return err_set(ENOMEM, _("no memory for the configuration"));
	h->conf = conf;
	h->clock = clock_now() - clock_mono();
	err = make_room(h)
		      ? 0
		      : err_set(ENOMEM, _("no memory for the configuration"));
	for (unsigned i = 0; i < conf->seats_count && !err; i++) {
		seat_init(&h->deskv[i].seat, conf->seats[i].seat,
			  conf->seats[i].user, house_now(h));
		h->deskv[i].tenant = conf->seats[i].tenant;
		h->deskv[i].srtp = conf->seats[i].srtp;
	}
	if (!err)
		err = make_trunks(h);
	if (!err)
		err = house_make_lists(h);
	if (!err)
		err = make_queues(h);
	if (!err)
		err = make_prompts(h, older);
	if (!err)
		err = house_make_flow(h);
	if (!err)
		err = watch_make(&h->traffic, conf);
	if (err) {
		house_free(h);
		return err;
	}

	prompts_settle(h->prompts);
	make_names(h);
	make_numbers(h);
	make_priorities(h);
	*hp = h;
	return 0;
}

void house_free(struct house *h)
{
	if (!h)
		return;
	for (unsigned i = 0; h->deskv && i < h->conf->seats_count; i++) {
		tmr_cancel(&h->deskv[i].wake);
		tmr_cancel(&h->deskv[i].flood_over);
	}
	house_free(h->older);
	house_free_flow(h);
	traffic_free(h->traffic);
	prompts_free(h->prompts);
	house_free_lists(h);
	free(h->trunkv);
	free(h->tenantv);
	free(h->numberv);
	free(h->indexv);
	free(h->queuev);
	free(h->memberv);
	free(h->heapv);
	free(h->priorityv);
	free(h->deskv);
	free(h->namev);
	config_free(h->own);
	free(h);
}

int64_t house_now(const struct house *h)
{
	return clock_mono() + h->clock;
}

int64_t house_shift(const struct house *h)
{
	int64_t shift = clock_now() - house_now(h);

	if (clock_is_fixed() || (shift < SHIFT_MS && shift > -SHIFT_MS))
		return 0;
	return shift;
}

int64_t house_wall(const struct house *h)
{
	return house_now(h) + house_shift(h);
}

const struct trunk *house_trunk(const struct house *h, const struct sa *from)
{
	for (unsigned i = 0; i < h->conf->trunks_count; i++) {
		const struct trunk *t = &h->trunkv[i];

		if (sa_cmp(&t->peer, from, t->any_port ? SA_ADDR : SA_ALL))
			return t;
	}

	return NULL;
}

int house_priority(const struct house *h, const char *caller,
		   const struct policy_number *number)
{
	const struct priority key = { .caller = caller };
	const struct priority *p = bsearch(
		&key, h->priorityv, h->conf->priorities_count,
		sizeof(*h->priorityv), compare_priority);

	return p && p->priority > number->priority ? p->priority
						   : number->priority;
}

bool house_may_pause(const struct house *h, const char *reason)
{
	for (unsigned i = 0; i < h->conf->pauses_count; i++) {
		if (!strcmp(h->conf->pauses[i], reason))
			return true;
	}

	return !h->conf->pauses_count;
}

bool house_has(const struct house *h, const struct queue *queue)
{
	return queue->hall == &h->hall;
}

struct queue *house_queue(const struct house *h, const char *name)
{
	for (unsigned i = 0; i < h->conf->queues_count; i++) {
		if (!strcmp(h->queuev[i].name, name))
			return &h->queuev[i];
	}

	return NULL;
}

/* Where the desks of a name begin; there may be none */
static const struct desk_name *find_name(const struct house *h,
					 const char *name)
{
	size_t from = 0;
	size_t to = h->namec;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (strcmp(h->namev[mid].name, name) < 0)
			from = mid + 1;
		else
			to = mid;
	}

	return h->namev + from;
}

struct desk *house_desk(const struct house *h, const char *name)
{
	const struct desk_name *n = find_name(h, name);

	return n < h->namev + h->namec && !strcmp(n->name, name) ? n->desk
								 : NULL;
}

struct desk *house_desk_by_seat(const struct house *h, const char *seat)
{
	const struct desk_name *n = find_name(h, seat);

	for (; n < h->namev + h->namec && !strcmp(n->name, seat); n++) {
		if (!strcmp(n->desk->seat.id, seat))
			return n->desk;
	}

	return NULL;
}

void house_forget(struct house *h, unsigned generation, house_desk_h *leaveh)
{
	struct house **at = &h->older;

	while (*at) {
		struct house *o = *at;

		if (o->generation >= generation) {
			at = &o->older;
			continue;
		}
		*at = o->older;
		o->older = NULL;
		for (unsigned i = 0; i < o->conf->seats_count; i++)
			leaveh(&o->deskv[i]);
		house_free(o);
	}
}
