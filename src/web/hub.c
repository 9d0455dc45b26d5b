/**
 * @file web/hub.c  Events to all who watch the board
 */
#include "web/hub.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "web/view.h"

/* Most that the board shows */
#define SEATS	 8192
#define QUEUES	 1024
#define CALLS	 16384

#define TICK_MS	 5000
#define RETRY_MS 2000
#define ID_TEXT	 48

struct slot {
	struct call_event event;
	struct str text[2]; /* [masked], empty until wanted */
};

struct viewer {
	struct le le;
	struct hub *hub;
	struct request *rq;
	bool masked;
	bool comment; /* is due */
	bool leave;
	struct hub_text *board; /* to be sent first */
	uint64_t next;		/* event */
	size_t offset;		/* sent of the board or of the event */
	int64_t wrote;
};

struct hub {
	struct board *board;
	int64_t boot; /* tells ids of this run from others' */
	uint64_t next;
	struct slot *slotv;
	struct list viewers;
	unsigned count; /* of them */
	unsigned most;
	bool stopped;
	struct tmr flush;
	struct tmr tick;
	struct str list;     /* of the visit, JSON; empty: there is none */
	uint64_t list_event; /* that told of it last, from 1; 0: none */
	struct tmr list_old; /* it holds until then */
	struct hub_text *whole[2]; /* [masked], of whole_at */
	uint64_t whole_at[2];
};

static uint64_t oldest(const struct hub *h)
{
	return h->next > HUB_EVENTS ? h->next - HUB_EVENTS : 0;
}

static void write_id(char to[ID_TEXT], const struct hub *h, uint64_t next)
{
	(void)snprintf(to, ID_TEXT, "%" PRId64 ".%" PRIu64, h->boot, next);
}

/* An id says what is to come next; false if it is not of this run or gone */
static bool read_id(const struct hub *h, const char *id, uint64_t *nextp)
{
	char *end = NULL;
	int64_t boot;

	if (!id || *id < '0' || *id > '9')
		return false;
	errno = 0;
	boot = strtoll(id, &end, 10);
	if (errno || boot != h->boot || *end != '.' || end[1] < '0' ||
	    end[1] > '9')
		return false;
	*nextp = strtoull(end + 1, &end, 10);
	return !errno && !*end && *nextp <= h->next && *nextp >= oldest(h);
}

/* Texts */

void hub_text_free(struct hub_text *text)
{
	if (!text || --text->refs)
		return;
	free(text->s);
	free(text);
}

struct hub_text *hub_board(struct hub *h, bool masked)
{
	struct hub_text *t = h->whole[masked];
	struct json j = { .comma = false };
	char id[ID_TEXT];

	if (!t || h->whole_at[masked] != h->next) {
		hub_text_free(t);
		t = calloc(1, sizeof(*t));
		h->whole[masked] = t;
		if (!t)
			return NULL;
		h->whole_at[masked] = h->next;
		write_id(id, h, h->next);
		view_board(
			&j, h->board,
			&(struct view_more){ id, h->boot, str_text(&h->list) },
			masked);
		t->size = j.s.len;
		t->s = str_take(&j.s);
		t->refs = 1;
	}
	t->refs++;
	return t;
}

static struct hub_text *board_event(struct hub *h, bool masked)
{
	struct hub_text *board = hub_board(h, masked);
	struct hub_text *t = calloc(1, sizeof(*t));
	struct str s = { 0 };
	char id[ID_TEXT];

	if (!board || !t) {
		hub_text_free(board);
		free(t);
		return NULL;
	}
	write_id(id, h, h->next);
	str_addf(&s, "retry: %d\nid: %s\nevent: board\ndata: ", RETRY_MS, id);
	str_add_n(&s, board->s, board->size);
	str_add(&s, "\n\n");
	hub_text_free(board);
	t->refs = 1;
	t->size = s.len;
	t->s = str_take(&s);
	return t;
}

