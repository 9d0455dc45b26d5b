/**
 * @file web/server.c  libmicrohttpd on the loop
 */
#include "web/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sip/spare.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/text.h"

#define BACKLOG	 128
#define AT_ONCE	 32    /* accepted before the loop goes on */
#define PAUSE_MS 100   /* after an accept() that failed */
#define BLOCK	 16384 /* bytes a stream is asked for */
#define PARAMS	 16
#define SEND_MAX 131072 /* bytes that wait in the kernel for a slow reader */

struct conn {
	struct le le;
	struct server *s;
	struct sa peer;
	int fd;
	struct tmr deadline; /* for a complete request */
};

/* Lives as long as libmicrohttpd's response, which may outlive the request */
struct stream {
	struct request *rq;
	stream_read_h *readh;
	stream_over_h *over; /* NULL once called */
	void *arg;
};

struct request {
	struct server *s;
	struct conn *conn;
	struct MHD_Connection *mhd;
	const char *method;
	char path[SERVER_URL_MAX];
	char *param[PARAMS]; /* decoded */
	unsigned paramc;
	char body[SERVER_BODY_MAX + 1];
	size_t size;
	unsigned status;	       /* of an early refusal */
	struct MHD_Response *response; /* kept until the handler may be told */
	void *own;
	bool handling; /* the handler is being called */
	bool given;
	bool suspended;
	struct stream *stream;
};

struct server {
	struct server_conf conf;
	struct MHD_Daemon *daemon;
	int fd;	      /* listens, -1 */
	int epoll_fd; /* libmicrohttpd's */
	struct sa local;
	struct list conns;
	struct tmr again; /* accept, or MHD_run() */
	struct tmr run;
	unsigned count;
	bool resumed; /* a request: libmicrohttpd must be run to see it */
};

static void run(void *arg);

/* Connections */

static void on_late(void *arg)
{
	struct conn *conn = arg;

	(void)shutdown(conn->fd, SHUT_RDWR);
}

static void await_request(struct conn *conn)
{
	tmr_start(&conn->deadline, SERVER_REQUEST_S * 1000, on_late, conn);
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
	await_request(conn);
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

/* Requests */

static enum MHD_Result count_value(void *arg, enum MHD_ValueKind kind,
				   const char *key, const char *value)
{
	unsigned *n = arg;

	(void)kind;
	if (!strcasecmp(key, "Content-Length"))
		n[0]++;
	if (!strcasecmp(key, "Transfer-Encoding"))
		n[1] += value && !strcasecmp(value, "chunked") ? 1 : 2;
	if (!strcasecmp(key, "Authorization"))
		n[2]++;
	if (!strcasecmp(key, "Host"))
		n[3]++;
	return MHD_YES;
}

/* Status of a request whose head alone is reason to refuse it */
static unsigned judge_head(const struct request *rq, const char *url)
{
	unsigned n[4] = { 0, 0, 0, 0 };
	const char *length = request_header(rq, "Content-Length");

	(void)MHD_get_connection_values(rq->mhd, MHD_HEADER_KIND, count_value,
					n);
	if (n[0] + n[1] > 1 || n[2] > 1 || n[3] > 1)
		return 400;
	if (strlen(url) >= sizeof(rq->path))
		return 414;
	if (length && (strlen(length) > 9 || atoi(length) > SERVER_BODY_MAX))
		return 413;
	return 0;
}

static struct request *begin(struct server *s, struct MHD_Connection *mhd,
			     const char *url, const char *method)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct request *rq;

	if (!info || !info->socket_context)
		return NULL;
	rq = calloc(1, sizeof(*rq));
	if (!rq)
		return NULL;
	rq->s = s;
	rq->conn = info->socket_context;
	rq->mhd = mhd;
	rq->method = method;
	rq->status = judge_head(rq, url);
	if (!rq->status)
		strcpy(rq->path, url);
	return rq;
}

static enum MHD_Result send_response(struct request *rq)
{
	enum MHD_Result ok = MHD_queue_response(rq->mhd, rq->status,
						rq->response);

	MHD_destroy_response(rq->response);
	rq->response = NULL;
	return ok;
}

/* The handler answers within the call, or the connection rests until it does */
static enum MHD_Result handle(struct request *rq)
{
	if (!rq->given) {
		tmr_cancel(&rq->conn->deadline);
		rq->given = true;
		rq->handling = true;
		rq->s->conf.h(rq, rq->s->conf.arg);
		rq->handling = false;
	}
	if (rq->response)
		return send_response(rq);
	rq->suspended = true;
	MHD_suspend_connection(rq->mhd);
	return MHD_YES;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *mhd,
				  const char *url, const char *method,
				  const char *version, const char *data,
				  size_t *sizep, void **ctx)
{
	struct request *rq = *ctx;

	(void)version;
	if (!rq) {
		rq = begin(arg, mhd, url, method);
		*ctx = rq;
		/* refused before its body: the connection closes after it */
		return !rq ? MHD_NO : rq->status ? handle(rq) : MHD_YES;
	}
	if (*sizep) {
		if (rq->size + *sizep > SERVER_BODY_MAX)
			rq->status = 413;
		else
			memcpy(rq->body + rq->size, data, *sizep);
		rq->size = rq->status ? 0 : rq->size + *sizep;
		*sizep = 0;
		return MHD_YES;
	}
	return handle(rq);
}

static void end_stream(struct stream *stream)
{
	stream_over_h *over = stream->over;

	stream->over = NULL;
	if (over)
		over(stream->arg);
}

