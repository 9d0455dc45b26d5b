/**
 * @file engine/rows.h  Records as rows of calls.db
 */
#ifndef ENGINE_ROWS_H
#define ENGINE_ROWS_H

#include "call/record.h"
#include "store/db.h"
#include "util/str.h"

/** What can be a row */
enum row_kind {
	ROW_CALL,    /**< struct record; a later one replaces it */
	ROW_BREACH,  /**< struct record_breach */
	ROW_CONSENT, /**< struct record_consent */
};

#define ROW_COUNT (ROW_CONSENT + 1)

/** Statements, made once */
struct rows {
	struct str sqlv[ROW_COUNT];
};

void rows_init(struct rows *rows);

void rows_release(struct rows *rows);

/** Write one; 0, or the errors of db_run() */
int rows_write(struct rows *rows, struct db *db, enum row_kind kind,
	       const void *rec);

#endif
