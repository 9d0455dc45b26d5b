/**
 * @file drill/meeting.h  Where parties of this machine meet the engine
 */
#ifndef DRILL_MEETING_H
#define DRILL_MEETING_H

#include "pack/config.h"
#include "sip/compat.h"

/**
 * Read "udp:127.0.0.1:5060" or "127.0.0.1:5060"; an address for all becomes the
 * loopback, as the parties run on the engine's machine
 *
 * @return 0 or EINVAL
 */
int meeting_address(struct sa *addr, const char *text);

/** The engine's UDP address; EINVAL if it has none with a port */
int meeting_engine(struct sa *addr, const struct config *config);

#endif
