/**
 * @file check/library.c  The rule packs in use, each loaded and compiled once
 */
#include "check/library.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/pin.h"
#include "util/err.h"
#include "util/mem.h"

/* One pack */
struct volume {
	char sha256[SHA256_TEXT]; /* of the dossiers that use it */
	const struct pack *pack;
	struct pack *own; /* NULL for the shipped one */
	struct checker *checker;
	int err; /* it cannot be used, and why; 0: it can */
	char *why;
};

struct library {
	struct db *db;
	const struct pack *shipped;
	struct volume *v;
	size_t c;
};

static void shelve(struct library *library, struct volume *vol,
		   const char *sha256)
{
	memcpy(vol->sha256, sha256, strnlen(sha256, SHA256_TEXT - 1));
	library->v = x_grow(library->v, library->c, sizeof(*library->v));
	library->v[library->c++] = *vol;
}

/* A pack that cannot be read is not tried again for each of its dossiers */
static int give_up(struct library *library, const char *sha256, int err)
{
	struct volume vol = { .err = err };

	if (err != EBUSY && err != EIO) {
		vol.why = x_strdup(err_text(err));
		shelve(library, &vol, sha256);
	}
	return err;
}

static int add(struct library *library, const char *sha256, struct pack *own)
{
	struct volume vol = { .pack = own ? own : library->shipped,
			      .own = own };
	int err = checker_alloc(&vol.checker, vol.pack);

	if (err) {
		pack_free(own);
		return err;
	}

	shelve(library, &vol, sha256);
	return 0;
}

int library_open(struct library **libraryp, struct db *db,
		 const struct pack *shipped)
{
	struct library *library = x_calloc(1, sizeof(*library));
	int err;

	library->db = db;
	library->shipped = shipped;
	err = add(library, shipped->sha256, NULL);
	if (err)
		library_close(library);
	else
		*libraryp = library;
	return err;
}

void library_close(struct library *library)
{
	if (!library)
		return;

	for (size_t i = 0; i < library->c; i++) {
		checker_free(library->v[i].checker);
		pack_free(library->v[i].own);
		free(library->v[i].why);
	}
	free(library->v);
	free(library);
}

int library_get(struct library *library, const struct dossier *d,
		const struct pack **packp, struct checker **checkerp)
{
	const char *sha256 = d ? d->pack_sha256 : library->shipped->sha256;
	const struct volume *vol = NULL;
	struct pack *own = NULL;

	for (size_t i = 0; i < library->c && !vol; i++) {
		if (strcmp(library->v[i].sha256, sha256) == 0)
			vol = &library->v[i];
	}
	if (!vol) {
		int err = pin_load(&own, library->db, library->shipped, d);

		if (!err)
			err = add(library, sha256, own);
		if (err)
			return give_up(library, sha256, err);
		vol = &library->v[library->c - 1];
	}

	if (vol->err)
		return err_set(vol->err, "%s", vol->why);
	*packp = vol->pack;
	*checkerp = vol->checker;
	return 0;
}
