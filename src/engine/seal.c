/**
 * @file engine/seal.c  Sealing what goes out, opening what comes in (RFC 3711)
 */
#include <string.h>

#include "engine/media_private.h"

#define TAG_MAX 32 /* bytes that a seal adds at most */

static enum srtp_suite suite_of(const struct sdes *sdes)
{
	return sdes->suite == SDES_SHA1_80 ? SRTP_AES_CM_128_HMAC_SHA1_80
					   : SRTP_AES_CM_128_HMAC_SHA1_32;
}

int seal_alloc(struct srtp **inp, struct srtp **outp, const struct sdes *sdes)
{
	struct srtp *in = NULL;
	struct srtp *out = NULL;
	int err;

	err = srtp_alloc(&in, suite_of(sdes), sdes->in, SDES_KEY, 0);
	if (!err)
		err = srtp_alloc(&out, suite_of(sdes), sdes->out, SDES_KEY, 0);
	if (err) {
		mem_deref(in);
		mem_deref(out);
		return err;
	}

	*inp = in;
	*outp = out;
	return 0;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): it is opened in place */
bool seal_open(struct stream *s, uint8_t *data, size_t *np, bool report)
{
	struct mbuf mb = { .buf = data, .size = *np, .end = *np };

	if (s->voice.sdes.suite == SDES_NONE)
		return true;
	if (!s->unseal || (report ? srtcp_decrypt(s->unseal, &mb)
				  : srtp_decrypt(s->unseal, &mb)))
		return false;
	*np = mb.end;
	return true;
}

/* The key streams go on where they were: with fresh ones the other side would
 * take what comes for repetition */
static bool is_same(const struct sdes *a, const struct sdes *b)
{
	return a->suite == b->suite && !memcmp(a->in, b->in, sizeof(a->in)) &&
	       !memcmp(a->out, b->out, sizeof(a->out));
}

void seal_apply(struct stream *s, const struct media_order *o)
{
	if (is_same(&s->voice.sdes, &o->voice.sdes) && s->agreed) {
		mem_deref(o->unseal);
		mem_deref(o->seal);
		return;
	}
	mem_deref(s->unseal);
	mem_deref(s->seal);
	s->unseal = o->unseal;
	s->seal = o->seal;
}

size_t seal_close(struct stream *s, uint8_t to[SEALED_MAX], const uint8_t *data,
		  size_t n, bool report)
{
	struct mbuf mb = { .buf = to, .size = SEALED_MAX, .end = n };

	if (!s->seal || n + TAG_MAX > SEALED_MAX)
		return 0;
	memcpy(to, data, n);
	if (report ? srtcp_encrypt(s->seal, &mb) : srtp_encrypt(s->seal, &mb))
		return 0;
	return mb.end;
}
