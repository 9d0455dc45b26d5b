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

/** Index of the first row whose name, a text at an offset, is the one wanted;
 *  -1 if there is none */
int config_find(const void *rowv, size_t rowc, size_t size, size_t offset,
		const char *wanted);

/** Check everything, and fill in what is read from texts; as below */
int config_check(struct config *conf, const struct spot *spot);

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
