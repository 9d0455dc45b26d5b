/**
 * @file tests/unit/remote.c  A database on a network file system is refused
 *
 * No such file system can be mounted in a test; what the kernel would say of
 * one is put in place of statfs() in this program.
 */
#include <errno.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "store/db.h"
#include "util/err.h"
#include "util/util.h"

static unsigned long kind_of_fs;

/* Under the linker's name, so that the program calls this one */
int fake_statfs(const char *path, struct statfs *fs) __asm__("statfs");

int fake_statfs(const char *path, struct statfs *fs)
{
	if (access(path, F_OK) != 0)
		return -1;

	memset(fs, 0, sizeof(*fs));
	fs->f_type = (__fsword_t)kind_of_fs;
	return 0;
}

static void test_nfs_and_cifs_are_refused_before_anything_is_made(void **state)
{
	static const unsigned long remote[] = { NFS_SUPER_MAGIC,
						SMB_SUPER_MAGIC, 0xFF534D42,
						0xFE534D42, V9FS_MAGIC };
	char dir[] = "/tmp/callpermit-remote-XXXXXX";
	char path[64];
	struct db *db = NULL;

	(void)state;
	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof(path), "%s/x.db", dir);
	for (size_t i = 0; i < ARRAY_LEN(remote); i++) {
		kind_of_fs = remote[i];
		assert_int_equal(EPERM, db_open(&db, path, NULL));
		assert_non_null(strstr(err_text(EPERM), "network"));
		assert_non_null(strstr(err_text(EPERM), "--db"));
		assert_int_not_equal(0, access(path, F_OK));
	}

	kind_of_fs = EXT4_SUPER_MAGIC;
	assert_int_equal(0, db_open(&db, path, NULL));
	db_close(db);
	assert_int_equal(0, unlink(path));
	assert_int_equal(0, rmdir(dir));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_nfs_and_cifs_are_refused_before_anything_is_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
