/**
 * @file web/view.h  The board and events as JSON
 */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "call/board.h"
#include "web/json.h"

/** Write members of an event */
void view_event(struct json *j, const struct call_event *e, bool masked);

/** Write the list of the visit as an event of its own
 *
 *  @param list  JSON; "" if there is none */
void view_list(struct json *j, int64_t at, const char *list);

/** What stands with the board and is not of it */
struct view_more {
	const char *id;	       /**< Of the last event in it */
	int64_t started;       /**< When the engine was */
	const char *checklist; /**< List of the visit as JSON; "": none */
};

/** Write the board as one object */
void view_board(struct json *j, const struct board *b,
		const struct view_more *more, bool masked);

/** Write a telephone number, masked or not */
void view_number(struct json *j, const char *key, const char *number,
		 bool masked);

#endif
