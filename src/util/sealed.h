/**
 * @file util/sealed.h  Bytes encrypted with a key, by libsodium
 *
 * A sealed file is 8 bytes "CPSEAL1\n", the 24 bytes of a stream's header and
 * chunks of crypto_secretstream_xchacha20poly1305: each is up to 64 KiB of the
 * text and 17 bytes more, the last one, which may be empty, says that it is
 * the last.  What was changed, cut short, put in another order or sealed with
 * another key is refused, chunk by chunk, before any of it is used.
 */
#ifndef UTIL_SEALED_H
#define UTIL_SEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/file.h"
#include "util/passkey.h"
#include "util/str.h"

/** Bytes of a key to seal with */
#define SEALED_KEY 32

struct sealed_out;

/** A new random key to seal with; NULL if there is no memory to lock */
struct passkey *sealed_new_key(void);

/**
 * Begin to seal into an open file
 *
 * @param to    Its descriptor; stays the caller's
 * @param path  Its name for messages; borrowed
 *
 * @return 0 or EIO, then nothing is to be ended
 */
int sealed_begin(struct sealed_out **sealerp, int to, const char *path,
		 const struct passkey *key);

/** Seal some more bytes; 0 or EIO */
int sealed_add(struct sealed_out *sealer, const void *data, size_t size);

/** Write what is left unless err is set, and free it; err, 0 or EIO */
int sealed_end(struct sealed_out *sealer, int err);

/** Handed the bytes of a sealed file as they are known to be right; 0, or an
 *  error that ends the reading */
typedef int sealed_h(const void *data, size_t size, void *arg);

/**
 * Open what is left to read of a sealed file
 *
 * @param h       NULL: it is only looked at
 * @param sha256  Set to the hash of what was sealed
 *
 * @return 0; EBADMSG if it is not what was sealed with this key; h's error; EIO
 */
int sealed_open(int from, const char *path, const struct passkey *key,
		sealed_h *h, void *arg, char sha256[SHA256_TEXT]);

/** A key to seal with from 64 hexadecimal digits; NULL if they are none */
struct passkey *sealed_key_of(const char *hex);

/** Seal some bytes, appended to a text; 0 or EIO */
int sealed_text(struct str *to, const void *data, size_t size,
		const struct passkey *key);

/** Append what is in such a text; 0, EBADMSG or EIO */
int sealed_read_text(struct str *to, const struct str *sealed, const char *name,
		     const struct passkey *key);

/** Bytes of what is in a sealed file of that size; -1: no such size */
int64_t sealed_size(int64_t sealed);

/** The name of a sealed file that does not tell what is in it: HMAC-SHA256 of
 *  the hash, with the key */
void sealed_name(char name[SHA256_TEXT], const struct passkey *key,
		 const char *sha256);

#endif
