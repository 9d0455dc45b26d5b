/**
 * @file web/server.c  libmicrohttpd on the loop
 */
#include "web/server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sip/spare.h"
#include "util/err.h"
#include "util/lang.h"
#include "web/server_private.h"

#define BACKLOG	 128
#define AT_ONCE	 32	/* accepted before the loop goes on */
#define PAUSE_MS 100	/* after an accept() that failed */
#define SEND_MAX 131072 /* bytes that wait in the kernel for a slow reader */

static void run(void *arg);

/* Connections */

static void on_late(void *arg)
{
	struct conn *conn = arg;

	(void)shutdown(conn->fd, SHUT_RDWR);
}

void server_await(struct conn *conn)
{
	tmr_start(&conn->deadline, (uint64_t)SERVER_REQUEST_S * 1000, on_late,
		  conn);
}

static void on_connection(void *arg, struct MHD_Connection *mhd, void **ctx,
			  enum MHD_ConnectionNotificationCode code)
{
	struct server *s = arg;
	struct conn *conn = *ctx;
	const union MHD_ConnectionInfo *info;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (!conn)
			return;
		tmr_cancel(&conn->deadline);
		list_unlink(&conn->le);
		s->count--;
		free(conn);
		*ctx = NULL;
		return;
	}

	conn = calloc(1, sizeof(*conn));
	if (!conn)
		return; /* its requests are refused */
	conn->s = s;
	info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	conn->fd = info ? info->connect_fd : -1;
	info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info)
		(void)sa_set_sa(&conn->peer, info->client_addr);
	list_append(&s->conns, &conn->le, conn);
	s->count++;
	server_await(conn);
	*ctx = conn;
}

static unsigned from_source(const struct server *s, const struct sa *peer)
{
	unsigned n = 0;

	for (struct le *le = s->conns.head; le; le = le->next) {
		const struct conn *conn = le->data;

		n += sa_cmp(&conn->peer, peer, SA_ADDR);
	}
	return n;
}

static void on_accept(int flags, void *arg);

static void accept_again(void *arg)
{
	struct server *s = arg;

	if (s->fd >= 0)
		(void)compat_fd_read(s->fd, on_accept, s);
}

/* Without descriptors the listening socket stays readable: look away */
static void accept_later(struct server *s)
{
	compat_fd_close(s->fd);
	tmr_start(&s->again, PAUSE_MS, accept_again, s);
}

static void on_accept(int flags, void *arg)
{
	const int most = SEND_MAX;
	struct server *s = arg;

	(void)flags;
	for (int i = 0; i < AT_ONCE; i++) {
		struct sa peer;
		int fd;

		peer.len = sizeof(peer.u);
		fd = accept4(s->fd, &peer.u.sa, &peer.len,
			     SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0) {
			if (spare_is_due(errno))
				spare_shed(s->fd);
			else if (errno != EAGAIN && errno != EINTR &&
				 errno != ECONNABORTED)
				accept_later(s);
			break;
		}
		if (s->count >= s->conf.connections ||
		    from_source(s, &peer) >= s->conf.per_source) {
			(void)close(fd);
			continue;
		}
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &most,
				 sizeof(most));
		/* closes the socket itself if it fails */
		(void)MHD_add_connection(s->daemon, fd, &peer.u.sa, peer.len);
	}
	run(s);
}

/* libmicrohttpd is served when its descriptor says so, and when it asks for
 * it by time */
static void run(void *arg)
{
	struct server *s = arg;
	MHD_UNSIGNED_LONG_LONG wait;

	s->resumed = false;
	(void)MHD_run(s->daemon);
	if (s->resumed)
		tmr_start(&s->run, 0, run, s);
	else if (MHD_get_timeout(s->daemon, &wait) == MHD_YES)
		tmr_start(&s->run, wait, run, s);
	else
		tmr_cancel(&s->run);
}

