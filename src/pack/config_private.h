/**
 * @file pack/config_private.h  Checks of the configuration that have a file of
 * their own
 */
#ifndef PACK_CONFIG_PRIVATE_H
#define PACK_CONFIG_PRIVATE_H

#include <stddef.h>

#include "pack/config.h"

/** Where a check failed: a row like "menus[0].otherwise" */
struct spot {
	char *text;
	size_t size;
};

/**
 * Check menus, hours, message boxes, consents and the ways out of queues, and
 * fill in what is read from their texts
 *
 * @param spot  Its text is set to the row that is wrong
 *
 * @return 0, or EBADMSG with a sentence
 */
int config_check_flow(struct config *conf, const struct spot *spot);

#endif
