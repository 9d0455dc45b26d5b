/**
 * @file engine/ending.h  Ends of calls that a station has not confirmed
 *
 * A seat may not know yet that its call is over: a CANCEL waits for the first
 * answer or crosses the 200, a BYE is lost and sent again.  If it were rung for
 * the next caller then, its telephone would be busy, and the seat would have
 * missed a call.  So it is not free before the telephone has confirmed, or has
 * not for so long that it may as well be tried.
 */
#ifndef ENGINE_ENDING_H
#define ENGINE_ENDING_H

#include <stdint.h>

struct desk;
struct inbound;
struct ending;

/**
 * Make the witness of a leg's end (struct leg_target in sip/leg.h)
 *
 * @param ep  Set to it; its reference goes with ending_begin(), or with
 *            mem_deref() if there was no leg
 *
 * @return 0 or ENOMEM
 */
int ending_alloc(struct ending **ep, struct inbound *in,
		 const struct desk *desk);

/** The leg was freed: its seat is not free as long as anybody refers to the
 *  witness, but not for ever */
void ending_begin(struct ending *e, struct desk *desk, int64_t now);

/** Those that come from now on change nothing */
void endings_forget(struct inbound *in);

#endif
