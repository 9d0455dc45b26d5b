/**
 * @file pack/pack_check.h  What no schema can say of a pack, within pack/
 */
#ifndef PACK_PACK_CHECK_H
#define PACK_PACK_CHECK_H

#include "pack/pack.h"

/** Check that all rows of a loaded pack fit each other; 0, or EBADMSG with
 *  file:line:column */
int pack_check(const struct pack *pack);

/** Check one row of a list; *whatp is set to the key that is wrong, or left
 *  NULL.  0 or EBADMSG */
typedef int pack_check_h(const struct pack *pack, size_t i, const char **whatp);

/** Check that keys are those of sources; 0 or EBADMSG */
int pack_check_sources(const struct pack *pack, char *const *keys,
		       unsigned count);

#endif
