/**
 * @file util/lang.h  Chinese and English words of the program
 *
 * English sentences in the code are the message ids; data/lang/zh_CN.po holds
 * the Chinese ones.  Chinese is shown unless --lang or the locale says English,
 * also under LANG=C and where the zh_CN locale is not installed.
 */
#ifndef UTIL_LANG_H
#define UTIL_LANG_H

#include <stdbool.h>

/** The sentence in the user's language; borrowed for good.  The name is the
 *  one that gettext's tools and readers know. */
#define _(s) lang_text(s) /* NOLINT(bugprone-reserved-identifier) */

/** What _() does; the sentence itself if there is no other */
const char *lang_text(const char *s) __attribute__((format_arg(1)));

/** Marks a sentence in a constant table; shown through _() later */
#define N_(s) (s)

/**
 * Choose the language and prepare the locale; call once, before any thread
 *
 * @param want     "zh", "en", or NULL to follow LC_ALL, LC_MESSAGES and LANG
 * @param catalog  Folder with zh_CN/LC_MESSAGES/callpermit.mo
 *
 * @return 0, EINVAL for a language we do not have
 */
int lang_init(const char *want, const char *catalog);

/** Change the language for a while, as papers are Chinese whatever the user
 *  reads; returns what it was */
bool lang_use(bool zh);

/** Let the user read another language: "zh", "en", or "auto" to follow LC_ALL,
 *  LC_MESSAGES and LANG; returns whether it was Chinese */
bool lang_choose(const char *want);

/** True if the user reads Chinese */
bool lang_is_zh(void);

/** One of two texts that a data file gives; the Chinese one if en is NULL */
const char *lang_pick(const char *zh, const char *en);

#endif
