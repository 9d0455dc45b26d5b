/**
 * @file sip/loop.c  libre's loop, its signals and its bells
 */
#include "sip/loop.h"

#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "sip/compat.h"
#include "sip/random.h"
#include "sip/spare.h"
#include "sip/timer.h"
#include "util/err.h"
#include "util/lang.h"

struct bell {
	int fd;
	bell_h *h;
	void *arg;
};

static struct {
	int fd; /**< signalfd plus one, 0 for none */
	loop_signal_h *h;
	void *arg;
} signals;

static void signal_set(sigset_t *set)
{
	(void)sigemptyset(set);
	(void)sigaddset(set, SIGINT);
	(void)sigaddset(set, SIGTERM);
	(void)sigaddset(set, SIGHUP);
}

int loop_open(int max_fds)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t set;
	int err;

	signal_set(&set);
	if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0 ||
	    sigaction(SIGPIPE, &ignore, NULL) != 0)
		return err_set(EIO, _("cannot set up signals"));

	timer_init();
	random_init();
	spare_open();
	err = libre_init();
	if (!err)
		err = fd_setsize(max_fds);
	if (err)
		return err_set(err, _("cannot start the SIP library"));

	return 0;
}

void loop_close(void)
{
	if (signals.fd) {
		compat_fd_close(signals.fd - 1);
		(void)close(signals.fd - 1);
		signals.fd = 0;
	}
	libre_close();
	spare_close();
}

int loop_run(void)
{
	int err = re_main(NULL);

	if (err)
		return err_set(EIO, _("the SIP loop ended: code %d"), err);
	return 0;
}

void loop_stop(void)
{
	re_cancel();
}

static void on_signal(int flags, void *arg)
{
	struct signalfd_siginfo info;

	(void)flags;
	(void)arg;
	while (read(signals.fd - 1, &info, sizeof(info)) ==
	       (ssize_t)sizeof(info))
		signals.h((int)info.ssi_signo, signals.arg);
}

int loop_signals(loop_signal_h *h, void *arg)
{
	sigset_t set;
	int err;
	int fd;

	if (signals.fd)
		return err_set(EBUSY, _("signals are handled already"));

	signal_set(&set);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		return err_set(EIO, _("cannot set up signals"));

	signals.fd = fd + 1;
	signals.h = h;
	signals.arg = arg;
	err = compat_fd_read(fd, on_signal, NULL);
	if (err) {
		(void)close(fd);
		signals.fd = 0;
		return err_set(ENOMEM, _("cannot set up signals"));
	}

	return 0;
}

static void on_bell(int flags, void *arg)
{
	struct bell *bell = arg;
	uint64_t count;

	(void)flags;
	if (read(bell->fd, &count, sizeof(count)) == (ssize_t)sizeof(count))
		bell->h(bell->arg);
}

static void bell_destructor(void *arg)
{
	struct bell *bell = arg;

	if (bell->fd < 0)
		return;
	compat_fd_close(bell->fd);
	(void)close(bell->fd);
}

int bell_alloc(struct bell **bellp, bell_h *h, void *arg)
{
	struct bell *bell = mem_zalloc(sizeof(*bell), bell_destructor);
	int err;

	if (!bell)
		return err_set(ENOMEM, _("no memory for a bell"));

	bell->h = h;
	bell->arg = arg;
	bell->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	err = bell->fd < 0 ? EIO : compat_fd_read(bell->fd, on_bell, bell);
	if (err) {
		mem_deref(bell);
		return err_set(EIO, _("cannot set up an event descriptor"));
	}

	*bellp = bell;
	return 0;
}

void bell_free(struct bell *bell)
{
	mem_deref(bell);
}

int bell_fd(const struct bell *bell)
{
	return bell->fd;
}
