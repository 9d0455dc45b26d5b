/**
 * @file engine/callback.h  Calling back a user who agreed: the gate in use
 *
 * Besides engine/ring.h, which rings seats, this is the only way a call leaves
 * the engine, and the only one to a trunk.  It is shut unless the number file
 * opens the number (call_back: true), and then asks the gate (call/gate.h) for
 * each call.  What was asked and what the gate said is on record in either
 * case, and the record of a call that may be made is on disk before the first
 * packet is sent.
 *
 * The seat is rung first.  Once it has answered, the user is: at the number of
 * the voucher, on the trunk of our number, which is shown to him.  He is
 * recorded from the moment he answers, hears the notice, and is connected.
 *
 * All of it runs on the loop, but for reading and writing the records.
 */
#ifndef ENGINE_CALLBACK_H
#define ENGINE_CALLBACK_H

#include "call/call.h"
#include "call/gate.h"
#include "engine/inbound.h"

struct callbacks;
struct callback;
struct incall;

/** Who wants to call whom; all texts are copied */
struct callback_request {
	int64_t consent;	 /**< Voucher: a row of consent in calls.db */
	const char *number;	 /**< Of ours, to be shown                  */
	const char *to;		 /**< The user's                            */
	const char *purpose;	 /**< "call-back" or "consultation"         */
	const char *asked_by;	 /**< Person or seat                        */
	const char *approved_by; /**< Another person; "": nobody            */
	int64_t approved_at;	 /**< ms UTC, 0: not                        */
	const char *seat;	 /**< That is to talk                       */
};

/** What became of a request */
struct callback_answer {
	enum gate_reason reason;
	int err;      /**< Not 0: it could not be put on record, no call */
	int64_t id;   /**< Row of call_back */
	int64_t call; /**< Id of the call, 0 unless the gate is open */
};

/** Told once the answer is on disk, and before anything is sent */
typedef void callback_h(const struct callback_answer *answer, void *arg);

/** Begin, and say in the log which numbers are open; 0 or ENOMEM */
int callbacks_alloc(struct callbacks **cbp, struct inbound *in);

/** Free it, after the records have stopped; NULL is allowed */
void callbacks_free(struct callbacks *cb);

/**
 * Ask for a call-back
 *
 * @param h  Told of the answer, unless an error is returned or the engine ends
 *
 * @return 0; EINVAL for a missing or overlong text or an unknown purpose;
 *         ENOENT if there is no such seat, EPERM if it is another tenant's,
 *         EBUSY if it is not free or the engine stops; ENOMEM
 */
int callbacks_ask(struct callbacks *cb, const struct callback_request *request,
		  callback_h *h, void *arg);

/** What the moves of call/call.h ask for: ring the user, greet him */
void callback_reach(struct incall *c);
void callback_greet(struct incall *c);

/** His side ended with a status: what that means for the call.  A user who is
 *  busy, away or unwilling is one thing, a carrier that refuses another. */
enum call_signal callback_failed(struct callback *cb, uint16_t status);

/** That status, 0: none */
int callback_status(const struct callback *cb);

/** Free a call's part; NULL is allowed */
void callback_free(struct callback *cb);

#endif
