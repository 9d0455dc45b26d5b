/**
 * @file course/agenda.h  Who must act by when, over all dossiers
 *
 * The deadlines of every dossier are kept in a table, so that the list of an
 * office opens at once.  A dossier's rows are made again when its journal has
 * grown, or the pack, the calendar or the year is another: expressions of
 * deadlines do not ask for today (pack/lint.h).
 */
#ifndef COURSE_AGENDA_H
#define COURSE_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/library.h"
#include "pack/calendar.h"
#include "store/db.h"

/** Dossiers that are brought up to date at once */
#define AGENDA_BATCH 500

/** One row; borrowed from the handler's call */
struct agenda_row {
	int64_t dossier;
	const char *no;
	const char *name;
	const char *key;
	const char *title; /**< In the user's language */
	enum side whom;
	const char *owner;  /**< Person a task is given to, or NULL */
	const char *backup; /**< Who stands in, or NULL */
	struct date due;
	struct date opens; /**< Year 0: any time */
	int uncovered;
};

/** What to hand over */
struct agenda_filter {
	struct date until;  /**< Last day */
	struct date opened; /**< Those too that can be done since this day or
			     *   earlier, whenever they are due; year 0: none */
	int64_t dossier;    /**< 0: all */
};

typedef int agenda_h(const struct agenda_row *row, void *arg);

/** Tells how far a refresh has come; return other than 0 to stop */
typedef int agenda_progress_h(size_t done, size_t of, void *arg);

/**
 * Bring the table up to date
 *
 * AGENDA_BATCH dossiers are one transaction, after which h is told: stopped
 * half-way, the rest is made next time.  A dossier that cannot be computed does
 * not hold up the others; agenda_failed() tells which they are.
 *
 * @param calendar_id  Changes with the calendar, for example its SHA-256
 * @param h            May be NULL
 *
 * @return 0; ECANCELED if h stopped it; EBUSY; EIO
 */
int agenda_refresh(struct db *db, struct library *library,
		   const struct calendar *calendar, const char *calendar_id,
		   agenda_progress_h *h, void *arg);

/** True if agenda_refresh() has something to do; 0, EBUSY or EIO */
int agenda_is_stale(struct db *db, const char *calendar_id, bool *stalep);

/** Hand over what is open, the earliest first; 0, the handler's error, EIO */
int agenda_each(struct db *db, const struct agenda_filter *filter, agenda_h *h,
		void *arg);

/** Gets a dossier whose deadlines cannot be computed, and why; borrowed */
typedef int agenda_failed_h(const char *no, const char *name, const char *why,
			    void *arg);

/** Hand over those dossiers; 0: all */
int agenda_failed(struct db *db, int64_t dossier, agenda_failed_h *h,
		  void *arg);

#endif
