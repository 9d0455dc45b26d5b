/**
 * @file util/sealed.c  Bytes encrypted with a key, by libsodium
 */
#include "util/sealed.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define CHUNK ((size_t)64 << 10)
#define MORE  crypto_secretstream_xchacha20poly1305_ABYTES
#define HEAD  crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define FINAL crypto_secretstream_xchacha20poly1305_TAG_FINAL

static const char magic[8] = "CPSEAL1\n";

struct sealed_out {
	crypto_secretstream_xchacha20poly1305_state state;
	int to;
	const char *path;
	size_t used; /* of text */
	unsigned char text[CHUNK];
	unsigned char sealed[CHUNK + MORE];
};

/* Somebody who opens a file, and what he has of it */
struct opener {
	crypto_secretstream_xchacha20poly1305_state state;
	crypto_hash_sha256_state hash;
	int from;
	const char *path;
	sealed_h *h;
	void *arg;
	unsigned char text[CHUNK];
	unsigned char sealed[CHUNK + MORE];
};

struct passkey *sealed_new_key(void)
{
	unsigned char bytes[SEALED_KEY];
	struct passkey *key;

	if (sodium_init() < 0)
		return NULL;
	randombytes_buf(bytes, sizeof(bytes));
	key = passkey_new(bytes, sizeof(bytes));
	sodium_memzero(bytes, sizeof(bytes));
	return key;
}

struct passkey *sealed_key_of(const char *hex)
{
	unsigned char bytes[SEALED_KEY];
	struct passkey *key = NULL;
	size_t size = 0;

	if (sodium_hex2bin(bytes, sizeof(bytes), hex, strlen(hex), NULL, &size,
			   NULL) == 0 &&
	    size == sizeof(bytes))
		key = passkey_new(bytes, sizeof(bytes));
	sodium_memzero(bytes, sizeof(bytes));
	return key;
}

static int fail(const char *path)
{
	return errno == ENOSPC || errno == EDQUOT
		       ? err_as("E-DISK-FULL",
				err_set(EIO,
					_("%s: the disk is full; nothing was "
					  "saved"),
					path))
		       : err_set(EIO, "%s: %s", path, strerror(errno));
}

