/**
 * @file web/view.c  The board and events as JSON
 */
#include "web/view.h"

#include "util/text.h"

void view_number(struct json *j, const char *key, const char *number,
		 bool masked)
{
	char text[RECORD_NUMBER];

	if (masked) {
		text_mask(text, sizeof(text), number);
		number = text;
	}
	json_text(j, key, number);
}

static void some_text(struct json *j, const char *key, const char *value)
{
	if (*value)
		json_text(j, key, value);
}

static void view_progress(struct json *j, const struct call_event *e)
{
	json_int(j, "done", e->done);
	json_int(j, "of", e->of);
	json_int(j, "failed", e->failed);
}

static void view_members(struct json *j, const char *key,
			 const struct call_event *e, bool masked)
{
	json_open(j, key, '{');
	json_text(j, "type", word_name(&call_event_types, (int)e->type));
	json_int(j, "at", e->at);
	if (e->call)
		json_int(j, "call", e->call);
	if (e->type == EVENT_CALL)
		json_text(j, "state", word_name(&call_states, (int)e->state));
	if (e->type == EVENT_SEAT || e->type == EVENT_PAUSE)
		json_text(j, "state",
			  word_name(&seat_states, (int)e->seat_state));
	if (e->type == EVENT_SEAT)
		json_int(j, "missed", e->missed);
	if (e->type == EVENT_CALL && e->state == CALL_ENDED)
		json_text(j, "result",
			  word_name(&record_results, (int)e->result));
	if (e->wait_ms)
		json_int(j, "wait_ms", e->wait_ms);
	if (e->service_level)
		json_int(j, "service_level", e->service_level);
	if (e->short_abandon)
		json_int(j, "short_abandon", e->short_abandon);
	if (e->type == EVENT_DRILL)
		view_progress(j, e);
	some_text(j, "seat", e->seat);
	some_text(j, "queue", e->queue);
	if (*e->caller)
		view_number(j, "caller", e->caller, masked);
	/* a breach's called number is somebody's own */
	if (*e->called)
		view_number(j, "called", e->called,
			    masked && e->type == EVENT_BREACH);
	some_text(j, "reason", e->reason);
	json_close(j, '}');
}

void view_event(struct json *j, const struct call_event *e, bool masked)
{
	view_members(j, NULL, e, masked);
}

static void view_keys(struct json *j, const void *figures,
		      const struct figure_key *key)
{
	for (; key->name; key++)
		json_int(j, key->name, *figure_of((void *)figures, key));
}

static void view_seat_figures(struct json *j, const struct board_seat *seat,
			      int64_t now)
{
	const struct seat_figures f = board_seat_figures(seat, FIGURES_TODAY,
							 now);

	json_open(j, "today", '{');
	view_keys(j, &f, seat_figure_keys);
	if (figures_occupancy(&f) >= 0)
		json_int(j, "occupancy_percent", figures_occupancy(&f));
	json_close(j, '}');
}

