/**
 * @file call/traffic.h  Traffic that is not as it should be (F-18)
 *
 * A rule counts over a sliding window, for each caller, number or seat, how
 * many events were hits, and out of how many; enough of them raise an alarm,
 * and may stop the caller or number for some time, or until it is released.
 * call/policy.h asks whether one is stopped.
 *
 * A window has TRAFFIC_SLOTS parts: it reaches back between all of it and one
 * part less.  Room is fixed: a key is looked for in a set of TRAFFIC_WAYS
 * entries, and takes the place of the one that was quiet longest.  So an event
 * costs the same whatever came before, and what is forgotten is counted too
 * low, never too high.
 */
#ifndef CALL_TRAFFIC_H
#define CALL_TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/record.h"
#include "call/word.h"

#define TRAFFIC_SLOTS 10
#define TRAFFIC_WAYS  4
#define TRAFFIC_STOPS 64

/** What a rule looks at */
enum traffic_kind {
	TRAFFIC_SHORT,	 /**< Short ones of the calls that a number answered */
	TRAFFIC_CALLER,	 /**< Calls of one caller                            */
	TRAFFIC_NUMBER,	 /**< Calls to one of our numbers                    */
	TRAFFIC_REFUSED, /**< Refused ones of all calls                      */
	TRAFFIC_BREACH,	 /**< Attempts of a seat to call outside             */
};

#define TRAFFIC_KINDS (TRAFFIC_BREACH + 1)

extern const struct words traffic_kinds;

/** A rule; times in ms */
struct traffic_rule {
	enum traffic_kind kind;
	int64_t window;	  /**< At least TRAFFIC_SLOTS */
	uint32_t count;	  /**< Hits, at least, for an alarm */
	uint32_t percent; /**< Of all, at least; 0: that is not asked */
	int64_t talk;	  /**< Shorter is short */
	int64_t stop;	  /**< The key is stopped so long; 0: an alarm only;
			       INT64_MAX: until it is released */
};

/** What can happen */
enum traffic_type {
	TRAFFIC_CAME,	   /**< A call was let in */
	TRAFFIC_TURNED,	   /**< A call was refused, but not for a stop */
	TRAFFIC_ENDED,	   /**< A call that was answered is over */
	TRAFFIC_CALLED_OUT /**< A seat tried to call outside */
};

/** Something that happened; texts may be NULL or "": not known */
struct traffic_event {
	int64_t at; /**< Of a clock that never jumps, ms */
	enum traffic_type type;
	const char *caller;
	const char *number;
	const char *seat;
	int64_t talk; /**< TRAFFIC_ENDED */
};

/** An alarm */
struct traffic_alarm {
	int64_t at;
	const struct traffic_rule *rule;
	const char *key; /**< Caller, number or seat; "" of all calls */
	uint32_t hits;
	uint32_t total;
	int64_t until; /**< Stopped until, or 0 */
};

/** Told of an alarm */
typedef void traffic_h(const struct traffic_alarm *alarm, void *arg);

struct traffic;

/** What usual practice would watch; no source was found for the thresholds, and
 *  none of them stops anything */
extern const struct traffic_rule traffic_defaults[TRAFFIC_KINDS];

/** Begin to watch; the rules are copied.  0 or ENOMEM */
int traffic_alloc(struct traffic **tp, const struct traffic_rule *rulev,
		  size_t rulec);

/** Free it; NULL is allowed */
void traffic_free(struct traffic *t);

/** Note an event; h is told of each alarm that it raises, once as long as the
 *  key stays above the limit, and again if it is when a stop has ended */
void traffic_note(struct traffic *t, const struct traffic_event *event,
		  traffic_h *h, void *arg);

/** True if a caller or a number is stopped; NULL watches nothing */
bool traffic_is_stopped(const struct traffic *t, const char *caller,
			const char *number, int64_t now);

/** Let a caller or number in again; false if it was not stopped */
bool traffic_release(struct traffic *t, const char *key, int64_t now);

/** What a rule has counted for a key at an instant; false: nothing is known of
 *  it */
bool traffic_look(const struct traffic *t, size_t rule, const char *key,
		  int64_t now, uint32_t *hitsp, uint32_t *totalp);

#endif
