/**
 * @file sip/timer.h  Timers whose cost does not grow with their number
 *
 * libre 1.1 keeps its timers in one sorted list, and each SIP transaction
 * parks one for 32 s, so starting a timer walks past thousands of others; it
 * also reads the wall clock, so that setting the clock stalls or fires them
 * all.  sip/timer.c defines the same functions, tmr_start() and its kin, over
 * a hashed wheel and CLOCK_MONOTONIC.  The program is linked with the static
 * library, whose own timers are then never pulled in.
 *
 * Timers belong to the one thread that runs the loop; this is asserted.
 */
#ifndef SIP_TIMER_H
#define SIP_TIMER_H

#include <stdint.h>

/** Make the calling thread the owner of all timers; none may be running */
void timer_init(void);

/** Number of timers that are running */
uint64_t timer_count(void);

#endif
