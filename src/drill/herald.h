/**
 * @file drill/herald.h  Tells an engine's board how far a drill has come
 *
 * Over HTTP, on a thread of its own: the drill waits for nothing.  Only the
 * latest matters, at most five times a second.  An engine that cannot be
 * reached, for a drill may kill it, is asked again; one that does not let us
 * is left alone.
 */
#ifndef DRILL_HERALD_H
#define DRILL_HERALD_H

#include "drill/drill.h"

struct herald;

/** Whom to tell; text is copied */
struct herald_conf {
	const char *url; /**< "http://127.0.0.1:8060", without path */
	const char *token;
	const char *ca; /**< File that https is checked with, or NULL */
	/** Told once of each kind of trouble, on the thread, and with "" when
	    it has passed */
	drill_progress_h *trouble;
	void *arg;
};

/**
 * Begin
 *
 * @param hp  Set to it; free it with herald_free()
 *
 * @return 0; EINVAL for an address that is none; ENOMEM or EIO
 */
int herald_alloc(struct herald **hp, const struct herald_conf *conf);

/** What to tell from now on */
void herald_tell(struct herald *h, const struct drill_stage *stage);

/** Tell the last of it and end; waits for an answer, 5 s at most; NULL is
 *  allowed */
void herald_free(struct herald *h);

#endif
