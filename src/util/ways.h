/**
 * @file util/ways.h  What a command wants to be told, as the manual writes it
 *
 * "NO list | NO make [--all] -o DIR": ways of use, parted by bars outside of
 * brackets.  What is in brackets may be left out; a word with a capital letter
 * stands for something else; dots behind it mean several.
 */
#ifndef UTIL_WAYS_H
#define UTIL_WAYS_H

#include <stdbool.h>
#include <stddef.h>

/** A piece of the text: n bytes at an address */
struct ways_part {
	const char *at;
	size_t n;
};

/** The next way; restp begins at the text and is NULL at its end.  False if
 *  there is none left */
bool ways_next(const char **restp, struct ways_part *way);

/** The first word in small letters: its subcommand; n is 0 if it has none */
struct ways_part ways_word(const struct ways_part *way);

/** The next word, or all of a pair of brackets with the dots behind it; the way
 *  loses it.  False if there is none left */
bool ways_take(struct ways_part *rest, struct ways_part *word);

#endif
