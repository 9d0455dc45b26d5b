/**
 * @file util/log.h  One line per event, for the people who run the program
 *
 * A line is "module: what happened".  No personal data: telephone numbers pass
 * through text_mask() first, dossiers are named by number.  Safe to call from
 * any thread; a line is written with one write().
 */
#ifndef UTIL_LOG_H
#define UTIL_LOG_H

#include <stdio.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN };

/** Send the log somewhere else than stderr, with lines below level left out */
void log_to(FILE *f, enum log_level level);

/** For us: what the program is about to do and why */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** For the operator: registered, call ended */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** Something someone should act on; appends the text of err */
void log_warn(int err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** Like log_warn(), without an errno code */
void log_warnx(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
