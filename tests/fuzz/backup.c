/**
 * @file tests/fuzz/backup.c  Anything read as a backup: refused or whole, and
 * nothing is left behind
 */
#include <assert.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "dossier/backup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct backup_watch watch = { NULL, NULL, NULL };
	struct backup backup = { 0 };
	char dir[] = "/tmp/fuzz-backup-XXXXXX";
	char path[sizeof(dir) + 8];
	int fd;

	if (!mkdtemp(dir))
		return 0;

	(void)snprintf(path, sizeof(path), "%s/b.tar", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert(fd >= 0);
	if (write(fd, data, size) == (ssize_t)size &&
	    backup_verify(path, &watch, &backup) == 0)
		assert(backup.dossiers >= 0 && backup.files >= 0);
	(void)close(fd);
	assert(unlink(path) == 0);
	assert(rmdir(dir) == 0); /* empty again */
	return 0;
}
