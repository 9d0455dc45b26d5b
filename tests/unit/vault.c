/**
 * @file tests/unit/vault.c  Files by their SHA-256
 */
#include "store/vault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "util/err.h"

/* echo -n abc | sha256sum */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

struct seen {
	size_t c;
	enum vault_flaw flaw;
	char name[80];
};

static int set_up(void **state)
{
	char *dir = strdup("/tmp/vault-XXXXXX");

	assert_non_null(mkdtemp(dir));
	assert_int_equal(0, chdir(dir));
	*state = dir;
	return 0;
}

static int tear_down(void **state)
{
	char cmd[64];

	(void)snprintf(cmd, sizeof(cmd), "rm -rf %s", (char *)*state);
	assert_int_equal(0, chdir("/"));
	assert_int_equal(0, system(cmd)); /* NOLINT(cert-env33-c) */
	free(*state);
	return 0;
}

static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(0, fclose(f));
}

static int flaw_handler(enum vault_flaw flaw, const char *name, void *arg)
{
	struct seen *seen = arg;

	seen->c++;
	seen->flaw = flaw;
	(void)snprintf(seen->name, sizeof(seen->name), "%s", name);
	return 0;
}

static struct seen verify(const struct vault *v, const char *want)
{
	struct seen seen = { 0 };

	assert_int_equal(0, vault_verify(v, &want, want ? 1 : 0, true,
					 flaw_handler, &seen));
	return seen;
}

static void test_bytes_come_back_by_their_hash(void **state)
{
	struct str text = { 0 };
	char sha256[SHA256_TEXT];
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	assert_int_equal(0, vault_put(&v, "abc", 3, sha256));
	assert_string_equal(ABC, sha256);
	assert_int_equal(3, vault_size(&v, ABC));
	assert_int_equal(0, vault_read(&v, ABC, 3, &text));
	assert_string_equal("abc", text.s);
	assert_int_equal(EINVAL, vault_read(&v, ABC, 2, &text));
	assert_int_equal(0, verify(&v, ABC).c);
	str_release(&text);
	vault_release(&v);
}

static void test_only_the_owner_reads_a_copy(void **state)
{
	char sha256[SHA256_TEXT];
	struct stat st;
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	assert_int_equal(0, vault_put(&v, "abc", 3, sha256));
	assert_int_equal(0, stat("d.db.files/ba/" ABC, &st));
	assert_int_equal(0600, st.st_mode & 0777);
	assert_int_equal(0, stat("d.db.files/ba", &st));
	assert_int_equal(0700, st.st_mode & 0777);
	assert_int_equal(0, stat("d.db.files", &st));
	assert_int_equal(0700, st.st_mode & 0777);
	vault_release(&v);
}

static void test_the_same_bytes_are_kept_once(void **state)
{
	char sha256[SHA256_TEXT];
	struct stat one;
	struct stat two;
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	write_text("abc.txt", "abc");
	assert_int_equal(0, vault_put(&v, "abc", 3, sha256));
	assert_int_equal(0, stat("d.db.files/ba/" ABC, &one));
	assert_int_equal(0, vault_put_file(&v, "abc.txt", ABC, sha256));
	assert_int_equal(0, stat("d.db.files/ba/" ABC, &two));
	assert_int_equal(one.st_ino, two.st_ino);
	assert_int_equal(0, verify(&v, ABC).c);
	vault_release(&v);
}

static void test_what_is_no_file_is_refused(void **state)
{
	static const char *const paths[] = { "link", "fifo", ".", "/dev/null" };
	char sha256[SHA256_TEXT];
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	write_text("abc.txt", "abc");
	assert_int_equal(0, symlink("abc.txt", "link"));
	assert_int_equal(0, mkfifo("fifo", 0600));
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		assert_int_equal(EINVAL,
				 vault_put_file(&v, paths[i], NULL, sha256));
	assert_int_equal(ENOENT, vault_put_file(&v, "none", NULL, sha256));
	assert_int_equal(0, verify(&v, NULL).c);
	vault_release(&v);
}

static void test_another_hash_than_told_keeps_nothing(void **state)
{
	char sha256[SHA256_TEXT];
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	write_text("abd.txt", "abd");
	assert_int_equal(EBADMSG, vault_put_file(&v, "abd.txt", ABC, sha256));
	assert_int_equal(0, verify(&v, NULL).c);
	assert_false(vault_has(&v, ABC));
	vault_release(&v);
}

static void test_a_file_over_the_limit_is_refused_unread(void **state)
{
	char sha256[SHA256_TEXT];
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	write_text("large", "abc");
	if (truncate("large", (off_t)VAULT_FILE_MAX + 1) != 0)
		skip();
	assert_int_equal(EINVAL, vault_put_file(&v, "large", NULL, sha256));
	assert_int_equal(0, verify(&v, NULL).c);
	vault_release(&v);
}

