/**
 * @file engine/transfer.h  A seat gives its call to another seat or a queue
 *
 * By REFER (RFC 3515).  A target is a seat's number or user, or the name of a
 * queue, at our own address; anything else would be a way out of the house, and
 * is a breach.  The one who gave the call is told how it goes (NOTIFY) and
 * keeps its leg, without sound, until another seat has taken the call, the
 * queue has it, or nobody took it.
 */
#ifndef ENGINE_TRANSFER_H
#define ENGINE_TRANSFER_H

#include <stdint.h>

#include "sip/leg.h"

struct incall;

/** Answer a REFER of the seat that has the call, and do it if it may be done */
void transfer_refer(struct incall *c, struct leg *leg,
		    const struct sip_msg *msg);

/** The transfer under way has ended: tell, and hang up; nothing if there is
 *  none */
void transfer_done(struct incall *c, uint16_t status, const char *reason);

#endif
