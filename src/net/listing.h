/**
 * @file net/listing.h  A published list as rows of text
 *
 * Authorities publish who was granted or refused a licence as tables of HTML
 * pages, or as files of a spreadsheet.  Both become the same rows; what they
 * mean is for others to find out.  The bytes are of strangers: HTML is read by
 * libxml2 without network or entities, and everything has a limit.
 *
 * In HTML a row is one of a table, whatever stands round it; where a cell spans
 * columns or rows its text is repeated, so that columns stay below each other.
 * A table within a cell is read on its own, its text is not that of the cell.
 */
#ifndef NET_LISTING_H
#define NET_LISTING_H

#include <stdbool.h>
#include <stddef.h>

#include "util/encoding.h"

/** Limits: bytes, rows with text, cells of a row and of all, bytes of a cell,
 *  elements within each other, attributes of an element, milliseconds */
#define LISTING_BYTES_MAX      ((size_t)8 << 20)
#define LISTING_ROWS_MAX       100000
#define LISTING_COLUMNS_MAX    200
#define LISTING_CELLS_MAX      2000000
#define LISTING_CELL_MAX       65536
#define LISTING_DEPTH_MAX      256
#define LISTING_TABLES_MAX     16 /* within each other */
#define LISTING_ATTRIBUTES_MAX 500
#define LISTING_MS_MAX	       20000

/** What is read */
struct listing_source {
	const char *name; /**< Page or file, for messages */
	const char *data;
	size_t size;
	const char *type;    /**< E.g. "text/csv"; NULL: found out */
	const char *charset; /**< E.g. "gb2312"; NULL: found out */
};

struct listing_row {
	size_t first;	/**< Index of its first cell in the list */
	size_t count;	/**< Cells, at least 1 */
	unsigned table; /**< Number of its table, from 1; in CSV always 1 */
	size_t line;	/**< Line of the page where it begins, from 1 */
};

struct listing {
	/** UTF-8 without NUL; blanks and line ends in a row are one blank, none
	 *  at either end */
	const char *const *cells;
	size_t cells_count;
	struct listing_row *rows; /**< Those with text only, in their order */
	size_t rows_count;
	unsigned tables; /**< Tables there are, also those without text */
	enum encoding encoding;
	size_t damaged; /**< Places that were no text; U+FFFD stands there */
	bool cut;	/**< A table had no end: the page may be cut off */
	struct listing_pool *pool; /* holds the texts */
};

/**
 * Read a list
 *
 * @param listingp  Set to the list; free it with listing_free()
 *
 * @return 0; EBADMSG if it is neither HTML nor CSV, has no table, is over a
 *         limit or, as CSV, damaged: with its place, name:line
 */
int listing_read(struct listing **listingp,
		 const struct listing_source *source);

/** A cell by row and column, both from 0; "" if the row is shorter */
const char *listing_cell(const struct listing *listing, size_t row,
			 size_t column);

/** Free a list; NULL is allowed */
void listing_free(struct listing *listing);

#endif
