/**
 * @file paper/prints.h  Which facts a template prints
 *
 * Found from its tags, those of its partials too, without rendering it: what is
 * printed only sometimes counts.  For telling that a fact was changed after a
 * paper was signed.
 */
#ifndef PAPER_PRINTS_H
#define PAPER_PRINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "paper/filing.h"

/** Names GROUP.KEY, without row numbers; a zeroed struct is empty */
struct prints {
	char **v;
	size_t c;
};

/**
 * Read the names of a template
 *
 * @param pack  Whose fields are facts
 * @param meta  Where templates come from
 *
 * @return 0; ENOENT if the template or a partial is not there; EIO
 */
int prints_read(struct prints *prints, const struct pack *pack,
		const char *name, const struct paper_meta *meta);

/** Whether a fact, "holder[2].ratio", is among them */
bool prints_has(const struct prints *prints, const char *fact);

void prints_release(struct prints *prints);

#endif
