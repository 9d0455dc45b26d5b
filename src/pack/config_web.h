/**
 * @file pack/config_web.h  What must hold of tokens and of the HTTP server
 */
#ifndef PACK_CONFIG_WEB_H
#define PACK_CONFIG_WEB_H

#include <stddef.h>

#include "pack/config.h"

/** Check the parts tokens and web; EBADMSG with a sentence, place set to the
 *  key */
int config_check_web(const struct config *conf, char *place, size_t size);

#endif
