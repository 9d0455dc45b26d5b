/**
 * @file engine/first.c  Threads that come before every other program
 */
#include "engine/first.h"

#include <sched.h>

int first_come(pthread_t thread, enum first first)
{
	const struct sched_param param = { .sched_priority = (int)first };

	return pthread_setschedparam(thread, SCHED_FIFO | SCHED_RESET_ON_FORK,
				     &param);
}
