/**
 * @file call/policy.h  Who may call what
 *
 * A call comes in from a trunk to a number of the number file, or it does not
 * come in at all.  A station may call nobody: an attempt to reach the outside
 * is refused and recorded as a breach (MIIT letter 2020-81 and the terms of
 * the licence: service B24 is filed as inbound only).  The decision is the
 * first row of a table whose condition holds.
 */
#ifndef CALL_POLICY_H
#define CALL_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/word.h"
#include "util/date.h"

struct traffic;

/** Who sent the INVITE, told by address and registration, never by its text */
enum policy_peer { PEER_UNKNOWN, PEER_TRUNK, PEER_STATION };

#define PEER_COUNT (PEER_STATION + 1)

/** Why a call was let in or refused */
enum policy_reason {
	POLICY_INBOUND,	      /**< Let in                                */
	POLICY_UNKNOWN_PEER,  /**< Neither a trunk nor one of our seats   */
	POLICY_OUTBOUND,      /**< A station called outside: a breach    */
	POLICY_INTERNAL,      /**< A station called another              */
	POLICY_CONSULTATION,  /**< It does so for the call that it has   */
	POLICY_UNLISTED,      /**< The called number is not in the file  */
	POLICY_WRONG_TRUNK,   /**< The number belongs to another trunk   */
	POLICY_NOT_INBOUND,   /**< The number is not opened for inbound  */
	POLICY_UNVERIFIED,    /**< The tenant's papers were not verified */
	POLICY_CONTRACT_OVER, /**< The tenant's contract has ended       */
	POLICY_BLOCKED,	      /**< The caller is on the blocked list     */
	POLICY_NOT_ALLOWED,   /**< The number serves a list of callers   */
	POLICY_BEYOND_LEASE,  /**< The tenant has as many calls as leased */
	POLICY_STOPPED,	      /**< Abnormal traffic: call/traffic.h      */
};

#define POLICY_REASON_COUNT (POLICY_STOPPED + 1)

/** A tenant, as far as policy cares; text is borrowed from the configuration */
struct policy_tenant {
	const char *name;
	struct date verified;	    /**< Year 0: never     */
	struct date contract_until; /**< Year 0: no end    */
	size_t calls;		    /**< At present */
	size_t calls_max;	    /**< Leased; 0: no limit */
};

/** Numbers; sorted with policy_list_sort(), text is borrowed */
struct policy_list {
	const char **numberv;
	size_t numberc;
};

/** One of our numbers, or a tenant's, that only some callers reach; text is
 *  borrowed */
struct policy_door {
	const char *number; /**< NULL: the tenant's numbers */
	const char *tenant; /**< NULL: the number */
	struct policy_list callers;
};

/** Doors that people shut while the engine runs */
struct policy_doors {
	struct policy_door *doorv;
	size_t doorc;
};

/** A row of the number file; text is borrowed from the configuration */
struct policy_number {
	const char *number;
	const char *trunk;
	const struct policy_tenant *tenant; /**< NULL: the licence holder's */
	size_t menu; /**< The engine's index of what answers */
	const struct policy_list *allowed; /**< Callers; NULL: everybody    */
	int priority;			   /**< Of its callers */
	bool inbound;
};

/** The number file */
struct policy {
	const struct policy_number *numberv;
	size_t numberc;
	const struct policy_number **indexv; /**< See policy_index(), or NULL */
	const struct policy_list *blocked;   /**< Callers; NULL: nobody */
	const struct traffic *traffic;	     /**< Says who is stopped; NULL */
};

/** What wants to come in */
struct policy_ask {
	enum policy_peer peer;
	const char *trunk; /**< Name, if the peer is a trunk            */
	const char *from;  /**< User part of From, may be NULL          */
	const char *to;	   /**< User part of the request URI            */
	bool to_seat;	   /**< It names one of our own seats or queues */
	bool consults;	   /**< One that may take the call that this station
				has at present */
	int64_t now;	   /**< ms UTC                                  */
	int64_t steady;	   /**< By a clock that never jumps, 0: the same */
	const struct policy_list *barred; /**< Callers that people block while
					       the engine runs, or NULL */
	const struct policy_doors *doors; /**< Likewise, or NULL */
};

/** What becomes of it */
struct policy_ruling {
	bool allowed;
	bool breach; /**< To be kept as a breach */
	enum policy_reason reason;
	int status;			    /**< SIP status, 0 if allowed */
	const char *phrase;		    /**< SIP reason phrase, ASCII */
	const struct policy_number *number; /**< Row that was found, or NULL */
};

extern const struct words policy_reasons;

/** Have numbers found without a look at each: room for as many pointers, which
 *  are the policy's from now on */
void policy_index(struct policy *policy, const struct policy_number **indexv);

/** Find a number in the file; "+86" and "0086" in front do not count */
const struct policy_number *policy_find(const struct policy *policy,
					const char *number);

/** A number without the country code of China, "+86" or "0086"; a part of it */
const char *policy_national(const char *number);

/** True if two texts are the same number, with or without country code; no
 *  number is like no other */
bool policy_same_number(const char *a, const char *b);

/** True if a tenant's papers were verified, today or before; of the licence
 *  holder's own (NULL) none are wanted */
bool policy_is_verified(const struct policy_tenant *tenant, int64_t now);

/** True if a tenant's contract ended before today in China; NULL has none */
bool policy_is_over(const struct policy_tenant *tenant, int64_t now);

/** Days that a contract goes on after today in China, negative once it is
 *  over; INT64_MAX if it has no end */
int64_t policy_days_left(const struct policy_tenant *tenant, int64_t now);

/** True if a tenant has as many calls as it leases; NULL has no limit */
bool policy_is_full(const struct policy_tenant *tenant);

/** Make a list ready to be searched */
void policy_list_sort(struct policy_list *list);

/** True if a number is on a list; NULL is an empty list, and "" and NULL are
 *  on none */
bool policy_list_has(const struct policy_list *list, const char *number);

/** True if a door is that of a row of the number file */
bool policy_door_is(const struct policy_door *door,
		    const struct policy_number *number);

/** Decide */
struct policy_ruling policy_rule(const struct policy *policy,
				 const struct policy_ask *ask);

/** What follows from a reason: status, phrase, breach; number is NULL */
struct policy_ruling policy_outcome(enum policy_reason reason);

#endif
