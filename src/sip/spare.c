/**
 * @file sip/spare.c  A descriptor for when none is left
 */
#include "sip/spare.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/log.h"

#define WARN_MS 10000

/* Of the one loop */
static struct {
	bool open; /* it was taken once */
	int fd;	   /* -1: it could not be had again */
	int64_t warned;
} spare;

/* The linker gives these names.
 * NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
int __real_accept(int fd, struct sockaddr *addr, socklen_t *len);
int __wrap_accept(int fd, struct sockaddr *addr, socklen_t *len);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static void take(void)
{
	spare.fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void spare_open(void)
{
	if (spare.open)
		return;
	spare.open = true;
	take();
}

void spare_close(void)
{
	if (spare.open && spare.fd >= 0)
		(void)close(spare.fd);
	spare.open = false;
}

bool spare_is_due(int error)
{
	return error == EMFILE || error == ENFILE;
}

static void warn(void)
{
	int64_t now = clock_mono();

	if (spare.warned && now - spare.warned < WARN_MS)
		return;
	spare.warned = now;
	log_warnx("no descriptor is left: connections are turned away; is "
		  "LimitNOFILE or ulimit -n too small?");
}

void spare_shed(int fd)
{
	int conn;

	warn();
	if (!spare.open)
		return;
	if (spare.fd >= 0)
		(void)close(spare.fd);
	conn = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	if (conn >= 0)
		(void)close(conn);
	take();
}

int __wrap_accept(int fd, struct sockaddr *addr, socklen_t *len)
{
	int conn = __real_accept(fd, addr, len);

	if (conn < 0 && spare_is_due(errno)) {
		spare_shed(fd);
		errno = EAGAIN;
	}
	return conn;
}
