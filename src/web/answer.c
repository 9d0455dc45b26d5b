/**
 * @file web/answer.c  Answers
 */
#include "web/answer.h"

#include <errno.h>
#include <string.h>

#include "util/util.h"

static const struct request_header always[] = {
	{ "Cache-Control", "no-store" },
	{ "Content-Security-Policy",
	  "default-src 'none'; frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "no-referrer" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};

static const struct {
	unsigned status;
	const char *title;
} titles[] = {
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 409, "Conflict" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 416, "Range Not Satisfiable" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
};

static bool has(const struct request_header *v, const char *name)
{
	for (; v && v->name; v++) {
		if (!strcmp(v->name, name))
			return true;
	}
	return false;
}

void answer_headers(struct answer_headers *h, const char *type,
		    const struct request_header *extra)
{
	size_t n = 0;

	h->v[n++] = (struct request_header){ "Content-Type", type };
	for (size_t i = 0; i < ARRAY_LEN(always); i++) {
		if (!has(extra, always[i].name))
			h->v[n++] = always[i];
	}
	for (; extra && extra->name && n < ARRAY_LEN(h->v) - 1; extra++)
		h->v[n++] = *extra;
	h->v[n].name = NULL;
}

void answer_json(struct request *rq, struct json *j)
{
	struct answer_headers h;

	answer_headers(&h, "application/json", NULL);
	request_answer(rq, 200, h.v, str_text(&j->s), j->s.len);
	str_release(&j->s);
}

void answer_problem(struct request *rq, unsigned status, const char *detail,
		    const struct request_header *extra)
{
	struct json j = { .comma = false };
	struct answer_headers h;
	const char *title = "Error";

	for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
		if (titles[i].status == status)
			title = titles[i].title;
	}
	json_open(&j, NULL, '{');
	json_text(&j, "type", "about:blank");
	json_text(&j, "title", title);
	json_int(&j, "status", status);
	if (detail)
		json_text(&j, "detail", detail);
	json_close(&j, '}');
	answer_headers(&h, "application/problem+json", extra);
	request_answer(rq, status, h.v, j.s.s, j.s.len);
	str_release(&j.s);
}

unsigned answer_status(int err)
{
	switch (err) {
	case EINVAL:
	case EBADMSG:
		return 400;
	case EPERM:
		return 403;
	case ENOENT:
		return 404;
	case EEXIST:
	case EPROTO:
		return 409;
	case EBUSY:
		return 503;
	default:
		return 500;
	}
}
