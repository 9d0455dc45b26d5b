/**
 * @file web/view.h  The board and events as JSON
 */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "call/board.h"
#include "web/json.h"

/** Write members of an event */
void view_event(struct json *j, const struct call_event *e, bool masked);

/**
 * Write the board as one object
 *
 * @param id       Of the last event in it
 * @param started  When the engine was
 */
void view_board(struct json *j, const struct board *b, const char *id,
		int64_t started, bool masked);

/** Write a telephone number, masked or not */
void view_number(struct json *j, const char *key, const char *number,
		 bool masked);

#endif
