/**
 * @file tests/unit/remote.c  File systems on which no database may lie
 *
 * The table, and lines of mountinfo as machines had them; what this machine
 * has mounted is looked at too.
 */
#include "util/remote.h"

#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cmocka_all.h"
#include "util/util.h"

static void test_table(void **state)
{
	static const struct {
		uint64_t magic;
		const char *type;
		bool remote;
	} rows[] = {
		{ NFS_SUPER_MAGIC, "nfs4", true },
		{ 0xFF534D42, "cifs", true },
		{ 0xFE534D42, "smb3", true },
		{ V9FS_MAGIC, "9p", true },
		{ 0x00c36400, "ceph", true },
		{ 0x65735546, "fuse.sshfs", true },
		{ 0x65735546, "fuse.rclone", true },
		{ 0x65735546, "fuse.of-tomorrow", true },
		{ 0x65735546, "", true },
		{ 0x65735546, "fuseblk", false },
		{ 0x65735546, "fuse.gocryptfs", false },
		{ EXT4_SUPER_MAGIC, "ext4", false },
		{ XFS_SUPER_MAGIC, "xfs", false },
		{ BTRFS_SUPER_MAGIC, "btrfs", false },
		{ TMPFS_MAGIC, "tmpfs", false },
		{ OVERLAYFS_SUPER_MAGIC, "overlay", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (remote_is(rows[i].magic, rows[i].type) != rows[i].remote)
			fail_msg("%s", rows[i].type);
	}
}

static void test_mountinfo(void **state)
{
	static const char lines[] =
		"22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw\n"
		"41 22 0:57 / /home/a/far\\040away rw,nosuid shared:300 - "
		"fuse.sshfs zhou@example.invalid: rw,user_id=1000\n"
		"42 22 0:58 / /mnt/- rw - nfs4 host:/srv rw,vers=4.2\n"
		"43 22 x - broken\n"
		"44 22 0:59 / /mnt/b rw - fuse.gocryptfs /enc rw\n";
	FILE *f = fmemopen((void *)lines, sizeof(lines) - 1, "r");
	char type[32];

	(void)state;
	assert_non_null(f);
	assert_true(remote_type(f, makedev(0, 57), type, sizeof(type)));
	assert_string_equal("fuse.sshfs", type);
	rewind(f);
	assert_true(remote_type(f, makedev(0, 58), type, sizeof(type)));
	assert_string_equal("nfs4", type);
	rewind(f);
	assert_true(remote_type(f, makedev(0, 59), type, sizeof(type)));
	assert_string_equal("fuse.gocryptfs", type);
	rewind(f);
	assert_false(remote_type(f, makedev(9, 9), type, sizeof(type)));
	(void)fclose(f);
}

/* The lines of the kernel that runs are such lines too */
static void test_of_this_machine(void **state)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	struct stat st;
	char type[32];

	(void)state;
	assert_non_null(f);
	assert_int_equal(0, stat("/proc", &st));
	assert_true(remote_type(f, st.st_dev, type, sizeof(type)));
	assert_string_equal("proc", type);
	assert_false(file_is_remote("/proc"));
	(void)fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_mountinfo),
		cmocka_unit_test(test_of_this_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
