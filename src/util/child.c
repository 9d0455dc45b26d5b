/**
 * @file util/child.c  Other programs, run without a shell
 */
#include "util/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "util/err.h"
#include "util/str.h"

static bool is_program(const char *dir, size_t n, const char *name)
{
	struct str path = { 0 };
	struct stat st;
	bool found;

	str_add_n(&path, dir, n);
	str_addf(&path, "/%s", name);
	found = stat(path.s, &st) == 0 && S_ISREG(st.st_mode) &&
		access(path.s, X_OK) == 0;
	str_release(&path);
	return found;
}

bool child_exists(const char *name)
{
	const char *dir = getenv("PATH");

	while (dir && *dir) {
		const size_t n = strcspn(dir, ":");

		if (n > 0 && is_program(dir, n, name))
			return true;
		dir += n + (dir[n] == ':');
	}

	return false;
}

/* Signals that are ours again afterwards */
struct quiet {
	struct sigaction interrupt;
	struct sigaction quit;
	struct sigaction pipe;
};

static void be_quiet(struct quiet *q)
{
	struct sigaction ignore = { 0 };

	ignore.sa_handler = SIG_IGN;
	(void)sigaction(SIGINT, &ignore, &q->interrupt);
	(void)sigaction(SIGQUIT, &ignore, &q->quit);
	(void)sigaction(SIGPIPE, &ignore, &q->pipe);
}

static void be_loud(const struct quiet *q)
{
	(void)sigaction(SIGINT, &q->interrupt, NULL);
	(void)sigaction(SIGQUIT, &q->quit, NULL);
	(void)sigaction(SIGPIPE, &q->pipe, NULL);
}

/* Where the three first files of a program come from; -1: they are ours */
struct ends {
	int in;
	int out;
	bool apart; /* in a session of its own */
};

static int start(pid_t *pidp, const char *const *argv, const struct ends *ends)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t set;
	int code;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGQUIT);
	(void)sigaddset(&set, SIGPIPE);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigdefault(&attr, &set);
	(void)posix_spawnattr_setflags(
		&attr, (short)(POSIX_SPAWN_SETSIGDEF |
			       (ends->apart ? POSIX_SPAWN_SETSID : 0)));
	(void)posix_spawn_file_actions_init(&actions);
	if (ends->in >= 0)
		(void)posix_spawn_file_actions_adddup2(&actions, ends->in,
						       STDIN_FILENO);
	for (int fd = STDOUT_FILENO; ends->out >= 0 && fd <= STDERR_FILENO;
	     fd++)
		(void)posix_spawn_file_actions_adddup2(&actions, ends->out, fd);
	code = posix_spawnp(pidp, argv[0], &actions, &attr, (char **)argv,
			    environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attr);
	return code == 0 ? 0
			 : err_set(code == ENOENT ? ENOENT : EIO, "%s: %s",
				   argv[0], strerror(code));
}

/* A program may stop reading when it has seen enough */
static void feed(int fd, const char *data, size_t size)
{
	while (size > 0) {
		const ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		data += n;
		size -= (size_t)n;
	}
}

static int wait_for(pid_t pid, int *statusp)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return err_set(EIO, "%s", strerror(errno));
	}
	*statusp = WIFEXITED(status) ? WEXITSTATUS(status)
				     : 128 + WTERMSIG(status);
	return 0;
}

int child_run(const char *const *argv, const void *data, size_t size,
	      int *statusp)
{
	int in[2] = { -1, -1 };
	struct quiet quiet;
	pid_t pid = 0;
	int err;

	if (data && pipe2(in, O_CLOEXEC) != 0)
		return err_set(EIO, "%s: %s", argv[0], strerror(errno));

	be_quiet(&quiet);
	err = start(&pid, argv,
		    &(struct ends){ .in = data ? in[0] : -1, .out = -1 });
	if (in[0] >= 0)
		(void)close(in[0]);
	if (!err && data)
		feed(in[1], data, size);
	if (in[1] >= 0)
		(void)close(in[1]);
	if (!err)
		err = wait_for(pid, statusp);
	be_loud(&quiet);
	return err;
}

int child_begin(struct child *child, const char *const *argv)
{
	const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int out[2] = { -1, -1 };
	int err = 0;

	if (nothing < 0 || pipe2(out, O_CLOEXEC) != 0)
		err = err_set(EIO, "%s: %s", argv[0], strerror(errno));
	if (!err)
		err = start(&child->pid, argv,
			    &(struct ends){ nothing, out[1], true });
	if (nothing >= 0)
		(void)close(nothing);
	if (out[1] >= 0)
		(void)close(out[1]);
	child->fd = out[0];
	if (err && out[0] >= 0)
		(void)close(out[0]);
	return err;
}

/* True if it has ended by itself within five seconds */
static bool ends_soon(pid_t pid)
{
	const struct timespec pause = { .tv_nsec = 50000000 };
	siginfo_t info;

	for (int i = 0; i < 100; i++) {
		info.si_pid = 0;
		if (waitid(P_PID, (id_t)pid, &info,
			   WEXITED | WNOHANG | WNOWAIT) != 0 ||
		    info.si_pid == pid)
			return true;
		(void)nanosleep(&pause, NULL);
	}

	return false;
}

int child_end(struct child *child, bool stop, int *statusp)
{
	(void)close(child->fd);
	child->fd = -1;
	if (stop) {
		(void)kill(-child->pid, SIGTERM);
		if (!ends_soon(child->pid))
			(void)kill(-child->pid, SIGKILL);
	}
	return wait_for(child->pid, statusp);
}
