/**
 * @file util/apart.c  Work in a process of its own, with bounds
 */
#include "util/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/err.h"

/* Bytes of addresses that this process has; a limit counts them too */
static size_t own_bytes(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long long pages = 0;

	if (f && fscanf(f, "%llu", &pages) != 1) /* NOLINT(cert-err34-c) */
		pages = 0;
	if (f)
		(void)fclose(f);
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void limit(int what, size_t most)
{
	struct rlimit l;

	if (getrlimit(what, &l) != 0)
		return;
	if (l.rlim_cur == RLIM_INFINITY || l.rlim_cur > most)
		l.rlim_cur = most;
	(void)setrlimit(what, &l);
}

/* What a library says when it fails is not for our user */
static void be_silent(void)
{
	const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null >= 0)
		(void)dup2(null, STDERR_FILENO);
}

static void work(apart_h *h, const void *arg, void *answer, size_t size, int fd)
{
	const char *at = answer;

	be_silent();
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, APART_SECONDS);
	limit(RLIMIT_AS, own_bytes() + APART_BYTES);
	h(answer, arg);
	while (size > 0) {
		const ssize_t n = write(fd, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(1);
		at += n;
		size -= (size_t)n;
	}
	_exit(0);
}

/* Returns how many bytes came */
static size_t receive(int fd, char *to, size_t size)
{
	size_t got = 0;

	while (got < size) {
		const ssize_t n = read(fd, to + got, size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		got += (size_t)n;
	}

	return got;
}

int apart_run(apart_h *h, const void *arg, void *answer, size_t size)
{
	int fd[2];
	int status = 0;
	size_t got;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) != 0)
		return err_set(EIO, "%s", strerror(errno));

	pid = fork();
	if (pid == 0)
		work(h, arg, answer, size, fd[1]);
	(void)close(fd[1]);
	if (pid < 0) {
		(void)close(fd[0]);
		return err_set(EIO, "%s", strerror(errno));
	}

	got = receive(fd[0], answer, size);
	(void)close(fd[0]);
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return err_set(EIO, "%s", strerror(errno));
	}

	return got == size && WIFEXITED(status) && WEXITSTATUS(status) == 0
		       ? 0
		       : ECANCELED;
}
