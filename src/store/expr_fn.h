/**
 * @file store/expr_fn.h  Functions of our own that expressions may call, within
 * store/
 */
#ifndef STORE_EXPR_FN_H
#define STORE_EXPR_FN_H

#include <sqlite3.h>

/** Add them to a database; SQLITE_OK or SQLite's code */
int expr_add_functions(sqlite3 *sq);

#endif
