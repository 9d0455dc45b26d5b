/**
 * @file drill/own.c  An engine that the drill starts itself
 */
#include "drill/own.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"

#define WAIT_MS 60000
#define STEP_MS 50

static int spawn(struct own *own, int out)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;
	int code;

	(void)sigemptyset(&none);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setpgroup(&attr, 0); /* ^C is the drill's */
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETPGROUP);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
					       "/dev/null", O_RDONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	(void)posix_spawn_file_actions_addopen(
		&actions, STDERR_FILENO, own->log,
		O_WRONLY | O_CREAT | O_APPEND, 0600);
	code = posix_spawn(&own->pid, own->argv[0], &actions, &attr,
			   (char **)own->argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attr);
	if (!code)
		return 0;
	own->pid = 0;
	return err_set(code == ENOENT ? ENOENT : EIO, "%s: %s", own->argv[0],
		       strerror(code));
}

int own_start(struct own *own)
{
	int fds[2];
	int err;

	if (pipe2(fds, O_CLOEXEC))
		return err_set(EIO, _("cannot start the engine: %s"),
			       strerror(errno));

	own->out = fds[0];
	own->ready = false;
	err = spawn(own, fds[1]);
	(void)close(fds[1]);
	if (err)
		(void)close(fds[0]);
	return err;
}

/* Its first line of output says that it is ready */
int own_look(struct own *own, bool *readyp)
{
	struct pollfd fd = { .fd = own->out, .events = POLLIN };
	char text[512];

	if (!own->ready && poll(&fd, 1, 0) > 0) {
		if (read(own->out, text, sizeof(text)) <= 0)
			return err_set(EIO, _("the engine has ended, see %s"),
				       own->log);
		own->ready = true;
	}
	*readyp = own->ready;
	return 0;
}

int own_wait(struct own *own)
{
	const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };
	bool ready = false;
	int err = 0;

	for (int ms = 0; ms < WAIT_MS && !err; ms += STEP_MS) {
		err = own_look(own, &ready);
		if (err || ready)
			return err;
		(void)nanosleep(&step, NULL);
	}

	return err_set(EIO, _("the engine is not ready, see %s"), own->log);
}

static void end(struct own *own)
{
	own->pid = 0;
	own->ready = false;
	(void)close(own->out);
}

void own_kill(struct own *own)
{
	if (own->pid <= 0)
		return;
	(void)kill(own->pid, SIGKILL);
	(void)waitpid(own->pid, NULL, 0);
	end(own);
}

void own_stop(struct own *own)
{
	const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };

	if (own->pid <= 0)
		return;
	(void)kill(own->pid, SIGTERM);
	for (int ms = 0; ms < WAIT_MS; ms += STEP_MS) {
		if (waitpid(own->pid, NULL, WNOHANG) != 0) {
			end(own);
			return;
		}
		(void)nanosleep(&step, NULL);
	}

	own_kill(own);
}
