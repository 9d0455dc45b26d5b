/**
 * @file engine/trunk.h  Carriers that prove who they are
 */
#ifndef ENGINE_TRUNK_H
#define ENGINE_TRUNK_H

#include "engine/house.h"
#include "sip/ua.h"

/**
 * Have each trunk over TLS prove who it is whenever we connect to it, unless
 * its row says otherwise
 *
 * @return 0; ENOENT or EBADMSG with a sentence, then those before hold; ENOMEM
 */
int trunks_trust(struct ua *ua, const struct house *house);

/** Read the files for that, to see that they are there */
int trunks_check(const struct config *conf);

#endif
