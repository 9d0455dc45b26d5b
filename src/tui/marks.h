/**
 * @file tui/marks.h  Dossiers that are marked, to do one thing with all
 *
 * A set of ids.  It outlives filters: what is marked stays so while it is not
 * shown.
 */
#ifndef TUI_MARKS_H
#define TUI_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A zeroed struct is the empty set */
struct marks {
	int64_t *v; /**< In ascending order */
	size_t c;
};

void marks_release(struct marks *m);

bool marks_has(const struct marks *m, int64_t id);

/** Mark one, or take its mark away */
void marks_turn(struct marks *m, int64_t id);

/** Mark all of a list, without duplicates in any order */
void marks_add(struct marks *m, const int64_t *idv, size_t c);

/** Mark of a list those that are not, and no longer those that are */
void marks_turn_all(struct marks *m, const int64_t *idv, size_t c);

/** How many of a list are marked */
size_t marks_count(const struct marks *m, const int64_t *idv, size_t c);

#endif
