/**
 * @file pack/config_check.c  What must hold of a configuration in itself
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pack/config_private.h"
#include "pack/config_web.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define LEVEL_MAX  1000
#define WEIGHT_MAX 1000
#define DAYS_MAX   36500U
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
		LIST(list, name),
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
		if (n->allow && config_list_at(conf, n->allow) < 0) {
			(void)missing("list", n->allow);
			return at(place, "numbers[%u].allow", i);
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

static bool bad_level(unsigned level)
{
	if (level && level <= LEVEL_MAX)
		return false;
	(void)err_set(EBADMSG, _("a level is 1 to %d"), LEVEL_MAX);
	return true;
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
		if (bad_level(q->relax[i].level))
			return at(place, "queues[%u].relax[%u].level", queue,
				  i);
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

		if (s->srtp == CONFIG_SRTP_REQUIRE &&
		    !conf->listen.certificate) {
			(void)err_set(EBADMSG,
				      _("encrypted sound needs a tls: address "
					"in listen.sip"));
			return at(place, "seats[%u].srtp", i);
		}
		for (unsigned k = 0; k < s->queues_count; k++) {
			if (s->queues[k].level &&
			    bad_level(*s->queues[k].level))
				return at(place, "seats[%u].queues[%u].level",
					  i, k);
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
	const struct config_recording *r = conf->recording;

	if (r && r->days && *r->days < DAYS_MIN) {
		(void)err_set(EBADMSG,
			      _("recordings are kept %d days or longer"),
			      DAYS_MIN);
		return at(place, "recording.days");
	}
	if (r && r->days && *r->days > DAYS_MAX) {
		(void)err_set(EBADMSG, _("expected at most %u"), DAYS_MAX);
		return at(place, "recording.days");
	}
	if (r && r->purge_hour && *r->purge_hour > 23) {
		(void)err_set(EBADMSG, _("expected at most %u"), 23U);
		return at(place, "recording.purge_hour");
	}
	return 0;
}

/* More than cores would only wait for each other */
static int check_media(const struct config *conf, struct place *place)
{
	const struct config_media *m = conf->media;
	unsigned most = config_threads_most();

	if (m && m->threads && (!*m->threads || *m->threads > most)) {
		(void)err_set(EBADMSG,
			      _("expected 1 to %u, the cores of this machine"),
			      most);
		return at(place, "media.threads");
	}
	return 0;
}

unsigned config_threads_most(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (cores < 1)
		return 1;
	return cores < CONFIG_THREADS ? (unsigned)cores : CONFIG_THREADS;
}

int config_check(struct config *conf, const struct spot *spot)
{
	struct place place = { "" };
	const struct spot here = { place.text, sizeof(place.text) };
	int err = check_ports(&conf->listen.rtp, &place);

	if (!err)
		err = check_media(conf, &place);
	if (!err)
		err = config_check_sip(conf, &here);
	if (!err)
		err = check_unique(conf, &place);
	if (!err)
		err = config_check_lists(conf, &here);
	if (!err)
		err = check_numbers(conf, &place);
	if (!err)
		err = config_check_flow(conf, &here);
	if (!err)
		err = check_queues(conf, &place);
	if (!err)
		err = check_seats(conf, &place);
	if (!err)
		err = config_check_tenants(conf, &here);
	if (!err)
		err = config_check_call_back(conf, &here);
	if (!err)
		err = check_recording(conf, &place);
	if (!err)
		err = config_check_traffic(conf, place.text,
					   sizeof(place.text));
	if (!err)
		err = config_check_web(conf, place.text, sizeof(place.text));
	(void)snprintf(spot->text, spot->size, "%s", place.text);
	return err;
}
