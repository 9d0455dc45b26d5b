/**
 * @file util/words.h  A catalogue of sentences, as msgfmt(1) writes it
 *
 * libc's gettext() is of no use for it from glibc 2.40 on (Debian 13): it looks
 * at no catalogue where the locale is C.UTF-8, the only one that is always
 * there.
 */
#ifndef UTIL_WORDS_H
#define UTIL_WORDS_H

#include <stddef.h>
#include <stdint.h>

struct words {
	const char *base;      /**< The file; NULL: no sentence is known */
	const uint32_t *ids;   /**< Length and place of each, sorted */
	const uint32_t *texts; /**< The same of its translation */
	size_t count;
};

/**
 * Map a file; it stays mapped
 *
 * @return 0, ENOENT, or EBADMSG if it is no such file
 */
int words_open(struct words *w, const char *path);

/** The sentence for another; that one if there is none */
const char *words_find(const struct words *w, const char *id);

#endif
