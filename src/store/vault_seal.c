/**
 * @file store/vault_seal.c  What is in a copy, sealed or plain; how copies are
 * named
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/vault_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/sealed.h"

#define HEX (SHA256_TEXT - 1)

void vault_name(char name[VAULT_NAME], const struct vault *vault,
		const char *sha256)
{
	if (!vault->key) {
		(void)memcpy(name, sha256, SHA256_TEXT);
		return;
	}

	sealed_name(name, vault->key, sha256);
	(void)memcpy(name + HEX, VAULT_SEALED, sizeof(VAULT_SEALED));
}

/* Whether a name begins with a hash and ends with what copies of a kind do */
static bool is_of_kind(const char *name, bool sealed)
{
	return strlen(name) >= HEX && strspn(name, "0123456789abcdef") == HEX &&
	       strcmp(name + HEX, sealed ? VAULT_SEALED : "") == 0;
}

bool vault_is_copy(const struct vault *vault, const char *name)
{
	return is_of_kind(name, vault->key != NULL);
}

bool vault_is_other(const struct vault *vault, const char *name)
{
	return is_of_kind(name, vault->key == NULL);
}

/* As vault_copy_all() */
int vault_seal_all(int to, int from, const char *path,
		   const struct passkey *key)
{
	struct sealed_out *sealer = NULL;
	uint64_t left = VAULT_FILE_MAX;
	char buf[65536];
	ssize_t n = 0;
	int err = sealed_begin(&sealer, to, path, key);

	if (err)
		return err;

	while (!err && (n = read(from, buf, sizeof(buf))) > 0) {
		if ((uint64_t)n > left)
			err = err_set(EINVAL, _("%s: larger than %zu bytes"),
				      path, (size_t)VAULT_FILE_MAX);
		left -= (uint64_t)n;
		if (!err)
			err = sealed_add(sealer, buf, (size_t)n);
	}
	if (n < 0)
		err = vault_fail(path);
	return sealed_end(sealer, err);
}

/* The other end of vault_pour() */
struct pouring {
	int to;
	const char *path;
};

static int pour_handler(const void *data, size_t size, void *arg)
{
	const struct pouring *p = arg;

	return vault_write_all(p->to, data, size) == 0 ? 0
						       : vault_fail(p->path);
}

int vault_hash(const struct vault *vault, int fd, const char *path,
	       char sha256[SHA256_TEXT])
{
	return vault->key
		       ? sealed_open(fd, path, vault->key, NULL, NULL, sha256)
		       : file_sha256_fd(sha256, fd, path);
}

/* What is written of a plain one is hashed afterwards */
int vault_pour(const struct vault *vault, int to, int from, const char *path,
	       char sha256[SHA256_TEXT])
{
	struct pouring p = { to, path };
	int err;

	if (vault->key)
		return sealed_open(from, path, vault->key, pour_handler, &p,
				   sha256);

	err = vault_copy_all(to, from, path, VAULT_FILE_MAX);
	if (!err && lseek(to, 0, SEEK_SET) != 0)
		err = vault_fail(path);
	return err ? err : file_sha256_fd(sha256, to, path);
}

int vault_open(const struct vault *vault, const char *sha256, int *fdp)
{
	char name[VAULT_NAME];
	char hash[SHA256_TEXT];
	int sealed = -1;
	int plain = -1;
	int err = vault_open_copy(vault, sha256, &sealed, name);

	if (err || !vault->key) {
		*fdp = sealed;
		return err;
	}

	plain = memfd_create("evidence", MFD_CLOEXEC);
	if (plain < 0)
		err = vault_fail(name);
	if (!err)
		err = vault_pour(vault, plain, sealed, name, hash);
	if (!err && lseek(plain, 0, SEEK_SET) != 0)
		err = vault_fail(name);
	if (err && plain >= 0)
		(void)close(plain);
	(void)close(sealed);
	if (!err)
		*fdp = plain;
	return err;
}

/* Where vault_read() puts what is in a sealed copy */
struct reading {
	struct str *to;
	size_t left;
	const char *path;
	size_t limit;
};

static int read_handler(const void *data, size_t size, void *arg)
{
	struct reading *r = arg;

	if (size > r->left)
		return err_set(EINVAL, _("%s: larger than %zu bytes"), r->path,
			       r->limit);
	r->left -= size;
	str_add_n(r->to, data, size);
	return 0;
}

int vault_take_in(const struct vault *vault, int fd, const char *path,
		  size_t limit, struct str *to, char sha256[SHA256_TEXT])
{
	struct reading r = { to, limit, path, limit };
	const size_t old = to->len;
	int err;

	if (vault->key)
		return sealed_open(fd, path, vault->key, read_handler, &r,
				   sha256);

	err = file_read_fd(to, fd, path, limit);
	if (!err)
		file_sha256_mem(sha256, str_text(to) + old, to->len - old);
	return err;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct want *)a)->name,
		      ((const struct want *)b)->name);
}

static int by_text(const void *key, const void *b)
{
	return strcmp(key, ((const struct want *)b)->name);
}

void vault_wanted(struct wanted *wanted, const struct vault *vault,
		  const char *const *wantv, size_t wantc)
{
	wanted->v = x_calloc(wantc + 1, sizeof(*wanted->v));
	wanted->c = 0;
	for (size_t i = 0; i < wantc; i++) {
		struct want *w = &wanted->v[wanted->c];

		if (!vault_is_hash(wantv[i]))
			continue;
		vault_name(w->name, vault, wantv[i]);
		w->sha256 = wantv[i];
		wanted->c++;
	}
	qsort(wanted->v, wanted->c, sizeof(*wanted->v), by_name);
}

const char *vault_find_wanted(const struct wanted *wanted, const char *name)
{
	const struct want *w = bsearch(name, wanted->v, wanted->c,
				       sizeof(*wanted->v), by_text);

	return w ? w->sha256 : NULL;
}