static const struct str *slot_text(struct hub *h, uint64_t at, bool masked)
{
	struct slot *slot = &h->slotv[at % HUB_EVENTS];
	struct str *s = &slot->text[masked];
	struct json j = { .comma = false };
	char id[ID_TEXT];

	/* of lists only the last is told: nothing is left of those before */
	if (s->len ||
	    (slot->event.type == EVENT_CHECKLIST && at + 1 != h->list_event))
		return s;
	write_id(id, h, at + 1);
	if (slot->event.type == EVENT_CHECKLIST)
		view_list(&j, slot->event.at, str_text(&h->list));
	else
		view_event(&j, &slot->event, masked);
	str_addf(s, "id: %s\nevent: %s\ndata: %s\n\n", id,
		 word_name(&call_event_types, (int)slot->event.type),
		 str_text(&j.s));
	str_release(&j.s);
	return s;
}

/* Viewers */

static size_t copy(struct viewer *v, char *to, size_t size, const char *from,
		   size_t n)
{
	size_t part = n - v->offset < size ? n - v->offset : size;

	memcpy(to, from + v->offset, part);
	v->offset += part;
	return part;
}

static ssize_t on_read(char *to, size_t size, void *arg)
{
	static const char comment[] = ":\n\n";
	struct viewer *v = arg;
	struct hub *h = v->hub;
	size_t n = 0;

	if (v->board) {
		n = copy(v, to, size, v->board->s, v->board->size);
		if (v->offset == v->board->size) {
			hub_text_free(v->board);
			v->board = NULL;
			v->offset = 0;
		}
	}
	while (!v->board && n < size && v->next != h->next) {
		const struct str *s;

		if (v->next < oldest(h))
			return n ? (ssize_t)n : STREAM_BROKEN;
		s = slot_text(h, v->next, v->masked);
		n += copy(v, to + n, size - n, s->s, s->len);
		if (v->offset < s->len)
			break;
		v->next++;
		v->offset = 0;
	}
	if (!n && v->leave)
		return STREAM_END;
	if (!n && v->comment && size >= sizeof(comment)) {
		n = sizeof(comment) - 1;
		memcpy(to, comment, n);
	}
	if (n) {
		v->comment = false;
		v->wrote = clock_mono();
	}
	return (ssize_t)n;
}

static void on_over(void *arg)
{
	struct viewer *v = arg;

	list_unlink(&v->le);
	v->hub->count--;
	hub_text_free(v->board);
	free(v);
}

static void wake_all(void *arg)
{
	struct hub *h = arg;

	for (struct le *le = h->viewers.head; le; le = le->next) {
		struct viewer *v = le->data;

		if (v->next != h->next)
			request_wake(v->rq);
	}
}

/* Look after those who hear nothing or take nothing */
static void on_tick(void *arg)
{
	struct hub *h = arg;
	int64_t now = clock_mono();

	for (struct le *le = h->viewers.head; le; le = le->next) {
		struct viewer *v = le->data;

		if (!v->board && v->next < oldest(h)) {
			log_info("web: a viewer was too slow and is cut off");
			request_drop(v->rq);
		} else if (now - v->wrote >= HUB_COMMENT_MS - TICK_MS) {
			v->comment = true;
			request_wake(v->rq);
		}
	}
	if (h->viewers.head)
		tmr_start(&h->tick, TICK_MS, on_tick, h);
}

/* ms until what happens is sent */
static uint64_t flush_ms(const struct hub *h)
{
	const uint64_t ms = h->count * 1000 / HUB_SENDS;

	return ms > HUB_FLUSH_MS ? ms : HUB_FLUSH_MS;
}

