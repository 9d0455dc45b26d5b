/**
 * @file web/hub.h  Events to all who watch the board
 *
 * The last HUB_EVENTS events are kept; who watches has a place among them.
 * Each event is written as text once, or twice: with numbers and masked.  What
 * came since is sent every HUB_FLUSH_MS, or less often to many, so that there
 * are HUB_SENDS a second at most: it is these that cost, by whatever they say.
 * A comment is sent every HUB_COMMENT_MS.  Who
 * falls behind the oldest event, or stands still longer than the server
 * allows, is cut off; with Last-Event-ID he comes back to where he was, or
 * gets the whole board if that is gone.
 */
#ifndef WEB_HUB_H
#define WEB_HUB_H

#include "call/board.h"
#include "web/server.h"

#define HUB_EVENTS     4096
#define HUB_FLUSH_MS   30
#define HUB_SENDS      4000
#define HUB_COMMENT_MS 15000

struct hub;

/** Text that several read; freed with the last of them */
struct hub_text {
	unsigned refs;
	size_t size;
	char *s;
};

/** Make a hub with an empty board; 0 or ENOMEM */
int hub_alloc(struct hub **hp, unsigned viewers);

/** Free it; nobody may watch any more; NULL is allowed */
void hub_free(struct hub *h);

/** Something happened */
void hub_event(struct hub *h, const struct call_event *event);

/**
 * Tell of the list of the visit.  All who watch get all of it, and none but
 * the last.
 *
 * @param json  It, see checklist/notice.h; "": there is none
 * @param ms    It is forgotten then, unless it is told again
 *
 * @return Whether it is another than before
 */
bool hub_checklist(struct hub *h, const char *json, int64_t ms);

/**
 * The board as JSON
 *
 * @return Held for the caller, who gives it back with hub_text_free(); NULL
 *         without memory
 */
struct hub_text *hub_board(struct hub *h, bool masked);

void hub_text_free(struct hub_text *text);

/**
 * Answer a request with events
 *
 * @param last     Value of Last-Event-ID, or NULL
 * @param headers  Of the answer
 *
 * @return 0; EBUSY if as many watch as may; ENOMEM
 */
int hub_follow(struct hub *h, struct request *rq, const char *last, bool masked,
	       const struct request_header *headers);

/** Send everybody away: cut = now, else after what is left to send */
void hub_dismiss(struct hub *h, bool cut);

/** Cut everybody off; the loop is about to end.  Events may still come. */
void hub_stop(struct hub *h);

#endif
