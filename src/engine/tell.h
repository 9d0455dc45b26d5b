/**
 * @file engine/tell.h  Telling callers who wait where they stand
 */
#ifndef ENGINE_TELL_H
#define ENGINE_TELL_H

struct incall;

/** The caller waits in a queue: plan what is told next, if anything */
void tell_plan(struct incall *c);

#endif
