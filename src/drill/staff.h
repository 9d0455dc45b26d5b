/**
 * @file drill/staff.h  Seats that answer by themselves
 *
 * One process staffs as many seats as wanted: each registers, answers what
 * rings, speaks, and hangs up.
 */
#ifndef DRILL_STAFF_H
#define DRILL_STAFF_H

#include <stddef.h>
#include <stdint.h>

/** What to do; text is borrowed */
struct staff_options {
	const char *config;	  /**< The engine's configuration file */
	const char *const *seatv; /**< Names of seats */
	size_t seatc;
	int64_t answer_ms; /**< Rings so long */
	int64_t talk_ms;   /**< Talks so long; 0: until the caller hangs up */
	int64_t calls;	   /**< Leave after so many; 0: on SIGINT or SIGTERM */

	/** A line for people, in their language, without line end */
	void (*said)(const char *line, void *arg);
	void *arg;
};

/** What came of it */
struct staff_summary {
	size_t seats;
	size_t registered; /**< Were at least once */
	size_t calls;	   /**< Rang */
	size_t answered;
	size_t lost; /**< Answered, but neither side hung up */
};

/**
 * Staff seats until it is enough
 *
 * Opens and closes the SIP loop: once per process.
 *
 * @return 0; ENOENT if there is no such seat; EINVAL; errors of the file
 */
int staff_run(const struct staff_options *options,
	      struct staff_summary *summary);

#endif
