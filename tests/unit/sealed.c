/**
 * @file tests/unit/sealed.c  Bytes sealed with a key, and a vault of them
 */
#include "util/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "store/vault.h"
#include "util/err.h"

/* echo -n abc | sha256sum */
#define ABC	 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

#define CHUNK	 ((size_t)65536)
#define OVERHEAD 17 /* of a chunk */
#define HEAD	 32

struct fixture {
	char dir[32];
	struct passkey *key;
	struct passkey *other;
	struct vault v; /* sealed with key */
	int fd;		/* a file in memory */
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	(void)strcpy(f->dir, "/tmp/sealed-XXXXXX");
	f->key = sealed_new_key();
	f->other = sealed_new_key();
	f->fd = memfd_create("sealed", MFD_CLOEXEC);
	*state = f;
	if (!mkdtemp(f->dir) || chdir(f->dir) != 0)
		return -1;
	vault_beside(&f->v, "d.db");
	f->v.key = f->key;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char cmd[64];

	(void)snprintf(cmd, sizeof(cmd), "rm -rf %s", f->dir);
	assert_int_equal(0, chdir("/"));
	assert_int_equal(0, system(cmd)); /* NOLINT(cert-env33-c) */
	vault_release(&f->v);
	passkey_free(f->key);
	passkey_free(f->other);
	(void)close(f->fd);
	free(f);
	return 0;
}

/* So many bytes, sealed into the file in memory */
static char *seal(const struct fixture *f, size_t size)
{
	struct sealed_out *out = NULL;
	char *data = malloc(size + 1);

	assert_non_null(data);
	for (size_t i = 0; i < size; i++)
		data[i] = (char)(i * 7 + i / 256);
	assert_int_equal(0, ftruncate(f->fd, 0));
	assert_int_equal(0, lseek(f->fd, 0, SEEK_SET));
	assert_int_equal(0, sealed_begin(&out, f->fd, "memory", f->key));
	assert_int_equal(0, sealed_end(out, sealed_add(out, data, size)));
	return data;
}

static int open_it(const struct fixture *f, const struct passkey *key,
		   char sha256[SHA256_TEXT])
{
	assert_int_equal(0, lseek(f->fd, 0, SEEK_SET));
	return sealed_open(f->fd, "memory", key, NULL, NULL, sha256);
}

static void test_any_size_comes_back(void **state)
{
	static const size_t sizes[] = {
		0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5
	};
	const struct fixture *f = *state;
	char sha256[SHA256_TEXT];
	char want[SHA256_TEXT];
	struct stat st;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		char *data = seal(f, sizes[i]);

		file_sha256_mem(want, data, sizes[i]);
		assert_int_equal(0, open_it(f, f->key, sha256));
		assert_string_equal(want, sha256);
		assert_int_equal(0, fstat(f->fd, &st));
		assert_int_equal(sizes[i], sealed_size(st.st_size));
		free(data);
	}
	assert_int_equal(-1, sealed_size(0));
	assert_int_equal(-1, sealed_size(HEAD + OVERHEAD - 1));
}

static void test_another_key_opens_nothing(void **state)
{
	const struct fixture *f = *state;
	char sha256[SHA256_TEXT];

	free(seal(f, 100));
	assert_int_equal(EBADMSG, open_it(f, f->other, sha256));
}

static void test_every_changed_byte_is_found(void **state)
{
	const struct fixture *f = *state;
	char sha256[SHA256_TEXT];
	struct stat st;
	char c;

	free(seal(f, 300));
	assert_int_equal(0, fstat(f->fd, &st));
	for (off_t at = 0; at < st.st_size; at++) {
		assert_int_equal(1, pread(f->fd, &c, 1, at));
		c = (char)(c ^ 1);
		assert_int_equal(1, pwrite(f->fd, &c, 1, at));
		assert_int_equal(EBADMSG, open_it(f, f->key, sha256));
		c = (char)(c ^ 1);
		assert_int_equal(1, pwrite(f->fd, &c, 1, at));
	}
	assert_int_equal(0, open_it(f, f->key, sha256));
}

