/**
 * @file net/http.c  Fetching a page, and handing a JSON text to a robot
 */
#include "net/http.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/gunzip.h"
#include "net/wire.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define AGENT	 "callpermit/" VERSION
#define HOST_MAX 300 /* of a host in a message */

/* One request under way */
struct exchange {
	const struct http_request *request;
	struct wire wire;
	struct http_answer answer;
	char *url; /* of this hop */
	struct curl_slist *headers;
	int64_t until; /* clock_mono() */
	size_t bytes;  /* most of the body */
	bool zipped;
	bool bad_coding; /* why a callback stopped it */
	bool too_large;
};

static char *url_part(CURLU *u, CURLUPart part)
{
	char *text = NULL;

	return curl_url_get(u, part, &text, 0) == CURLUE_OK ? text : NULL;
}

static int fail_of_form(void)
{
	return err_set(EINVAL, _("not an address of the form https://host/path "
				 "(without user name)"));
}

/* Also "https://host", for messages, which the caller frees */
static int read_url(const char *url, char **namep, bool *securep, bool *localp)
{
	CURLU *u = curl_url();
	char *host = NULL;
	int err = 0;

	*securep = strncasecmp(url, "https://", 8) == 0;
	if (curl_url_set(u, CURLUPART_URL, url, CURLU_DISALLOW_USER) ==
	    CURLUE_OK)
		host = url_part(u, CURLUPART_HOST);
	if (!host || !*host || strlen(host) > HOST_MAX) {
		err = fail_of_form();
	} else {
		struct str name = { 0 };

		str_addf(&name, "%s://%s", *securep ? "https" : "http", host);
		*namep = str_take(&name);
		*localp = wire_is_local(host);
	}
	curl_free(host);
	curl_url_cleanup(u);
	return err;
}

/* Before libcurl, which reads some addresses generously, gets to see it */
static int check_scheme(const char *url)
{
	const size_t n = strcspn(url, ":");

	if (strncmp(url + n, "://", 3) != 0 || n == 0 || n > 10)
		return fail_of_form();
	if (strncasecmp(url, "http:", 5) != 0 &&
	    strncasecmp(url, "https:", 6) != 0)
		return err_set(EINVAL,
			       _("an address begins with https:// or http://, "
				 "not %.*s:"),
			       (int)n, url);
	return url[n + 3] == '/' ? fail_of_form() : 0;
}

static int check_url(const char *url, char **namep, bool *securep, bool *localp)
{
	const size_t n = strnlen(url, HTTP_URL_MAX + 1);
	int err;

	if (n > HTTP_URL_MAX)
		return err_set(EINVAL, _("an address of more than %d bytes"),
			       HTTP_URL_MAX);
	for (size_t i = 0; i < n; i++) {
		if (url[i] <= ' ' || url[i] >= 0x7F)
			return err_set(
				EINVAL,
				_("an address with a blank, a line end or a "
				  "character that is not ASCII; write it as "
				  "%%20 and the like"));
	}
	err = check_scheme(url);
	return err ? err : read_url(url, namep, securep, localp);
}

int http_check_url(const char *url, bool *localp)
{
	char *name = NULL;
	bool secure;
	bool local;
	int err = check_url(url, &name, &secure, &local);

	if (!err && localp)
		*localp = local;
	free(name);
	return err;
}

/* Headers */

static bool is_tag(const char *text)
{
	const size_t n = strnlen(text, HTTP_TAG_MAX + 1);

	if (n == 0 || n > HTTP_TAG_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		const unsigned char c = (unsigned char)text[i];

		if (c < ' ' || c == 0x7F)
			return false;
	}
	return true;
}

static void add_header(struct exchange *x, const char *name, const char *value)
{
	struct str line = { 0 };
	struct curl_slist *more;

	str_addf(&line, "%s: %s", name, value);
	more = curl_slist_append(x->headers, line.s);
	if (more)
		x->headers = more;
	str_release(&line);
}

