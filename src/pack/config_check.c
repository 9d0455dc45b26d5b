/**
 * @file pack/config_check.c  What must hold of a configuration in itself
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/config_private.h"
#include "pack/config_web.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define LEVEL_MAX  1000
#define WEIGHT_MAX 1000
#define DAYS_MIN   30 /* MIIT letter 2020-81: kept 30 days and more */

static int queue_at(const struct config *conf, const char *name)
{
	return config_find(conf->queues, conf->queues_count,
			   sizeof(*conf->queues),
			   offsetof(struct config_queue, name), name);
}

/* One check that failed: its sentence is kept, this is its place */
struct place {
	char text[64];
};

static int at(struct place *place, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int at(struct place *place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(place->text, sizeof(place->text), fmt, ap);
	va_end(ap);
	return EBADMSG;
}

static int missing(const char *what, const char *name)
{
	return err_set(EBADMSG, _("there is no %s \"%s\""), what, name);
}

static int check_ports(struct config_rtp *rtp, struct place *place)
{
	char *end = NULL;

	rtp->first = (unsigned)strtoul(rtp->ports, &end, 10);
	if (*end == '-')
		rtp->last = (unsigned)strtoul(end + 1, &end, 10);
	if (!*end && rtp->first >= 1024 && rtp->last <= 65535 &&
	    rtp->last > rtp->first) {
		rtp->first += rtp->first % 2;
		rtp->last -= !(rtp->last % 2);
		if (rtp->last > rtp->first)
			return 0;
	}

	(void)err_set(EBADMSG, _("expected a range of ports like 20000-29999"));
	return at(place, "listen.rtp.ports");
}

/* Every name of a list may stand there once */
static int check_unique(const struct config *conf, struct place *place)
{
	/* clang-format off */
	const struct {
		const char *list;
		const void *rowv;
		size_t rowc, size, offset;
	} lists[] = {
#define LIST(name, member) \
	{ #name, conf->name##s, conf->name##s_count, \
	  sizeof(*conf->name##s), offsetof(struct config_##name, member) }
		LIST(trunk, name), LIST(tenant, name), LIST(number, number),
		LIST(menu, name), LIST(queue, name), LIST(seat, seat),
		LIST(seat, user), LIST(message, name), LIST(consent, purpose),
	};
	/* clang-format on */

	for (size_t k = 0; k < ARRAY_LEN(lists); k++) {
		for (size_t i = 0; i < lists[k].rowc; i++) {
			const char *row = (const char *)lists[k].rowv +
					  i * lists[k].size + lists[k].offset;
			const char *name;

			memcpy(&name, row, sizeof(name));
			if (config_find(lists[k].rowv, lists[k].rowc,
					lists[k].size, lists[k].offset,
					name) == (int)i)
				continue;
			(void)err_set(EBADMSG, _("\"%s\" is there twice"),
				      name);
			return at(place, "%ss[%zu]", lists[k].list, i);
		}
	}

	return 0;
}

static int check_day(struct date *datep, const char *text)
{
	if (!text || !date_decode(datep, text))
		return 0;
	return err_set(EBADMSG, _("%s is not a day like 2026-12-31"), text);
}

static int check_tenants(struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->tenants_count; i++) {
		struct config_tenant *t = &conf->tenants[i];

		if (check_day(&t->until, t->contract_until))
			return at(place, "tenants[%u].contract_until", i);
		if (check_day(&t->checked, t->verified))
			return at(place, "tenants[%u].verified", i);
	}

	return 0;
}

static bool bad_priority(unsigned priority)
{
	if (priority <= CONFIG_PRIORITY_MAX)
		return false;
	(void)err_set(EBADMSG, _("a priority is 0 to %d"), CONFIG_PRIORITY_MAX);
	return true;
}

static int check_numbers(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->numbers_count; i++) {
		const struct config_number *n = &conf->numbers[i];

		if (config_trunk_at(conf, n->trunk) < 0) {
			(void)missing("trunk", n->trunk);
			return at(place, "numbers[%u].trunk", i);
		}
		if (n->tenant && config_tenant_at(conf, n->tenant) < 0) {
			(void)missing("tenant", n->tenant);
			return at(place, "numbers[%u].tenant", i);
		}
		if (config_menu_at(conf, n->menu) < 0) {
			(void)missing("menu", n->menu);
			return at(place, "numbers[%u].menu", i);
		}
		if (n->priority && bad_priority(*n->priority))
			return at(place, "numbers[%u].priority", i);
	}

	for (unsigned i = 0; i < conf->priorities_count; i++) {
		if (bad_priority(conf->priorities[i].priority))
			return at(place, "priorities[%u].priority", i);
	}

	return 0;
}

static int check_relax(const struct config_queue *q, unsigned queue,
		       struct place *place)
{
	if (q->relax_count > CONFIG_RELAX_MAX) {
		(void)err_set(EBADMSG, _("at most %d steps"), CONFIG_RELAX_MAX);
		return at(place, "queues[%u].relax", queue);
	}
	for (unsigned i = 0; i < q->relax_count; i++) {
		if (i && q->relax[i].after <= q->relax[i - 1].after) {
			(void)err_set(EBADMSG,
				      _("each step comes after the last"));
			return at(place, "queues[%u].relax[%u].after", queue,
				  i);
		}
		if (!q->relax[i].level || q->relax[i].level > LEVEL_MAX) {
			(void)err_set(EBADMSG, _("a level is 1 to %d"),
				      LEVEL_MAX);
			return at(place, "queues[%u].relax[%u].level", queue,
				  i);
		}
	}

	return 0;
}

static int check_queues(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->queues_count; i++) {
		const struct config_queue *q = &conf->queues[i];

		if (check_relax(q, i, place))
			return EBADMSG;
		if ((q->ring && !*q->ring) ||
		    (q->ring_step && !*q->ring_step)) {
			(void)err_set(EBADMSG, _("at least 1 s"));
			return at(place, "queues[%u].%s", i,
				  q->ring && !*q->ring ? "ring" : "ring_step");
		}
		if (q->weight && *q->weight > WEIGHT_MAX) {
			(void)err_set(EBADMSG, _("a weight is at most %d"),
				      WEIGHT_MAX);
			return at(place, "queues[%u].weight", i);
		}
	}

	return 0;
}

