/**
 * @file engine/digest.c  Challenges and answers to them
 */
#include "engine/digest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/crypto.h"
#include "util/file.h"
#include "util/util.h"

#define TIME_HEX 16 /* digits of the time and number in a nonce */
#define MAC	 16 /* bytes of the HMAC in a nonce */
#define NONCE	 (TIME_HEX + 2 * MAC)
#define TEXT_MAX 1024 /* of what is hashed; longer ones are refused */

enum { MD5, SHA256 };

static void put_hex(char *to, const uint8_t *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		(void)snprintf(to + 2 * i, 3, "%02x", from[i]);
}

/* Hash what a format says; false if it is too long */
static bool hash(char to[DIGEST_HEX], int algorithm, const char *fmt, ...)
{
	char text[TEXT_MAX];
	uint8_t sum[MD5_SIZE];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = re_vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return false;

	if (algorithm == MD5) {
		md5((const uint8_t *)text, (size_t)n, sum);
		put_hex(to, sum, sizeof(sum));
	} else {
		file_sha256_mem(to, text, (size_t)n);
	}
	crypto_wipe(text, sizeof(text));
	return true;
}

void digest_init(struct digest *d, const char *realm, unsigned algorithms)
{
	(void)snprintf(d->realm, sizeof(d->realm), "%s", realm);
	d->algorithms = algorithms;
	d->number = 0;
	rand_bytes(d->key, sizeof(d->key));
}

void digest_user_init(struct digest_user *user, const struct digest *d,
		      const char *name, const char *secret)
{
	*user = (struct digest_user){ .floor = -1 };
	for (size_t i = 0; i < DIGEST_NONCES; i++)
		user->noncev[i].stamp = -1;
	for (int i = MD5; i <= SHA256; i++) {
		if (!hash(user->ha1[i], i, "%s:%s:%s", name, d->realm, secret))
			rand_str(user->ha1[i],
				 DIGEST_HEX); /* matches nothing */
	}
}

/* A stamp is a time in ms and, below it, a number of 16 bits: two telephones of
 * one host that come in the same instant must not get the same nonce */
static void make_nonce(const struct digest *d, char to[NONCE + 1],
		       const struct sa *host, int64_t stamp)
{
	uint8_t mac[CRYPTO_SHA256];
	char text[TIME_HEX + 64];

	(void)snprintf(to, TIME_HEX + 1, "%0*llx", TIME_HEX,
		       (unsigned long long)stamp);
	(void)re_snprintf(text, sizeof(text), "%s %j", to, host);
	crypto_hmac_sha256(mac, d->key, sizeof(d->key), text, strlen(text));
	put_hex(to + TIME_HEX, mac, MAC);
}

/* Stamp of a nonce that we gave to a host; -1 if we did not */
static int64_t nonce_stamp(const struct digest *d, const struct pl *nonce,
			   const struct sa *host)
{
	char ours[NONCE + 1];
	struct pl hex = { nonce->p, TIME_HEX };
	int64_t stamp;

	if (nonce->l != NONCE)
		return -1;
	stamp = (int64_t)pl_x64(&hex);
	make_nonce(d, ours, host, stamp);
	return mem_seccmp((const uint8_t *)nonce->p, (const uint8_t *)ours,
			  NONCE) == 0
		       ? stamp
		       : -1;
}

void digest_challenge(struct digest *d, char to[DIGEST_CHALLENGE], bool stale,
		      const struct digest_scene *scene)
{
	static const struct {
		enum digest_algorithm algorithm;
		const char *name;
	} rows[] = { { DIGEST_SHA256, "SHA-256" }, { DIGEST_MD5, "MD5" } };
	char nonce[NONCE + 1];
	size_t n = 0;

	make_nonce(d, nonce, scene->host,
		   (int64_t)((uint64_t)scene->now << 16 | d->number++));
	to[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!(d->algorithms & rows[i].algorithm))
			continue;
		n += (size_t)snprintf(to + n, DIGEST_CHALLENGE - n,
				      "WWW-Authenticate: Digest realm=\"%s\", "
				      "nonce=\"%s\", algorithm=%s, "
				      "qop=\"auth\"%s\r\n",
				      d->realm, nonce, rows[i].name,
				      stale ? ", stale=true" : "");
	}
}

