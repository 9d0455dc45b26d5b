/**
 * @file util/log.c  One line per event, for the people who run the program
 */
#include "util/log.h"

#include <stdarg.h>
#include <time.h>

#include "util/err.h"
#include "util/text.h"

#define LINE_MAX_LEN 1024

static FILE *sink;
static enum log_level least = LOG_INFO;

void log_to(FILE *f, enum log_level level)
{
	sink = f;
	least = level;
}

__attribute__((format(printf, 3, 0))) static void emit(enum log_level level,
						       int err, const char *fmt,
						       va_list ap)
{
	static const char *const words[] = { "debug", "info", "warn" };
	char raw[LINE_MAX_LEN];
	char safe[LINE_MAX_LEN];
	char stamp[32];
	struct timespec now;
	struct tm tm;

	if (level < least)
		return;

	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	text_printable(safe, sizeof(safe), raw);
	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)gmtime_r(&now.tv_sec, &tm);
	(void)strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &tm);
	(void)fprintf(sink ? sink : stderr, "%s.%03ldZ %s %s%s%s\n", stamp,
		      now.tv_nsec / 1000000, words[level], safe,
		      err ? ": " : "", err ? err_line(err) : "");
}

void log_debug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(LOG_DEBUG, 0, fmt, ap);
	va_end(ap);
}

void log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(LOG_INFO, 0, fmt, ap);
	va_end(ap);
}

void log_warn(int err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(LOG_WARN, err, fmt, ap);
	va_end(ap);
}

void log_warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(LOG_WARN, 0, fmt, ap);
	va_end(ap);
}
