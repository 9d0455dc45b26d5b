/**
 * @file store/expr.h  Expressions of data files, run where they can do no harm
 *
 * Rules, forms and papers carry conditions written as SQL expressions over
 * typed facts: "co.capital >= wan(100)".  They run in a box: an in-memory
 * database of its own that holds the facts of one dossier and nothing else.
 * An authorizer permits SELECT, reading fact tables and a list of functions;
 * recursion, other tables, pragmas, trailing SQL and comments are refused when
 * the expression is compiled, and a progress limit stops what runs too long.
 *
 * NULL is a value of its own: an expression over a fact nobody has entered is
 * unknown, never true.
 *
 * A group of facts is a table.  A single group has exactly one row and is named
 * directly (site.area); a repeating group has a row for each entry, numbered n,
 * and is read by a subquery: (SELECT sum(ratio) FROM holder).
 *
 * Functions: those of SQLite listed in expr.c, and
 *   wan(x)        x times 10,000 yuan, in fen, as money facts are
 *   has(list, v)  1 if v is one of the comma-separated words of list
 *   words(list)   how many comma-separated words a list has
 *   same(a, b)    1 if two texts differ in widths, blanks, brackets, case only
 *   today()       the day in China, YYYY-MM-DD
 *   day_add(d, n) the day n days after d
 *   days(a, b)    days from a to b, negative if b is earlier
 */
#ifndef STORE_EXPR_H
#define STORE_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"
#include "util/str.h"

struct box;
struct expr;

/** SQL type of a fact */
enum box_type { BOX_INTEGER, BOX_REAL, BOX_TEXT };

/** One column of a fact table */
struct box_column {
	const char *name;
	enum box_type type;
};

/** What an expression came to */
enum verdict { VERDICT_UNKNOWN, VERDICT_FALSE, VERDICT_TRUE };

/** Make an empty box; free it with box_close() */
int box_open(struct box **boxp);

/** Free a box; its expressions must be freed before; NULL is allowed */
void box_close(struct box *box);

/**
 * Add a table of facts
 *
 * @param name    Group, a plain SQL name
 * @param repeat  Rows numbered n; otherwise one row, all NULL at first
 * @param cols    Columns
 * @param count   How many
 *
 * @return 0 or EIO
 */
int box_table(struct box *box, const char *name, bool repeat,
	      const struct box_column *cols, size_t count);

/**
 * Set a fact
 *
 * @param n      Row of a repeating group, made if it is new; 0 for a single one
 * @param value  INT(), REAL() or TEXT()
 *
 * @return 0 or EIO
 */
int box_set(struct box *box, const char *table, int n, const char *column,
	    struct bind value);

/** Forget all facts, keep the tables and compiled expressions */
int box_clear(struct box *box);

/**
 * Compile an expression; do so after the last box_table()
 *
 * @param exprp  Set to it; free it with expr_free()
 * @param sql    The expression
 * @param group  Repeating group whose row expr_run() picks, or NULL
 *
 * @return 0; EBADMSG if it does not parse or reads what is not there; EPERM
 *         if it asks for something forbidden
 */
int expr_compile(struct expr **exprp, struct box *box, const char *sql,
		 const char *group);

/** Free an expression; NULL is allowed */
void expr_free(struct expr *expr);

/**
 * Run an expression on the facts now in the box
 *
 * @param n         Row of the group given to expr_compile(), else 0
 * @param verdictp  Set to what it came to
 *
 * @return 0; EPERM if it took too long; EIO
 */
int expr_run(struct expr *expr, int n, enum verdict *verdictp);

/**
 * Run an expression for its value
 *
 * @param n        Row of the group given to expr_compile(), else 0
 * @param to       The value is appended as text: 12, 0.5, words
 * @param knownp   Set to false if it is NULL
 *
 * @return 0; EPERM if it took too long; EIO
 */
int expr_value(struct expr *expr, int n, struct str *to, bool *knownp);

/** Facts the expression reads, "app.scope co.capital"; borrowed from it */
const char *expr_reads(const struct expr *expr);

#endif
