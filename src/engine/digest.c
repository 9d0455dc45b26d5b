/**
 * @file engine/digest.c  Challenges and answers to them
 */
#include "engine/digest.h"

#include <stdio.h>
#include <string.h>

#include "util/crypto.h"

#define TIME_HEX 12 /* digits of the time in a nonce */
#define MAC	 16 /* bytes of the HMAC in a nonce */
#define NONCE	 (TIME_HEX + 2 * MAC)

void digest_init(struct digest *d, const char *realm)
{
	(void)snprintf(d->realm, sizeof(d->realm), "%s", realm);
	rand_bytes(d->key, sizeof(d->key));
}

void digest_user_init(struct digest_user *user, const struct digest *d,
		      const char *name, const char *secret)
{
	*user = (struct digest_user){ .nonce_at = -1 };
	(void)md5_printf(user->ha1, "%s:%s:%s", name, d->realm, secret);
}

static void make_nonce(const struct digest *d, char to[NONCE + 1],
		       const struct digest_scene *scene)
{
	uint8_t mac[CRYPTO_SHA256];
	char text[TIME_HEX + 64];

	(void)snprintf(to, TIME_HEX + 1, "%0*llx", TIME_HEX,
		       (unsigned long long)scene->now & 0xffffffffffffULL);
	(void)re_snprintf(text, sizeof(text), "%s %j", to, scene->host);
	crypto_hmac_sha256(mac, d->key, sizeof(d->key), text, strlen(text));
	for (size_t i = 0; i < MAC; i++)
		(void)snprintf(to + TIME_HEX + 2 * i, 3, "%02x", mac[i]);
}

/* Time of a nonce that we gave to a host; -1 if we did not */
static int64_t nonce_time(const struct digest *d, const struct pl *nonce,
			  const struct sa *host)
{
	char ours[NONCE + 1];
	struct pl hex = { nonce->p, TIME_HEX };
	int64_t at;

	if (nonce->l != NONCE)
		return -1;
	at = (int64_t)pl_x64(&hex);
	make_nonce(d, ours, &(struct digest_scene){ host, at });
	return mem_seccmp((const uint8_t *)nonce->p, (const uint8_t *)ours,
			  NONCE) == 0
		       ? at
		       : -1;
}

void digest_challenge(const struct digest *d, char to[DIGEST_CHALLENGE],
		      bool stale, const struct digest_scene *scene)
{
	char nonce[NONCE + 1];

	make_nonce(d, nonce, scene);
	(void)snprintf(to, DIGEST_CHALLENGE,
		       "WWW-Authenticate: Digest realm=\"%s\", nonce=\"%s\", "
		       "algorithm=MD5, qop=\"auth\"%s\r\n",
		       d->realm, nonce, stale ? ", stale=true" : "");
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

enum digest_verdict digest_check(const struct digest *d,
				 struct digest_user *user,
				 const struct sip_msg *msg, int64_t now)
{
	struct httpauth_digest_resp resp;
	int64_t at;
	uint32_t count;

	if (!credentials(d, msg, &resp))
		return DIGEST_NONE;
	at = nonce_time(d, &resp.nonce, &msg->src);
	if (at < 0 || !pl_isset(&resp.cnonce) ||
	    pl_strcmp(&resp.qop, "auth") != 0)
		return DIGEST_NONE;
	if (httpauth_digest_response_auth(&resp, &msg->met, user->ha1))
		return DIGEST_WRONG;

	count = pl_x32(&resp.nc);
	if (now - at > INT64_C(1000) * DIGEST_NONCE_S || now < at ||
	    at < user->nonce_at || count == 0 ||
	    (at == user->nonce_at && count <= user->count))
		return DIGEST_STALE;

	user->nonce_at = at;
	user->count = count;
	return DIGEST_GOOD;
}
