/**
 * @file call/hours.h  When a number or a menu is served
 */
#ifndef CALL_HOURS_H
#define CALL_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "pack/calendar.h"
#include "pack/config.h"

/**
 * True if one of the rows of a name is open
 *
 * Times are those of China.  Unless a row says that holidays are open, days
 * off are closed and a weekend day that is worked instead counts as a day of
 * Monday to Friday.  A row whose end is before its beginning reaches into the
 * next day.
 *
 * @param calendar  NULL: weekdays alone count
 * @param now       ms UTC
 */
bool hours_are_open(const struct config_hours *rowv, size_t rowc,
		    const char *name, const struct calendar *calendar,
		    int64_t now);

#endif
