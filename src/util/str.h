/**
 * @file util/str.h  A string that grows
 *
 * Bytes, always ended by NUL once something was added.  A zeroed struct is a
 * valid empty string.
 */
#ifndef UTIL_STR_H
#define UTIL_STR_H

#include <stddef.h>
#include <stdint.h>

struct str {
	char *s;    /**< NUL-terminated; NULL while nothing was ever added */
	size_t len; /**< Bytes before the NUL */
	size_t cap; /**< Bytes allocated */
};

/** Make an empty string; allocates nothing */
void str_init(struct str *str);

/** Free the contents; the string is empty and usable again */
void str_release(struct str *str);

/** Make it empty but keep its memory */
void str_clear(struct str *str);

/** Append a NUL-terminated string */
void str_add(struct str *str, const char *s);

/** Append n bytes */
void str_add_n(struct str *str, const char *s, size_t n);

/** Append one byte */
void str_add_char(struct str *str, char c);

/** Append a whole number in decimal */
void str_add_int(struct str *str, int64_t n);

/** Append formatted text */
void str_addf(struct str *str, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** Text of the string, "" if empty; borrowed until the next change */
const char *str_text(const struct str *str);

/** Hand the text over to the caller, who frees it; the string is empty then */
char *str_take(struct str *str);

#endif
