/**
 * @file web/server_private.h  Connections and their requests: server.c has the
 * former, request.c the latter
 */
#ifndef WEB_SERVER_PRIVATE_H
#define WEB_SERVER_PRIVATE_H

#include <microhttpd.h>

#include "web/server.h"

/** Bytes a stream is asked for */
#define SERVER_BLOCK 16384

/** A connection; its requests come one after another */
struct conn {
	struct le le;
	struct server *s;
	struct sa peer;
	int fd;
	struct tmr deadline; /**< For a complete request */
};

struct server {
	struct server_conf conf;
	struct MHD_Daemon *daemon;
	int fd;	      /**< Listens; -1: not any more */
	int epoll_fd; /**< libmicrohttpd's */
	struct sa local;
	struct list conns;
	struct tmr again; /**< Accept */
	struct tmr run;	  /**< libmicrohttpd */
	unsigned count;
	bool resumed; /**< A request was, which a run shows it */
};

/** The next request must be complete in time */
void server_await(struct conn *conn);

/** A request goes on: have libmicrohttpd see it soon */
void server_resumed(struct server *s);

/** Handlers of libmicrohttpd: a request comes in, and it is over */
enum MHD_Result server_on_request(void *arg, struct MHD_Connection *mhd,
				  const char *url, const char *method,
				  const char *version, const char *data,
				  size_t *sizep, void **ctx);
void server_on_completed(void *arg, struct MHD_Connection *mhd, void **ctx,
			 enum MHD_RequestTerminationCode code);

#endif