static void test_what_is_cut_short_or_longer_is_found(void **state)
{
	static const off_t ends[] = { 0, HEAD, (off_t)(HEAD + CHUNK + OVERHEAD),
				      (off_t)(HEAD + 2 * (CHUNK + OVERHEAD) -
					      1) };
	const struct fixture *f = *state;
	char sha256[SHA256_TEXT];

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		free(seal(f, 2 * CHUNK));
		assert_int_equal(0, ftruncate(f->fd, ends[i]));
		assert_int_equal(EBADMSG, open_it(f, f->key, sha256));
	}
	free(seal(f, 10));
	assert_int_equal(1, write(f->fd, "x", 1));
	assert_int_equal(EBADMSG, open_it(f, f->key, sha256));
	free(seal(f, CHUNK));
	assert_int_equal(1, write(f->fd, "x", 1));
	assert_int_equal(EBADMSG, open_it(f, f->key, sha256));
}

static void test_chunks_keep_their_order(void **state)
{
	const struct fixture *f = *state;
	const size_t size = CHUNK + OVERHEAD;
	char *a = malloc(size);
	char *b = malloc(size);
	char sha256[SHA256_TEXT];

	free(seal(f, 3 * CHUNK));
	assert_int_equal(size, pread(f->fd, a, size, HEAD));
	assert_int_equal(size, pread(f->fd, b, size, HEAD + (off_t)size));
	assert_int_equal(size, pwrite(f->fd, b, size, HEAD));
	assert_int_equal(size, pwrite(f->fd, a, size, HEAD + (off_t)size));
	assert_int_equal(EBADMSG, open_it(f, f->key, sha256));
	free(a);
	free(b);
}

static void test_texts_are_sealed_in_memory(void **state)
{
	const struct fixture *f = *state;
	struct str sealed = { 0 };
	struct str text = { 0 };

	assert_int_equal(0,
			 sealed_text(&sealed, "张三 13000000000", 18, f->key));
	assert_null(memmem(sealed.s, sealed.len, "13000000000", 11));
	assert_int_equal(0, sealed_read_text(&text, &sealed, "text", f->key));
	assert_string_equal("张三 13000000000", text.s);
	assert_int_equal(EBADMSG,
			 sealed_read_text(&text, &sealed, "text", f->other));
	str_release(&sealed);
	str_release(&text);
}

static void test_a_key_is_64_digits(void **state)
{
	const struct fixture *f = *state;
	char hex[SHA256_TEXT];
	struct passkey *key;

	file_hex(hex, f->key->bytes);
	key = sealed_key_of(hex);
	assert_true(passkey_same(key, f->key));
	assert_false(passkey_same(key, f->other));
	assert_false(passkey_same(NULL, NULL));
	passkey_free(key);
	hex[63] = 'x';
	assert_null(sealed_key_of(hex));
	assert_null(sealed_key_of("00"));
}

/* Whether there is the name of a copy, or its bytes, anywhere */
static bool found(const char *what)
{
	char cmd[128];

	(void)snprintf(cmd, sizeof(cmd),
		       "{ find d.db.files; grep -ra . d.db.files; } | grep -qa "
		       "'%s'",
		       what);
	return system(cmd) == 0; /* NOLINT(cert-env33-c) */
}

static int flaw_handler(enum vault_flaw flaw, const char *name, void *arg)
{
	char *seen = arg;

	(void)snprintf(seen + strlen(seen), 100, "%d %.9s ", flaw, name);
	return 0;
}

static void test_a_sealed_vault_tells_nothing(void **state)
{
	const struct fixture *f = *state;
	const char *want = ABC;
	char sha256[SHA256_TEXT];
	char seen[256] = "";
	char bytes[4] = "";
	struct str text = { 0 };
	int fd = -1;

	assert_int_equal(0, vault_put(&f->v, "abc", 3, sha256));
	assert_string_equal(ABC, sha256);
	assert_int_equal(3, vault_size(&f->v, ABC));
	assert_false(found("ba7816bf"));
	assert_true(found("\\.enc$"));
	assert_int_equal(0, vault_put(&f->v, "the lease", 9, sha256));
	assert_false(found("lease"));
	assert_int_equal(0, vault_drop(&f->v, sha256));

	assert_int_equal(0, vault_read(&f->v, ABC, 3, &text));
	assert_string_equal("abc", text.s);
	assert_int_equal(EINVAL, vault_read(&f->v, ABC, 2, &text));
	assert_int_equal(0, vault_open(&f->v, ABC, &fd));
	assert_int_equal(3, read(fd, bytes, sizeof(bytes)));
	(void)close(fd);
	assert_int_equal(
		0, vault_verify(&f->v, &want, 1, true, flaw_handler, seen));
	assert_string_equal("", seen);
	assert_int_equal(0, vault_write(&f->v, ABC, "out"));
	assert_int_equal(0, file_read(&text, "out", 10));
	assert_string_equal("abc", text.s + text.len - 3);
	str_release(&text);
}

