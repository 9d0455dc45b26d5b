/**
 * @file engine/inbound.h  Inbound calls, from INVITE to the closed record
 *
 * Each call is a struct call (call/call.h) with its legs, streams and
 * recording.  Whatever happens becomes a signal; the table of moves says what
 * is done.  All of it runs on the loop.
 *
 * Nothing is said before it is on disk: a call is answered once its record is
 * opened, a breach is refused once it is recorded, and the caller's BYE is
 * answered or sent once the record is closed.  A seat is told at once that a
 * call is over, so that the next one does not find it busy.
 */
#ifndef ENGINE_INBOUND_H
#define ENGINE_INBOUND_H

#include "call/board.h"
#include "engine/house.h"
#include "engine/media.h"
#include "engine/records.h"
#include "sip/ua.h"

struct inbound;

/** What calls are made of; all borrowed, must outlive it */
struct inbound_conf {
	struct ua *ua;
	struct house *house;
	struct registrar *registrar;
	struct media *media;
	struct recorder *recorder;
	struct records *records;
	call_event_h *eventh;
	void *arg; /**< Of the event handler */
};

/** Told once the last call is gone after inbound_drain() */
typedef void inbound_idle_h(void *arg);

/** Begin; announces seats and queues as events; 0 or ENOMEM */
int inbound_alloc(struct inbound **ip, const struct inbound_conf *conf);

/**
 * Free it; NULL is allowed
 *
 * Media and recorder must have stopped, records not.  Calls that are left are
 * hung up as well as can be; their records are closed by the next start.
 */
void inbound_free(struct inbound *in);

/** A new INVITE came in */
void inbound_invite(struct inbound *in, const struct sip_msg *msg);

/** A REFER outside any call: there is nothing that it could move */
void inbound_refer(struct inbound *in, const struct sip_msg *msg);

/** A station registered until an instant, or went (0) */
void inbound_station(struct desk *desk, int64_t until);

/**
 * Pause a seat, or have it take calls again
 *
 * @param queue   Of which it takes no calls; NULL: of none
 * @param reason  Of the pause
 *
 * @return 0; ENOENT if it is not in the queue; EINVAL if the configuration
 *         lists reasons and this is not one
 */
int inbound_pause(struct inbound *in, struct desk *desk, const char *queue,
		  bool paused, const char *reason);

/** End a seat's wrap-up, or have it last so many ms from now; EPROTO if it has
 *  none */
int inbound_wrap_up(struct inbound *in, struct desk *desk, int64_t more);

/** Something happened on a stream; owner as given to stream_open() */
void inbound_media(const struct media_event *event, void *owner);

/** Recordings are done: take them from the recorder */
void inbound_recordings(struct inbound *in);

/** Take no new calls; h is told when the last one is gone */
void inbound_drain(struct inbound *in, inbound_idle_h *h, void *arg);

/** End all calls now */
void inbound_shut_down(struct inbound *in);

/** A desk is about to be replaced: what it has not told yet is told */
void inbound_desk_leaves(struct desk *desk);

/** The house is another: say what there is */
void inbound_rehoused(struct inbound *in);

#endif
