/**
 * @file pack/config_tenant.c  What tenants lease, and what is theirs
 *
 * A tenant has numbers, leases seats and may have queues, menus and message
 * boxes of its own.  Its callers reach nothing of another tenant's.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/config_place.h"
#include "pack/config_private.h"
#include "util/err.h"
#include "util/lang.h"

static int at(const struct spot *spot, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int at(const struct spot *spot, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(spot->text, spot->size, fmt, ap);
	va_end(ap);
	return EBADMSG;
}

static int check_day(struct date *datep, const char *text)
{
	if (!text || !date_decode(datep, text))
		return 0;
	return err_set(EBADMSG, _("%s is not a day like 2026-12-31"), text);
}

static int check_days(struct config *conf, const struct spot *spot)
{
	for (unsigned i = 0; i < conf->tenants_count; i++) {
		struct config_tenant *t = &conf->tenants[i];

		if (check_day(&t->until, t->contract_until))
			return at(spot, "tenants[%u].contract_until", i);
		if (check_day(&t->checked, t->verified))
			return at(spot, "tenants[%u].verified", i);
	}

	return 0;
}

/* Names */

static int check_name(const struct config *conf, const char *name)
{
	if (!name || config_tenant_at(conf, name) >= 0)
		return 0;
	return err_set(EBADMSG, _("there is no %s \"%s\""), "tenant", name);
}