/* The copy of ABC, changed: found under its hash, and healed */
static void test_a_changed_sealed_copy_is_found(void **state)
{
	const struct fixture *f = *state;
	const char *want = ABC;
	char sha256[SHA256_TEXT];
	char seen[256] = "";
	struct str text = { 0 };

	assert_int_equal(0, vault_put(&f->v, "abc", 3, sha256));
	/* NOLINTNEXTLINE(cert-env33-c) */
	assert_int_equal(0, system("for f in d.db.files/*/*.enc; do printf X | "
				   "dd of=$f bs=1 seek=40 conv=notrunc "
				   "status=none; done"));
	assert_int_equal(EBADMSG, vault_read(&f->v, ABC, 3, &text));
	assert_int_equal(
		0, vault_verify(&f->v, &want, 1, true, flaw_handler, seen));
	assert_string_equal("1 ba7816bf8 ", seen);
	assert_int_equal(0, vault_put(&f->v, "abc", 3, sha256));
	assert_int_equal(0, vault_read(&f->v, ABC, 3, &text));
	assert_int_equal(0, vault_drop(&f->v, ABC));
	assert_false(vault_has(&f->v, ABC));
	str_release(&text);
}

static void test_one_form_is_made_of_the_other(void **state)
{
	const struct fixture *f = *state;
	char sha256[SHA256_TEXT];
	struct vault plain;
	size_t count = 0;

	vault_beside(&plain, "d.db");
	assert_int_equal(0, vault_put(&plain, "abc", 3, sha256));
	assert_int_equal(0, vault_put(&plain, "the lease", 9, sha256));
	assert_true(found("lease"));
	assert_false(vault_has(&f->v, ABC));
	assert_int_equal(0, vault_copy_whole(&f->v, &plain, NULL, NULL));
	assert_true(vault_has(&plain, ABC));
	assert_true(vault_has(&f->v, ABC));
	assert_int_equal(0, vault_drop_others(&f->v, &count));
	assert_int_equal(2, count);
	assert_false(vault_has(&plain, ABC));
	assert_false(found("lease"));

	assert_int_equal(0, vault_copy_whole(&plain, &f->v, NULL, NULL));
	assert_int_equal(0, vault_drop_others(&plain, &count));
	assert_int_equal(2, count);
	assert_true(vault_has(&plain, sha256));
	assert_false(vault_has(&f->v, sha256));
	vault_release(&plain);
}

static void test_a_sealed_copy_goes_on_as_it_is(void **state)
{
	const struct fixture *f = *state;
	char sha256[SHA256_TEXT];
	char name[VAULT_NAME];
	struct vault to;
	int fd = -1;

	vault_beside(&to, "e.db");
	to.key = f->key;
	assert_int_equal(0, vault_put(&f->v, "abc", 3, sha256));
	assert_int_equal(0, vault_open_copy(&f->v, ABC, &fd, name));
	assert_int_equal(0, vault_put_copy(&to, fd, name));
	assert_true(vault_has(&to, ABC));

	name[0] = name[0] == 'a' ? 'b' : 'a';
	assert_int_equal(0, lseek(fd, 0, SEEK_SET));
	assert_int_equal(EBADMSG, vault_check_copy(&to, fd, name));
	assert_int_equal(0, lseek(fd, 0, SEEK_SET));
	to.key = f->other;
	assert_int_equal(EBADMSG, vault_put_copy(&to, fd, name));
	(void)close(fd);
	vault_release(&to);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_any_size_comes_back),
		TEST(test_another_key_opens_nothing),
		TEST(test_every_changed_byte_is_found),
		TEST(test_what_is_cut_short_or_longer_is_found),
		TEST(test_chunks_keep_their_order),
		TEST(test_texts_are_sealed_in_memory),
		TEST(test_a_key_is_64_digits),
		TEST(test_a_sealed_vault_tells_nothing),
		TEST(test_a_changed_sealed_copy_is_found),
		TEST(test_one_form_is_made_of_the_other),
		TEST(test_a_sealed_copy_goes_on_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
