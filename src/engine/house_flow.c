/**
 * @file engine/house_flow.c  Menus, hours and announcements of the house
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call/hours.h"
#include "engine/house_private.h"
#include "util/err.h"
#include "util/lang.h"

#define HELD_MAX  1000	  /* places kept at a time */
#define HELD_KEEP 1800000 /* ms, where the configuration is silent */

/* Announcements */

static struct phrase *find_phrase(const struct house *h, const char *name)
{
	for (size_t i = 0; i < h->phrasec; i++) {
		if (!strcmp(h->phrasev[i].name, name))
			return &h->phrasev[i];
	}

	return NULL;
}

static int add_phrase(struct house *h, const char *name)
{
	struct phrase *more;
	struct phrase p = { .name = name };
	char other[128];
	int err;

	if (!name || find_phrase(h, name))
		return 0;
	err = prompts_get(h->prompts, name, &p.in[SPEECH_ZH]);
	if (err)
		return err;
	(void)snprintf(other, sizeof(other), "%s.en", name);
	err = prompts_get(h->prompts, other, &p.in[SPEECH_EN]);
	if (err == ENOENT) {
		p.in[SPEECH_EN] = p.in[SPEECH_ZH];
		err = 0;
	}
	more = err ? NULL
		   : realloc(h->phrasev, (h->phrasec + 1) * sizeof(*more));
	if (!more)
		return err ? err
			   : err_set(ENOMEM, _("no memory for announcements"));
	h->phrasev = more;
	h->phrasev[h->phrasec++] = p;
	return 0;
}

static int add_phrases(struct house *h)
{
	const struct config *conf = h->conf;
	int err = 0;

	for (size_t i = 0; speech_names[i] && !err; i++)
		err = add_phrase(h, speech_names[i]);
	for (unsigned i = 0; i < conf->menus_count && !err; i++) {
		err = add_phrase(h, conf->menus[i].prompt);
		if (!err)
			err = add_phrase(h, conf->menus[i].closed_prompt);
		if (err)
			return err_prefix(err, "menu %s", conf->menus[i].name);
	}
	for (unsigned i = 0; i < conf->numbers_count && !err; i++)
		err = add_phrase(h, conf->numbers[i].closed_prompt);
	for (unsigned i = 0; i < conf->messages_count && !err; i++)
		err = add_phrase(h, conf->messages[i].prompt);
	for (unsigned i = 0; i < conf->consents_count && !err; i++)
		err = add_phrase(h, conf->consents[i].prompt);
	if (!err && h->record && conf->recording)
		err = add_phrase(h, conf->recording->notice);
	for (unsigned i = 0; i < conf->numbers_count && !err; i++)
		err = add_phrase(h, conf->numbers[i].call_back ? HOUSE_NOTICE
							       : NULL);
	return err;
}

const struct prompt *house_prompt(const struct house *h, const char *name,
				  enum speech_language in)
{
	const struct phrase *p = name ? find_phrase(h, name) : NULL;

	return p ? p->in[in] : NULL;
}

bool house_is_open(const struct house *h, const char *hours)
{
	return !hours || hours_are_open(h->conf->hours, h->conf->hours_count,
					hours, h->calendar, house_wall(h));
}

/* Menus and ways out; the configuration was checked: its places are there */

static struct place place(const struct house *h, const char *text)
{
	struct place p;

	(void)config_place(&p, h->conf, text);
	return p;
}

static void make_menu(const struct house *h, struct menu *menu,
		      const struct config_menu *m)
{
	*menu = (struct menu){
		.otherwise = place(h, m->otherwise),
		.closed = place(h, m->closed),
		.timeout = config_ms(m->timeout, MENU_TIMEOUT),
		.retries = m->retries ? *m->retries : 0,
		.dial_in = m->dial_in,
		.says = m->prompt != NULL,
		.says_closed = m->closed_prompt != NULL,
	};
	for (size_t i = 0; i < sizeof(MENU_KEYS) - 1; i++)
		menu->keyv[i] = place(h, config_key(m->keys, MENU_KEYS[i]));
}

static void make_way_out(const struct house *h, struct way_out *w,
			 const struct config_queue *q)
{
	const struct config_hold *hold = q->hold_place;

	*w = (struct way_out){
		.overflow = place(h, q->overflow),
		.full = place(h, q->full),
		.empty = place(h, q->empty),
		.exit = place(h, q->exit),
	};
	if (q->exit_key)
		w->exit_key = *q->exit_key;
	if (!hold)
		return;
	w->hold_key = *hold->key;
	w->hold_after = config_ms(&hold->after, 0);
	w->hold_keep = config_ms(hold->keep, HELD_KEEP);
	w->hold_pin = !hold->pin || *hold->pin;
}

static bool make_room(struct house *h)
{
	const struct config *conf = h->conf;

	h->menuv = calloc(conf->menus_count + 1, sizeof(*h->menuv));
	h->entryv = calloc(conf->numbers_count + 1, sizeof(*h->entryv));
	h->way_outv = calloc(conf->queues_count + 1, sizeof(*h->way_outv));
	h->seat_numberv = calloc((size_t)conf->seats_count * 2 + 1,
				 sizeof(*h->seat_numberv));
	h->held.heldv = calloc(HELD_MAX, sizeof(*h->held.heldv));
	h->held.heldc = HELD_MAX;
	return h->menuv && h->entryv && h->way_outv && h->seat_numberv &&
	       h->held.heldv;
}

int house_make_flow(struct house *h)
{
	const struct config *conf = h->conf;
	int err;

	if (!make_room(h))
		return err_set(ENOMEM, _("no memory for the configuration"));
	err = add_phrases(h);
	if (!err && conf->hours_count)
		err = calendar_shipped(&h->calendar);
	if (err)
		return err;

	for (unsigned i = 0; i < conf->menus_count; i++)
		make_menu(h, &h->menuv[i], &conf->menus[i]);
	for (unsigned i = 0; i < conf->numbers_count; i++)
		h->entryv[i] = (struct entry){
			.hours = conf->numbers[i].hours,
			.prompt = conf->numbers[i].closed_prompt,
			.closed = place(h, conf->numbers[i].closed),
			.early = conf->numbers[i].early,
		};
	for (unsigned i = 0; i < conf->queues_count; i++)
		make_way_out(h, &h->way_outv[i], &conf->queues[i]);
	for (size_t i = 0; i < conf->seats_count; i++) {
		h->seat_numberv[2 * i] = conf->seats[i].seat;
		h->seat_numberv[2 * i + 1] = conf->seats[i].user;
	}
	h->seat_numbers = (struct menu_numbers){
		.numberv = h->seat_numberv,
		.numberc = (size_t)conf->seats_count * 2,
		.per = 2,
	};
	return 0;
}

void house_free_flow(struct house *h)
{
	calendar_free(h->calendar);
	free(h->menuv);
	free(h->entryv);
	free(h->way_outv);
	free(h->phrasev);
	free(h->seat_numberv);
	free(h->held.heldv);
}
