/**
 * @file ledger/shelf.c  Whether recordings are where they were
 */
#include "ledger/shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/str.h"

struct search {
	const char *folder;
	size_t seen;
	bool found;
};

static bool is_there(const char *folder, const char *name)
{
	struct str path = { 0 };
	bool there;

	str_addf(&path, "%s/%s", folder, name);
	there = access(path.s, F_OK) == 0;
	str_release(&path);
	return there;
}

static int recording_handler(const struct row *row, void *arg)
{
	struct search *s = arg;

	s->seen++;
	s->found = s->found || is_there(s->folder, row_text(row, 0));
	return 0;
}

static void mark(const char *folder)
{
	struct str path = { 0 };
	int fd;

	str_addf(&path, "%s/%s", folder, SHELF_MARK);
	fd = open(path.s, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		log_warn(errno, "retention: %s", path.s);
	else
		(void)close(fd);
	str_release(&path);
}

int shelf_look(struct db *calls, const char *folder)
{
	struct search s = { .folder = folder };
	int err;

	if (is_there(folder, SHELF_MARK))
		return 0;
	err = db_each(calls,
		      "SELECT recording FROM call WHERE sha256 != '' "
		      "ORDER BY start LIMIT 64",
		      NULL, recording_handler, &s);
	if (err || !s.seen)
		return err;
	if (!s.found)
		return err_set(EIO,
			       _("%s/%s and the oldest recordings are missing: "
				 "is their disk mounted? Nothing is deleted "
				 "until it is, or until that file is made"),
			       folder, SHELF_MARK);
	mark(folder);
	return 0;
}