/* A token is not sent on to wherever a redirect leads */
static int add_bearer(struct exchange *x)
{
	const char *bearer = x->request->bearer;
	struct str value = { 0 };

	if (!bearer)
		return 0;
	if (!is_tag(bearer) || strchr(bearer, ' '))
		return err_set(EINVAL, _("%s: that is no token"), x->wire.name);
	str_addf(&value, "Bearer %s", bearer);
	add_header(x, "Authorization", value.s);
	crypto_wipe(value.s, value.len);
	str_release(&value);
	return 0;
}

/* Of the copy we have; what came from a server once is checked as well */
static int add_conditions(struct exchange *x)
{
	const struct http_request *r = x->request;

	if ((r->etag && !is_tag(r->etag)) ||
	    (r->modified && !is_tag(r->modified)))
		return err_set(EINVAL,
			       _("%s: the ETag or date kept of this "
				 "page is damaged"),
			       x->wire.name);
	if (r->etag)
		add_header(x, "If-None-Match", r->etag);
	if (r->modified)
		add_header(x, "If-Modified-Since", r->modified);
	return 0;
}

/* A header of the last answer, a copy if it can be sent again */
static char *keep_header(struct exchange *x, const char *name)
{
	struct curl_header *h = NULL;

	if (curl_easy_header(x->wire.curl, name, 0, CURLH_HEADER, -1, &h) !=
		    CURLHE_OK ||
	    !is_tag(h->value))
		return NULL;
	return x_strdup(h->value);
}

static char *lower(const char *text, size_t n)
{
	char *s = x_strndup(text, n);

	for (char *p = s; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 'a' - 'A' : *p);
	return s;
}

/* RFC 9110, 8.3: type/subtype; charset=word, or ="word" */
static void read_type(struct http_answer *a, const char *text)
{
	const size_t n = strcspn(text, "; \t");
	const char *p = strcasestr(text, "charset=");
	size_t m;

	if (n > 0 && n <= HTTP_TAG_MAX)
		a->type = lower(text, n);
	if (!p)
		return;

	p += strlen("charset=");
	p += *p == '"' || *p == '\'';
	m = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		      "0123456789-_.:");
	if (m > 0 && m <= HTTP_TAG_MAX)
		a->charset = lower(p, m);
}

static bool is_one_of(const char *value, const char *const *wordv)
{
	for (size_t i = 0; wordv[i]; i++) {
		if (strcasecmp(value, wordv[i]) == 0)
			return true;
	}
	return false;
}

/* How the body comes.  One coding at most: several within each other multiply
 * what a small answer can unfold to before anybody counts. */
static bool read_codings(struct exchange *x)
{
	static const char *const plain[] = { "identity", NULL };
	static const char *const zipped[] = { "gzip", "x-gzip", NULL };
	static const char *const transfer[] = { "chunked", "identity", NULL };
	struct curl_header *h = NULL;

	x->zipped = false;
	if (curl_easy_header(x->wire.curl, "Content-Encoding", 0, CURLH_HEADER,
			     -1, &h) == CURLHE_OK) {
		x->zipped = is_one_of(h->value, zipped);
		if (h->amount > 1 ||
		    (!x->zipped && !is_one_of(h->value, plain)))
			return false;
	}
	return curl_easy_header(x->wire.curl, "Transfer-Encoding", 0,
				CURLH_HEADER, -1, &h) != CURLHE_OK ||
	       (h->amount == 1 && is_one_of(h->value, transfer));
}

/* libcurl wants this very type */
/* cppcheck-suppress constParameter
 * NOLINTNEXTLINE(readability-non-const-parameter) */
static size_t header_handler(char *line, size_t one, size_t n, void *arg)
{
	struct exchange *x = arg;

	(void)one;
	if (n == 0 || (line[0] != '\r' && line[0] != '\n'))
		return n;

	x->bad_coding = !read_codings(x);
	return x->bad_coding ? 0 : n;
}

static size_t body_handler(char *data, size_t one, size_t n, void *arg)
{
	struct exchange *x = arg;
	struct str *body = &x->answer.body;

	(void)one;
	if (n > x->bytes - body->len) {
		x->too_large = true;
		return 0;
	}
	str_add_n(body, data, n);
	return n;
}

static int fail_too_large(struct exchange *x)
{
	return err_set(EPROTO, _("%s: the answer has more than %zu bytes"),
		       x->wire.name, x->bytes);
}