static bool credentials(const struct digest *d, const struct sip_msg *msg,
			struct httpauth_digest_resp *resp)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_AUTHORIZATION);

	return hdr && !httpauth_digest_response_decode(resp, &hdr->val) &&
	       !pl_strcmp(&resp->realm, d->realm);
}

struct pl digest_claims(const struct digest *d, const struct sip_msg *msg)
{
	struct httpauth_digest_resp resp;
	struct pl none = PL_INIT;

	return credentials(d, msg, &resp) ? resp.username : none;
}

/* The length of an answer tells its algorithm */
static int algorithm_of(const struct digest *d,
			const struct httpauth_digest_resp *resp)
{
	if (resp->response.l == (size_t)2 * MD5_SIZE &&
	    d->algorithms & DIGEST_MD5)
		return MD5;
	if (resp->response.l == SHA256_TEXT - 1 &&
	    d->algorithms & DIGEST_SHA256)
		return SHA256;
	return -1;
}

static bool is_right(const struct digest_user *user, const struct sip_msg *msg,
		     const struct httpauth_digest_resp *resp, int algorithm)
{
	char ha2[DIGEST_HEX];
	char sum[DIGEST_HEX];
	char answer[DIGEST_HEX];
	size_t n = resp->response.l;

	if (!hash(ha2, algorithm, "%r:%r", &msg->met, &resp->uri) ||
	    !hash(sum, algorithm, "%s:%r:%r:%r:%r:%s", user->ha1[algorithm],
		  &resp->nonce, &resp->nc, &resp->cnonce, &resp->qop, ha2))
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = resp->response.p[i];

		answer[i] = (char)(c >= 'A' && c <= 'F' ? c + 'a' - 'A' : c);
	}
	return mem_seccmp((const uint8_t *)sum, (const uint8_t *)answer, n) ==
	       0;
}

/* Take a nonce and count that were not seen before */
static bool take_nonce(struct digest_user *user, int64_t stamp, uint32_t count)
{
	struct digest_nonce *oldest = user->noncev;

	if (count == 0 || stamp <= user->floor)
		return false;
	for (size_t i = 0; i < DIGEST_NONCES; i++) {
		struct digest_nonce *n = &user->noncev[i];

		if (n->stamp == stamp) {
			if (count <= n->count)
				return false;
			n->count = count;
			return true;
		}
		if (n->stamp < oldest->stamp)
			oldest = n;
	}

	/* An older one than all that are remembered may be one forgotten */
	if (oldest->stamp > stamp)
		return false;
	if (oldest->stamp > user->floor)
		user->floor = oldest->stamp;
	*oldest = (struct digest_nonce){ stamp, count };
	return true;
}

enum digest_verdict digest_check(const struct digest *d,
				 struct digest_user *user,
				 const struct sip_msg *msg, int64_t now)
{
	struct httpauth_digest_resp resp;
	int algorithm;
	int64_t stamp, at;

	if (!credentials(d, msg, &resp))
		return DIGEST_NONE;
	stamp = nonce_stamp(d, &resp.nonce, &msg->src);
	at = stamp >> 16;
	algorithm = algorithm_of(d, &resp);
	if (stamp < 0 || algorithm < 0 || !pl_isset(&resp.cnonce) ||
	    pl_strcmp(&resp.qop, "auth") != 0)
		return DIGEST_NONE;
	if (!is_right(user, msg, &resp, algorithm))
		return DIGEST_WRONG;

	if (now - at > INT64_C(1000) * DIGEST_NONCE_S || now < at ||
	    !take_nonce(user, stamp, pl_x32(&resp.nc)))
		return DIGEST_STALE;
	return DIGEST_GOOD;
}
