/**
 * @file dossier/agenda.h  Who must act by when, over all dossiers
 *
 * The deadlines of every dossier are kept in a table, so that the list of an
 * office opens at once.  A dossier's rows are made again when its journal has
 * grown, or the pack, the calendar or the year is another.
 */
#ifndef DOSSIER_AGENDA_H
#define DOSSIER_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/library.h"
#include "pack/calendar.h"
#include "store/db.h"

/** One row; borrowed from the handler's call */
struct agenda_row {
	int64_t dossier;
	const char *no;
	const char *name;
	const char *key;
	const char *title; /**< In the user's language */
	enum side whom;
	struct date due;
	struct date opens; /**< Year 0: any time */
	int uncovered;
};

typedef int agenda_h(const struct agenda_row *row, void *arg);

/** Tells how far a refresh has come; return other than 0 to stop */
typedef int agenda_progress_h(size_t done, size_t of, void *arg);

/**
 * Bring the table up to date
 *
 * Each dossier is a transaction of its own: stopped half-way, the rest is made
 * next time.  A dossier that cannot be computed is logged and left out.
 *
 * @param calendar_id  Changes with the calendar, for example its SHA-256
 * @param h            May be NULL
 *
 * @return 0; ECANCELED if h stopped it; EBUSY; EIO
 */
int agenda_refresh(struct db *db, struct library *library,
		   const struct calendar *calendar, const char *calendar_id,
		   agenda_progress_h *h, void *arg);

/**
 * Hand over what is open, the earliest first
 *
 * @param until    Last day
 * @param dossier  0: all
 */
int agenda_each(struct db *db, struct date until, int64_t dossier, agenda_h *h,
		void *arg);

#endif
