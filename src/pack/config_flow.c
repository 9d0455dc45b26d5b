/**
 * @file pack/config_flow.c  Checking where callers are sent, and when
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pack/config_place.h"
#include "pack/config_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define TIMEOUT_MAX 120 /* s: a menu waits for a key */
#define RETRIES_MAX 9
#define LENGTH_MAX  1800 /* s of a message or statement */
#define KEEP_MAX    86400

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

/* Hours */

static int read_day(unsigned *dayp, const char **sp)
{
	static const char days[][4] = { "mon", "tue", "wed", "thu",
					"fri", "sat", "sun" };

	for (unsigned i = 0; i < ARRAY_LEN(days); i++) {
		if (strncmp(*sp, days[i], 3) != 0)
			continue;
		*dayp = i;
		*sp += 3;
		return 0;
	}

	return EBADMSG;
}

static int read_days(unsigned *bitsp, const char *s)
{
	*bitsp = 0;
	for (;; s++) {
		unsigned first;
		unsigned last;

		if (read_day(&first, &s))
			return EBADMSG;
		last = first;
		if (*s == '-') {
			s++;
			if (read_day(&last, &s))
				return EBADMSG;
		}
		for (unsigned day = first;; day = (day + 1) % 7) {
			*bitsp |= 1u << day;
			if (day == last)
				break;
		}
		if (!*s)
			return 0;
		if (*s != ',')
			return EBADMSG;
	}
}

static int read_time(int *minutep, const char *s)
{
	int h;
	int m;

	if (strlen(s) != 5 || strspn(s, "0123456789") != 2 || s[2] != ':' ||
	    strspn(s + 3, "0123456789") != 2)
		return EBADMSG;
	h = (s[0] - '0') * 10 + s[1] - '0';
	m = (s[3] - '0') * 10 + s[4] - '0';
	*minutep = h * 60 + m;
	return m < 60 && *minutep <= 24 * 60 ? 0 : EBADMSG;
}

static int check_hours(struct config *conf, const struct spot *spot)
{
	for (unsigned i = 0; i < conf->hours_count; i++) {
		struct config_hours *h = &conf->hours[i];

		if (read_days(&h->day_bits, h->days)) {
			(void)err_set(EBADMSG,
				      _("%s are no days like mon-fri or "
					"sat,sun"),
				      h->days);
			return at(spot, "hours[%u].days", i);
		}
		if (read_time(&h->first, h->from) || h->first == 24 * 60) {
			(void)err_set(EBADMSG,
				      _("%s is no time of the day like 09:00"),
				      h->from);
			return at(spot, "hours[%u].from", i);
		}
		if (read_time(&h->end, h->to) || h->end == h->first) {
			(void)err_set(EBADMSG,
				      _("%s is no time of the day like 09:00"),
				      h->to);
			return at(spot, "hours[%u].to", i);
		}
	}

	return 0;
}

static int check_hours_name(const struct config *conf, const char *name)
{
	if (!name)
		return 0;
	for (unsigned i = 0; i < conf->hours_count; i++) {
		if (!strcmp(conf->hours[i].name, name))
			return 0;
	}

	return err_set(EBADMSG, _("there is no %s \"%s\""), "hours", name);
}

/* Places */

/* A place that is not a key's: the menu cannot be repeated from there */
static int check_place(const struct config *conf, const char *text)
{
	struct place place;
	int err = config_place(&place, conf, text);

	if (!err && place.kind == PLACE_REPEAT)
		err = err_set(EBADMSG, _("only a key may repeat a menu"));
	return err;
}

/* Opening hours and where callers go outside them */
static int check_closed(const struct config *conf, const char *hours,
			const char *closed, const char **keyp)
{
	*keyp = "hours";
	if (check_hours_name(conf, hours))
		return EBADMSG;
	if (hours && !closed)
		return err_set(EBADMSG,
			       _("hours need a place for the time outside: "
				 "closed"));
	*keyp = "closed";
	return check_place(conf, closed);
}

static int check_limit(const unsigned *value, unsigned max)
{
	if (!value || (*value > 0 && *value <= max))
		return 0;
	return err_set(EBADMSG, _("expected 1 to %u"), max);
}

