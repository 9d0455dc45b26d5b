/**
 * @file drill/post.h  The engine over HTTP, for a seat's desk
 *
 * Requests wait for their answer on a thread of their own, so that sound and
 * screen go on.  Handlers run on the SIP loop.
 */
#ifndef DRILL_POST_H
#define DRILL_POST_H

#include <cjson/cJSON.h>

struct post;

/** What came of a request */
struct post_answer {
	int what;	   /**< As asked; 0: the board, which comes by itself */
	long status;	   /**< 0: none came */
	const cJSON *body; /**< NULL if there is none that is JSON */
	char trouble[200]; /**< Why none came, or "" */
};

typedef void post_h(const struct post_answer *answer, void *arg);

/**
 * Begin, and ask for the board twice a second from now on
 *
 * @param pp     Set to it; free it with post_free()
 * @param url    "http://127.0.0.1:8060", without path
 * @param token  To show, see callpermit-engine(5)
 * @param ca     File that an https certificate is checked with, or NULL
 *
 * @return 0, ENOMEM or EIO
 */
int post_alloc(struct post **pp, const char *url, const char *token,
	       const char *ca, post_h *h, void *arg);

/**
 * Post something
 *
 * @param what  For the answer, not 0
 * @param path  With its slash
 * @param json  Body
 *
 * @return 0; EBUSY if too much is waiting
 */
int post_send(struct post *post, int what, const char *path, const char *json);

/** Ask for the board now, not only when its time comes */
void post_look(struct post *post);

/** End it, waiting for the request under way; NULL is allowed */
void post_free(struct post *post);

#endif
