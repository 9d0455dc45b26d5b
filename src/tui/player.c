/**
 * @file tui/player.c  Sound played by a program of the house
 */
#include "tui/player.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/child.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define STDIN "/dev/stdin"
#define WORDS 6

static const char *const players[][WORDS] = {
	{ "pw-play", STDIN, NULL },
	{ "paplay", STDIN, NULL },
	{ "aplay", "-q", STDIN, NULL },
	{ "ffplay", "-nodisp", "-autoexit", "-hide_banner", STDIN, NULL },
	{ "mpv", "--no-video", "--really-quiet", STDIN, NULL },
	{ "play", "-q", STDIN, NULL },
};

static const char *const *find(void)
{
	for (size_t i = 0; i < ARRAY_LEN(players); i++) {
		if (child_exists(players[i][0]))
			return players[i];
	}
	return NULL;
}

const char *player_find(void)
{
	const char *const *words = find();

	return words ? words[0] : NULL;
}

/* A file in memory with the sound, at its beginning; -1 */
static int keep(const char *wav, size_t size)
{
	int fd = memfd_create("recording", MFD_CLOEXEC);
	size_t done = 0;

	while (fd >= 0 && done < size) {
		ssize_t n = write(fd, wav + done, size - done);

		if (n <= 0 && errno != EINTR) {
			(void)close(fd);
			return -1;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		(void)lseek(fd, 0, SEEK_SET);
	return fd;
}

/* Its own group, so that a key pressed for us is not for it; nothing that it
 * says is to come between what stands on the screen */
static void become(const char *const *words, int fd)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT };
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)setpgid(0, 0);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		(void)signal(signals[i], SIG_DFL);
	if (nowhere < 0 || dup2(fd, 0) < 0 || dup2(nowhere, 1) < 0 ||
	    dup2(nowhere, 2) < 0)
		_exit(126);
	(void)execvp(words[0], (char *const *)words);
	_exit(127);
}

int player_start(struct player *p, const void *wav, size_t size)
{
	const char *const *words = find();
	int fd;

	player_stop(p);
	if (!words)
		return err_set(ENOENT,
			       _("there is no program that plays sound; "
				 "install pipewire-bin, pulseaudio-utils or "
				 "alsa-utils, or save the recording with s"));
	fd = keep(wav, size);
	p->pid = fd < 0 ? -1 : fork();
	if (p->pid == 0)
		become(words, fd);
	if (fd >= 0)
		(void)close(fd);
	if (p->pid < 0) {
		p->pid = 0;
		return err_set(EIO, _("%s cannot be started"), words[0]);
	}
	p->name = words[0];
	return 0;
}

bool player_ended(struct player *p, int *statusp)
{
	int status = 0;

	if (!p->pid || waitpid(p->pid, &status, WNOHANG) == 0)
		return false;
	p->pid = 0;
	*statusp = WIFEXITED(status) ? WEXITSTATUS(status)
				     : 128 + WTERMSIG(status);
	return true;
}

void player_stop(struct player *p)
{
	if (!p->pid)
		return;
	(void)kill(p->pid, SIGKILL);
	(void)waitpid(p->pid, NULL, 0);
	p->pid = 0;
}