static int check_keys(const struct config *conf, unsigned i,
		      const struct spot *spot)
{
	const struct config_menu *m = &conf->menus[i];

	for (const char *key = "0123456789*#"; *key; key++) {
		struct place place;

		if (config_place(&place, conf, config_key(m->keys, *key)))
			return at(spot, "menus[%u].keys.%c", i, *key);
	}

	return 0;
}

static int check_menu(const struct config *conf, unsigned i,
		      const struct spot *spot)
{
	const struct config_menu *m = &conf->menus[i];
	const char *key;

	if (check_place(conf, m->otherwise))
		return at(spot, "menus[%u].otherwise", i);
	if (check_limit(m->timeout, TIMEOUT_MAX))
		return at(spot, "menus[%u].timeout", i);
	if (m->retries && *m->retries > RETRIES_MAX) {
		(void)err_set(EBADMSG, _("expected at most %u"), RETRIES_MAX);
		return at(spot, "menus[%u].retries", i);
	}
	if (m->language && strcmp(m->language, "zh") != 0 &&
	    strcmp(m->language, "en") != 0) {
		(void)err_set(EBADMSG, _("there is no %s \"%s\""), "language",
			      m->language);
		return at(spot, "menus[%u].language", i);
	}
	if (check_closed(conf, m->hours, m->closed, &key))
		return at(spot, "menus[%u].%s", i, key);
	return check_keys(conf, i, spot);
}

static int check_boxes(const struct config *conf, const struct spot *spot)
{
	for (unsigned i = 0; i < conf->messages_count; i++) {
		if (check_limit(conf->messages[i].length, LENGTH_MAX))
			return at(spot, "messages[%u].length", i);
	}
	for (unsigned i = 0; i < conf->consents_count; i++) {
		if (check_limit(conf->consents[i].length, LENGTH_MAX))
			return at(spot, "consents[%u].length", i);
		if (check_place(conf, conf->consents[i].then))
			return at(spot, "consents[%u].then", i);
	}

	return 0;
}

/* Ways out of queues */

static int check_key(const char *key)
{
	if (key && strlen(key) == 1 && strchr("0123456789*#", *key))
		return 0;
	return err_set(EBADMSG, _("a key is one of 0 to 9, * and #"));
}

static int check_hold(const struct config_queue *q, unsigned i,
		      const struct spot *spot)
{
	const struct config_hold *h = q->hold_place;

	if (!h)
		return 0;
	if (check_key(h->key))
		return at(spot, "queues[%u].hold_place.key", i);
	if (q->exit_key && *q->exit_key == *h->key) {
		(void)err_set(EBADMSG, _("the key leads out of the queue"));
		return at(spot, "queues[%u].hold_place.key", i);
	}
	if (check_limit(h->keep, KEEP_MAX))
		return at(spot, "queues[%u].hold_place.keep", i);
	return 0;
}

static int check_queue(const struct config *conf, unsigned i,
		       const struct spot *spot)
{
	const struct config_queue *q = &conf->queues[i];

	if (check_place(conf, q->overflow))
		return at(spot, "queues[%u].overflow", i);
	if (check_place(conf, q->full))
		return at(spot, "queues[%u].full", i);
	if (check_place(conf, q->empty))
		return at(spot, "queues[%u].empty", i);
	if (check_place(conf, q->exit))
		return at(spot, "queues[%u].exit", i);
	if (!q->exit != !q->exit_key) {
		(void)err_set(EBADMSG, _("exit and exit_key go together"));
		return at(spot, "queues[%u].%s", i,
			  q->exit ? "exit" : "exit_key");
	}
	if (q->exit_key && check_key(q->exit_key))
		return at(spot, "queues[%u].exit_key", i);
	return check_hold(q, i, spot);
}

int config_check_flow(struct config *conf, const struct spot *spot)
{
	int err = check_hours(conf, spot);

	for (unsigned i = 0; i < conf->menus_count && !err; i++)
		err = check_menu(conf, i, spot);
	if (!err)
		err = check_boxes(conf, spot);
	for (unsigned i = 0; i < conf->queues_count && !err; i++)
		err = check_queue(conf, i, spot);
	for (unsigned i = 0; i < conf->numbers_count && !err; i++) {
		const struct config_number *n = &conf->numbers[i];
		const char *key;

		if (check_closed(conf, n->hours, n->closed, &key))
			err = at(spot, "numbers[%u].%s", i, key);
	}

	return err;
}
