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

/** Look for the files that it names where the configuration is, not where the
 *  program was started: certificates, keys, ca, lists; 0 or ENOMEM */
int config_settle_files(struct config *conf, const char *path);

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

/** Check trunks, registrar, session timers and certificates; likewise */
int config_check_sip(const struct config *conf, const struct spot *spot);

/** Check lists of numbers, and read the files that they name; likewise */
int config_check_lists(struct config *conf, const struct spot *spot);

/** Check what tenants lease and reach; places are checked already */
int config_check_tenants(struct config *conf, const struct spot *spot);

/** Check what call-backs are allowed; hours and lists are checked already */
int config_check_call_back(const struct config *conf, const struct spot *spot);

/** Check the rules of traffic: like config_check_flow() */
int config_check_traffic(const struct config *conf, char *place, size_t size);

#endif
