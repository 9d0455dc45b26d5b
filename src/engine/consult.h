/**
 * @file engine/consult.h  A seat asks another about the call that it has
 *
 * The one call that a station may make: to a seat that could take the call
 * which it is connected with, and only while it is.  It is answered at once,
 * the other seat rings, and it is recorded and on record as any call, with the
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

/** True if a seat may ask another now; either may be NULL */
bool consult_may(const struct desk *from, const struct desk *to);

/** Take its INVITE */
void consult_begin(struct inbound *in, const struct sip_msg *msg,
		   struct desk *from, struct desk *to);

/** The question about a call that a Replaces names, by its dialog; NULL: none
 *  is */
struct incall *consult_find(const struct incall *c, const struct pl *replaces);

/** End the question about a call, if there is one */
void consult_end(struct incall *c);

/** A call, or the question about it, is going: they part */
void consult_forget(struct incall *c);

#endif