static void test_a_changed_copy_is_found_and_healed(void **state)
{
	struct str text = { 0 };
	char sha256[SHA256_TEXT];
	struct seen seen;
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	assert_int_equal(0, vault_put(&v, "abc", 3, sha256));
	write_text("d.db.files/ba/" ABC, "abd");
	seen = verify(&v, ABC);
	assert_int_equal(1, seen.c);
	assert_int_equal(VAULT_CHANGED, seen.flaw);
	assert_string_equal(ABC, seen.name);
	assert_int_equal(EBADMSG, vault_read(&v, ABC, 100, &text));

	assert_int_equal(0, vault_put(&v, "abc", 3, sha256));
	assert_int_equal(0, verify(&v, ABC).c);
	str_release(&text);
	vault_release(&v);
}

static void test_what_is_missing_or_extra_is_named(void **state)
{
	char sha256[SHA256_TEXT];
	struct seen seen;
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	seen = verify(&v, ABC);
	assert_int_equal(1, seen.c);
	assert_int_equal(VAULT_MISSING, seen.flaw);

	assert_int_equal(0, vault_put(&v, "abc", 3, sha256));
	seen = verify(&v, NULL);
	assert_int_equal(VAULT_EXTRA, seen.flaw);
	assert_string_equal(ABC, seen.name);

	write_text("d.db.files/new-left0", "half");
	seen = verify(&v, ABC);
	assert_int_equal(1, seen.c);
	assert_int_equal(VAULT_EXTRA, seen.flaw);
	assert_string_equal("new-left0", seen.name);
	vault_release(&v);
}

static void test_no_link_inside_is_followed(void **state)
{
	struct str text = { 0 };
	char sha256[SHA256_TEXT];
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	write_text("outside", "abc");
	assert_int_equal(0, mkdir("d.db.files", 0700));
	assert_int_equal(0, mkdir("d.db.files/ba", 0700));
	assert_int_equal(0, symlink("../../outside", "d.db.files/ba/" ABC));
	assert_false(vault_has(&v, ABC));
	assert_int_equal(ENOENT, vault_read(&v, ABC, 100, &text));
	assert_int_equal(VAULT_CHANGED, verify(&v, NULL).flaw);
	/* the copy takes the place of the link */
	assert_int_equal(0, vault_put(&v, "abc", 3, sha256));
	assert_true(vault_has(&v, ABC));

	assert_int_equal(0, mkdir("elsewhere", 0700));
	assert_int_equal(0, symlink("../elsewhere", "d.db.files/2c"));
	assert_int_equal(EIO, vault_put(&v, "foo", 3, sha256));
	assert_int_equal(0, rmdir("elsewhere"));
	vault_release(&v);
}

static void test_names_that_are_no_hash_lead_nowhere(void **state)
{
	static const char longer[] = ABC "0";
	const char *const names[] = { "", "..", "../d.db", "ABC", longer };
	struct str text = { 0 };
	struct vault v;

	(void)state;
	vault_beside(&v, "d.db");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		assert_false(vault_has(&v, names[i]));
		assert_int_equal(ENOENT, vault_read(&v, names[i], 9, &text));
	}
	vault_release(&v);
}

static void test_memory_keeps_nothing_and_tells_the_hash(void **state)
{
	char sha256[SHA256_TEXT];
	struct db *db = NULL;
	struct vault v;

	(void)state;
	assert_int_equal(0, db_open(&db, ":memory:", NULL));
	vault_of_db(&v, db);
	assert_int_equal(0, vault_put(&v, "abc", 3, sha256));
	assert_string_equal(ABC, sha256);
	assert_false(vault_has(&v, ABC));
	assert_int_equal(VAULT_MISSING, verify(&v, ABC).flaw);
	vault_release(&v);
	db_close(db);
}

static void test_a_vault_takes_from_another(void **state)
{
	char sha256[SHA256_TEXT];
	struct vault from;
	struct vault to;

	(void)state;
	vault_beside(&from, "a.db");
	vault_beside(&to, "b.db");
	assert_int_equal(ENOENT, vault_copy(&to, &from, ABC));
	assert_int_equal(0, vault_put(&from, "abc", 3, sha256));
	assert_int_equal(0, vault_copy(&to, &from, ABC));
	assert_int_equal(0, verify(&to, ABC).c);

	write_text("a.db.files/ba/" ABC, "abd");
	assert_int_equal(EBADMSG, vault_copy(&to, &from, ABC));
	vault_release(&from);
	vault_release(&to);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_bytes_come_back_by_their_hash),
		TEST(test_only_the_owner_reads_a_copy),
		TEST(test_the_same_bytes_are_kept_once),
		TEST(test_what_is_no_file_is_refused),
		TEST(test_another_hash_than_told_keeps_nothing),
		TEST(test_a_file_over_the_limit_is_refused_unread),
		TEST(test_a_changed_copy_is_found_and_healed),
		TEST(test_what_is_missing_or_extra_is_named),
		TEST(test_no_link_inside_is_followed),
		TEST(test_names_that_are_no_hash_lead_nowhere),
		TEST(test_memory_keeps_nothing_and_tells_the_hash),
		TEST(test_a_vault_takes_from_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
