/**
 * @file util/csv.h  Tables as spreadsheets write and read them: CSV, RFC 4180
 *
 * Read strictly: a quotation mark that is never closed or stands alone is
 * refused with the place of its cell.  Beyond RFC 4180: any line ends; comma,
 * semicolon or TAB between the cells, whichever the first line has; blanks
 * round a cell that is not quoted go (libcsv); lines without text are left out,
 * and a line may have fewer cells than the first.  Encodings: see
 * util/encoding.h.
 */
#ifndef UTIL_CSV_H
#define UTIL_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "util/encoding.h"
#include "util/str.h"

/** Most bytes of a file, lines with text below the first, cells of a line,
 *  bytes of a cell in UTF-8 */
#define CSV_TABLE_BYTES_MAX   ((size_t)8 << 20)
#define CSV_TABLE_ROWS_MAX    10000
#define CSV_TABLE_COLUMNS_MAX 200
#define CSV_TABLE_CELL_MAX    65536

/** One cell; its column is its place in the row, from 1 */
struct csv_cell {
	const char *text; /**< UTF-8 without NUL, lines ended by LF */
	size_t line;	  /**< Line of the file where it begins, from 1 */
};

struct csv_row {
	size_t first; /**< Index of its first cell in the table */
	size_t count; /**< Cells, at least 1 */
};

/** A table; row 0 is the first line with text, which names the columns */
struct csv_table {
	struct csv_cell *cells;
	size_t cells_count;
	struct csv_row *rows;
	size_t rows_count; /**< At least 1 */
	enum encoding encoding;
	char separator; /**< ',', ';' or TAB */
	char *pool;	/* holds all texts */
};

/**
 * Read a table
 *
 * @param tablep  Set to the table; free it with csv_table_free()
 * @param name    File, for the messages
 *
 * @return 0; EBADMSG with file:line:column if it does not parse, is over a
 *         limit, has no text, or ends within a line
 */
int csv_table_read(struct csv_table **tablep, const char *name,
		   const char *data, size_t size);

/** Like csv_table_read(), for tables of at most rows_max lines below the first
 */
int csv_table_read_long(struct csv_table **tablep, const char *name,
			const char *data, size_t size, size_t rows_max);

/** Free a table; NULL is allowed */
void csv_table_free(struct csv_table *table);

/** A cell by row and column, both from 0; NULL if the row is shorter */
const struct csv_cell *csv_table_cell(const struct csv_table *table, size_t row,
				      size_t column);

/** The mark by which spreadsheets know UTF-8; a file begins with it */
#define CSV_TABLE_MARK "\xEF\xBB\xBF"

/** Append one line, ended by CR LF; cells are quoted where they must be */
void csv_table_write(struct str *to, const char *const *cellv, size_t cellc);

/**
 * Append a text so that a spreadsheet takes it for what it is
 *
 * Behind an apostrophe goes what would be run as a formula (it begins with
 * = + - @ or TAB, also full-width; OWASP, "CSV Injection"), and what would lose
 * digits: 12 digits and more, digits after a zero, 1E+17.
 * csv_unguard(csv_guard(s)) is s for any s.
 */
void csv_guard(struct str *to, const char *text);

/** The text without the apostrophe of csv_guard(); a part of text */
const char *csv_unguard(const char *text);

/** True for what spreadsheets make of long numbers, e.g. 1.10101E+17: the
 *  digits are gone */
bool csv_is_shortened(const char *text);

#endif