static int put(int fd, const char *path, const void *data, size_t size)
{
	const char *from = data;

	while (size > 0) {
		const ssize_t n = write(fd, from, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(path);
		from += n;
		size -= (size_t)n;
	}

	return 0;
}

int sealed_begin(struct sealed_out **sealerp, int to, const char *path,
		 const struct passkey *key)
{
	struct sealed_out *s = x_calloc(1, sizeof(*s));
	unsigned char head[HEAD];
	int err;

	s->to = to;
	s->path = path;
	(void)crypto_secretstream_xchacha20poly1305_init_push(&s->state, head,
							      key->bytes);
	err = put(to, path, magic, sizeof(magic));
	if (!err)
		err = put(to, path, head, sizeof(head));
	if (err) {
		(void)sealed_end(s, err);
		return err;
	}

	*sealerp = s;
	return 0;
}

static int push(struct sealed_out *s, unsigned char tag)
{
	unsigned long long size = 0;

	(void)crypto_secretstream_xchacha20poly1305_push(
		&s->state, s->sealed, &size, s->text, s->used, NULL, 0, tag);
	s->used = 0;
	return put(s->to, s->path, s->sealed, (size_t)size);
}

int sealed_add(struct sealed_out *s, const void *data, size_t size)
{
	const unsigned char *from = data;
	int err = 0;

	while (size > 0 && !err) {
		const size_t n = size < CHUNK - s->used ? size
							: CHUNK - s->used;

		memcpy(s->text + s->used, from, n);
		s->used += n;
		from += n;
		size -= n;
		/* a full one waits: it may be the last */
		if (s->used == CHUNK && size > 0)
			err = push(s, 0);
	}

	return err;
}

int sealed_end(struct sealed_out *s, int err)
{
	if (!err)
		err = push(s, FINAL);
	sodium_memzero(s, sizeof(*s));
	free(s);
	return err;
}

/* As many bytes as there are, up to size */
static int get(struct opener *o, void *to, size_t size, size_t *gotp)
{
	unsigned char *at = to;

	*gotp = 0;
	while (*gotp < size) {
		const ssize_t n = read(o->from, at + *gotp, size - *gotp);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(EIO, "%s: %s", o->path, strerror(errno));
		if (n == 0)
			break;
		*gotp += (size_t)n;
	}

	return 0;
}

static int refuse(const struct opener *o)
{
	return err_as("E-VAULT",
		      err_set(EBADMSG,
			      _("%s: was changed or cut short, or is encrypted "
				"with another key"),
			      o->path));
}

static int open_head(struct opener *o, const struct passkey *key)
{
	unsigned char head[sizeof(magic) + HEAD];
	size_t got = 0;
	int err = get(o, head, sizeof(head), &got);

	if (err)
		return err;

	return got == sizeof(head) && memcmp(head, magic, sizeof(magic)) == 0 &&
			       crypto_secretstream_xchacha20poly1305_init_pull(
				       &o->state, head + sizeof(magic),
				       key->bytes) == 0
		       ? 0
		       : refuse(o);
}

static int open_chunks(struct opener *o)
{
	unsigned char tag = 0;
	size_t got = CHUNK + MORE;
	int err = 0;

	while (!err && got == CHUNK + MORE && tag != FINAL) {
		unsigned long long size = 0;

		err = get(o, o->sealed, sizeof(o->sealed), &got);
		if (!err &&
		    (got < MORE || crypto_secretstream_xchacha20poly1305_pull(
					   &o->state, o->text, &size, &tag,
					   o->sealed, got, NULL, 0) != 0))
			err = refuse(o);
		if (err)
			break;
		(void)crypto_hash_sha256_update(&o->hash, o->text, size);
		if (o->h)
			err = o->h(o->text, (size_t)size, o->arg);
	}
	if (err)
		return err;

	err = get(o, o->sealed, 1, &got);
	return err ? err : tag != FINAL || got > 0 ? refuse(o) : 0;
}

int sealed_open(int from, const char *path, const struct passkey *key,
		sealed_h *h, void *arg, char sha256[SHA256_TEXT])
{
	struct opener *o = x_calloc(1, sizeof(*o));
	unsigned char digest[crypto_hash_sha256_BYTES];
	int err;

	o->from = from;
	o->path = path;
	o->h = h;
	o->arg = arg;
	(void)crypto_hash_sha256_init(&o->hash);
	err = open_head(o, key);
	if (!err)
		err = open_chunks(o);
	(void)crypto_hash_sha256_final(&o->hash, digest);
	file_hex(sha256, digest);
	sodium_memzero(o, sizeof(*o));
	free(o);
	return err;
}

static int text_handler(const void *data, size_t size, void *arg)
{
	str_add_n(arg, data, size);
	return 0;
}

int sealed_text(struct str *to, const void *data, size_t size,
		const struct passkey *key)
{
	const int fd = memfd_create("sealed", MFD_CLOEXEC);
	struct sealed_out *out = NULL;
	int err;

	if (fd < 0)
		return err_set(EIO, "memfd: %s", strerror(errno));
	err = sealed_begin(&out, fd, "memfd", key);
	if (!err)
		err = sealed_end(out, sealed_add(out, data, size));
	if (!err && lseek(fd, 0, SEEK_SET) != 0)
		err = fail("memfd");
	if (!err)
		err = file_read_fd(to, fd, "memfd", size * 2 + CHUNK);
	(void)close(fd);
	return err;
}

int sealed_read_text(struct str *to, const struct str *sealed, const char *name,
		     const struct passkey *key)
{
	const int fd = memfd_create("sealed", MFD_CLOEXEC);
	char sha256[SHA256_TEXT];
	int err = fd < 0 ? fail("memfd")
			 : put(fd, "memfd", str_text(sealed), sealed->len);

	if (!err && lseek(fd, 0, SEEK_SET) != 0)
		err = fail("memfd");
	if (!err)
		err = sealed_open(fd, name, key, text_handler, to, sha256);
	if (fd >= 0)
		(void)close(fd);
	return err;
}

int64_t sealed_size(int64_t sealed)
{
	const int64_t chunks = sealed - (int64_t)(sizeof(magic) + HEAD);
	const int64_t whole = (int64_t)(CHUNK + MORE);
	const int64_t count = (chunks + whole - 1) / whole;

	return chunks < (int64_t)MORE ? -1 : chunks - count * (int64_t)MORE;
}

void sealed_name(char name[SHA256_TEXT], const struct passkey *key,
		 const char *sha256)
{
	unsigned char mac[crypto_auth_hmacsha256_BYTES];

	(void)crypto_auth_hmacsha256(mac, (const unsigned char *)sha256,
				     strlen(sha256), key->bytes);
	file_hex(name, mac);
}
