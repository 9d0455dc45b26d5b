/**
 * @file store/box_private.h  What a box of facts is made of
 */
#ifndef STORE_BOX_PRIVATE_H
#define STORE_BOX_PRIVATE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "store/expr.h"
#include "util/str.h"

struct box_table;

/** Where the value of one column goes */
struct box_slot {
	struct box_table *table;
	char *column;
	int param;	    /**< In the statement that adds a row, from 2 */
	sqlite3_stmt *stmt; /**< Sets it in a row that is there; made when it
			     *   is first wanted */
};

struct box {
	sqlite3 *sq;
	struct box_table **tables;
	size_t tables_count;
	struct box_slot *slots; /**< Open hash, or NULL */
	size_t slots_used;
	struct box_table *filling; /**< A row of it is not yet in it, or NULL */
	int filling_n;
	struct str *reads; /**< Where the authorizer notes columns, or NULL */
	bool denied;	   /**< The authorizer refused something */
	int looks;	   /**< During this expression */
	int all_looks;	   /**< Since the facts were set */
};

/** Tables with one row, in the order they were added; NULL after the last */
const char *box_single(const struct box *box, size_t i);

/** Put the row that is being filled into its table; 0 or EIO */
int box_flush(struct box *box);

/** Free what box_table() and box_set() made */
void box_drop_tables(struct box *box);

/** EIO with SQLite's sentence */
int box_fail(const struct box *box);

#endif
