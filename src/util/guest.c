/**
 * @file util/guest.c  A program that has the terminal to itself for a while
 */
#include "util/guest.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/err.h"
#include "util/util.h"

/* How often it is asked whether the program is to end, and looked at the
 * program where the kernel does not tell of its end */
#define ASK_MS	1000
#define LOOK_MS 50

/* Asked so often in vain, it is killed */
#define PATIENCE 3

/* It is in front before its first instruction, or it could be stopped at it */
static int start(pid_t *pidp, const char *const *argv, bool in_front)
{
	static const int signals[] = { SIGINT,	SIGQUIT, SIGPIPE, SIGTERM,
				       SIGTSTP, SIGTTIN, SIGTTOU };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t set;
	int code;

	(void)sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		(void)sigaddset(&set, signals[i]);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigdefault(&attr, &set);
	(void)posix_spawnattr_setpgroup(&attr, 0);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF |
						      POSIX_SPAWN_SETPGROUP);
	(void)posix_spawn_file_actions_init(&actions);
	if (in_front)
		(void)posix_spawn_file_actions_addtcsetpgrp_np(&actions,
							       STDIN_FILENO);
	code = posix_spawn(pidp, argv[0], &actions, &attr, (char **)argv,
			   environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attr);
	return code == 0 ? 0
			 : err_set(code == ENOENT ? ENOENT : EIO, "%s: %s",
				   argv[0], strerror(code));
}

/* In the background, asking for the terminal would stop us */
static void take_back(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction old;

	(void)sigaction(SIGTTOU, &ignore, &old);
	(void)tcsetpgrp(STDIN_FILENO, getpgrp());
	(void)sigaction(SIGTTOU, &old, NULL);
}

static void signal_all(pid_t group, int sig)
{
	(void)kill(-group, sig);
	(void)kill(-group, SIGCONT);
}

/* Wait until the program ends, a signal comes, or the time is over */
static void pass_time(int fd, int64_t *leftp)
{
	struct pollfd in = { .fd = fd, .events = POLLIN };
	const int ms = fd >= 0 ? ASK_MS : LOOK_MS;

	*leftp = poll(&in, fd >= 0, ms) < 0 ? 0 : *leftp - ms;
}

static int wait_for(pid_t pid, guest_h *ends, void *arg, int *statusp)
{
	const int fd = pidfd_open(pid, 0);
	int64_t left = ASK_MS;
	int vain = 0;
	int status = 0;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG | WUNTRACED)) != pid ||
	       WIFSTOPPED(status)) {
		if (got == pid)
			signal_all(pid, SIGCONT);
		if (got < 0 && errno != EINTR)
			break;
		pass_time(fd, &left);
		if (left > 0)
			continue;
		left = ASK_MS;
		if (ends(arg))
			signal_all(pid, vain++ < PATIENCE ? SIGTERM : SIGKILL);
	}
	if (fd >= 0)
		(void)close(fd);
	if (got != pid)
		return err_set(EIO, "%s", strerror(errno));

	*statusp = WIFEXITED(status) ? WEXITSTATUS(status)
				     : 128 + WTERMSIG(status);
	return 0;
}

int guest_run(const char *const *argv, guest_h *ends, void *arg, int *statusp)
{
	const bool in_front = tcgetpgrp(STDIN_FILENO) == getpgrp();
	pid_t pid = 0;
	int err = start(&pid, argv, in_front);

	if (!err)
		err = wait_for(pid, ends, arg, statusp);
	if (in_front)
		take_back();
	return err;
}
