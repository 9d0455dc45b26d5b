/**
 * @file call/call.c  The states of an inbound call
 */
#include "call/call.h"

#include <string.h>

#include "util/util.h"

/* clang-format off */
static const struct word states[CALL_STATE_COUNT] = {
	[CALL_OFFERED]    = { "offered",    "呼入",   "offered"    },
	[CALL_ANNOUNCING] = { "announcing", "播放提示", "announcing" },
	[CALL_QUEUED]     = { "queued",     "排队",   "queued"     },
	[CALL_RINGING]    = { "ringing",    "振铃",   "ringing"    },
	[CALL_BRIDGED]    = { "bridged",    "通话",   "talking"    },
	[CALL_MENU]       = { "menu",       "语音菜单", "menu"       },
	[CALL_DIALLING]   = { "dialling",   "直拨座席", "ringing by number" },
	[CALL_MESSAGE]    = { "message",    "留言",   "leaving a message" },
	[CALL_CONSENT]    = { "consent",    "录制同意", "giving consent" },
	[CALL_FETCHING]   = { "fetching",   "回呼振铃座席",
			      "fetching a seat" },
	[CALL_REACHING]   = { "reaching",   "回呼振铃用户",
			      "reaching a user" },
	[CALL_ENDED]      = { "ended",      "已结束", "ended"      },
};

const struct words call_states = { "call state", states, CALL_STATE_COUNT };

const struct call_limits call_default_limits = {
	.offered    = 34000, /* 64 T1 are for the caller to confirm */
	.announcing = 120000,
	.queued     = 180000,
	.ringing    = 15000,
	.bridged    = INT64_C(4) * 3600 * 1000,
	.menu       = 600000,
	.message    = 120000,
	.consent    = 20000,
	.fetching   = 20000,
	.reaching   = 60000,
};

#define OFFERED    CALL_OFFERED
#define ANNOUNCING CALL_ANNOUNCING
#define QUEUED     CALL_QUEUED
#define RINGING    CALL_RINGING
#define BRIDGED    CALL_BRIDGED
#define MENU       CALL_MENU
#define DIALLING   CALL_DIALLING
#define MESSAGE    CALL_MESSAGE
#define CONSENT    CALL_CONSENT
#define FETCHING   CALL_FETCHING
#define REACHING   CALL_REACHING

