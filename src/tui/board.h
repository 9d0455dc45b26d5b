/**
 * @file tui/board.h  The board of an engine on a terminal
 *
 * The same snapshot that browsers draw (data/web), taken over HTTP.  It can be
 * looked at only.
 */
#ifndef TUI_BOARD_H
#define TUI_BOARD_H

#include <stdbool.h>

#include "checklist/checklist.h"
#include "tui/follow.h"
#include "tui/view.h"
#include "util/str.h"

struct board_options {
	const char *url; /**< Of the engine's HTTP server */
	const char *token;
	const char *ca_file;	      /**< Or NULL */
	const struct checklist *list; /**< Shown beside it, or NULL */
	bool plain;		      /**< Lines instead of screens */
	bool once;		      /**< Plain: the first board, then end */
};

/**
 * Show the board until the user or the engine's refusal ends it
 *
 * @return 0; EINVAL for a bad address or no terminal; EPERM, ENOENT, EPROTO if
 *         the engine does not let us see it; once: EBUSY if it cannot be
 *         reached
 */
int board_show(const struct board_options *options);

/** The board; arg: struct board_options, its texts borrowed, or NULL: as the
 *  settings say, with the list of the dossier of the screen below */
extern const struct view view_wall;

/** Recordings, to be heard or saved; arg: struct board_options, borrowed */
extern const struct view view_recordings;

/** Open the board that the settings name, asking for what they lack; 0, or the
 *  errors of view_open() */
int board_go(struct tui *tui);

/** Write all of a board as lines, one thing a line */
void board_plain(struct str *to, const struct follow *f);

/** "1:05", "1:02:05" */
const char *board_span(char to[16], int64_t ms);

/** "11-28 18:06:49", in China, where the call centre is */
const char *board_instant(char to[24], int64_t at);

/** Today's figures of all queues together */
struct queue_figures board_today(const struct board *b);

/** The lamp: that calls only come in, and how many attempts were refused */
void board_lamp(struct str *to, const struct board *b);

/** How far a drill has come; nothing if there is none */
void board_drill(struct str *to, const struct board *b, int64_t now);

/** A refused attempt */
void board_breach(struct str *to, const struct call_event *e);

/** Whether it is live, and from when it is otherwise */
void board_link(struct str *to, const struct follow *f);

#endif
