/**
 * @file web/progress.h  How far a drill has come, as it tells the board
 */
#ifndef WEB_PROGRESS_H
#define WEB_PROGRESS_H

#include <stddef.h>

#include "call/board.h"

/**
 * Read an object with the name of a drill, its step, and how much of how much
 * is done and failed
 *
 * @param e     Set to an EVENT_DRILL without its time
 * @param body  NUL-terminated
 *
 * @return 0 or EBADMSG
 */
int progress_read(struct call_event *e, const char *body, size_t size);

#endif
