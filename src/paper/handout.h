/**
 * @file paper/handout.h  A Markdown file as a paper of its own
 *
 * The text is printed as it stands: no template, no facts of a dossier.  Its
 * directives are those of templates, its pictures files beside it.
 */
#ifndef PAPER_HANDOUT_H
#define PAPER_HANDOUT_H

#include <stddef.h>
#include <stdint.h>

#include "paper/filing.h"

struct handout {
	const char *path;  /**< The Markdown file, in any encoding of
			    *   util/encoding.h */
	const char *title; /**< NULL: the first heading of the first level,
			    *   or else the file's name */
	const char *out;   /**< PDF to write, whole or not at all */
	size_t pages;	   /**< Most pages it may have; 0: any number */
	int64_t now_ms;	   /**< Date of creation, ms UTC */
};

/**
 * Print it
 *
 * @return 0; ENOENT, EBADMSG and EINVAL with "FILE:LINE: ..." as
 *         filing_render(); EINVAL if it has more pages than it may; EIO
 */
int handout_print(const struct handout *handout, struct paper_result *result);

#endif
