/**
 * @file tui/board_list.h  The list of the visit, beside the board
 *
 * Of a dossier, the last run of the on-site list that is open, else the last;
 * read anew when somebody has changed the database.  Otherwise what the engine
 * was told, which browsers show too.  It can be looked at only.
 */
#ifndef TUI_BOARD_LIST_H
#define TUI_BOARD_LIST_H

#include "checklist/notice.h"
#include "tui/draw.h"

struct board_list;

/**
 * Read it
 *
 * @param lp    Set to it; free it with board_list_free()
 * @param c     Of a dossier; one without a run is no error.  Its text is
 *              borrowed.  NULL: the engine's
 * @param told  What the engine told, as it stands whenever this is drawn
 *
 * @return 0, EBUSY, EIO
 */
int board_list_open(struct board_list **lp, const struct checklist *c,
		    const struct notice *told);

/** Read it anew if the database has changed; what cannot be read stays as it
 *  was.  Costs next to nothing else */
void board_list_look(struct board_list *l);

/**
 * Draw it
 *
 * @param first   Row at the top
 * @param active  The keys move this
 */
void board_list_draw(const struct board_list *l, const struct rect *r,
		     size_t first, bool active);

/** Whether there is anything to show: a dossier was named, or the engine was
 *  told of a list */
bool board_list_is_there(const struct board_list *l);

/** Append what it is, and how many items have which answer */
void board_list_title(struct str *to, const struct notice *n);

/** Rows that it has */
size_t board_list_rows(const struct board_list *l);

/** The row of the first item that nobody has answered; 0 if there is none */
size_t board_list_next(const struct board_list *l);

/** NULL is allowed */
void board_list_free(struct board_list *l);

#endif
