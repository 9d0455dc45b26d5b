/**
 * @file engine/house.h  What the configuration says, ready for use
 *
 * Trunks, the number file, menus, queues and seats as arrays that do not move
 * while the engine runs.
 */
#ifndef ENGINE_HOUSE_H
#define ENGINE_HOUSE_H

#include "call/policy.h"
#include "call/queue.h"
#include "call/seat.h"
#include "engine/prompt.h"
#include "engine/registrar.h"
#include "pack/config.h"

struct inbound;

/** A carrier's line */
struct trunk {
	const char *name; /**< Borrowed from the configuration */
	struct sa peer;
	bool any_port;
};

/** What answers a number */
struct menu {
	const struct prompt *prompt; /**< NULL: none */
	struct queue *otherwise;
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
};

/** A caller who goes before others */
struct priority {
	const char *caller; /**< Borrowed from the configuration */
	int priority;
};

struct house {
	const struct config *conf;
	struct prompts *prompts;
	struct trunk *trunkv;
	struct policy_tenant *tenantv;
	struct policy_number *numberv;
	struct policy policy;
	struct menu *menuv;
	struct queue *queuev;
	struct hall hall;
	struct queue_member *memberv; /**< Of all queues, one after another */
	struct queue_member **heapv;  /**< Room for as many */
	struct priority *priorityv;   /**< In the order of callers */
	struct desk *deskv;
	const struct prompt *notice;   /**< NULL: none */
	const struct prompt *ringback; /**< While waiting */
	bool record;
	int64_t clock; /**< Wall clock minus monotonic at start, ms */
};

/**
 * Set up the house
 *
 * @param hp    Set to it; free it with house_free()
 * @param conf  Stays the caller's, must live as long
 *
 * @return 0; ENOENT or EBADMSG with a sentence; ENOMEM
 */
int house_alloc(struct house **hp, const struct config *conf);

/** Free it; NULL is allowed */
void house_free(struct house *h);

/** The present instant: ms UTC, but of a clock that never jumps */
int64_t house_now(const struct house *h);

/** The trunk that an address belongs to; NULL if none */
const struct trunk *house_trunk(const struct house *h, const struct sa *from);

/** A caller's priority who calls a number, 0 to QUEUE_PRIORITIES - 1 */
int house_priority(const struct house *h, const char *caller,
		   const struct policy_number *number);

/** True if a seat may be paused for a reason: one that is listed, or any if
 *  none are */
bool house_may_pause(const struct house *h, const char *reason);

/** A queue by name, NULL if there is none */
struct queue *house_queue(const struct house *h, const char *name);

/** The desk whose seat or station has a name; NULL if none */
struct desk *house_desk(const struct house *h, const char *name);

#endif
