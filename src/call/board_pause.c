/**
 * @file call/board_pause.c  Queues that a seat takes no calls of, and what is
 * gone from the board
 */
#include <string.h>

#include "call/board_private.h"

static size_t find_pause(const struct board_seat *s, const char *queue)
{
	size_t i = 0;

	while (i < s->pausec && strcmp(s->pausev[i].queue, queue) != 0)
		i++;
	return i;
}

static void drop_pause(struct board_seat *s, size_t i)
{
	if (i >= s->pausec)
		return;
	s->pausec--;
	memmove(&s->pausev[i], &s->pausev[i + 1],
		(s->pausec - i) * sizeof(s->pausev[0]));
}

void board_apply_pause(struct board *b, const struct call_event *e)
{
	struct board_seat *s = board_place_seat(b, e->seat);
	size_t i = s ? find_pause(s, e->queue) : 0;
	struct board_pause *p;

	if (!s)
		return;
	if (e->seat_state != SEAT_PAUSED) {
		drop_pause(s, i);
		return;
	}
	if (i == BOARD_PAUSES) {
		b->dropped++;
		return;
	}
	p = &s->pausev[i];
	if (i == s->pausec) {
		s->pausec++;
		p->since = e->at;
	}
	record_put(p->queue, sizeof(p->queue), e->queue);
	record_put(p->reason, sizeof(p->reason), e->reason);
}

void board_apply_gone(struct board *b, const struct call_event *e)
{
	struct board_seat *s = *e->seat ? board_find_seat(b, e->seat) : NULL;
	struct board_queue *q = *e->queue ? board_find_queue(b, e->queue)
					  : NULL;
	size_t at;

	if (s) {
		at = (size_t)(s - b->seatv);
		b->seatc--;
		memmove(s, s + 1, (b->seatc - at) * sizeof(*s));
	}
	if (q) {
		at = (size_t)(q - b->queuev);
		b->queuec--;
		memmove(q, q + 1, (b->queuec - at) * sizeof(*q));
	}
	for (size_t i = 0; *e->queue && i < b->seatc; i++)
		drop_pause(&b->seatv[i], find_pause(&b->seatv[i], e->queue));
}
