/**
 * @file util/remote.c  File systems that programs on two machines share
 */
#include "util/remote.h"

#include <errno.h>
#include <libgen.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* Of the kernel's sources, where linux/magic.h has them not */
#define CEPH_MAGIC    0x00c36400
#define CIFS_NUMBER   0xFF534D42
#define SMB2_NUMBER   0xFE534D42
#define LUSTRE_MAGIC  0x0BD00BD0
#define GFS2_NUMBER   0x01161970
#define OCFS2_NUMBER  0x7461636f
#define AFS_OPEN      0x5346414F
#define FUSE_NUMBER   0x65735546
#define VBOXSF_MAGIC  0x786f4256

#define LINE_MAX_SIZE 4096

/* clang-format off */
static const uint64_t remote_magics[] = {
	NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, CIFS_NUMBER, SMB2_NUMBER,
	AFS_SUPER_MAGIC, AFS_FS_MAGIC, AFS_OPEN, CODA_SUPER_MAGIC, V9FS_MAGIC,
	CEPH_MAGIC, LUSTRE_MAGIC, GFS2_NUMBER, OCFS2_NUMBER, VBOXSF_MAGIC,
};

/* FUSE that has its data on a disk of this machine */
static const char *const local_fuse[] = {
	"fuseblk", "fuse.ntfs-3g", "fuse.exfat", "fuse.gocryptfs",
	"fuse.encfs", "fuse.cryfs", "fuse.bindfs", "fuse.mergerfs",
	"fuse.fuse-overlayfs", "fuse.unionfs",
};
/* clang-format on */

bool remote_is(uint64_t magic, const char *type)
{
	for (size_t i = 0; i < ARRAY_LEN(remote_magics); i++) {
		if (magic == remote_magics[i])
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(local_fuse); i++) {
		if (strcmp(type, local_fuse[i]) == 0)
			return false;
	}

	return magic == FUSE_NUMBER;
}

/* A line is "ID PARENT MAJOR:MINOR ROOT PLACE OPTIONS [FIELD...] - TYPE
 * SOURCE OPTIONS", proc(5) */
static bool read_line(const char *line, dev_t dev, char *type, size_t size)
{
	const char *tail = strstr(line, " - ");
	unsigned major_no = 0;
	unsigned minor_no = 0;

	if (!tail ||
	    sscanf(line, "%*u %*u %u:%u", &major_no, &minor_no) !=
		    2 || // NOLINT
	    makedev(major_no, minor_no) != dev)
		return false;

	tail += 3;
	(void)snprintf(type, size, "%.*s", (int)strcspn(tail, " \n"), tail);
	return true;
}

bool remote_type(FILE *mountinfo, dev_t dev, char *type, size_t size)
{
	char line[LINE_MAX_SIZE];

	while (fgets(line, sizeof(line), mountinfo)) {
		if (read_line(line, dev, type, size))
			return true;
	}

	return false;
}

static void type_of(const char *path, char *type, size_t size)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	struct stat st;

	*type = '\0';
	if (f && stat(path, &st) == 0)
		(void)remote_type(f, st.st_dev, type, size);
	if (f)
		(void)fclose(f);
}

bool file_is_remote(const char *path)
{
	char *copy = x_strdup(path);
	const char *there = path;
	struct statfs fs;
	char type[64];
	bool found = false;

	if (statfs(there, &fs) != 0)
		there = dirname(copy);
	if (statfs(there, &fs) == 0) {
		type_of(there, type, sizeof(type));
		found = remote_is((uint64_t)(unsigned long)fs.f_type, type);
	}
	free(copy);
	return found;
}

int remote_refuse(const char *path)
{
	if (!file_is_remote(path))
		return 0;

	return err_as("E-NETWORK-DISK",
		      err_set(EPERM,
			      _("%s: on a network file system, where programs "
				"on two machines could damage the database; "
				"keep it on a disk of one machine (--db) and "
				"work there over ssh"),
			      path));
}