/* Moves from state to state */
#define GO(from, on, to, action) \
	{ from, CALL_##on, to, CALL_DO_##action, RESULT_OPEN, PARTY_NONE }
/* Moves after which the call counts as more than one that was given up */
#define NOTE(from, on, to, action, result) \
	{ from, CALL_##on, to, CALL_DO_##action, RESULT_##result, PARTY_NONE }
/* From where a caller may be sent to any place */
#define ANY_PLACE(from) \
	GO( from, TO_QUEUE,   QUEUED,     QUEUE), \
	GO( from, TO_MENU,    MENU,       MENU), \
	GO( from, TO_PROMPT,  ANNOUNCING, PLAY), \
	GO( from, TO_SEAT,    DIALLING,   DIAL), \
	GO( from, TO_MESSAGE, MESSAGE,    RECORD), \
	GO( from, TO_CONSENT, CONSENT,    RECORD)
/* Moves that end the call */
#define END(from, on, result, party) \
	{ from, CALL_##on, CALL_ENDED, CALL_DO_RELEASE, \
	  RESULT_##result, PARTY_##party }

static const struct call_move moves[] = {
	GO( OFFERED,    ACCEPTED,      ANNOUNCING, PLAY),
	END(OFFERED,    REFUSE,        REFUSED,   ENGINE),
	/* he was told all before the answer */
	END(OFFERED,    TO_END,        SERVED,    ENGINE),
	END(OFFERED,    CALLER_HUNG_UP, ABANDONED, CALLER),
	END(OFFERED,    CALLER_LOST,   ABANDONED, CALLER),
	END(OFFERED,    TIME_UP,       FAILED,    ENGINE),
	END(OFFERED,    FAULT,         FAILED,    ENGINE),
	END(OFFERED,    SHUTDOWN,      FAILED,    ENGINE),

	ANY_PLACE(ANNOUNCING),
	END(ANNOUNCING, TO_END,        SERVED,    ENGINE),
	END(ANNOUNCING, TIME_UP,       FAILED,    ENGINE),
	END(ANNOUNCING, CALLER_HUNG_UP, ABANDONED, CALLER),
	END(ANNOUNCING, CALLER_LOST,   ABANDONED, CALLER),
	END(ANNOUNCING, FAULT,         FAILED,    ENGINE),
	END(ANNOUNCING, SHUTDOWN,      FAILED,    ENGINE),
	/* of a call-back: the seat is there before the user */
	END(ANNOUNCING, SEAT_HUNG_UP,  ABANDONED, SEAT),
	END(ANNOUNCING, SEAT_LOST,     ABANDONED, SEAT),

	GO( OFFERED,    BACK,          FETCHING,   RING),
	GO( FETCHING,   SEAT_ANSWERED, REACHING,   REACH),
	END(FETCHING,   SEAT_REFUSED,  ABANDONED, SEAT),
	END(FETCHING,   SEAT_HUNG_UP,  ABANDONED, SEAT),
	END(FETCHING,   SEAT_LOST,     ABANDONED, SEAT),
	END(FETCHING,   CALLER_HUNG_UP, ABANDONED, CALLER),
	END(FETCHING,   CALLER_LOST,   ABANDONED, CALLER),
	END(FETCHING,   TIME_UP,       TIMEOUT,   ENGINE),
	END(FETCHING,   FAULT,         FAILED,    ENGINE),
	END(FETCHING,   SHUTDOWN,      FAILED,    ENGINE),

	GO( REACHING,   ACCEPTED,      ANNOUNCING, GREET),
	END(REACHING,   SEAT_HUNG_UP,  ABANDONED, SEAT),
	END(REACHING,   SEAT_LOST,     ABANDONED, SEAT),
	END(REACHING,   CALLER_HUNG_UP, ABANDONED, CALLER),
	END(REACHING,   CALLER_LOST,   ABANDONED, CALLER),
	END(REACHING,   TIME_UP,       TIMEOUT,   ENGINE),
	END(REACHING,   FAULT,         FAILED,    ENGINE),
	END(REACHING,   SHUTDOWN,      FAILED,    ENGINE),

	ANY_PLACE(MENU),
	END(MENU,       TO_END,        SERVED,    ENGINE),
	END(MENU,       TIME_UP,       TIMEOUT,   ENGINE),
	END(MENU,       CALLER_HUNG_UP, ABANDONED, CALLER),
	END(MENU,       CALLER_LOST,   ABANDONED, CALLER),
	END(MENU,       FAULT,         FAILED,    ENGINE),
	END(MENU,       SHUTDOWN,      FAILED,    ENGINE),

	GO( DIALLING,   SEAT_ANSWERED, BRIDGED,    BRIDGE),
	GO( DIALLING,   SEAT_REFUSED,  MENU,       RESUME),
	GO( DIALLING,   SEAT_HUNG_UP,  MENU,       RESUME),
	GO( DIALLING,   SEAT_LOST,     MENU,       RESUME),
	GO( DIALLING,   TIME_UP,       MENU,       RESUME),
	END(DIALLING,   CALLER_HUNG_UP, ABANDONED, CALLER),
	END(DIALLING,   CALLER_LOST,   ABANDONED, CALLER),
	END(DIALLING,   FAULT,         FAILED,    ENGINE),
	END(DIALLING,   SHUTDOWN,      FAILED,    ENGINE),

	NOTE(MESSAGE,   SAID,          ANNOUNCING, THANK, MESSAGE),
	NOTE(MESSAGE,   TIME_UP,       ANNOUNCING, THANK, MESSAGE),
	END(MESSAGE,    CALLER_HUNG_UP, MESSAGE,  CALLER),
	END(MESSAGE,    CALLER_LOST,   MESSAGE,   CALLER),
	END(MESSAGE,    FAULT,         MESSAGE,   ENGINE),
	END(MESSAGE,    SHUTDOWN,      MESSAGE,   ENGINE),

	GO( CONSENT,    SAID,          ANNOUNCING, THANK),
	GO( CONSENT,    TIME_UP,       ANNOUNCING, THANK),
	END(CONSENT,    CALLER_HUNG_UP, SERVED,   CALLER),
	END(CONSENT,    CALLER_LOST,   ABANDONED, CALLER),
	END(CONSENT,    FAULT,         FAILED,    ENGINE),
	END(CONSENT,    SHUTDOWN,      FAILED,    ENGINE),

	ANY_PLACE(QUEUED),
	END(QUEUED,     TO_END,        TIMEOUT,   ENGINE),
	NOTE(QUEUED,    KEPT,          ANNOUNCING, PLAY, HELD),
	GO( QUEUED,     SEAT_PICKED,   RINGING,    RING),
	GO( QUEUED,     MOVED,         QUEUED,     MOVE),
	END(QUEUED,     QUEUE_FULL,    FULL,      ENGINE),
	END(QUEUED,     QUEUE_EMPTY,   UNSTAFFED, ENGINE),
	END(QUEUED,     TIME_UP,       TIMEOUT,   ENGINE),
	END(QUEUED,     CALLER_HUNG_UP, ABANDONED, CALLER),
	END(QUEUED,     CALLER_LOST,   ABANDONED, CALLER),
	END(QUEUED,     FAULT,         FAILED,    ENGINE),
	END(QUEUED,     SHUTDOWN,      FAILED,    ENGINE),

	GO( RINGING,    SEAT_ANSWERED, BRIDGED,    BRIDGE),
	GO( RINGING,    SEAT_REFUSED,  QUEUED,     REQUEUE),
	GO( RINGING,    SEAT_HUNG_UP,  QUEUED,     REQUEUE),
	GO( RINGING,    SEAT_LOST,     QUEUED,     REQUEUE),
	GO( RINGING,    TIME_UP,       QUEUED,     REQUEUE),
	END(RINGING,    CALLER_HUNG_UP, ABANDONED, CALLER),
	END(RINGING,    CALLER_LOST,   ABANDONED, CALLER),
	END(RINGING,    FAULT,         FAILED,    ENGINE),
	END(RINGING,    SHUTDOWN,      FAILED,    ENGINE),

	GO( BRIDGED,    SEAT_LOST,     QUEUED,     REQUEUE),
	GO( BRIDGED,    GIVEN,         RINGING,    GIVE),
	GO( BRIDGED,    MOVED,         QUEUED,     MOVE),
	END(BRIDGED,    SEAT_HUNG_UP,  ANSWERED,  SEAT),
	END(BRIDGED,    CALLER_HUNG_UP, ANSWERED, CALLER),
	END(BRIDGED,    CALLER_LOST,   ANSWERED,  CALLER),
	END(BRIDGED,    TIME_UP,       ANSWERED,  ENGINE),
	END(BRIDGED,    FAULT,         ANSWERED,  ENGINE),
	END(BRIDGED,    SHUTDOWN,      ANSWERED,  ENGINE),
};
/* clang-format on */

void call_init(struct call *call, int64_t id, const char *caller,
	       const char *called, int64_t now)
{
	memset(call, 0, sizeof(*call));
	call->state = CALL_OFFERED;
	call->since = now;
	call->record.id = id;
	call->record.start = now;
	record_put(call->record.caller, RECORD_NUMBER, caller);
	record_put(call->record.called, RECORD_NUMBER, called);
}

const struct call_move *call_move(enum call_state from, enum call_signal on)
{
	for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
		if (moves[i].from == from && moves[i].on == on)
			return &moves[i];
	}

	return NULL;
}

/* Adds the time spent in the state that is being left */
static void leave(struct call *call, int64_t now)
{
	struct record *r = &call->record;

	if (call->state == CALL_QUEUED || call->state == CALL_RINGING) {
		r->wait_ms += now - call->since;
		call->waited += now - call->since;
	}
	if (call->state == CALL_BRIDGED)
		r->talk_ms += now - call->since;
}

static void note_first(int64_t *instantp, int64_t now)
{
	if (!*instantp)
		*instantp = now;
}

static void enter(struct call *call, const struct call_move *m, int64_t now)
{
	struct record *r = &call->record;

	if (m->to == CALL_ANNOUNCING)
		note_first(&r->answer, now);
	if (m->to == CALL_QUEUED)
		note_first(&r->queued, now);
	if (m->action == CALL_DO_QUEUE || m->action == CALL_DO_MOVE ||
	    m->from == CALL_BRIDGED)
		call->waited = 0;
	if (m->to == CALL_BRIDGED)
		note_first(&r->bridge, now);
	if (m->to != CALL_ENDED && m->result)
		call->outcome = m->result;
	if (m->to == CALL_ENDED) {
		r->end = now;
		r->result = r->bridge	    ? RESULT_ANSWERED
			    : call->outcome ? call->outcome
					    : m->result;
		r->hung_up = m->party;
	}

	call->state = m->to;
	call->since = now;
}

const struct call_move *call_step(struct call *call, enum call_signal on,
				  int64_t now)
{
	const struct call_move *m = call_move(call->state, on);

	if (!m)
		return NULL;

	now = now < call->since ? call->since : now;
	leave(call, now);
	enter(call, m, now);
	return m;
}

int64_t call_time_left(const struct call *call,
		       const struct call_limits *limits, int64_t now)
{
	const int64_t limit[CALL_STATE_COUNT] = {
		[CALL_OFFERED] = limits->offered,
		[CALL_ANNOUNCING] = limits->announcing,
		[CALL_QUEUED] = limits->queued,
		[CALL_RINGING] = limits->ringing,
		[CALL_BRIDGED] = limits->bridged,
		[CALL_MENU] = limits->menu,
		[CALL_DIALLING] = limits->ringing,
		[CALL_MESSAGE] = limits->message,
		[CALL_CONSENT] = limits->consent,
		[CALL_FETCHING] = limits->fetching,
		[CALL_REACHING] = limits->reaching,
		[CALL_ENDED] = -1,
	};
	int64_t left = limit[call->state];

	if (call_is_over(call))
		return -1;
	if (call->state == CALL_QUEUED)
		left -= call->waited;

	left -= now > call->since ? now - call->since : 0;
	return left > 0 ? left : 0;
}

bool call_is_over(const struct call *call)
{
	return call->state == CALL_ENDED;
}
