/**
 * @file tests/fault/clock.c  callpermit with a wall clock that can be set
 *
 * clock [ARGUMENT ...]: the program, but CLOCK_REALTIME is ahead of the
 * machine's by as many seconds as the file says that FAULT_CLOCK names.  It is
 * read again with each look at the clock.  Other clocks are as they are.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

static long long ahead(void)
{
	const char *path = getenv("FAULT_CLOCK");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	char text[32] = "";

	if (fd < 0)
		return 0;
	if (read(fd, text, sizeof(text) - 1) < 0)
		text[0] = '\0';
	(void)close(fd);
	return strtoll(text, NULL, 10);
}

/* The program's own wins over the C library's */
int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
	long rc = syscall(SYS_clock_gettime, clock_id, tp);

	if (rc == 0 &&
	    (clock_id == CLOCK_REALTIME || clock_id == CLOCK_REALTIME_COARSE))
		tp->tv_sec += ahead();
	return (int)rc;
}

int main(int argc, char *argv[])
{
	return cli_main(argc, argv);
}
