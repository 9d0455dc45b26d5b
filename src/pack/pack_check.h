/**
 * @file pack/pack_check.h  What no schema can say of a pack, within pack/
 */
#ifndef PACK_PACK_CHECK_H
#define PACK_PACK_CHECK_H

#include "pack/pack.h"

/** Check that all rows of a loaded pack fit each other; 0, or EBADMSG with
 *  file:line:column */
int pack_check(const struct pack *pack);

#endif
