/**
 * @file engine/notify.h  Telling the service manager how it goes
 *
 * The protocol of sd_notify(3), a datagram to $NOTIFY_SOCKET; nothing happens
 * without it.
 */
#ifndef ENGINE_NOTIFY_H
#define ENGINE_NOTIFY_H

#include <stdint.h>

/** Send lines such as "READY=1" */
void notify_send(const char *lines);

/** Say that the configuration is being read again; READY=1 follows */
void notify_reloading(void);

/** ms within which WATCHDOG=1 is expected; 0: it is not */
int64_t notify_watchdog(void);

#endif