static int check_seats(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->seats_count; i++) {
		const struct config_seat *s = &conf->seats[i];

		for (unsigned k = 0; k < s->queues_count; k++) {
			const unsigned *level = s->queues[k].level;

			if (level && (!*level || *level > LEVEL_MAX)) {
				(void)err_set(EBADMSG, _("a level is 1 to %d"),
					      LEVEL_MAX);
				return at(place, "seats[%u].queues[%u].level",
					  i, k);
			}
			if (queue_at(conf, s->queues[k].queue) >= 0)
				continue;
			(void)missing("queue", s->queues[k].queue);
			return at(place, "seats[%u].queues[%u].queue", i, k);
		}
	}

	return 0;
}

static int check_recording(const struct config *conf, struct place *place)
{
	if (!conf->recording || !conf->recording->days ||
	    *conf->recording->days >= DAYS_MIN)
		return 0;

	(void)err_set(EBADMSG, _("recordings are kept %d days or longer"),
		      DAYS_MIN);
	return at(place, "recording.days");
}

static int check_range(const unsigned *n, unsigned min, unsigned max)
{
	if (!n || (*n >= min && *n <= max))
		return 0;
	return err_set(EBADMSG, _("expected a number from %u to %u"), min, max);
}

static int check_trunks(const struct config *conf, struct place *place)
{
	static const char *const schemes[] = { "udp:", "tcp:", "tls:" };

	for (unsigned i = 0; i < conf->trunks_count; i++) {
		const struct config_account *a = conf->trunks[i].account;
		bool listens = false;

		if (!a)
			continue;
		if (check_range(a->expires, 60, 86400))
			return at(place, "trunks[%u].register.expires", i);
		for (unsigned k = 0; k < conf->listen.sip_count; k++)
			listens = listens || !strncmp(conf->listen.sip[k],
						      schemes[a->transport], 4);
		if (listens)
			continue;
		(void)err_set(EBADMSG, _("listen.sip has no %s address"),
			      schemes[a->transport]);
		return at(place, "trunks[%u].register", i);
	}

	return 0;
}

static int check_registrar(const struct config *conf, struct place *place)
{
	const struct config_registrar *r = conf->registrar;
	unsigned min = r && r->min_expires ? *r->min_expires : 1;

	if (!r)
		return 0;
	if (check_range(r->min_expires, 1, 86400))
		return at(place, "registrar.min_expires");
	if (check_range(r->max_expires, min, 86400))
		return at(place, "registrar.max_expires");
	if (check_range(r->contacts, 1, 16))
		return at(place, "registrar.contacts");
	if (check_range(r->qualify, 0, 86400))
		return at(place, "registrar.qualify");
	return 0;
}

static int check_sessions(const struct config *conf, struct place *place)
{
	const struct config_sessions *s = conf->sessions;

	if (!s)
		return 0;
	if (check_range(s->min, 2, 86400))
		return at(place, "sessions.min");
	if (s->expires && *s->expires &&
	    check_range(s->expires, s->min ? *s->min : 90, 86400))
		return at(place, "sessions.expires");
	return 0;
}

static int check_tls(const struct config *conf, struct place *place)
{
	for (unsigned i = 0; i < conf->listen.sip_count; i++) {
		if (strncmp(conf->listen.sip[i], "tls:", 4) != 0 ||
		    (conf->listen.certificate && conf->listen.key))
			continue;
		(void)err_set(EBADMSG, _("tls: needs listen.certificate and "
					 "listen.key"));
		return at(place, "listen.sip[%u]", i);
	}

	return 0;
}

int config_check(struct config *conf, const struct spot *spot)
{
	struct place here = { "" };
	struct place *place = &here;
	int err = check_ports(&conf->listen.rtp, place);

	if (!err)
		err = check_tls(conf, place);
	if (!err)
		err = check_registrar(conf, place);
	if (!err)
		err = check_sessions(conf, place);
	if (!err)
		err = check_trunks(conf, place);
	if (!err)
		err = check_unique(conf, place);
	if (!err)
		err = check_tenants(conf, place);
	if (!err)
		err = check_numbers(conf, place);
	if (!err)
		err = config_check_flow(
			conf,
			&(struct spot){ place->text, sizeof(place->text) });
	if (!err)
		err = check_queues(conf, place);
	if (!err)
		err = check_seats(conf, place);
	if (!err)
		err = check_recording(conf, place);
	if (!err)
		err = config_check_web(conf, place->text, sizeof(place->text));
	(void)snprintf(spot->text, spot->size, "%s", place->text);
	return err;
}
