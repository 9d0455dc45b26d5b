/**
 * @file sip/timer.c  libre's timers on a hashed wheel
 *
 * One slot per millisecond, SLOTS of them; a timer further away than one lap
 * stays in its slot and is passed over until its lap has come.  A bit per slot
 * finds the next one in use.  Timers due are moved to a list of their own
 * first, so that handlers may start, stop and free any timer.
 */
#include "sip/timer.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "sip/compat.h"

#define SLOTS 4096u
#define BITS  64u

static struct {
	struct list slotv[SLOTS];
	uint64_t used[SLOTS / BITS]; /**< A slot may have timers */
	uint64_t now;		     /**< Slots up to here were served, ms */
	uint64_t count;
	pthread_t owner;
	bool owned;
} wheel;

static void assert_owner(void)
{
	if (!wheel.owned)
		timer_init();
	assert(pthread_equal(wheel.owner, pthread_self()));
}

void timer_init(void)
{
	assert(wheel.count == 0);
	wheel.owner = pthread_self();
	wheel.owned = true;
	wheel.now = tmr_jiffies();
}

uint64_t timer_count(void)
{
	return wheel.count;
}

uint64_t tmr_jiffies(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000u + (uint64_t)t.tv_nsec / 1000000u;
}

void tmr_init(struct tmr *tmr)
{
	if (tmr)
		memset(tmr, 0, sizeof(*tmr));
}

void tmr_start(struct tmr *tmr, uint64_t delay, tmr_h *th, void *arg)
{
	uint64_t at;

	if (!tmr)
		return;
	if (tmr->th) {
		list_unlink(&tmr->le);
		wheel.count--;
	}
	tmr->th = th;
	tmr->arg = arg;
	if (!th)
		return;

	assert_owner();
	tmr->jfs = tmr_jiffies() + delay;
	at = tmr->jfs > wheel.now ? tmr->jfs : wheel.now + 1;
	list_append(&wheel.slotv[at % SLOTS], &tmr->le, tmr);
	wheel.used[at % SLOTS / BITS] |= UINT64_C(1) << (at % BITS);
	wheel.count++;
}

void tmr_cancel(struct tmr *tmr)
{
	tmr_start(tmr, 0, NULL, NULL);
}

uint64_t tmr_get_expire(const struct tmr *tmr)
{
	uint64_t now;

	if (!tmr || !tmr->th)
		return 0;
	now = tmr_jiffies();
	return tmr->jfs > now ? tmr->jfs - now : 0;
}

/* The time to the next slot in use, at least 1; 0 if there is none.  It may
 * hold only timers of a later lap: then the loop wakes for nothing, at most
 * once in four seconds per timer. */
uint64_t tmr_next_timeout(struct list *tmrl)
{
	uint64_t now = tmr_jiffies();
	uint64_t at = wheel.now + 1;

	(void)tmrl;
	if (!wheel.count)
		return 0;

	while (at <= wheel.now + SLOTS) {
		uint64_t word = wheel.used[at % SLOTS / BITS] >> (at % BITS);

		if (word) {
			at += (uint64_t)__builtin_ctzll(word);
			return at > now ? at - now : 1;
		}
		at += BITS - at % BITS;
	}

	return 1;
}

static void fire(struct list *due)
{
	while (due->head) {
		struct tmr *tmr = due->head->data;
		tmr_h *th = tmr->th;

		list_unlink(&tmr->le);
		tmr->th = NULL;
		wheel.count--;
		if (th)
			th(tmr->arg);
	}
}

static void serve(uint64_t at, uint64_t now)
{
	struct list *slot = &wheel.slotv[at % SLOTS];
	struct list due = LIST_INIT;
	struct le *le = slot->head;

	while (le) {
		struct tmr *tmr = le->data;

		le = le->next;
		if (tmr->jfs <= now) {
			list_unlink(&tmr->le);
			list_append(&due, &tmr->le, tmr);
		}
	}
	if (!slot->head)
		wheel.used[at % SLOTS / BITS] &= ~(UINT64_C(1) << (at % BITS));

	fire(&due);
}

void tmr_poll(struct list *tmrl)
{
	uint64_t now = tmr_jiffies();

	(void)tmrl;
	assert_owner();
	if (now - wheel.now > SLOTS)
		wheel.now = now - SLOTS;

	while (wheel.now < now) {
		uint64_t at = ++wheel.now;

		if (wheel.used[at % SLOTS / BITS] >> (at % BITS) & 1)
			serve(at, now);
	}
}

void tmr_debug(void)
{
}

int tmr_status(struct re_printf *pf, void *unused)
{
	(void)unused;
	return re_hprintf(pf, "%llu timers\n", (unsigned long long)wheel.count);
}
