/**
 * @file tui/follow.c  The board of an engine, as it tells it over HTTP
 */
#include "tui/follow.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

/* Most that the engine's board shows */
#define SEATS	  8192
#define QUEUES	  1024
#define CALLS	  16384

#define WHOLE_MAX 9e15 /* of a double that is an integer */

static int64_t number(const cJSON *o, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, name);

	if (!cJSON_IsNumber(item) || !(item->valuedouble > -WHOLE_MAX) ||
	    !(item->valuedouble < WHOLE_MAX))
		return 0;
	return (int64_t)item->valuedouble;
}

static const char *text(const cJSON *o, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, name);

	return cJSON_IsString(item) ? item->valuestring : "";
}

/* The value of a word; 0 for one that this program does not know */
static int word(const struct words *words, const char *name)
{
	for (size_t i = 0; i < words->wordc; i++) {
		if (words->wordv[i].name && !strcmp(words->wordv[i].name, name))
			return (int)i;
	}
	return 0;
}

static void take_figures(const cJSON *o, const char *name, void *figures,
			 const struct figure_key *key)
{
	const cJSON *from = cJSON_GetObjectItemCaseSensitive(o, name);

	for (; key->name; key++)
		*figure_of(figures, key) = number(from, key->name);
}

static bool is_type(const cJSON *o, enum call_event_type type)
{
	return !strcmp(text(o, "type"),
		       word_name(&call_event_types, (int)type));
}

/* False for a type that this program does not know */
static bool take_event(struct call_event *e, const cJSON *o)
{
	int type = 0;

	while (type < EVENT_COUNT && !is_type(o, (enum call_event_type)type))
		type++;
	*e = (struct call_event){
		.type = (enum call_event_type)type,
		.at = number(o, "at"),
		.call = number(o, "call"),
		.wait_ms = number(o, "wait_ms"),
		.service_level = number(o, "service_level"),
		.short_abandon = number(o, "short_abandon"),
		.missed = number(o, "missed"),
		.done = number(o, "done"),
		.of = number(o, "of"),
		.failed = number(o, "failed"),
	};
	if (type == EVENT_CALL)
		e->state = (enum call_state)word(&call_states,
						 text(o, "state"));
	if (type == EVENT_SEAT)
		e->seat_state = (enum seat_state)word(&seat_states,
						      text(o, "state"));
	e->result = (enum record_result)word(&record_results,
					     text(o, "result"));
	record_put(e->seat, sizeof(e->seat), text(o, "seat"));
	record_put(e->queue, sizeof(e->queue), text(o, "queue"));
	record_put(e->caller, sizeof(e->caller), text(o, "caller"));
	record_put(e->called, sizeof(e->called), text(o, "called"));
	record_put(e->reason, sizeof(e->reason), text(o, "reason"));
	return type < EVENT_COUNT;
}

static void take_seat(struct board *b, const cJSON *o)
{
	struct board_seat *s = board_place_seat(b, text(o, "seat"));

	if (!s)
		return;
	s->state = (enum seat_state)word(&seat_states, text(o, "state"));
	s->since = number(o, "since");
	s->call = number(o, "call");
	s->missed = number(o, "missed");
	s->counted = number(o, "counted");
	record_put(s->reason, sizeof(s->reason), text(o, "reason"));
	record_put(s->queue, sizeof(s->queue), text(o, "queue"));
	take_figures(o, "today", &s->figures[FIGURES_TODAY], seat_figure_keys);
	/* what it is doing at present is in them already */
	if (s->counted && b->at > s->counted)
		s->figures[FIGURES_TODAY].in_state[s->state] -= b->at -
								s->counted;
}

static void take_queue(struct board *b, const cJSON *o)
{
	struct board_queue *q = board_place_queue(b, text(o, "queue"));

	if (!q)
		return;
	q->service_level = number(o, "service_level");
	q->short_abandon = number(o, "short_abandon");
	take_figures(o, "today", &q->figures[FIGURES_TODAY], queue_figure_keys);
	take_figures(o, "since_start", &q->figures[FIGURES_START],
		     queue_figure_keys);
}

static void take_call(struct board *b, const cJSON *o)
{
	struct board_call *c = board_place_call(b, number(o, "call"));

	if (!c)
		return;
	c->state = (enum call_state)word(&call_states, text(o, "state"));
	c->since = number(o, "since");
	c->waiting_since = number(o, "waiting_since");
	c->waited = number(o, "waited_ms");
	c->answered = cJSON_IsTrue(
		cJSON_GetObjectItemCaseSensitive(o, "answered"));
	record_put(c->seat, sizeof(c->seat), text(o, "seat"));
	record_put(c->queue, sizeof(c->queue), text(o, "queue"));
	record_put(c->caller, sizeof(c->caller), text(o, "caller"));
	record_put(c->called, sizeof(c->called), text(o, "called"));
}

static void take_all(struct board *b, const cJSON *tree, const char *name,
		     void (*take)(struct board *, const cJSON *))
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(tree, name);

	for (const cJSON *o = list ? list->child : NULL; o; o = o->next)
		take(b, o);
}

