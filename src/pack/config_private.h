/**
 * @file pack/config_private.h  Checks of the configuration that have a file of
 * their own
 */
#ifndef PACK_CONFIG_PRIVATE_H
#define PACK_CONFIG_PRIVATE_H

#include <stddef.h>

#include "pack/config.h"

/**
 * Check menus, hours, message boxes, consents and the ways out of queues, and
 * fill in what is read from their texts
 *
 * @param where  Set to the row that is wrong, like "menus[0].otherwise"
 *
 * @return 0, or EBADMSG with a sentence
 */
int config_check_flow(struct config *conf, char *where, size_t size);

/** Check the rules of traffic: like config_check_flow() */
int config_check_traffic(const struct config *conf, char *place, size_t size);

#endif
