/**
 * @file drill/station.h  The phone of one seat
 *
 * A station is a SIP endpoint of its own with its own port, as a phone on the
 * desk is.  It registers with the seat's user and secret, lets a call ring,
 * answers, sends its tone, and hangs up or waits.  Runs on the SIP loop.
 */
#ifndef DRILL_STATION_H
#define DRILL_STATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drill/caller.h"

struct station;

/** What a station saw of one call */
struct station_call {
	char caller[RECORD_NUMBER]; /**< User part of From */
	int64_t invite_us;
	int64_t ok_us;	   /**< Its 200 was sent */
	int64_t answer_us; /**< That was acknowledged */
	int64_t end_us;
	enum caller_end end;
	struct sound_figures rtp;
};

/** What was seen of a station */
struct station_log {
	char seat[RECORD_NAME];
	char user[RECORD_NAME];
	size_t tone;
	int64_t register_us;   /**< First REGISTER sent */
	int64_t registered_us; /**< 200, 0: not */
	int64_t fresh_us;      /**< The last 200 */
	uint16_t status;       /**< Of the last REGISTER */
	int64_t busy;	       /**< INVITEs refused 486, as it was in a call */
	struct station_call *callv;
	size_t callc;
};

/**
 * Whether the station is to hang up a call
 *
 * @param number  The caller's
 *
 * @return ms after the caller is heard, 0: the caller hangs up
 */
typedef int64_t station_talk_h(const char *number, void *arg);

/** How a transfer goes: 100 to 199 it is tried, 200 done, else refused */
typedef void station_refer_h(uint16_t status, void *arg);

/** What a station's line is doing */
enum station_phase { STATION_FREE, STATION_RINGING, STATION_TALKING };

/** Answers when station_answer() says so, not by itself */
#define STATION_BY_HAND INT64_C(-1)

/** Something changed: it registered, or a call began or ended */
typedef void station_h(struct station *station, void *arg);

/** What a station is; text is borrowed during station_alloc() */
struct station_conf {
	const struct sa *registrar;
	const struct sa *local; /**< Address for SIP and RTP, port 0 */
	const char *realm;
	const char *seat;
	const char *user;
	const char *secret;
	size_t index;
	int64_t answer_ms; /**< Rings so long, or STATION_BY_HAND */
	bool speaks; /**< Speech instead of a tone.  It then knows no tones
			  either: talk is counted from the answer, and silence
			  ends no call. */
	station_talk_h *talkh;
	station_refer_h *referh; /**< May be NULL */
	station_h *h;
	void *arg;
};

/**
 * Open a station and register it
 *
 * @param sp  Set to the station; free it with station_free()
 *
 * @return 0, EINVAL, ENOMEM or EIO
 */
int station_alloc(struct station **sp, const struct station_conf *conf);

/** Hang up, unregister and free; NULL is allowed */
void station_free(struct station *station);

/** Hang up what is going on, as the drill was stopped */
void station_stop(struct station *station);

/** Answer the call that rings; EPROTO if none does */
int station_answer(struct station *station);

/** End the call, or refuse it as busy if it rings; EPROTO if there is none */
int station_hang_up(struct station *station);

/** Put the call on hold, or take it back; EPROTO if there is none */
int station_hold(struct station *station, bool on);

/**
 * Give the call to a seat or queue (blind transfer)
 *
 * @param to  Its name, without the host
 *
 * @return 0; EPROTO if there is no call; EINVAL if that is no name
 */
int station_transfer(struct station *station, const char *to);

/** What its line is doing */
enum station_phase station_phase(const struct station *station);

/** True while it has the call on hold */
bool station_is_held(const struct station *station);

/** Register anew, as after a power cut, once; the first registration stays */
int station_register(struct station *station);

/** Unregister; the station stays otherwise */
void station_leave(struct station *station);

/** What was seen so far; borrowed until the station is freed */
const struct station_log *station_log(const struct station *station);

/** Its endpoint, to try to call outside from */
struct ua *station_ua(const struct station *station);

/** True while a call rings or talks */
bool station_is_busy(const struct station *station);

#endif