static int check_names(const struct config *conf, const struct spot *spot)
{
#define CHECK(list)                                              \
	for (unsigned i = 0; i < conf->list##_count; i++) {      \
		if (check_name(conf, conf->list[i].tenant))      \
			return at(spot, #list "[%u].tenant", i); \
	}
	CHECK(menus)
	CHECK(messages)
	CHECK(queues)
	CHECK(seats)
#undef CHECK
	return 0;
}

/* Seats */

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static int check_leases(const struct config *conf, const struct spot *spot)
{
	unsigned *seatv = calloc(conf->tenants_count + 1, sizeof(*seatv));
	int err = 0;

	if (!seatv)
		return err_set(ENOMEM, _("no memory for the configuration"));
	for (unsigned i = 0; i < conf->seats_count && !err; i++) {
		int k = config_tenant_at(conf, conf->seats[i].tenant);
		const struct config_tenant *t = k < 0 ? NULL
						      : &conf->tenants[k];
		unsigned leased = t && t->seats ? *t->seats : 0;

		if (!t || ++seatv[k] <= leased)
			continue;
		(void)err_set(EBADMSG,
			      _("tenant \"%s\" leases %u seats, this "
				"is one more"),
			      t->name, leased);
		err = at(spot, "seats[%u].tenant", i);
	}

	free(seatv);
	return err;
}

static const struct config_queue *find_queue(const struct config *conf,
					     const char *name)
{
	for (unsigned i = 0; i < conf->queues_count; i++) {
		if (!strcmp(conf->queues[i].name, name))
			return &conf->queues[i];
	}

	return NULL;
}

/* A tenant's queue is served by its seats alone */
static int check_members(const struct config *conf, const struct spot *spot)
{
	for (unsigned i = 0; i < conf->seats_count; i++) {
		const struct config_seat *s = &conf->seats[i];

		for (unsigned k = 0; k < s->queues_count; k++) {
			const struct config_queue *q = find_queue(
				conf, s->queues[k].queue);

			if (!q || !q->tenant || same(q->tenant, s->tenant))
				continue;
			(void)err_set(EBADMSG,
				      _("queue \"%s\" is of tenant \"%s\", "
					"seat \"%s\" is not"),
				      q->name, q->tenant, s->seat);
			return at(spot, "seats[%u].queues[%u].queue", i, k);
		}
	}

	return 0;
}

/* Places that a tenant's callers reach */

struct walk {
	const struct config *conf;
	const char *tenant;
	bool *seenv[PLACE_COUNT];
	struct place *nextv; /* to be looked at */
	size_t nextc;
};

static size_t rows_of(const struct config *conf, enum place_kind kind)
{
	switch (kind) {
	case PLACE_QUEUE:
		return conf->queues_count;
	case PLACE_MENU:
		return conf->menus_count;
	case PLACE_SEAT:
		return conf->seats_count;
	case PLACE_MESSAGE:
		return conf->messages_count;
	case PLACE_CONSENT:
		return conf->consents_count;
	default:
		return 0;
	}
}

static const char *owner_of(const struct config *conf, struct place p,
			    const char **namep)
{
	switch (p.kind) {
	case PLACE_QUEUE:
		*namep = conf->queues[p.index].name;
		return conf->queues[p.index].tenant;
	case PLACE_MENU:
		*namep = conf->menus[p.index].name;
		return conf->menus[p.index].tenant;
	case PLACE_SEAT:
		*namep = conf->seats[p.index].seat;
		return conf->seats[p.index].tenant;
	case PLACE_MESSAGE:
		*namep = conf->messages[p.index].name;
		return conf->messages[p.index].tenant;
	default:
		return NULL;
	}
}

static int add_place(struct walk *w, struct place p)
{
	const char *name = NULL;
	const char *owner;

	if (p.index >= rows_of(w->conf, p.kind) || w->seenv[p.kind][p.index])
		return 0;
	w->seenv[p.kind][p.index] = true;
	owner = owner_of(w->conf, p, &name);
	if (owner && strcmp(owner, w->tenant) != 0)
		return err_set(EBADMSG,
			       _("callers of tenant \"%s\" would reach "
				 "\"%s\" of tenant \"%s\""),
			       w->tenant, name, owner);
	w->nextv[w->nextc++] = p;
	return 0;
}

static int add_text(struct walk *w, const char *text)
{
	struct place p;

	return config_place(&p, w->conf, text) ? EBADMSG : add_place(w, p);
}

static int add_menu(struct walk *w, const struct config_menu *m)
{
	int err = add_text(w, m->otherwise);

	if (!err)
		err = add_text(w, m->closed);
	for (const char *key = "0123456789*#"; *key && !err; key++)
		err = add_text(w, config_key(m->keys, *key));
	return err;
}

static int add_queue(struct walk *w, const struct config_queue *q)
{
	int err = add_text(w, q->overflow);

	if (!err)
		err = add_text(w, q->full);
	if (!err)
		err = add_text(w, q->empty);
	if (!err)
		err = add_text(w, q->exit);
	return err;
}

static int add_number(struct walk *w, const struct config_number *n)
{
	int menu = config_menu_at(w->conf, n->menu);
	int err = add_place(w, (struct place){ PLACE_MENU, (unsigned)menu });

	if (!err)
		err = add_text(w, n->closed);
	while (w->nextc && !err) {
		struct place p = w->nextv[--w->nextc];

		if (p.kind == PLACE_MENU)
			err = add_menu(w, &w->conf->menus[p.index]);
		else if (p.kind == PLACE_QUEUE)
			err = add_queue(w, &w->conf->queues[p.index]);
		else if (p.kind == PLACE_CONSENT)
			err = add_text(w, w->conf->consents[p.index].then);
	}

	return err;
}

static int walk_tenant(struct walk *w, const struct spot *spot)
{
	const struct config *conf = w->conf;

	for (int k = 0; k < PLACE_COUNT; k++)
		memset(w->seenv[k], 0, rows_of(conf, k) * sizeof(bool));
	for (unsigned i = 0; i < conf->numbers_count; i++) {
		if (!same(conf->numbers[i].tenant, w->tenant))
			continue;
		if (add_number(w, &conf->numbers[i]))
			return at(spot, "numbers[%u].menu", i);
	}

	return 0;
}

static int check_reach(const struct config *conf, const struct spot *spot)
{
	struct walk w = { .conf = conf };
	size_t rows = 1;
	bool room = true;
	int err = 0;

	for (int k = 0; k < PLACE_COUNT; k++) {
		w.seenv[k] = calloc(rows_of(conf, k) + 1, sizeof(bool));
		room = room && w.seenv[k];
		rows += rows_of(conf, k);
	}
	w.nextv = calloc(rows, sizeof(*w.nextv));
	if (!room || !w.nextv)
		err = err_set(ENOMEM, _("no memory for the configuration"));
	for (unsigned i = 0; i < conf->tenants_count && !err; i++) {
		w.tenant = conf->tenants[i].name;
		err = walk_tenant(&w, spot);
	}

	for (int k = 0; k < PLACE_COUNT; k++)
		free(w.seenv[k]);
	free(w.nextv);
	return err;
}

int config_check_tenants(struct config *conf, const struct spot *spot)
{
	int err = check_days(conf, spot);

	if (!err)
		err = check_names(conf, spot);
	if (!err)
		err = check_leases(conf, spot);
	if (!err)
		err = check_members(conf, spot);
	if (!err)
		err = check_reach(conf, spot);
	return err;
}
