/**
 * @file check/scan.h  Words that must not stand in a text, and where they do
 *
 * A word behind a negation in the same clause ("不从事电话营销") is no breach
 * but still worth a look: such a hit is marked.  A clause ends at a comma, full
 * stop, semicolon, question or exclamation mark or line end; an enumeration
 * (、) or a colon goes on with it.  This is a rule of thumb, not grammar.
 */
#ifndef CHECK_SCAN_H
#define CHECK_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "pack/pack.h"

struct scan_hit {
	const char *word; /**< Of the list */
	size_t at;	  /**< Its first character, from 1 */
	const char *text; /**< Where it stands in the text scanned */
	bool negated;
};

/** Handles one hit; return other than 0 to stop */
typedef int scan_h(const struct scan_hit *hit, void *arg);

/**
 * Look for the words of a list
 *
 * Where several begin at one place the longest counts, and the search goes on
 * behind it.  ASCII letters match in either case.
 *
 * @param text  Valid UTF-8
 * @param pack  Has the words that negate, and those that only look so
 *
 * @return 0, or what the handler returned
 */
int scan_words(const char *text, const struct word_list *list,
	       const struct pack *pack, scan_h *h, void *arg);

#endif
