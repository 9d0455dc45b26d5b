/**
 * @file util/crypto.c  The little that is needed of libcrypto
 */
#include "util/crypto.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"

#define GROUPS 1024 /* of three bytes, encoded in one go */

void crypto_hmac_sha256(uint8_t mac[CRYPTO_SHA256], const void *key,
			size_t key_size, const void *data, size_t size)
{
	unsigned n = CRYPTO_SHA256;

	/* HMAC() wants an address even of no bytes */
	memset(mac, 0, CRYPTO_SHA256);
	(void)HMAC(EVP_sha256(), key ? key : "", (int)key_size,
		   data ? data : (const void *)"", size, mac, &n);
}

void crypto_base64(struct str *to, const void *data, size_t size)
{
	const unsigned char *from = data;
	unsigned char code[GROUPS * 4 + 1];

	while (size > 0) {
		size_t n = size < (size_t)GROUPS * 3 ? size
						     : (size_t)GROUPS * 3;

		str_add_n(to, (const char *)code,
			  (size_t)EVP_EncodeBlock(code, from, (int)n));
		from += n;
		size -= n;
	}
	crypto_wipe(code, sizeof(code));
}

int crypto_random(void *to, size_t size)
{
	if (RAND_bytes(to, (int)size) != 1)
		return err_set(EIO, _("the system gives no random numbers"));
	return 0;
}

void crypto_wipe(void *p, size_t size)
{
	if (p)
		OPENSSL_cleanse(p, size);
}

bool crypto_same(const void *a, const void *b, size_t size)
{
	return CRYPTO_memcmp(a, b, size) == 0;
}
