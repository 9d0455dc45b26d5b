/**
 * @file engine/engine.h  The inbound call engine as a whole
 *
 * One SIP loop, media threads, a writer of recordings and a keeper of records
 * (design: src/README.md).  It takes calls in from trunks, plays, queues, rings
 * seats, connects and records; there is no way through it to the outside.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "call/board.h"
#include "pack/config.h"

struct callbacks;
struct engine;

/** Somebody who lives on the engine's loop, such as the HTTP server; handlers
 *  may be NULL */
struct engine_guest {
	call_event_h *eventh; /**< Told of every event */
	/** The loop is there, calls are not taken yet */
	int (*start)(struct engine *e, const struct config *conf, void *arg);
	/** Another configuration holds; the one before is gone after this */
	void (*reloaded)(const struct config *conf, void *arg);
	/** The loop is about to end; events may still come */
	void (*stop)(void *arg);
	/** Addresses for the line that says "ready"; "" or " name:address" */
	void (*ready)(char *to, size_t size, void *arg);
	void *arg;
};

/** How to run */
struct engine_options {
	unsigned drain; /**< s that SIGTERM lets calls go on */
	const struct engine_guest *guest; /**< NULL: none */
	const char *path; /**< Of the configuration, for reloading it */
	/** The engine takes calls, and is asked for call-backs by this; NULL */
	void (*startedh)(struct callbacks *callbacks, void *arg);
	void *arg;
};

/**
 * Run the engine in the foreground until SIGTERM or SIGINT
 *
 * Once it takes calls it prints a line beginning with "ready" and its addresses
 * on standard output.  The first signal lets calls end for options->drain
 * seconds, a second ends them at once; records and recordings are always
 * completed.  May be called once per process.
 *
 * @param conf  Configuration; stays the caller's
 *
 * @return 0 after a signal; otherwise why it could not start: EBUSY an address
 *         is in use, EBADMSG, ENOENT, EPERM, EIO or ENOMEM with a sentence
 */
int engine_run(const struct config *conf, const struct engine_options *options);

/**
 * Find what would keep the engine from starting, as far as the configuration
 * and its announcements tell; nothing is opened
 *
 * @return 0; EBADMSG, EINVAL, ENOENT or ENOMEM with a sentence
 */
int engine_check(const struct config *conf);

#endif
