/**
 * @file util/fold.h  Text as a search compares it
 *
 * Upper and lower case, full-width and half-width forms, and different
 * encodings of the same character are one (NFKC_Casefold, Unicode standard
 * annex 15 and section 3.13); joiners and variation selectors are nothing;
 * a run of blanks and line ends is one blank.
 */
#ifndef UTIL_FOLD_H
#define UTIL_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A folded text; a zeroed struct is an empty one */
struct fold {
	uint32_t *cp;	/**< Code points, none of them 0 */
	uint32_t *from; /**< Where each begins in the text; c + 1 of them */
	size_t c;
	size_t cap;
};

/** Fold a text of any bytes, at most 4 GB; what is not UTF-8 becomes U+FFFD */
void fold_text(struct fold *fold, const char *s);

/** Free a folded text; usable on a zeroed struct */
void fold_release(struct fold *fold);

/**
 * Find code points in a folded text
 *
 * @param atp  Set to the index of the first place, if there is one
 */
bool fold_find(const struct fold *fold, const uint32_t *cp, size_t c,
	       size_t *atp);

/**
 * Leave out the signs that people leave out when they type a name or a number:
 * brackets, hyphens, quotation marks, middle dots, and blanks except between
 * Latin letters or digits
 *
 * @param to  Receives what is left; release it with fold_release()
 *
 * @return True if anything was left out
 */
bool fold_plain(struct fold *to, const struct fold *from);

/** True for a-z and 0-9 */
bool fold_is_latin(uint32_t cp);

/** True for Chinese characters */
bool fold_is_han(uint32_t cp);

#endif
