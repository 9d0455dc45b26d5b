/**
 * @file util/words.c  A catalogue of sentences, as msgfmt(1) writes it
 */
#include "util/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The head of the file: GNU gettext manual, "The Format of GNU MO Files" */
enum {
	MAGIC = 0,
	REVISION,
	COUNT,
	IDS,
	TEXTS,
	HEAD,
};

#define MAGIC_WORD UINT32_C(0x950412de)
#define SIZE_MOST  (64L << 20)

/* Is a table of strings whole, each inside the file and ended by a NUL? */
static bool is_table(const char *base, size_t size, size_t at, size_t count)
{
	const uint32_t *row;

	if (at % sizeof(*row) != 0 || at > size ||
	    count > (size - at) / (2 * sizeof(*row)))
		return false;
	row = (const void *)(base + at);
	for (size_t i = 0; i < count; i++, row += 2) {
		if (row[1] >= size || row[0] >= size - row[1] ||
		    base[row[1] + row[0]] != '\0')
			return false;
	}

	return true;
}

static bool is_catalogue(const char *base, size_t size)
{
	const uint32_t *head = (const void *)base;

	return head[MAGIC] == MAGIC_WORD && head[REVISION] >> 16 == 0 &&
	       is_table(base, size, head[IDS], head[COUNT]) &&
	       is_table(base, size, head[TEXTS], head[COUNT]);
}

int words_open(struct words *w, const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	const uint32_t *head;
	void *base = MAP_FAILED;

	*w = (struct words){ NULL, NULL, NULL, 0 };
	if (fd < 0)
		return ENOENT;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size >= (off_t)(HEAD * sizeof(*head)) &&
	    st.st_size <= SIZE_MOST)
		base = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE,
			    fd, 0);
	(void)close(fd);
	if (base == MAP_FAILED)
		return EBADMSG;
	if (!is_catalogue(base, (size_t)st.st_size)) {
		(void)munmap(base, (size_t)st.st_size);
		return EBADMSG;
	}
	head = base;
	w->base = base;
	w->ids = (const void *)(w->base + head[IDS]);
	w->texts = (const void *)(w->base + head[TEXTS]);
	w->count = head[COUNT];
	return 0;
}

const char *words_find(const struct words *w, const char *id)
{
	size_t from = 0;
	size_t to = w->count;

	while (from < to) {
		const size_t mid = from + (to - from) / 2;
		const int sign = strcmp(id, w->base + w->ids[2 * mid + 1]);

		if (sign == 0)
			return w->base + w->texts[2 * mid + 1];
		if (sign < 0)
			to = mid;
		else
			from = mid + 1;
	}

	return id;
}
