/**
 * @file web/server.h  HTTP/1.1 on the engine's loop
 *
 * libmicrohttpd parses, keeps connections and speaks TLS; its one epoll
 * descriptor is watched by the loop.  Connections are accepted here, so that
 * they are counted, by source too, and so that a process without descriptors
 * waits instead of spinning.  Everything has an end: a request must be complete
 * REQUEST_S after the connection or the answer before it, an answer must make
 * progress every STALL_S.
 *
 * What cannot be told from one request to two proxies alike is refused: a body
 * with both Content-Length and Transfer-Encoding, or either of them twice.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sip/compat.h"

/** s until a request must be complete */
#define SERVER_REQUEST_S 15

/** s that an answer may stand still */
#define SERVER_STALL_S 30

/** Bytes of a path with its query, of all headers, of a body */
#define SERVER_URL_MAX	  2048
#define SERVER_HEADER_MAX 16384
#define SERVER_BODY_MAX	  4096

/** Bytes of a body where the handler has more room */
#define SERVER_BODY_MOST 32768

struct server;
struct request;

/** A request is complete; it is answered now or later, once, on the loop */
typedef void server_h(struct request *rq, void *arg);

/** Whether a request, of which there is only the head, may have a body of
 *  SERVER_BODY_MOST bytes */
typedef bool server_room_h(const struct request *rq, void *arg);

struct server_conf {
	struct sa local;
	const char *certificate; /**< PEM text; NULL: no TLS */
	const char *key;	 /**< PEM text */
	unsigned connections;	 /**< At most */
	unsigned per_source;	 /**< Of them from one address */
	server_h *h;
	server_room_h *roomh;
	void *arg;
};

/**
 * Open a server
 *
 * @param sp    Set to it; close it with server_free()
 * @param conf  Needed only during the call, but for arg
 *
 * @return 0; EBUSY if the address is in use; EINVAL for a certificate; ENOMEM;
 *         EIO
 */
int server_alloc(struct server **sp, const struct server_conf *conf);

/** Close it; requests kept by handlers and streams must have been ended before
 *  by server_stop(); NULL is allowed */
void server_free(struct server *s);

/** Take no connections any more */
void server_stop(struct server *s);

/** Where it listens */
const struct sa *server_local(const struct server *s);

/** Connections open now */
unsigned server_connections(const struct server *s);

/** Status that its head alone earns it, e.g. 413; 0: none, go on */
unsigned request_refusal(const struct request *rq);

/** "GET", "POST", ...; borrowed */
const char *request_method(const struct request *rq);

/** Path as it came, percent signs and all; borrowed */
const char *request_path(const struct request *rq);

/**
 * A parameter of the query
 *
 * @param valuep  Set to it, decoded, or to NULL if there is none; borrowed
 *
 * @return 0; EBADMSG if it is not well encoded UTF-8 without controls, or is
 *         there twice
 */
int request_query(struct request *rq, const char *name, const char **valuep);

/** A header; NULL if there is none; borrowed */
const char *request_header(const struct request *rq, const char *name);

/** The body, NUL-terminated; borrowed */
const char *request_body(const struct request *rq, size_t *sizep);

/** Where it came from */
const struct sa *request_peer(const struct request *rq);

/** Something of the handler's own, e.g. what it found out of the request */
void *request_own(struct request *rq, size_t size);

/** One header of an answer */
struct request_header {
	const char *name; /**< NULL ends a list */
	const char *value;
};

/**
 * Answer
 *
 * @param headers  Ended by a name NULL; NULL: none
 * @param body     Copied
 */
void request_answer(struct request *rq, unsigned status,
		    const struct request_header *headers, const char *body,
		    size_t size);

/** Give bytes of a stream: up to size; 0: none now, see request_wake();
 *  STREAM_END, STREAM_BROKEN */
typedef ssize_t stream_read_h(char *to, size_t size, void *arg);

#define STREAM_END    (-1)
#define STREAM_BROKEN (-2)

/** The stream is over in whatever manner; the request is gone */
typedef void stream_over_h(void *arg);

/** Where a stream's bytes come from */
struct stream_source {
	int64_t size; /**< -1: until STREAM_END */
	stream_read_h *readh;
	stream_over_h *over; /**< Called in any case, once */
	void *arg;
};

/** Answer with a stream; from is copied */
void request_stream(struct request *rq, unsigned status,
		    const struct request_header *headers,
		    const struct stream_source *from);

/** There are bytes again, or an end */
void request_wake(struct request *rq);

/** Cut the connection */
void request_drop(struct request *rq);

/**
 * Decode percent signs
 *
 * @param to  Room for strlen(from) + 1
 *
 * @return 0; EBADMSG for a bad sign, a control character, or no UTF-8
 */
int server_decode(char *to, const char *from, size_t n);

#endif
