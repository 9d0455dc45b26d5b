/**
 * @file tests/fuzz/dossier.c  Any bytes as a dossier file: taken or refused
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dossier/dossier.h"
#include "dossier/journal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pack *pack;
	struct db *db = NULL;
	struct dossier d = { 0 };
	struct str out = { 0 };
	char path[32];
	int fd = memfd_create("dossier", MFD_CLOEXEC);

	if (!pack)
		assert(pack_load(&pack) == 0);
	assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	assert(dossier_db_open(&db, ":memory:") == 0);
	if (dossier_import(db, pack, path, size % 2 == 0, &d) == 0) {
		assert(journal_verify(db, d.id) == 0);
		assert(dossier_export(db, pack, &d, &out) == 0);
		dossier_release(&d);
	}
	str_release(&out);
	db_close(db);
	assert(close(fd) == 0);
	return 0;
}
