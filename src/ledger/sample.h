/**
 * @file ledger/sample.h  Calls drawn to be listened to, and scored (F-20)
 *
 * For each seat so many of its recorded calls of a week, drawn at random: the
 * seed is kept with them, and with the same seed the same calls are drawn as
 * long as they are on record.  A call is scored once, by a sheet that is data
 * (pack/quality.h).
 */
#ifndef LEDGER_SAMPLE_H
#define LEDGER_SAMPLE_H

#include "ledger/desk.h"
#include "pack/quality.h"
#include "util/date.h"

/** Most calls of a seat in a week */
#define SAMPLE_MAX 50

/** What to draw */
struct sample_wish {
	struct date day; /**< Any day of the week */
	unsigned each;	 /**< Calls of each seat */
	int64_t seed;	 /**< 0: a random one */
};

/** A call that was drawn; borrowed */
struct sample {
	int64_t id;
	int64_t at;
	const char *who;
	const char *week; /**< Its Monday */
	const char *seat;
	int64_t call;
	int64_t seed;
	int64_t scored; /**< When, or 0 */
	const char *scored_by;
	int64_t points;
	const char *result; /**< passed, failed or "" */
	const char *note;
};

/** Handles a call that was drawn */
typedef int sample_h(const struct sample *sample, void *arg);

/**
 * Draw calls of a week
 *
 * @param drawnp  Set to how many were drawn
 *
 * @return 0; EEXIST if that was done for the week; EINVAL; EBUSY; EIO
 */
int sample_draw(struct db *desk, struct db *calls,
		const struct desk_person *person,
		const struct sample_wish *wish, int64_t *drawnp);

/** What a listener gives */
struct sample_marks {
	const struct quality *sheet;
	char *const *wordv; /**< ITEM=POINTS, every item of the sheet once */
	int wordc;
	const char *note; /**< Or NULL */
};

/**
 * Score a call that was drawn
 *
 * @param passedp  Set to whether it passes
 *
 * @return 0; ENOENT; EEXIST if it was scored; EINVAL with a sentence
 */
int sample_score(struct db *desk, const struct desk_person *person, int64_t id,
		 const struct sample_marks *marks, bool *passedp);

/** Hand out what was drawn, newest first */
int sample_each(struct db *desk, sample_h *h, void *arg);

#endif
