/**
 * @file check/sheet.h  The copy sheet: the portal's fields in the portal's
 * order, and which of them have been carried over
 *
 * A field is ticked off with the value that was copied; when the value changes
 * afterwards the tick is stale.  Ticks are rows of the journal (acts "tick",
 * "untick"), which change no fact.
 */
#ifndef CHECK_SHEET_H
#define CHECK_SHEET_H

#include <stddef.h>
#include <stdint.h>

#include "check/check.h"

enum sheet_state {
	SHEET_OPEN,  /**< Not copied yet */
	SHEET_DONE,  /**< Copied as it is now */
	SHEET_STALE, /**< Changed since it was copied */
};

/** One field of the portal */
struct sheet_row {
	const struct pack_field *at; /**< Borrowed from the pack */
	struct fact_key key;
	char *value; /**< As it is typed there: Chinese labels, bare numbers;
		      *   "" if it is not known; owned */
	enum sheet_state state;
	int64_t when; /**< Of the tick, ms UTC; 0: never */
	char *who;    /**< Who ticked it, or NULL; owned */
};

struct sheet {
	struct sheet_row *v; /**< By portal table, then form order */
	size_t c;
	size_t done;
	size_t stale;
};

/**
 * Make the sheet of a dossier
 *
 * Fields that do not apply are left out, repeating groups are there row by row.
 *
 * @return 0; EPERM if an expression takes too long; EIO
 */
int sheet_load(struct sheet *sheet, struct checker *checker,
	       const struct pack *pack, struct db *db, int64_t dossier);

void sheet_release(struct sheet *sheet);

/** Row by the name of its fact, or NULL */
const struct sheet_row *sheet_find(const struct sheet *sheet,
				   const struct fact_key *key);

/** Tick a row off, or take the tick back; 0, EBUSY, EIO */
int sheet_tick(struct db *db, int64_t dossier, const struct sheet_row *row,
	       bool on);

/** "open", "done", "stale" */
const char *sheet_state_name(enum sheet_state state);

/**
 * Compare a typed text with what it must be, character by character
 *
 * Every place where they differ is told: line and column, both characters with
 * their code points, what is missing, what is too much.
 *
 * @param say   A line for each difference is appended, 50 at most
 * @param must  The official text; UTF-8, line ends LF or CR LF
 * @param is    The typed text
 *
 * @return Number of differences, 0 if the texts are the same
 */
size_t sheet_compare(struct str *say, const char *must, const char *is);

#endif
