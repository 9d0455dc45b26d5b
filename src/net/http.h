/**
 * @file net/http.h  Fetching a page, and handing a JSON text to a robot
 *
 * One request at a time, with a limit on everything: time, bytes, redirects.
 * Certificates are always checked; a redirect never leads from https to http
 * and nowhere else than to http and https.  No cookies, no password files, no
 * proxy of the environment.
 *
 * Addresses may hold a key, so no message shows more of one than its scheme
 * and host.
 *
 * Errors of all calls: EINVAL a bad address or setting; EBUSY what may pass and
 * is worth another attempt (no connection, a time-out, an answer that broke
 * off, status 408, 425, 429, 5xx); ENOENT status 404 or 410; EPERM a
 * certificate or redirect that is not allowed, status 401, 403, 407; EPROTO
 * anything else that the other side did, too many bytes among it.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/str.h"

/** Limits where none are given: bytes of a body after decompression,
 *  milliseconds of the whole exchange and until there is a connection */
#define HTTP_BYTES	((size_t)5 << 20)
#define HTTP_TOTAL_MS	30000
#define HTTP_CONNECT_MS 10000

/** Most bytes of an address, and of an ETag or date that is kept or sent */
#define HTTP_URL_MAX 2048
#define HTTP_TAG_MAX 256

/** Most redirects that are followed */
#define HTTP_REDIRECTS 3

/** Where to and how; a zeroed struct with a URL will do */
struct http_request {
	const char *url;
	const char *name;     /**< For messages; NULL: scheme and host */
	const char *bearer;   /**< Token to show; then no redirect is followed;
				   NULL: none */
	const char *etag;     /**< Of the copy we have; NULL: none */
	const char *modified; /**< Last-Modified of the copy we have; NULL */
	const char *ca_file;  /**< Trusted beside the system's, PEM; NULL */
	const char *proxy;    /**< http://HOST:PORT; NULL: none */
	size_t bytes;	      /**< 0: HTTP_BYTES */
	int64_t total_ms;     /**< 0: HTTP_TOTAL_MS */
	int64_t connect_ms;   /**< 0: HTTP_CONNECT_MS */
};

struct http_answer {
	long status;	    /**< 200 and so on */
	bool unchanged;	    /**< Status 304: the copy we have is still good */
	unsigned redirects; /**< Followed on the way */
	char *etag;	    /**< To be sent next time; NULL if none is given */
	char *modified;	    /**< The same of Last-Modified */
	char *type;	    /**< E.g. "text/html", in lower case; NULL: none */
	char *charset;	    /**< E.g. "gb2312", in lower case; NULL: none */
	struct str body;    /**< As it came, decompressed */
};

/**
 * Check an address: http or https, a host, no user or password in it, printable
 * ASCII, at most HTTP_URL_MAX bytes
 *
 * @param localp  Set to whether the host is this machine itself; may be NULL
 *
 * @return 0 or EINVAL
 */
int http_check_url(const char *url, bool *localp);

/**
 * Fetch a page
 *
 * @param answer  Set on success only; release it with http_answer_release()
 *
 * @return 0 for status 200 to 299, and 304 if an ETag or date was sent; else
 *         as above
 */
int http_get(struct http_answer *answer, const struct http_request *request);

/**
 * Hand over a JSON text; redirects are not followed
 *
 * @return 0 for a complete answer of any status, which the caller judges, for
 *         example with http_check_status(); else as above
 */
int http_post(struct http_answer *answer, const struct http_request *request,
	      const char *json);

/** 0 for status 200 to 299; else as above, with a sentence that names it */
int http_check_status(long status, const char *name);

/** Free what an answer holds; allowed on a zeroed one */
void http_answer_release(struct http_answer *answer);

#endif
