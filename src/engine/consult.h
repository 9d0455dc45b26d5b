/**
 * @file engine/consult.h  A seat asks another about the call that it has
 *
 * The one call that a station may make: to a seat or a queue that could take
 * the call which it is connected with, and only while it is.  It is answered at
 * once, the other seat rings, or it waits in the queue as any caller, but leads
 * nowhere from there, and it is recorded and on record as any call, with the
 * direction "internal".  It ends with the seat's part in the call it is about,
 * or becomes an attended transfer: REFER with Replaces (RFC 3891) within that
 * call gives the caller to the other seat.
 */
#ifndef ENGINE_CONSULT_H
#define ENGINE_CONSULT_H

#include <stdbool.h>

#include "engine/house.h"
#include "sip/compat.h"

struct incall;

/** Whom a seat asks: another, or one of a queue; neither: nobody of ours */
struct consult_whom {
	struct desk *desk;
	struct queue *queue;
};

/** Whom a name means: of a seat, a station or a queue */
struct consult_whom consult_whom(const struct house *house, const char *name);

/** True if a seat may ask now; from may be NULL */
bool consult_may(const struct house *house, const struct desk *from,
		 const struct consult_whom *whom);

/** Take its INVITE */
void consult_begin(struct inbound *in, const struct sip_msg *msg,
		   struct desk *from, const struct consult_whom *whom);

/** The question about a call that a Replaces names, by its dialog; NULL: none
 *  is */
struct incall *consult_find(const struct incall *c, const struct pl *replaces);

/** End the question about a call, if there is one */
void consult_end(struct incall *c);

/** A call, or the question about it, is going: they part */
void consult_forget(struct incall *c);

#endif
