/**
 * @file web/request.c  Requests and their answers
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "util/text.h"
#include "web/server_private.h"

#define PARAMS 16

/* Lives as long as libmicrohttpd's response, which may outlive the request */
struct stream {
	struct request *rq;
	struct stream_source from; /* over is NULL once called */
};

struct request {
	struct server *s;
	struct conn *conn;
	struct MHD_Connection *mhd;
	const char *method;
	char path[SERVER_URL_MAX];
	char *param[PARAMS]; /* decoded */
	unsigned paramc;
	char *body; /* NUL-terminated; room for one byte more */
	char small[SERVER_BODY_MAX + 1];
	size_t size;
	unsigned status;	       /* of an early refusal */
	struct MHD_Response *response; /* kept until the handler may be told */
	void *own;
	bool handling; /* the handler is being called */
	bool given;
	bool suspended;
	struct stream *stream;
};

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

/* Make room for so many bytes of a body; false if that is too many */
static bool make_room(struct request *rq, size_t size)
{
	char *more;

	if (size <= SERVER_BODY_MAX || rq->body != rq->small)
		return size <= SERVER_BODY_MOST;
	if (size > SERVER_BODY_MOST || !rq->s->conf.roomh(rq, rq->s->conf.arg))
		return false;
	more = calloc(1, SERVER_BODY_MOST + 1);
	if (!more)
		return false;
	memcpy(more, rq->small, rq->size);
	rq->body = more;
	return true;
}

/* Status of a request whose head alone is reason to refuse it; otherwise
 * *sizep is what it says of its body */
static unsigned judge_head(const struct request *rq, const char *url,
			   size_t *sizep)
{
	unsigned n[4] = { 0, 0, 0, 0 };
	const char *length = request_header(rq, "Content-Length");

	(void)MHD_get_connection_values(rq->mhd, MHD_HEADER_KIND, count_value,
					n);
	if (n[0] + n[1] > 1 || n[2] > 1 || n[3] > 1)
		return 400;
	if (strlen(url) >= sizeof(rq->path))
		return 414;
	if (length && strlen(length) > 9)
		return 413;
	*sizep = length ? strtoul(length, NULL, 10) : 0;
	return 0;
}

static struct request *begin(struct server *s, struct MHD_Connection *mhd,
			     const char *url, const char *method)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct request *rq;
	size_t size = 0;

	if (!info || !info->socket_context)
		return NULL;
	rq = calloc(1, sizeof(*rq));
	if (!rq)
		return NULL;
	rq->s = s;
	rq->conn = info->socket_context;
	rq->mhd = mhd;
	rq->method = method;
	rq->body = rq->small;
	rq->status = judge_head(rq, url, &size);
	if (rq->status)
		return rq;
	memcpy(rq->path, url, strlen(url) + 1);
	if (!make_room(rq, size))
		rq->status = 413;
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

/* NOLINTNEXTLINE(readability-function-size): libmicrohttpd's own */
enum MHD_Result server_on_request(void *arg, struct MHD_Connection *mhd,
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
		if (!make_room(rq, rq->size + *sizep))
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
	stream_over_h *over = stream->from.over;

	stream->from.over = NULL;
	if (over)
		over(stream->from.arg);
}

void server_on_completed(void *arg, struct MHD_Connection *mhd, void **ctx,
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
	server_await(rq->conn);
	for (unsigned i = 0; i < rq->paramc; i++)
		free(rq->param[i]);
	free(rq->own);
	if (rq->body != rq->small)
		free(rq->body);
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
	server_resumed(rq->s);
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
	ssize_t n = stream->from.readh(to, size, stream->from.arg);

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
		    const struct request_header *headers,
		    const struct stream_source *from)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	struct MHD_Response *response = NULL;

	if (stream) {
		*stream = (struct stream){ rq, *from };
		response = MHD_create_response_from_callback(
			from->size < 0 ? MHD_SIZE_UNKNOWN
				       : (uint64_t)from->size,
			SERVER_BLOCK, on_read, stream, on_over);
	}
	if (response)
		rq->stream = stream;
	else
		free(stream);
	give(rq, response, status, headers);
	if (!response)
		from->over(from->arg);
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