static void take_breach(struct board *b, const cJSON *o)
{
	if (b->breachc < BOARD_BREACHES &&
	    take_event(&b->breachv[b->breachc], o))
		b->breachc++;
}

/* A list that is not understood is none */
static void take_list(struct notice *list, const cJSON *tree)
{
	const cJSON *o = cJSON_GetObjectItemCaseSensitive(tree, "checklist");

	list->itemc = 0;
	if (o)
		(void)notice_read(list, o);
}

static void take_board(struct board *b, const cJSON *tree)
{
	const cJSON *results = cJSON_GetObjectItemCaseSensitive(tree,
								"results");
	const cJSON *o;

	b->at = number(tree, "at");
	board_tick(b, b->at);
	b->offered = number(tree, "offered");
	b->breaches = number(tree, "breaches");
	b->recordings = number(tree, "recordings");
	b->unrecorded = number(tree, "unrecorded_since");
	b->alarms = number(tree, "alarms");
	b->dropped = number(tree, "dropped");
	for (int i = RESULT_OPEN + 1; i < RESULT_COUNT; i++)
		b->results[i] = number(results, word_name(&record_results, i));
	o = cJSON_GetObjectItemCaseSensitive(tree, "last_alarm");
	if (o)
		(void)take_event(&b->last_alarm, o);
	o = cJSON_GetObjectItemCaseSensitive(tree, "drill");
	if (o)
		(void)take_event(&b->drill, o);
	take_all(b, tree, "recent_breaches", take_breach);
	take_all(b, tree, "seats", take_seat);
	take_all(b, tree, "queues", take_queue);
	take_all(b, tree, "calls", take_call);
}

static cJSON *parse(const char *json, size_t size)
{
	cJSON *tree = memchr(json, 0, size)
			      ? NULL
			      : cJSON_ParseWithLength(json, size + 1);

	if (cJSON_IsObject(tree))
		return tree;
	cJSON_Delete(tree);
	return NULL;
}

int follow_read_board(struct board *board, struct notice *list,
		      int64_t *startedp, const char *json, size_t size)
{
	cJSON *tree = parse(json, size);

	board_clear(board);
	list->itemc = 0;
	if (!tree)
		return err_set(EBADMSG, _("the engine told a board that is "
					  "not understood"));
	*startedp = number(tree, "started");
	take_board(board, tree);
	take_list(list, tree);
	cJSON_Delete(tree);
	return 0;
}

int follow_read_event(struct call_event *event, struct notice *list,
		      const char *json, size_t size)
{
	cJSON *tree = parse(json, size);
	bool known = tree && take_event(event, tree);

	if (known && event->type == EVENT_CHECKLIST)
		take_list(list, tree);
	cJSON_Delete(tree);
	return known ? 0
		     : err_set(EBADMSG, _("the engine told an event that is "
					  "not understood"));
}

static int on_event(const char *name, const char *data, size_t size, void *arg)
{
	struct follow *f = arg;
	struct call_event event = { .at = 0 };
	int64_t ahead;

	f->count++;
	if (!strcmp(name, "board")) {
		int err = follow_read_board(f->board, f->list, &f->started,
					    data, size);

		f->whole = !err;
		return err;
	}
	/* events of an engine that knows more kinds than we do are left out */
	if (!f->whole || follow_read_event(&event, f->list, data, size))
		return 0;
	ahead = clock_now() - event.at;
	if (ahead < f->ahead || !f->timed)
		f->ahead = ahead;
	f->timed = true;
	board_apply(f->board, &event);
	return 0;
}

int follow_init(struct follow *f, const char *base, const char *token,
		const char *ca_file)
{
	struct str url = { 0 };
	size_t n = strlen(base);
	int err;

	*f = (struct follow){ .ahead = 0 };
	while (n && base[n - 1] == '/')
		n--;
	str_add_n(&url, base, n);
	str_add(&url, "/api/events");
	f->url = str_take(&url);
	f->list = x_calloc(1, sizeof(*f->list));
	err = board_alloc(&f->board, SEATS, QUEUES, CALLS);
	if (!err)
		err = feed_open(&f->feed, &(struct feed_options){
						  .url = f->url,
						  .token = token,
						  .ca_file = ca_file,
						  .eventh = on_event,
						  .arg = f,
					  });
	if (err)
		follow_release(f);
	return err;
}

void follow_release(struct follow *f)
{
	feed_close(f->feed);
	board_free(f->board);
	free(f->list);
	free(f->url);
	*f = (struct follow){ .ahead = 0 };
}

int follow_step(struct follow *f, int fd, int ms)
{
	int64_t now = follow_now(f);
	int err = feed_step(f->feed, fd, ms);

	if (feed_is_live(f->feed))
		f->lost = 0;
	else if (!f->lost && f->whole)
		f->lost = now;
	if (f->whole && !f->lost)
		board_tick(f->board, follow_now(f));
	return err;
}

int64_t follow_now(const struct follow *f)
{
	return f->lost ? f->lost : clock_now() - f->ahead;
}
