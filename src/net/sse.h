/**
 * @file net/sse.h  Server-Sent Events out of bytes, in whatever pieces they
 * come
 */
#ifndef NET_SSE_H
#define NET_SSE_H

#include <stdbool.h>

#include "util/str.h"

#define SSE_NAME 64
#define SSE_ID	 128

/** Most bytes of an event */
#define SSE_EVENT_MAX ((size_t)32 << 20)

/** An event with its data, both NUL-terminated; an error other than 0 has the
 *  stream begin anew without Last-Event-ID */
typedef int sse_event_h(const char *name, const char *data, size_t size,
			void *arg);

/** A stream; zeroed but for the handler before first use */
struct sse {
	sse_event_h *h;
	void *arg;
	struct str line;
	struct str data;
	char name[SSE_NAME];
	char id[SSE_ID];   /**< Of the event that is coming */
	char last[SSE_ID]; /**< Of the last that came, "" if none */
	bool choked;	   /**< An event was no good */
};

/** Another connection: what was half there is forgotten */
void sse_begin(struct sse *s);

/** Take bytes and tell of each event that is complete; false if it is no good
 *  to go on: too long, or the handler refused an event */
bool sse_take(struct sse *s, const char *bytes, size_t n);

void sse_release(struct sse *s);

#endif
