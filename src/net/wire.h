/**
 * @file net/wire.h  What libcurl is told in every case, and its failures
 *
 * For net/ alone.  Certificates and host names are always checked.  Nothing is
 * taken from the environment of the user: no proxy, no .netrc, no cookies.
 */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

struct wire_options {
	const char *protocols; /**< For libcurl, e.g. "http,https" */
	const char *ca_file;   /**< Certificates trusted beside the system's,
				*   PEM; NULL: none */
	const char *proxy;     /**< NULL: none */
	int64_t connect_ms;    /**< Most time until there is a connection */
	int64_t total_ms;      /**< Most time in all */
};

/** What libcurl wrote about the last failure */
struct wire {
	CURL *curl;
	const char *name; /**< Of the other side, for messages; borrowed */
	char error[CURL_ERROR_SIZE];
	int64_t started; /* clock_mono() */
	bool reached;	 /* there was an answer before; set by the caller */
	struct wire_options options;
};

/** Prepare a transfer; undone by wire_close().  EIO if libcurl fails. */
int wire_open(struct wire *wire, const char *name,
	      const struct wire_options *options);

/** Change how much time is left in all */
void wire_set_time(struct wire *wire, int64_t total_ms);

/** Give it back; allowed on a zeroed struct */
void wire_close(struct wire *wire);

/**
 * Say why a transfer failed
 *
 * @param code  Not CURLE_OK
 *
 * @return EBUSY for what may pass: no connection, a time-out, one that broke
 *         off; EPERM for a certificate or password that is refused; EINVAL for
 *         a bad setting of ours; EPROTO for the rest
 */
int wire_fail(struct wire *wire, CURLcode code);

/** True if a host of a URL or setting is this machine itself: 127.*, ::1 (also
 *  in brackets), localhost */
bool wire_is_local(const char *host);

#endif
