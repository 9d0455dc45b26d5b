/**
 * @file engine/fixed.h  What a configuration cannot change while calls go on
 */
#ifndef ENGINE_FIXED_H
#define ENGINE_FIXED_H

#include "pack/config.h"
#include "util/str.h"

/**
 * Find keys that only a start can change; those that are looked up later get
 * their old value
 *
 * @param conf   The new configuration
 * @param old    The one of the start
 * @param names  Their names are appended, with commas
 *
 * @return 0 or ENOMEM
 */
int fixed_keep(struct config *conf, const struct config *old,
	       struct str *names);

#endif
