/**
 * @file tui/chart.h  Days as cells: a scale, and what stands in a row of it
 *
 * All signs are ASCII, so that a chart reads on any terminal and without
 * colour:
 *
 *   =  at a stage up to today     <  one in ten is earlier
 *   |  today                      #  likely
 *   *  was reached                >  one in ten is later
 *   -  days off                   !  last day
 */
#ifndef TUI_CHART_H
#define TUI_CHART_H

#include "pack/calendar.h"
#include "util/date.h"
#include "util/str.h"

/** A scale */
struct chart {
	int64_t from;  /**< First day, as date_number() */
	int64_t today; /**< The same */
	int days;      /**< A cell has, at least 1 */
	int w;	       /**< Cells */
};

/** What stands in a row; days of the year 0 are not there */
struct chart_row {
	struct date since;   /**< At a stage from here to today */
	struct date reached; /**< Was reached */
	struct date p10;
	struct date p50;
	struct date p90;
	struct date last; /**< By law, promise, or task */
};

/** Make a scale of w cells that two days and today find place on */
void chart_fit(struct chart *c, struct date today, struct date from,
	       struct date to, int w);

/** The cell of a day; -1 if it is before the first, w if behind the last */
int chart_cell(const struct chart *c, struct date day);

/** Append the months, each where it begins: "11   12   2027   02" */
void chart_months(const struct chart *c, struct str *to);

/** Append a sign for each cell that has no working day, or a holiday */
void chart_days_off(const struct chart *c, const struct calendar *calendar,
		    struct str *to);

/** Append a row; arrows stand at the ends for what lies beyond them */
void chart_draw(const struct chart *c, const struct chart_row *row,
		struct str *to);

#endif
