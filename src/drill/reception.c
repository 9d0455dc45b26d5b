/**
 * @file drill/reception.c  What came in of an RTP stream
 */
#include "drill/reception.h"

#include <stdlib.h>

#define RECENT	  64	   /* numbers looked back on for doubles */
#define SPURT_US  10000000 /* no jitter: the sender began a new count */
#define SECOND_US INT64_C(1000000)

/* Forgets the numbers of the source so far and begins with a new one */
static void begin_source(struct reception *r, const struct rtp *packet)
{
	r->past_lost = reception_lost(r);
	r->from = packet->ssrc;
	r->base = packet->seq;
	r->highest = packet->seq;
	r->counted = 1;
	r->recent = 1;
	r->transit = 0;
}

/* Counts a number; false if it was received before */
static bool count_number(struct reception *r, const struct rtp *packet)
{
	const int ahead = (int16_t)(uint16_t)(packet->seq - r->highest);

	if (ahead > 0) {
		r->recent = ahead < RECENT ? r->recent << ahead | 1 : 1;
		r->highest += ahead;
	} else if (ahead <= -RECENT || (r->recent >> -ahead & 1)) {
		return false;
	} else {
		r->recent |= UINT64_C(1) << -ahead;
		if (r->highest + ahead < r->base)
			r->base = r->highest + ahead;
	}

	r->counted++;
	return true;
}

static void measure_jitter(struct reception *r, const struct rtp *packet,
			   int64_t at_us)
{
	int64_t transit = at_us - packet->ts * SECOND_US / RECEPTION_RATE;
	int64_t d = llabs(transit - r->transit);

	if (r->transit && !packet->marker && d < SPURT_US) {
		r->jitter += ((double)d - r->jitter) / 16;
		r->jitter_us = (int64_t)r->jitter;
		if (r->jitter_us > r->jitter_max_us)
			r->jitter_max_us = r->jitter_us;
	}
	r->transit = transit;
}

bool reception_take(struct reception *r, const struct rtp *packet,
		    int64_t at_us)
{
	if (r->received == 0 || packet->ssrc != r->from) {
		begin_source(r, packet);
	} else if (!count_number(r, packet)) {
		r->doubled++;
		return false;
	}

	if (r->received++ == 0)
		r->first_us = at_us;
	else if (at_us - r->last_us > r->gap_max_us)
		r->gap_max_us = at_us - r->last_us;
	r->last_us = at_us;
	measure_jitter(r, packet, at_us);
	return true;
}

int64_t reception_lost(const struct reception *r)
{
	if (r->received == 0)
		return 0;

	return r->past_lost + r->highest - r->base + 1 - r->counted;
}
