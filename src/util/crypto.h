/**
 * @file util/crypto.h  The little that is needed of libcrypto
 */
#ifndef UTIL_CRYPTO_H
#define UTIL_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/str.h"

/** Bytes of a SHA-256, and of an HMAC made with it */
#define CRYPTO_SHA256 32

/** HMAC-SHA256 (RFC 2104) of some bytes; key and data may be empty */
void crypto_hmac_sha256(uint8_t mac[CRYPTO_SHA256], const void *key,
			size_t key_size, const void *data, size_t size);

/** Append bytes as base64 (RFC 4648, section 4) in one line, padded */
void crypto_base64(struct str *to, const void *data, size_t size);

/** Fill a buffer with random bytes fit for names nobody can guess; 0 or EIO */
int crypto_random(void *to, size_t size);

/** True if two secrets are the same, in a time that does not tell where they
 *  differ */
bool crypto_same(const void *a, const void *b, size_t size);

/** Overwrite a secret; not left out by the compiler */
void crypto_wipe(void *p, size_t size);

#endif
