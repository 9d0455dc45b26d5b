/**
 * @file sip/spare.h  A descriptor for when none is left
 *
 * A listening socket with a connection that cannot be accepted stays readable,
 * and the loop would run in circles around it.  So one descriptor is kept in
 * reserve: it is given up to accept the connection and close it, and taken
 * again.  libre's accept() is wrapped at link time to do so.
 */
#ifndef SIP_SPARE_H
#define SIP_SPARE_H

#include <stdbool.h>

/** Take the reserve; call it on the loop, before sockets listen */
void spare_open(void);

/** Give it back */
void spare_close(void);

/** True if a call failed because no descriptor is left */
bool spare_is_due(int error);

/** After accept() failed so: turn the connection away, and say so in the log,
 *  now and then */
void spare_shed(int fd);

#endif
