/**
 * @file ledger/ticket.h  Complaints (F-19)
 *
 * A ticket has a number, says where the complaint came from, until when it is
 * to be answered, and what came of it.  The call it is about is held from then
 * on; closing the ticket leaves the hold, because the complainant may go
 * further, until somebody releases it.
 */
#ifndef LEDGER_TICKET_H
#define LEDGER_TICKET_H

#include "call/word.h"
#include "ledger/desk.h"

/** Days until an answer is due: the Measures for the handling of telecom users'
 *  complaints give the operator 15; for 12321 not confirmed */
#define TICKET_DAYS 15

/** Where complaints come from: 12321, carrier, user */
extern const struct words ticket_sources;

/** A complaint; borrowed */
struct ticket {
	int64_t id;
	int64_t at;
	const char *who;       /**< Took it in */
	const char *source;    /**< Of ticket_sources */
	const char *reference; /**< Number it has there, or "" */
	const char *number;    /**< Of the complainant, or "" */
	int64_t call;	       /**< It is about, or 0 */
	const char *text;
	int64_t due;	/**< Answered before, ms UTC; 0: the default */
	int64_t closed; /**< When, or 0 */
	const char *closed_by;
	const char *outcome;
};

/** Handles a complaint */
typedef int ticket_h(const struct ticket *ticket, void *arg);

/**
 * Take a complaint in, and hold its call
 *
 * @param ticket  source and text; reference, number, call and due may be NULL
 *                or 0
 * @param idp     Set to its number
 *
 * @return 0; EINVAL with a sentence; ENOENT if the call is not there; EBUSY;
 *         EIO
 */
int ticket_add(struct db *desk, struct db *calls,
	       const struct desk_person *person, const struct ticket *ticket,
	       int64_t *idp);

/** Close it; ENOENT; EEXIST if it is closed */
int ticket_close(struct db *desk, const struct desk_person *person, int64_t id,
		 const char *outcome);

/** Hand out complaints: the open ones by the day they are due, then, if all are
 *  wanted, the closed ones, newest first */
int ticket_each(struct db *desk, bool all, ticket_h *h, void *arg);

#endif
