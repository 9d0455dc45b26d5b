/**
 * @file tests/bench/bench.h  What every bench needs: a clock, the median, and
 * an end if something fails
 */
#ifndef BENCH_H
#define BENCH_H

#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "util/err.h"

/* ms, by a clock nobody sets */
static inline double now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

/* us by the clock that the kernel stamps packets with */
static inline int64_t now_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Keep a thread or process to a core, 0 for the one that calls */
static inline void pin(pid_t tid, int core)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(core, &set);
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		(void)sched_setaffinity(tid, sizeof(set), &set);
}

/* What else runs here is to disturb as little as may be.  Where the kernel
 * shares time among sessions, niceness counts within one only. */
static inline void come_first(int nice)
{
	FILE *f = fopen("/proc/self/autogroup", "we");

	if (f) {
		(void)fprintf(f, "%d", nice);
		(void)fclose(f);
	}
	(void)setpriority(PRIO_PROCESS, 0, nice);
}

/* A thread, 0 the one that calls, before all that is not of this class, if the
 * system allows it: what the engine does with media.realtime */
static inline void sound_first(pid_t tid)
{
	const struct sched_param first = { .sched_priority = 1 };

	(void)sched_setscheduler(tid, SCHED_FIFO | SCHED_RESET_ON_FORK, &first);
}

static inline void come_last(void)
{
	come_first(0);
}

static inline void must(int err)
{
	if (err) {
		(void)fprintf(stderr, "bench: %s\n", err_text(err));
		abort();
	}
}

static inline int compare_double(const void *a, const void *b)
{
	const double *da = a;
	const double *db = b;

	return (*da > *db) - (*da < *db);
}

static inline double median(double *v, size_t c)
{
	qsort(v, c, sizeof(*v), compare_double);
	return v[c / 2];
}

#endif