static void on_completed(void *arg, struct MHD_Connection *mhd, void **ctx,
			 enum MHD_RequestTerminationCode code)
{
	struct request *rq = *ctx;

	(void)arg;
	(void)mhd;
	(void)code;
	if (!rq)
		return;
	if (rq->stream)
		end_stream(rq->stream);
	if (rq->response)
		MHD_destroy_response(rq->response);
	await_request(rq->conn);
	for (unsigned i = 0; i < rq->paramc; i++)
		free(rq->param[i]);
	free(rq->own);
	free(rq);
	*ctx = NULL;
}

const char *request_method(const struct request *rq)
{
	return rq->method;
}

const char *request_path(const struct request *rq)
{
	return rq->path;
}

unsigned request_refusal(const struct request *rq)
{
	return rq->status;
}

const char *request_header(const struct request *rq, const char *name)
{
	return MHD_lookup_connection_value(rq->mhd, MHD_HEADER_KIND, name);
}

const char *request_body(const struct request *rq, size_t *sizep)
{
	*sizep = rq->size;
	return rq->body;
}

const struct sa *request_peer(const struct request *rq)
{
	return &rq->conn->peer;
}

void *request_own(struct request *rq, size_t size)
{
	if (!rq->own)
		rq->own = calloc(1, size);
	return rq->own;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int server_decode(char *to, const char *from, size_t n)
{
	size_t size = 0;

	for (size_t i = 0; i < n; i++) {
		int c = (unsigned char)from[i];

		if (c == '%') {
			if (i + 2 >= n || hex(from[i + 1]) < 0 ||
			    hex(from[i + 2]) < 0)
				return EBADMSG;
			c = hex(from[i + 1]) * 16 + hex(from[i + 2]);
			i += 2;
		}
		if (c < ' ' || c == 0x7f)
			return EBADMSG;
		to[size++] = (char)c;
	}
	to[size] = '\0';
	return text_is_utf8(to, size) ? 0 : EBADMSG;
}

struct lookup {
	const char *name;
	const char *value;
	unsigned found;
};

static enum MHD_Result look(void *arg, enum MHD_ValueKind kind, const char *key,
			    const char *value)
{
	struct lookup *l = arg;

	(void)kind;
	if (strcmp(key, l->name) != 0)
		return MHD_YES;
	l->found++;
	l->value = value ? value : "";
	return MHD_YES;
}

int request_query(struct request *rq, const char *name, const char **valuep)
{
	struct lookup l = { .name = name };
	char *text;

	*valuep = NULL;
	(void)MHD_get_connection_values(rq->mhd, MHD_GET_ARGUMENT_KIND, look,
					&l);
	if (!l.found)
		return 0;
	if (l.found > 1 || rq->paramc == PARAMS)
		return EBADMSG;
	text = malloc(strlen(l.value) + 1);
	if (!text)
		return EBADMSG;
	rq->param[rq->paramc++] = text;
	*valuep = text;
	return server_decode(text, l.value, strlen(l.value));
}

/* Answers */

static void resume(struct request *rq)
{
	rq->suspended = false;
	MHD_resume_connection(rq->mhd);
	rq->s->resumed = true;
	tmr_start(&rq->s->run, 0, run, rq->s);
}

static void give(struct request *rq, struct MHD_Response *response,
		 unsigned status, const struct request_header *headers)
{
	for (; response && headers && headers->name; headers++)
		(void)MHD_add_response_header(response, headers->name,
					      headers->value);
	rq->response = response;
	rq->status = status;
	if (!response)
		request_drop(rq);
	if (!rq->handling && rq->suspended)
		resume(rq);
}

void request_answer(struct request *rq, unsigned status,
		    const struct request_header *headers, const char *body,
		    size_t size)
{
	give(rq,
	     MHD_create_response_from_buffer(size, (void *)body,
					     MHD_RESPMEM_MUST_COPY),
	     status, headers);
}

static ssize_t on_read(void *arg, uint64_t pos, char *to, size_t size)
{
	struct stream *stream = arg;
	struct request *rq = stream->rq;
	ssize_t n = stream->readh(to, size, stream->arg);

	(void)pos;
	if (n == STREAM_END)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n == STREAM_BROKEN)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (n == 0) {
		rq->suspended = true;
		MHD_suspend_connection(rq->mhd);
	}
	return n;
}

static void on_over(void *arg)
{
	end_stream(arg);
	free(arg);
}

void request_stream(struct request *rq, unsigned status,
		    const struct request_header *headers, int64_t size,
		    stream_read_h *readh, stream_over_h *over, void *arg)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	struct MHD_Response *response = NULL;

	if (stream) {
		*stream = (struct stream){ rq, readh, over, arg };
		response = MHD_create_response_from_callback(
			size < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)size, BLOCK,
			on_read, stream, on_over);
	}
	if (response)
		rq->stream = stream;
	else
		free(stream);
	give(rq, response, status, headers);
	if (!response)
		over(arg);
}

void request_wake(struct request *rq)
{
	if (rq->suspended)
		resume(rq);
}

void request_drop(struct request *rq)
{
	(void)shutdown(rq->conn->fd, SHUT_RDWR);
	request_wake(rq);
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
		flags, 0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
		on_complaint, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
		s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_signs, NULL,
		MHD_OPTION_CONNECTION_LIMIT, c->connections + 1,
		MHD_OPTION_CONNECTION_TIMEOUT, SERVER_STALL_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)SERVER_HEADER_MAX + BLOCK, MHD_OPTION_STRICT_FOR_CLIENT,
		1, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
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