static int fail(struct exchange *x, CURLcode code)
{
	if (x->bad_coding)
		return err_set(EPROTO,
			       _("%s: the answer is compressed in a way that "
				 "is not read here"),
			       x->wire.name);
	if (x->too_large || code == CURLE_FILESIZE_EXCEEDED)
		return fail_too_large(x);
	return wire_fail(&x->wire, code);
}

/* Statuses, RFC 9110, section 15 */

int http_check_status(long status, const char *name)
{
	static const struct {
		long status;
		int err;
	} rows[] = {
		{ 401, EPERM }, { 403, EPERM }, { 404, ENOENT },
		{ 407, EPERM }, { 408, EBUSY }, { 410, ENOENT },
		{ 425, EBUSY }, { 429, EBUSY },
	};
	int err = status >= 500 && status < 600 ? EBUSY : EPROTO;

	if (status >= 200 && status < 300)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].status == status)
			err = rows[i].err;
	}
	if (err == ENOENT)
		return err_set(err, _("%s: there is no such page (status %ld)"),
			       name, status);
	if (err == EPERM)
		return err_set(err, _("%s: refuses access (status %ld)"), name,
			       status);
	if (err == EBUSY)
		return err_set(err, _("%s: cannot answer now (status %ld)"),
			       name, status);
	return err_set(err, _("%s: answers with status %ld"), name, status);
}

static bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

/* Redirects */

/* Take the address that the last answer points to */
static int next_hop(struct exchange *x, bool *securep)
{
	const bool was_secure = *securep;
	char *name = NULL;
	char *to = NULL;
	bool local;
	int err;

	(void)curl_easy_getinfo(x->wire.curl, CURLINFO_REDIRECT_URL, &to);
	if (!to)
		return err_set(EPROTO,
			       _("%s: a redirect (status %ld) that does not "
				 "say where to"),
			       x->wire.name, x->answer.status);
	if (x->answer.redirects == HTTP_REDIRECTS)
		return err_set(EPROTO, _("%s: more than %d redirects"),
			       x->wire.name, HTTP_REDIRECTS);

	err = check_url(to, &name, securep, &local);
	if (err)
		return err_set(EPERM,
			       _("%s: a redirect that is not followed: %s"),
			       x->wire.name, err_text(err));
	free(name);
	if (was_secure && !*securep)
		return err_set(EPERM,
			       _("%s: a redirect from https to http is not "
				 "followed"),
			       x->wire.name);

	free(x->url);
	x->url = x_strdup(to);
	x->answer.redirects++;
	return 0;
}

static CURLcode prepare(struct exchange *x)
{
	CURL *c = x->wire.curl;
	CURLcode code = curl_easy_setopt(c, CURLOPT_HTTPHEADER, x->headers);

	if (!code)
		code = curl_easy_setopt(c, CURLOPT_USERAGENT, AGENT);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_HTTP_VERSION,
					(long)CURL_HTTP_VERSION_1_1);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_HEADERFUNCTION,
					header_handler);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, body_handler);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE,
					(curl_off_t)x->bytes);
	return code;
}

static int unzip(struct exchange *x)
{
	struct str whole = { 0 };
	struct str *body = &x->answer.body;
	const enum gunzip result = gunzip(&whole, str_text(body), body->len,
					  x->bytes);

	str_release(body);
	*body = whole;
	if (result == GUNZIP_TOO_LARGE)
		return fail_too_large(x);
	if (result == GUNZIP_DAMAGED)
		return err_set(EPROTO,
			       _("%s: the compression of the answer is "
				 "damaged or cut off"),
			       x->wire.name);
	return 0;
}

/* One request and its answer, whatever its status */
static int perform(struct exchange *x)
{
	const int64_t left = x->until - clock_mono();
	CURLcode code;

	if (left <= 0)
		return wire_fail(&x->wire, CURLE_OPERATION_TIMEDOUT);

	str_clear(&x->answer.body);
	wire_set_time(&x->wire, left);
	code = curl_easy_setopt(x->wire.curl, CURLOPT_URL, x->url);
	if (!code)
		code = curl_easy_perform(x->wire.curl);
	if (code)
		return fail(x, code);

	x->wire.reached = true;
	(void)curl_easy_getinfo(x->wire.curl, CURLINFO_RESPONSE_CODE,
				&x->answer.status);
	return x->zipped && x->answer.body.len > 0 ? unzip(x) : 0;
}