static void on_epoll(int flags, void *arg)
{
	(void)flags;
	run(arg);
}

void server_resumed(struct server *s)
{
	s->resumed = true;
	tmr_start(&s->run, 0, run, s);
}

/* Beginning and end */

static int open_listener(struct server *s)
{
	const int on = 1;
	int err = 0;

	s->fd = socket(sa_af(&s->conf.local),
		       SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->fd < 0)
		return err_set(EIO, _("cannot open a socket for HTTP"));
	(void)setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(s->fd, &s->conf.local.u.sa, s->conf.local.len) != 0 ||
	    listen(s->fd, BACKLOG) != 0)
		err = errno == EADDRINUSE ? EBUSY : EIO;
	if (err)
		return err_set(err, _("listen.http: cannot listen there: %s"),
			       strerror(errno));
	s->local.len = sizeof(s->local.u);
	if (getsockname(s->fd, &s->local.u.sa, &s->local.len) != 0 ||
	    compat_fd_read(s->fd, on_accept, s))
		return err_set(EIO, _("cannot open a socket for HTTP"));
	return 0;
}

/* Paths and parameters are decoded by server_decode() alone */
static size_t keep_signs(void *arg, struct MHD_Connection *mhd, char *text)
{
	(void)arg;
	(void)mhd;
	return strlen(text);
}

static void on_complaint(void *arg, const char *fmt, va_list ap)
{
	(void)arg;
	(void)fmt;
	(void)ap; /* its wording tells operators nothing */
}

static int start_daemon(struct server *s)
{
	const struct server_conf *c = &s->conf;
	const union MHD_DaemonInfo *info;
	unsigned flags = MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET |
			 MHD_ALLOW_SUSPEND_RESUME;
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)c->certificate },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)c->key },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (c->certificate)
		flags |= MHD_USE_TLS;
	else
		tls[0] = tls[2];
	s->daemon = MHD_start_daemon(
		flags, 0, NULL, NULL, server_on_request, s,
		MHD_OPTION_EXTERNAL_LOGGER, on_complaint, NULL,
		MHD_OPTION_NOTIFY_COMPLETED, server_on_completed, s,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_signs, NULL,
		MHD_OPTION_CONNECTION_LIMIT, c->connections + 1,
		MHD_OPTION_CONNECTION_TIMEOUT, SERVER_STALL_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)SERVER_HEADER_MAX + SERVER_BLOCK,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, tls,
		MHD_OPTION_END);
	if (!s->daemon)
		return err_set(c->certificate ? EINVAL : EIO,
			       _("cannot start the HTTP server; are its "
				 "certificate and key good?"));
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	s->epoll_fd = info ? info->epoll_fd : -1;
	if (s->epoll_fd < 0 || compat_fd_read(s->epoll_fd, on_epoll, s))
		return err_set(EIO, _("cannot start the HTTP server"));
	return 0;
}

int server_alloc(struct server **sp, const struct server_conf *conf)
{
	struct server *s = calloc(1, sizeof(*s));
	int err;

	if (!s)
		return err_set(ENOMEM, _("no memory for the HTTP server"));
	s->conf = *conf;
	s->fd = s->epoll_fd = -1;
	err = start_daemon(s);
	if (!err)
		err = open_listener(s);
	if (err) {
		server_free(s);
		return err;
	}
	*sp = s;
	return 0;
}

void server_stop(struct server *s)
{
	tmr_cancel(&s->again);
	if (s->fd < 0)
		return;
	compat_fd_close(s->fd);
	(void)close(s->fd);
	s->fd = -1;
}

void server_free(struct server *s)
{
	if (!s)
		return;
	server_stop(s);
	if (s->epoll_fd >= 0)
		compat_fd_close(s->epoll_fd);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	tmr_cancel(&s->run);
	free(s);
}

const struct sa *server_local(const struct server *s)
{
	return &s->local;
}

unsigned server_connections(const struct server *s)
{
	return s->count;
}
