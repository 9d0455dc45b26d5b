/**
 * @file net/feed.h  Server-Sent Events, followed without end
 *
 * One server whose events are told as they come.  A connection that breaks, or
 * over which nothing comes for FEED_QUIET_MS, is made anew, after the last
 * event that came.  The limits of net/http.h hold for the address; an event
 * has at most SSE_EVENT_MAX bytes.
 */
#ifndef NET_FEED_H
#define NET_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "net/sse.h"

#define FEED_QUIET_MS 25000

struct feed_options {
	const char *url;     /**< Of the events */
	const char *token;   /**< Sent as Bearer; NULL: none */
	const char *ca_file; /**< As of net/http.h; NULL */
	sse_event_h *eventh;
	void *arg;
};

struct feed;

/** Begin to follow; text of the options is borrowed until feed_close().  0,
 *  EINVAL for a bad address, EIO */
int feed_open(struct feed **sp, const struct feed_options *options);

/**
 * Wait for events, or for a descriptor, and tell of those that came
 *
 * @param fd  Waited for as well; -1: none
 * @param ms  At most
 *
 * @return 0, also while there is no connection; EPERM, ENOENT or EPROTO for a
 *         server that will not tell us anything whenever we ask
 */
int feed_step(struct feed *s, int fd, int ms);

/** True while there is a connection over which events come */
bool feed_is_live(const struct feed *s);

/** Why there is none, a sentence; "" while there is one */
const char *feed_trouble(const struct feed *s);

/** NULL is allowed */
void feed_close(struct feed *s);

#endif
