/**
 * @file engine/wish.h  Call-backs that somebody asks for and another approves
 *
 * What is asked for is a row of the table wish of calls.db and waits for a
 * supervisor.  Only his approval asks the gate (engine/callback.h); what it
 * refuses may be approved again, what it let through may not.
 */
#ifndef ENGINE_WISH_H
#define ENGINE_WISH_H

#include "engine/callback.h"

/** Told of a wish: 0 and its number, or why it is not on record */
typedef void wish_h(int err, int64_t id, void *arg);

/**
 * Put a wish on record
 *
 * @param request  approved_by and approved_at do not count
 *
 * @return 0; EINVAL for a missing or overlong text or an unknown purpose;
 *         ENOENT if there is no such seat, or the number is not in the file;
 *         ENOMEM
 */
int wish_add(struct callbacks *cb, const struct callback_request *request,
	     wish_h *h, void *arg);

/** What was decided; err is ENOENT if there is no such wish, EEXIST if it was
 *  let through before, or what
 *  callbacks_ask() returns, and why says it */
struct wish_answer {
	int err;
	const char *why;
	const struct callback_answer *gate; /**< NULL if it was not asked */
};

typedef void wish_approved_h(const struct wish_answer *answer, void *arg);

/** Approve a wish: the gate is asked; 0 or ENOMEM */
int wish_approve(struct callbacks *cb, int64_t id, const char *approved_by,
		 wish_approved_h *h, void *arg);

#endif
