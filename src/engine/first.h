/**
 * @file engine/first.h  Threads that come before every other program
 *
 * Of the class SCHED_FIFO: a packet does not wait for the next tick while
 * another program has its turn.
 */
#ifndef ENGINE_FIRST_H
#define ENGINE_FIRST_H

#include <pthread.h>

/** Before all others, and the later ones before the earlier: calls that go on
 *  before calls that begin */
enum first {
	FIRST_SIP = 1,
	FIRST_RECORDER, /**< What is placed is taken before there is more */
	FIRST_SOUND,
};

/**
 * Let a thread come first, but none that it starts
 *
 * @return 0, or the errno if the system does not allow it
 */
int first_come(pthread_t thread, enum first first);

#endif
