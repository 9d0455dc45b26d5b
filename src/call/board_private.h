/**
 * @file call/board_private.h  The snapshot, as its files share it
 */
#ifndef CALL_BOARD_PRIVATE_H
#define CALL_BOARD_PRIVATE_H

#include "call/board.h"

/** A seat or queue that may be changed; NULL if there is none, for calls may
 *  name what has gone, and that does not bring it back */
struct board_seat *board_find_seat(struct board *b, const char *id);
struct board_queue *board_find_queue(struct board *b, const char *name);

/** Fold in EVENT_PAUSE */
void board_apply_pause(struct board *b, const struct call_event *e);

/** Fold in EVENT_GONE */
void board_apply_gone(struct board *b, const struct call_event *e);

#endif
