/**
 * @file typeset/lines.h  The lines of a fenced directive, cell by cell
 *
 * A line is a row, its cells parted by "|".  In a cell a backslash takes the
 * meaning from the punctuation behind it, "\n" ends a line and "**" begins and
 * ends stress, so an escaped value can not leave its cell.  Empty lines are
 * passed over.  The only reader of such lines: forms and drawings use it.
 */
#ifndef TYPESET_LINES_H
#define TYPESET_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "typeset/template.h"
#include "typeset/text.h"
#include "util/date.h"

/** Numbers are in thousandths: integers hold what people write exactly */
#define MILLI 1000L

/** Largest number that a line may have, in thousandths */
#define LINES_NUMBER_MAX (1000000000000L * MILLI)

/** A cell as it stands: still escaped, without the blanks around it */
struct lines_cell {
	const char *s;
	size_t n;
};

/** The reader; the row it is at is open to everyone */
struct lines {
	const char *name; /**< Of the template, for messages */
	unsigned line;	  /**< In the template; 0 if unknown */
	struct lines_cell *cell;
	size_t c;
	const char *at; /* of the next line */
	const struct template_lines *origin;
	size_t n; /* lines behind */
	size_t cap;
};

/**
 * Begin to read
 *
 * @param lines   To be given to lines_release()
 * @param body    The lines, borrowed
 * @param origin  Where they come from, borrowed
 * @param name    Of the template, borrowed
 */
void lines_init(struct lines *lines, const char *body,
		const struct template_lines *origin, const char *name);

/** Go to the next row that is not empty; false at the end */
bool lines_next(struct lines *lines);

/** Free what is inside */
void lines_release(struct lines *lines);

/** True if a cell is exactly a word; no cell is the word "" */
bool lines_is(const struct lines *lines, size_t i, const char *word);

/** A cell as text, without escapes, line ends as blanks; "" if there is no
 *  such cell; the caller frees it */
char *lines_text(const struct lines *lines, size_t i);

/** Append a cell, escapes resolved; nothing if there is no such cell */
void lines_rich(const struct lines *lines, size_t i, struct rich *rich);

/** Like lines_rich(), but of a longer text only so many characters, the last of
 *  them an ellipsis: a drawing has no room for it, the tables beside it do */
void lines_label(const struct lines *lines, size_t i, size_t most,
		 struct rich *rich);

/**
 * Read a cell as a decimal number, for example "1.25"
 *
 * @param min     Least value, in thousandths
 * @param max     Greatest value
 *
 * @return 0; EBADMSG "NAME:LINE: ..."
 */
int lines_number(const struct lines *lines, size_t i, int64_t min, int64_t max,
		 int64_t *millip);

/** Read a cell as a whole number from min to max; as lines_number() */
int lines_whole(const struct lines *lines, size_t i, long min, long max,
		long *np);

/** Read a cell as a day, YYYY-MM-DD; as lines_number() */
int lines_date(const struct lines *lines, size_t i, struct date *datep);

/** Refuse a row that has fewer or more cells than wanted; as lines_number() */
int lines_want(const struct lines *lines, size_t least, size_t most);

/** Append a number of thousandths as people write it: 1.5, not 1.500 */
void lines_number_text(struct str *to, int64_t milli);

/** Refuse a row: err_set(EBADMSG) with its place before the words */
int lines_wrong(const struct lines *lines, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
