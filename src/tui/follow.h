/**
 * @file tui/follow.h  The board of an engine, as it tells it over HTTP
 *
 * The whole board comes first and fills a snapshot; events after it are folded
 * in by board_apply(), as in the engine.
 */
#ifndef TUI_FOLLOW_H
#define TUI_FOLLOW_H

#include "call/board.h"
#include "checklist/notice.h"
#include "net/feed.h"

struct follow {
	struct board *board;
	struct feed *feed;
	struct notice *list; /**< Of the visit; without items: none is told */
	bool whole;	     /**< There was a board */
	int64_t started;     /**< The engine was */
	int64_t ahead;	     /**< This clock before the engine's, ms */
	bool timed;	     /**< An event told the engine's time */
	int64_t lost;	/**< Engine's time when the connection was lost; 0 */
	uint64_t count; /**< Events that came */
	char *url;
};

/**
 * Begin to follow an engine
 *
 * @param base   E.g. http://127.0.0.1:8060
 * @param token  Borrowed until follow_release()
 *
 * @return 0, EINVAL, ENOMEM, EIO
 */
int follow_init(struct follow *f, const char *base, const char *token,
		const char *ca_file);

void follow_release(struct follow *f);

/** As feed_step(); keeps the time of the engine */
int follow_step(struct follow *f, int fd, int ms);

/** Time of the engine; it stands still while there is no connection */
int64_t follow_now(const struct follow *f);

/**
 * Fill a board from its JSON
 *
 * @param list  Set to the list of the visit, or emptied
 *
 * @return 0 or EBADMSG, and it is empty then
 */
int follow_read_board(struct board *board, struct notice *list,
		      int64_t *startedp, const char *json, size_t size);

/** Read an event from its JSON; list as above, if the event is about it.  0 or
 *  EBADMSG */
int follow_read_event(struct call_event *event, struct notice *list,
		      const char *json, size_t size);

#endif
