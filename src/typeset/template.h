/**
 * @file typeset/template.h  Mustache, with nothing passed over in silence
 *
 * The core of the Mustache specification: variables, sections, inverted
 * sections, comments, partials, other delimiters, dotted names, standalone
 * lines.  Strict rendering refuses an unknown name instead of printing
 * nothing, because a paper with a hole in it would be filed.
 *
 * The text of a value is never looked at for tags.
 */
#ifndef TYPESET_TEMPLATE_H
#define TYPESET_TEMPLATE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"

/** Largest template, in bytes */
#define TEMPLATE_SIZE (256L << 10)

/** Largest text that may come out, in bytes */
#define TEMPLATE_OUTPUT (4L << 20)

/** Append a value so that the language of the template takes it as text */
typedef void escape_h(struct str *to, const char *value);

/** Append the text of a partial; 0, or an error with a sentence */
typedef int partial_h(struct str *to, const char *name, void *arg);

struct template_rules {
	bool strict;	    /**< An unknown name or partial is an error */
	escape_h *escape;   /**< For {{name}}; {{{name}}} is never escaped */
	partial_h *partial; /**< NULL: there are no partials */
	void *arg;	    /**< For partial */
};

/** Where the lines of a rendered text come from */
struct template_lines {
	unsigned *v; /**< Line of the template, from 1, by line of the text */
	size_t c;
	size_t cap;
};

/**
 * Render a template
 *
 * @param out      Receives the text, appended
 * @param lines    Receives the origin of every line; NULL if not wanted
 * @param name     Name for messages, for example "application-form.md"
 * @param text     The template
 * @param facts    JSON object with the values
 *
 * @return 0; EBADMSG "NAME:LINE: ..." if it does not parse or is too large;
 *         ENOENT "NAME:LINE: ..." for an unknown name or partial; EINVAL for
 *         too much text or sections too deep
 */
int template_render(struct str *out, struct template_lines *lines,
		    const char *name, const char *text, const cJSON *facts,
		    const struct template_rules *rules);

/** Free what is inside */
void template_lines_release(struct template_lines *lines);

#endif