static void view_pauses(struct json *j, const struct board_seat *seat)
{
	json_open(j, "paused_queues", '[');
	for (size_t i = 0; i < seat->pausec; i++) {
		const struct board_pause *p = &seat->pausev[i];

		json_open(j, NULL, '{');
		json_text(j, "queue", p->queue);
		json_int(j, "since", p->since);
		some_text(j, "reason", p->reason);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void view_seats(struct json *j, const struct board *b)
{
	json_open(j, "seats", '[');
	for (size_t i = 0; i < b->seatc; i++) {
		const struct board_seat *s = &b->seatv[i];

		json_open(j, NULL, '{');
		json_text(j, "seat", s->id);
		json_text(j, "state", word_name(&seat_states, (int)s->state));
		json_int(j, "since", s->since);
		if (s->call)
			json_int(j, "call", s->call);
		some_text(j, "reason", s->reason);
		if (s->pausec)
			view_pauses(j, s);
		some_text(j, "queue", s->queue);
		json_int(j, "missed", s->missed);
		json_int(j, "counted", s->counted);
		view_seat_figures(j, s, b->at);
		json_close(j, '}');
	}
	json_close(j, ']');
}

/* Percentages and averages are left out where there was no call */
static void view_figures(struct json *j, const char *key,
			 const struct queue_figures *f)
{
	json_open(j, key, '{');
	view_keys(j, f, queue_figure_keys);
	if (figures_service_level(f) >= 0)
		json_int(j, "service_percent", figures_service_level(f));
	if (figures_abandoned(f) >= 0)
		json_int(j, "abandoned_percent", figures_abandoned(f));
	json_int(j, "average_wait_ms", figures_average_wait(f));
	json_int(j, "average_handling_ms", figures_handling(f));
	json_close(j, '}');
}

static void view_queues(struct json *j, const struct board *b)
{
	json_open(j, "queues", '[');
	for (size_t i = 0; i < b->queuec; i++) {
		const struct board_queue *q = &b->queuev[i];
		const struct board_load load = board_load(b, q->name);

		json_open(j, NULL, '{');
		json_text(j, "queue", q->name);
		json_int(j, "service_level", q->service_level);
		json_int(j, "short_abandon", q->short_abandon);
		json_int(j, "waiting", (int64_t)load.waiting);
		json_int(j, "talking", (int64_t)load.talking);
		json_int(j, "oldest", load.oldest);
		view_figures(j, "today", &q->figures[FIGURES_TODAY]);
		view_figures(j, "since_start", &q->figures[FIGURES_START]);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void view_calls(struct json *j, const struct board *b, bool masked)
{
	json_open(j, "calls", '[');
	for (size_t i = 0; i < b->callc; i++) {
		const struct board_call *c = &b->callv[i];

		json_open(j, NULL, '{');
		json_int(j, "call", c->id);
		json_text(j, "state", word_name(&call_states, (int)c->state));
		json_int(j, "since", c->since);
		if (c->waiting_since)
			json_int(j, "waiting_since", c->waiting_since);
		if (c->waited)
			json_int(j, "waited_ms", c->waited);
		if (c->answered)
			json_bool(j, "answered", true);
		some_text(j, "seat", c->seat);
		some_text(j, "queue", c->queue);
		view_number(j, "caller", c->caller, masked);
		json_text(j, "called", c->called);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void view_last(struct json *j, const char *key,
		      const struct call_event *e, bool masked)
{
	if (e->at)
		view_members(j, key, e, masked);
}

/* The newest as last_breach too, where it stood at first */
static void view_breaches(struct json *j, const struct board *b, bool masked)
{
	view_last(j, "last_breach", &b->breachv[0], masked);
	json_open(j, "recent_breaches", '[');
	for (size_t i = 0; i < b->breachc; i++)
		view_members(j, NULL, &b->breachv[i], masked);
	json_close(j, ']');
}

void view_list(struct json *j, int64_t at, const char *list)
{
	json_open(j, NULL, '{');
	json_text(j, "type", word_name(&call_event_types, EVENT_CHECKLIST));
	json_int(j, "at", at);
	if (*list)
		json_raw(j, "checklist", list);
	json_close(j, '}');
}

void view_board(struct json *j, const struct board *b,
		const struct view_more *more, bool masked)
{
	json_open(j, NULL, '{');
	json_text(j, "id", more->id);
	json_int(j, "started", more->started);
	json_int(j, "at", b->at);
	json_int(j, "offered", b->offered);
	json_int(j, "breaches", b->breaches);
	json_int(j, "recordings", b->recordings);
	json_int(j, "unrecorded_since", b->unrecorded);
	json_int(j, "alarms", b->alarms);
	json_int(j, "dropped", b->dropped);
	json_open(j, "results", '{');
	for (int i = RESULT_OPEN + 1; i < RESULT_COUNT; i++)
		json_int(j, word_name(&record_results, i), b->results[i]);
	json_close(j, '}');
	view_breaches(j, b, masked);
	view_last(j, "last_alarm", &b->last_alarm, masked);
	view_last(j, "drill", &b->drill, masked);
	if (*more->checklist)
		json_raw(j, "checklist", more->checklist);
	view_seats(j, b);
	view_queues(j, b);
	view_calls(j, b, masked);
	json_close(j, '}');
}
