/**
 * @file util/pinyin.h  Initials of Chinese text, as people type them
 *
 * 北京远声 is typed bjys.  The initials come from Unihan (see the head of
 * data/pinyin/initials.tsv for origin and licence), the exceptions (重庆 cq,
 * 银行 yh) from data/pinyin/words.tsv; both are constant tables of the program,
 * so nothing is loaded.
 */
#ifndef UTIL_PINYIN_H
#define UTIL_PINYIN_H

#include <stddef.h>
#include <stdint.h>

#include "util/str.h"

/** Most ways of spelling one text */
#define PINYIN_MAX 16

/** Room for what pinyin_version() writes */
#define PINYIN_VERSION_SIZE 40

/**
 * Initials of one Chinese character
 *
 * @param initials  Receives up to two letters, the commoner first, and a NUL
 *
 * @return How many: 0, 1 or 2
 */
int pinyin_initials(char initials[3], uint32_t cp);

/**
 * Spell a folded text by its initials
 *
 * Latin letters and digits stand for themselves, all other signs are left out.
 * Characters with two common readings give more than one spelling; when there
 * would be more than PINYIN_MAX, the rest takes the commoner reading.
 *
 * @param spellv  Receives the spellings; the caller releases each
 *
 * @return How many, at least 1; the text is empty if nothing can be spelled
 */
size_t pinyin_spell(struct str spellv[PINYIN_MAX], const uint32_t *cp,
		    size_t c);

/** Write what tells these tables from those of another version */
void pinyin_version(char version[PINYIN_VERSION_SIZE]);

#endif
