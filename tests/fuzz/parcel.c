/**
 * @file tests/fuzz/parcel.c  Anything read as a dossier from elsewhere:
 * refused, or one whose journal verifies
 */
#include <assert.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "dossier/journal.h"
#include "dossier/parcel.h"
#include "mini_pack.h"
#include "util/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_it(const struct pack *pack, const char *path)
{
	struct parcel parcel = { 0 };
	struct dossier d = { 0 };
	struct db *db = NULL;
	int64_t n = -1;
	int err;

	assert(dossier_db_open_copy(&db, ":memory:") == 0);
	err = parcel_is(path) ? parcel_read(db, pack, path, NULL, &d, &parcel)
			      : 1;
	if (!err)
		assert(journal_verify(db, d.id) == 0);
	assert(db_int(db, "SELECT count(*) FROM dossier", NULL, &n) == 0);
	assert(n == !err);
	assert(db_int(db, "SELECT count(*) FROM fact", NULL, &n) == 0);
	assert(!err || n == 0);
	if (!err)
		dossier_release(&d);
	db_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[] = "/tmp/fuzz-parcel-XXXXXX";
	static struct pack *pack; /* for all inputs */
	const int fd = mkstemp(path);

	if (fd < 0)
		return 0;
	if (!pack)
		assert(mini_load(&pack, NULL) == 0);
	if (write(fd, data, size) == (ssize_t)size)
		read_it(pack, path);
	(void)close(fd);
	assert(unlink(path) == 0);
	return 0;
}
