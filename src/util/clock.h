/**
 * @file util/clock.h  What time it is
 *
 * The one place that asks the system for the wall clock on behalf of dossiers
 * and papers.  CALLPERMIT_NOW=2026-03-02T09:00 (China time) fixes it, so that
 * tests and repeated prints give the same bytes.
 */
#ifndef UTIL_CLOCK_H
#define UTIL_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "util/date.h"

/** Read CALLPERMIT_NOW; call once at start; EINVAL if it does not parse */
int clock_init(void);

/** Let it be noon of a day in China from now on, until clock_init() */
void clock_fix(struct date day);

/** The present instant in milliseconds UTC since 1970 */
int64_t clock_now(void);

/** True if that was fixed */
bool clock_is_fixed(void);

/** Today in China */
struct date clock_today(void);

/** Milliseconds of a clock that never jumps, for durations and timers */
int64_t clock_mono(void);

/** Like clock_mono(), but it goes on while the machine sleeps */
int64_t clock_boot(void);

/** Like clock_mono(), in microseconds, for measurements */
int64_t clock_mono_us(void);

#endif