int hub_follow(struct hub *h, struct request *rq, const char *last, bool masked,
	       const struct request_header *headers)
{
	struct viewer *v;

	if (h->count >= h->most)
		return EBUSY;
	v = calloc(1, sizeof(*v));
	if (!v)
		return ENOMEM;
	v->hub = h;
	v->rq = rq;
	v->masked = masked;
	v->wrote = clock_mono();
	if (!read_id(h, last, &v->next)) {
		v->next = h->next;
		v->board = board_event(h, masked);
		if (!v->board) {
			free(v);
			return ENOMEM;
		}
	}
	list_append(&h->viewers, &v->le, v);
	h->count++;
	if (!tmr_isrunning(&h->tick))
		tmr_start(&h->tick, TICK_MS, on_tick, h);
	request_stream(rq, 200, headers,
		       &(struct stream_source){ -1, on_read, on_over, v });
	return 0;
}

void hub_dismiss(struct hub *h, bool cut)
{
	for (struct le *le = h->viewers.head; le; le = le->next) {
		struct viewer *v = le->data;

		v->leave = true;
		if (cut)
			request_drop(v->rq);
		else
			request_wake(v->rq);
	}
}

void hub_stop(struct hub *h)
{
	hub_dismiss(h, true);
	tmr_cancel(&h->flush);
	tmr_cancel(&h->tick);
	tmr_cancel(&h->list_old);
	h->stopped = true;
}

void hub_event(struct hub *h, const struct call_event *event)
{
	struct slot *slot = &h->slotv[h->next % HUB_EVENTS];

	board_apply(h->board, event);
	slot->event = *event;
	str_clear(&slot->text[0]);
	str_clear(&slot->text[1]);
	h->next++;
	if (h->viewers.head && !h->stopped && !tmr_isrunning(&h->flush))
		tmr_start(&h->flush, flush_ms(h), wake_all, h);
}

/* The list of the visit */

/* Give back the text of the list that was, unless somebody has half of it */
static void drop_list(struct hub *h)
{
	const uint64_t at = h->list_event - 1;

	if (!h->list_event || at < oldest(h))
		return;
	for (const struct le *le = h->viewers.head; le; le = le->next) {
		const struct viewer *v = le->data;

		if (!v->board && v->next == at && v->offset)
			return;
	}
	str_release(&h->slotv[at % HUB_EVENTS].text[0]);
	str_release(&h->slotv[at % HUB_EVENTS].text[1]);
}

static void put_list(struct hub *h, const char *json)
{
	const struct call_event e = { .type = EVENT_CHECKLIST,
				      .at = clock_now() };

	drop_list(h);
	str_clear(&h->list);
	str_add(&h->list, json);
	h->list_event = h->next + 1;
	hub_event(h, &e);
}

/* Who told it tells nothing any more */
static void on_list_old(void *arg)
{
	log_info("web: nobody tells of the list of the visit any more");
	put_list(arg, "");
}

bool hub_checklist(struct hub *h, const char *json, int64_t ms)
{
	const bool other = strcmp(str_text(&h->list), json) != 0;

	if (other)
		put_list(h, json);
	if (*json && !h->stopped)
		tmr_start(&h->list_old, (uint64_t)ms, on_list_old, h);
	else
		tmr_cancel(&h->list_old);
	return other;
}

int hub_alloc(struct hub **hp, unsigned viewers)
{
	struct hub *h = calloc(1, sizeof(*h));
	int err = h ? board_alloc(&h->board, SEATS, QUEUES, CALLS) : ENOMEM;

	if (!err)
		h->slotv = calloc(HUB_EVENTS, sizeof(*h->slotv));
	if (err || !h->slotv) {
		hub_free(h);
		return err_set(ENOMEM, _("no memory for the board"));
	}
	h->boot = clock_now();
	h->most = viewers;
	*hp = h;
	return 0;
}

void hub_free(struct hub *h)
{
	if (!h)
		return;
	for (size_t i = 0; h->slotv && i < HUB_EVENTS; i++) {
		str_release(&h->slotv[i].text[0]);
		str_release(&h->slotv[i].text[1]);
	}
	hub_text_free(h->whole[0]);
	hub_text_free(h->whole[1]);
	free(h->slotv);
	str_release(&h->list);
	board_free(h->board);
	free(h);
}
