/**
 * @file engine/recording.c  Placing sound on a time line
 */
#include "engine/recording.h"

#include <stdio.h>
#include <string.h>

#include "engine/wav.h"

#define PER_MS	8    /* samples */
#define LATE_MS 200  /* how late a packet may come and still be placed */
#define SLIP	4000 /* samples: further off the clock than this, begin anew */
#define WINDOW	50   /* packets looked at before a side is moved */
#define EASE	240  /* samples off the clock that are left alone */
#define STEP	160  /* samples by which a drifting side is moved */
#define LEAP	800  /* samples: further off, it is moved at once */

void recording_init(struct recording *rec, int64_t call, enum voice_law law,
		    const char *path)
{
	memset(rec, 0, sizeof(*rec));
	memset(rec->ring, wav_silence(law), sizeof(rec->ring));
	rec->call = call;
	rec->law = law;
	rec->fd = -1;
	(void)snprintf(rec->path, sizeof(rec->path), "%s", path);
}

void recording_begin(struct recording *rec, int64_t now)
{
	if (rec->at_once && !rec->start)
		rec->start = now;
}

static void drop_anchor(struct recording_anchor *anchor, const struct rtp *rtp,
			int64_t at)
{
	*anchor = (struct recording_anchor){
		.set = true,
		.ssrc = rtp->ssrc,
		.ts = rtp->ts,
		.at = at,
		.lag = INT64_MAX,
	};
}

/* How far to move a side whose packets were all late, or all early, for a
 * while.  The network delays some of them; all of them is a clock that runs
 * otherwise than ours, and is followed in small steps, or a sender that paused
 * without counting the time, and is followed at once. */
static int64_t correction(struct recording_anchor *anchor, int64_t off)
{
	int64_t lag;

	if (off < anchor->lag)
		anchor->lag = off;
	if (++anchor->count < WINDOW)
		return 0;
	lag = anchor->lag;
	anchor->count = 0;
	anchor->lag = INT64_MAX;
	if (lag > LEAP || lag < -LEAP)
		return lag;
	if (lag > EASE || lag < -EASE)
		return lag > 0 ? STEP : -STEP;
	return 0;
}

/* Where a packet belongs */
static int64_t position(struct recording_anchor *anchor, const struct rtp *rtp,
			int64_t clock)
{
	int64_t at = anchor->at + (int32_t)(rtp->ts - anchor->ts);
	int64_t off = clock - at;

	/* A spurt after a pause may say so; it needs not have counted it */
	if (!anchor->set || anchor->ssrc != rtp->ssrc || off > SLIP ||
	    off < -SLIP || (rtp->marker && off > EASE)) {
		drop_anchor(anchor, rtp, clock);
		return clock;
	}
	at += correction(anchor, off);
	/* Move the anchor along, so that a long call never wraps it */
	anchor->ts = rtp->ts;
	anchor->at = at;
	return at;
}

/* Copy n samples to a position in the ring */
static void copy(uint8_t *ring, int64_t at, const uint8_t *from, size_t n)
{
	size_t slot = (size_t)at % RECORDING_RING;
	size_t first = RECORDING_RING - slot;

	if (first > n)
		first = n;
	memcpy(ring + slot, from, first);
	memcpy(ring, from + first, n - first);
}

void recording_fetch(const struct recording *rec, enum recording_side side,
		     int64_t now)
{
	size_t at = (size_t)((now - rec->start) * PER_MS) % RECORDING_RING;

	__builtin_prefetch(&rec->start, 1);
	__builtin_prefetch(&rec->anchorv[side], 1);
	__builtin_prefetch(&rec->done);
	for (size_t i = 0; i < 160; i += 64)
		__builtin_prefetch(&rec->ring[side][(at + i) % RECORDING_RING],
				   1);
}

void recording_place(struct recording *rec, enum recording_side side,
		     const struct rtp *rtp, int64_t now)
{
	int64_t room = atomic_load_explicit(&rec->done, memory_order_acquire) +
		       RECORDING_RING;
	int64_t from;
	int64_t to;
	int64_t at;

	if (rec->closing)
		return;
	if (!rec->start)
		rec->start = now;
	at = position(&rec->anchorv[side], rtp, (now - rec->start) * PER_MS);

	/* What part of it is neither written already nor beyond the ring */
	from = at > rec->asked ? at : rec->asked;
	to = at + (int64_t)rtp->size;
	if (to > room)
		to = room;
	if (to < from)
		to = from;
	rec->early += (int64_t)rtp->size - (to - from);
	if (to > from)
		copy(rec->ring[side], from, rtp->payload + (from - at),
		     (size_t)(to - from));
}

bool recording_flush(struct recording *rec, struct pipe *orders, bool close,
		     int64_t now)
{
	struct recording_order order = { .rec = rec, .close = close };

	rec->closing |= close;
	order.upto = rec->asked;
	if (rec->start)
		order.upto = (now - rec->start - (close ? 0 : LATE_MS)) *
			     PER_MS;
	if (order.upto < rec->asked)
		order.upto = rec->asked;
	if (order.upto == rec->asked && !close)
		return true;
	if (!pipe_push(orders, &order))
		return false;
	/* From a closing order on the recording is the recorder's */
	if (!close)
		rec->asked = order.upto;
	return true;
}
