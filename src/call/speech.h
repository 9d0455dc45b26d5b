/**
 * @file call/speech.h  Sentences put together from announcements
 *
 * Names of announcements in the order they are to be played.  Numbers are
 * spoken with the announcements n0 to n19, n20, n30 ... n90, n100 and n1000,
 * in Chinese or English order.
 */
#ifndef CALL_SPEECH_H
#define CALL_SPEECH_H

#include <stdbool.h>
#include <stddef.h>

#define SPEECH_MAX 16

/** Largest number that is spoken; above it, this one is */
#define SPEECH_NUMBER_MAX 9999

enum speech_language { SPEECH_ZH, SPEECH_EN };

#define SPEECH_LANGUAGES (SPEECH_EN + 1)

/** A sentence; begins zeroed */
struct speech {
	const char *namev[SPEECH_MAX];
	size_t namec;
};

/** All announcements that sentences may be made of, ended by NULL */
extern const char *const speech_names[];

/** Add an announcement; the name is borrowed; NULL adds nothing; what does
 *  not fit is left out */
void speech_add(struct speech *speech, const char *name);

/** Add a whole number, negative ones as 0 */
void speech_number(struct speech *speech, long n, enum speech_language in);

/** Add digits, * and # one by one; other characters are left out */
void speech_digits(struct speech *speech, const char *digits);

#endif
