/**
 * @file engine/remark.h  What operators put down about a call
 *
 * Rows of the table note of calls.db, told once they are on disk.  Nothing is
 * written over: the last one of a call stands.
 */
#ifndef ENGINE_REMARK_H
#define ENGINE_REMARK_H

#include <stdint.h>

#include "engine/records.h"

/** Most bytes of a note, and of notes of one call */
#define REMARK_NOTE_MAX 1000
#define REMARKS_MAX	100

/** A note about a call; texts are copied */
struct remark {
	int64_t call;
	int64_t at;	  /**< ms UTC */
	const char *seat; /**< Of the operator, NULL: he may note any call */
	const char *who;  /**< NULL: his token has no name */
	const char *code; /**< Less than RECORD_NAME bytes */
	const char *note; /**< At most REMARK_NOTE_MAX bytes */
};

/**
 * Put it down
 *
 * @param h  Told what came of it: 0; ENOENT if there is no such call; EPERM if
 *           the seat never had it; EEXIST if it has REMARKS_MAX; else it could
 *           not be kept
 *
 * @return 0 or ENOMEM
 */
int remark_keep(struct records *r, const struct remark *remark, records_h *h,
		void *arg);

#endif
