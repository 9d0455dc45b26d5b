/**
 * @file engine/house.h  What the configuration says, ready for use
 *
 * Trunks, the number file, menus, queues and seats as arrays that do not move
 * while the engine runs.
 */
#ifndef ENGINE_HOUSE_H
#define ENGINE_HOUSE_H

#include "call/menu.h"
#include "call/place.h"
#include "call/policy.h"
#include "call/queue.h"
#include "call/seat.h"
#include "call/speech.h"
#include "engine/prompt.h"
#include "engine/registrar.h"
#include "pack/calendar.h"
#include "pack/config.h"

struct inbound;

/** A carrier's line */
struct trunk {
	const char *name; /**< Borrowed from the configuration */
	struct sa peer;
	bool any_port;
	const char *user; /**< Of our account there, or NULL */
};

/** An announcement in each language; the Chinese one if there is no other */
struct phrase {
	const char *name; /**< Borrowed */
	const struct prompt *in[SPEECH_LANGUAGES];
};

/** Opening hours of a number, and where calls go outside them */
struct entry {
	const char *hours;  /**< Name; NULL: always open */
	const char *prompt; /**< Said first when closed; NULL: nothing */
	struct place closed;
	bool early; /**< Said before the answer */
};

/** Ways out of a queue; PLACE_NONE where there is none */
struct way_out {
	struct place overflow;
	struct place full;
	struct place empty;
	struct place exit;
	char exit_key; /**< 0: none */
	char hold_key; /**< 0: places are not kept */
	int64_t hold_after;
	int64_t hold_keep;
	bool hold_pin;
};

/** A seat and its station */
struct desk {
	struct seat seat; /**< First: a seat's desk is found by cast */
	struct station *station;
	struct tmr wake; /**< When the seat changes by the clock alone */
	struct record_breach flood; /**< Breaches without a row of their own */
	struct tmr flood_over;	    /**< Give them one */
	int64_t breach_at; /**< Behind this, ms UTC, rows may be written */
	struct inbound *in;
	struct desk *moved; /**< To the house after this one */
	bool gone;	    /**< There is none; it talks to the end */
	const char *tenant; /**< Who leases it, borrowed; NULL: nobody */
	enum config_srtp srtp;
};

/** A name of a desk: of its seat or its station */
struct desk_name {
	const char *name;
	struct desk *desk;
};

/** A caller who goes before others */
struct priority {
	const char *caller; /**< Borrowed from the configuration */
	int priority;
};

struct house {
	const struct config *conf;
	struct config *own;  /**< The same, if it goes with the house */
	unsigned generation; /**< Counted from the start, which is 0 */
	struct house *older; /**< Was replaced; calls may still use it */
	struct prompts *prompts;
	struct trunk *trunkv;
	struct policy_tenant *tenantv;
	struct policy_number *numberv;
	const struct policy_number **indexv; /**< Of the same */
	struct policy policy;
	struct policy_list *listv;
	struct traffic *traffic;
	struct menu *menuv;
	struct entry *entryv;	  /**< By number */
	struct way_out *way_outv; /**< By queue */
	struct phrase *phrasev;
	size_t phrasec;
	const char **seat_numberv; /**< Two of each seat: its id, its user */
	struct menu_numbers seat_numbers;
	struct calendar *calendar; /**< NULL: there are no hours */
	struct held_list held;
	struct queue *queuev;
	struct hall hall;
	struct queue_member *memberv; /**< Of all queues, one after another */
	struct queue_member **heapv;  /**< Room for as many */
	struct priority *priorityv;   /**< In the order of callers */
	struct desk *deskv;
	struct desk_name *namev; /**< Two of each desk, in their order */
	size_t namec;
	const char *notice;	       /**< Name of an announcement or NULL */
	const struct prompt *ringback; /**< While waiting */
	const struct prompt *hold;     /**< While put on hold */
	bool record;
	int64_t clock; /**< Wall clock minus monotonic at start, ms */
};

/**
 * Set up the house
 *
 * @param hp     Set to it; free it with house_free()
 * @param conf   Stays the caller's, must live as long
 * @param older  Before it: unchanged announcements are shared; NULL: none
 *
 * @return 0; ENOENT or EBADMSG with a sentence; ENOMEM
 */
int house_alloc(struct house **hp, const struct config *conf,
		const struct house *older);

/** Free it, and the older ones; NULL is allowed */
void house_free(struct house *h);

/** The present instant: ms UTC, but of a clock that never jumps: for timers and
 *  durations */
int64_t house_now(const struct house *h);

/** How far the wall clock is ahead of house_now(), ms: 0 unless it was set, or
 *  the machine slept, since the start */
int64_t house_shift(const struct house *h);

/** The present instant by the wall clock: for records, hours and contracts */
int64_t house_wall(const struct house *h);

/** The trunk that an address belongs to; NULL if none */
const struct trunk *house_trunk(const struct house *h, const struct sa *from);

/** The notice of who is called back, where recording.notice is silent */
#define HOUSE_NOTICE "recording-notice"

/** An announcement of the configuration or of speech_names by its name; NULL
 *  if there is none */
const struct prompt *house_prompt(const struct house *h, const char *name,
				  enum speech_language in);

/** True if hours are open now; NULL is always open */
bool house_is_open(const struct house *h, const char *hours);

/** A caller's priority who calls a number, 0 to QUEUE_PRIORITIES - 1 */
int house_priority(const struct house *h, const char *caller,
		   const struct policy_number *number);

/** True if a seat may be paused for a reason: one that is listed, or any if
 *  none are */
bool house_may_pause(const struct house *h, const char *reason);

/** True if a queue is this house's and not an older one's */
bool house_has(const struct house *h, const struct queue *queue);

/** A queue by name, NULL if there is none */
struct queue *house_queue(const struct house *h, const char *name);

/** True if what is somebody's (NULL: nobody's) may serve calls of a tenant, as
 *  a record names it */
bool house_serves(const char *owner, const char *tenant);

/** The tenant of a number, to be counted; NULL: the licence holder */
struct policy_tenant *house_tenant(const struct house *h,
				   const struct policy_number *number);

/** Whose a queue is, NULL: nobody's; borrowed */
const char *house_queue_tenant(const struct house *h, const char *queue);

/** The desk whose seat or station has a name; NULL if none */
struct desk *house_desk(const struct house *h, const char *name);

/** The desk of a seat by its number in the room; NULL if none */
struct desk *house_desk_by_seat(const struct house *h, const char *seat);

/** Told of a desk */
typedef void house_desk_h(struct desk *desk);

/** Free the older houses that no call can use that began with a generation or
 *  after it; see control_reload().  Of each desk h is told before. */
void house_forget(struct house *h, unsigned generation, house_desk_h *leaveh);

#endif
