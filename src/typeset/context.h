/**
 * @file typeset/context.h  Names of a template and what they stand for
 *
 * A stack of JSON values; a section pushes the value it entered.  The first
 * part of a dotted name is looked for from the top of the stack down, the rest
 * inside what was found.
 */
#ifndef TYPESET_CONTEXT_H
#define TYPESET_CONTEXT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"

/** Sections inside each other, partials included */
#define CONTEXT_DEPTH 32

struct context {
	const cJSON *v[CONTEXT_DEPTH];
	size_t c;
};

/**
 * Find the value of a name
 *
 * @param name  "a", "a.b.c", or "." for the innermost value
 *
 * @return The value, borrowed; NULL if there is none of that name
 */
const cJSON *context_find(const struct context *ctx, const char *name);

/**
 * The known name that is most like one that was not found
 *
 * @param strp  Receives the whole name, or stays empty if none is near
 */
void context_suggest(const struct context *ctx, const char *name,
		     struct str *strp);

/** False for null, false, "" and an empty list */
bool context_is_true(const cJSON *value);

/** Append a string, number or truth value as text; null adds nothing */
void context_text(const cJSON *value, struct str *strp);

#endif