static void read_headers(struct exchange *x)
{
	struct http_answer *a = &x->answer;
	char *type = NULL;

	a->etag = keep_header(x, "ETag");
	a->modified = keep_header(x, "Last-Modified");
	(void)curl_easy_getinfo(x->wire.curl, CURLINFO_CONTENT_TYPE, &type);
	if (type)
		read_type(a, type);
}

/* Check what is asked for and get ready; *namep is freed by the caller */
static int start(struct exchange *x, char **namep, bool *securep)
{
	const struct http_request *r = x->request;
	struct wire_options options = {
		.protocols = "http,https",
		.ca_file = r->ca_file,
		.proxy = r->proxy,
		.connect_ms = r->connect_ms ? r->connect_ms : HTTP_CONNECT_MS,
		.total_ms = r->total_ms ? r->total_ms : HTTP_TOTAL_MS,
	};
	bool local;
	int err = check_url(r->url, namep, securep, &local);

	if (err)
		return r->name ? err_prefix(err, "%s", r->name) : err;
	if (r->proxy && strncmp(r->proxy, "http://", 7) != 0)
		return err_set(EINVAL, _("a proxy is written as "
					 "http://HOST:PORT"));

	x->url = x_strdup(r->url);
	x->bytes = r->bytes ? r->bytes : HTTP_BYTES;
	x->until = clock_mono() + options.total_ms;
	return wire_open(&x->wire, r->name ? r->name : *namep, &options);
}

static void finish(struct exchange *x, int err, struct http_answer *answer)
{
	if (err)
		http_answer_release(&x->answer);
	else
		*answer = x->answer;
	wire_close(&x->wire);
	curl_slist_free_all(x->headers);
	if (x->url)
		crypto_wipe(x->url, strlen(x->url)); /* it may hold a key */
	free(x->url);
}

int http_get(struct http_answer *answer, const struct http_request *request)
{
	struct exchange x = { .request = request };
	const bool conditional = request->etag || request->modified;
	char *name = NULL;
	bool secure = false;
	CURLcode code;
	int err = start(&x, &name, &secure);

	if (!err)
		err = add_conditions(&x);
	if (!err)
		err = add_bearer(&x);
	if (!err) {
		add_header(&x, "Accept-Encoding", "gzip");
		code = prepare(&x);
		err = code ? wire_fail(&x.wire, code) : perform(&x);
	}
	while (!err && is_redirect(x.answer.status) && !request->bearer) {
		err = next_hop(&x, &secure);
		if (!err)
			err = perform(&x);
	}

	if (!err) {
		x.answer.unchanged = conditional && x.answer.status == 304;
		if (!x.answer.unchanged)
			err = http_check_status(x.answer.status, x.wire.name);
	}
	if (!err)
		read_headers(&x);
	finish(&x, err, answer);
	free(name);
	return err;
}

int http_post(struct http_answer *answer, const struct http_request *request,
	      const char *json)
{
	struct exchange x = { .request = request };
	char *name = NULL;
	bool secure;
	CURLcode code;
	int err = start(&x, &name, &secure);

	if (!err)
		err = add_bearer(&x);
	if (!err) {
		add_header(&x, "Content-Type",
			   "application/json; charset=utf-8");
		code = prepare(&x);
		if (!code)
			code = curl_easy_setopt(x.wire.curl, CURLOPT_POSTFIELDS,
						json);
		err = code ? wire_fail(&x.wire, code) : perform(&x);
	}
	if (!err)
		read_headers(&x);
	finish(&x, err, answer);
	free(name);
	return err;
}

void http_answer_release(struct http_answer *answer)
{
	free(answer->etag);
	free(answer->modified);
	free(answer->type);
	free(answer->charset);
	str_release(&answer->body);
	*answer = (struct http_answer){ 0 };
}
