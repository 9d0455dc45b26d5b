/**
 * @file sip/compat.h  libre and librem, whatever their version
 *
 * The only place that includes their headers.  Written for 1.1.0, the version
 * of Debian 12.  Later versions differ in what is wrapped here and in the set
 * of timer functions that sip/timer.c replaces: fd_listen() hands out a
 * handle, sipsess_accept() and sipsess_progress() gain the mode of RFC 3262,
 * sipsess_connect() gains a Call-ID and a handler for the offer.
 */
#ifndef SIP_COMPAT_H
#define SIP_COMPAT_H

/* clang-format off: librem wants what re.h includes */
#include <re.h>
#include <rem.h>
/* clang-format on */

/** Read events of a descriptor on the loop; descriptors of libre itself are
 *  its own business */
static inline int compat_fd_read(int fd, fd_h *h, void *arg)
{
	return fd_listen(fd, FD_READ, h, arg);
}

/** No more events of a descriptor */
static inline void compat_fd_close(int fd)
{
	fd_close(fd);
}

#endif
