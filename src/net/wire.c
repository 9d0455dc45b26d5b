/**
 * @file net/wire.c  What libcurl is told in every case, and its failures
 */
#include "net/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <strings.h>

#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

#define S_MS 1000.0

/* clang-format off */

/* What a transfer failed of */
static const struct {
	CURLcode code;
	int err;
	const char *text;
	bool why; /* libcurl's own words say more */
} failures[] = {
	{ CURLE_COULDNT_RESOLVE_PROXY, EBUSY,
	  N_("the address of the proxy is not found"), false },
	{ CURLE_COULDNT_RESOLVE_HOST,  EBUSY,
	  N_("the address of this host is not found"), false },
	{ CURLE_COULDNT_CONNECT,       EBUSY, N_("no connection"), true },
	{ CURLE_PARTIAL_FILE,          EBUSY, N_("the answer broke off"), false },
	{ CURLE_GOT_NOTHING,           EBUSY,
	  N_("the connection was closed without an answer"), false },
	{ CURLE_SEND_ERROR,            EBUSY, N_("the connection broke off"), true },
	{ CURLE_RECV_ERROR,            EBUSY, N_("the connection broke off"), true },
	{ CURLE_SSL_CONNECT_ERROR,     EPROTO, N_("TLS fails"), true },
	{ CURLE_USE_SSL_FAILED,        EPERM,
	  N_("offers no TLS, without which nothing is sent"), false },
	{ CURLE_LOGIN_DENIED,          EPERM,
	  N_("user name or password is refused"), false },
	{ CURLE_SSL_CACERT_BADFILE,    EINVAL,
	  N_("the file of trusted certificates cannot be read"), true },
	{ CURLE_WEIRD_SERVER_REPLY,    EPROTO,
	  N_("the answer is not understood"), true },
};

/* Certificates that are refused: OpenSSL's X509_V_ERR_* */
static const struct {
	long result;
	const char *text;
} certificates[] = {
	/* libcurl compares the host before it takes over OpenSSL's result */
	{ X509_V_ERR_UNSPECIFIED, N_("the certificate is for another host") },
	{ X509_V_ERR_CERT_HAS_EXPIRED, N_("the certificate has expired") },
	{ X509_V_ERR_CERT_NOT_YET_VALID, N_("the certificate is not yet valid") },
	{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
	  N_("the certificate is signed by nobody but itself") },
	{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
	  N_("the certificate is signed by an authority that is not trusted here") },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
	  N_("the certificate is signed by an authority that is not trusted here") },
};
/* clang-format on */

static CURLcode set_trust(struct wire *wire)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	CURL *c = wire->curl;
	CURLcode code = curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);

	if (!code)
		code = curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_SSLVERSION,
					(long)CURL_SSLVERSION_TLSv1_2);
	/* The file takes the place of the system's one; the system's folder,
	 * which holds the same certificates, stays beside it */
	if (!code && wire->options.ca_file)
		code = curl_easy_setopt(c, CURLOPT_CAINFO,
					wire->options.ca_file);
	if (!code && wire->options.ca_file && info->capath)
		code = curl_easy_setopt(c, CURLOPT_CAPATH, info->capath);
	return code;
}

static CURLcode set_limits(struct wire *wire)
{
	const struct wire_options *o = &wire->options;
	CURL *c = wire->curl;
	CURLcode code = curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);

	if (!code)
		code = curl_easy_setopt(c, CURLOPT_ERRORBUFFER, wire->error);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, o->protocols);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
					(long)o->connect_ms);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_TIMEOUT_MS,
					(long)o->total_ms);
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_NETRC,
					(long)CURL_NETRC_IGNORED);
	/* "" is no proxy, whatever the environment says */
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_PROXY,
					o->proxy ? o->proxy : "");
	if (!code)
		code = curl_easy_setopt(c, CURLOPT_NOPROXY, "");
	return code;
}

int wire_open(struct wire *wire, const char *name,
	      const struct wire_options *options)
{
	CURLcode code = CURLE_FAILED_INIT;

	*wire = (struct wire){ .name = name,
			       .options = *options,
			       .started = clock_mono() };
	wire->curl = curl_easy_init();
	if (wire->curl)
		code = set_limits(wire);
	if (!code)
		code = set_trust(wire);
	if (!code)
		return 0;

	wire_close(wire);
	return err_set(EIO, _("%s: libcurl does not start (%s)"), name,
		       curl_easy_strerror(code));
}

void wire_set_time(struct wire *wire, int64_t total_ms)
{
	(void)curl_easy_setopt(wire->curl, CURLOPT_TIMEOUT_MS, (long)total_ms);
}

void wire_close(struct wire *wire)
{
	curl_easy_cleanup(wire->curl);
	wire->curl = NULL;
}

static int fail_of_certificate(struct wire *wire, const char *why)
{
	long result = 0;

	(void)curl_easy_getinfo(wire->curl, CURLINFO_SSL_VERIFYRESULT, &result);
	for (size_t i = 0; i < ARRAY_LEN(certificates); i++) {
		if (certificates[i].result == result)
			return err_set(EPERM, "%s: %s", wire->name,
				       _(certificates[i].text));
	}
	return err_set(EPERM, _("%s: the certificate is refused (%s)"),
		       wire->name, why);
}

static int fail_of_time(struct wire *wire)
{
	const double s = (double)(clock_mono() - wire->started) / S_MS;
	curl_off_t connected = 0; /* microseconds; 0 if it never came to that */

	(void)curl_easy_getinfo(wire->curl, CURLINFO_CONNECT_TIME_T,
				&connected);
	if (connected == 0 && !wire->reached)
		return err_set(EBUSY, _("%s: no connection within %.2g s"),
			       wire->name, s);
	return err_set(EBUSY, _("%s: not finished within %.2g s"), wire->name,
		       s);
}

int wire_fail(struct wire *wire, CURLcode code)
{
	const char *why = *wire->error ? wire->error : curl_easy_strerror(code);

	if (code == CURLE_OPERATION_TIMEDOUT)
		return fail_of_time(wire);
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return fail_of_certificate(wire, why);

	for (size_t i = 0; i < ARRAY_LEN(failures); i++) {
		if (failures[i].code != code)
			continue;
		if (failures[i].why)
			return err_set(failures[i].err, "%s: %s (%s)",
				       wire->name, _(failures[i].text), why);
		return err_set(failures[i].err, "%s: %s", wire->name,
			       _(failures[i].text));
	}
	return err_set(EPROTO, "%s: %s", wire->name, why);
}

bool wire_is_local(const char *host)
{
	const size_t n = strlen(host);
	char bare[INET6_ADDRSTRLEN];
	struct in6_addr six;
	struct in_addr four;

	if (strcasecmp(host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == IN_LOOPBACKNET;
	if (n < 2 || n > sizeof(bare) || host[0] != '[')
		return inet_pton(AF_INET6, host, &six) == 1 &&
		       IN6_IS_ADDR_LOOPBACK(&six);

	memcpy(bare, host + 1, n - 2);
	bare[n - 2] = '\0';
	return inet_pton(AF_INET6, bare, &six) == 1 &&
	       IN6_IS_ADDR_LOOPBACK(&six);
}
