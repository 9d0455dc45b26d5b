/**
 * @file cli/pack_show.h  The contents of a rule pack as text and as JSON
 */
#ifndef CLI_PACK_SHOW_H
#define CLI_PACK_SHOW_H

#include <stdbool.h>

#include "pack/pack.h"

/**
 * Print one part of a pack, such as "rules", with sources, or what parts it has
 *
 * @param part  NULL: version, hash, and the titles of forms, rules and papers
 * @param json  As JSON, with all that the data files say
 *
 * @return 0; EINVAL for a part there is not
 */
int pack_show(const struct pack *pack, const char *part, bool json);

#endif
