/**
 * @file pack/files.h  The files of a rule pack, held in memory
 *
 * A pack is the YAML of forms/ and data/ and the Markdown of templates/.  It is
 * read whole before anything of it is used, so that what was checked, hashed
 * and kept with a dossier are the same bytes, wherever they came from.
 */
#ifndef PACK_FILES_H
#define PACK_FILES_H

#include <stddef.h>

#include "util/file.h"

/** Most bytes of one file */
#define PACK_FILE_MAX (8u << 20)

/** Most files of a pack */
#define PACK_FILES_MAX 1000

struct pack_file {
	char *name; /**< Within the pack, e.g. "data/rules.yaml" */
	char *text; /**< NUL-terminated */
	size_t len; /**< Bytes before the NUL */
};

/** A zeroed struct is an empty set */
struct pack_files {
	char *origin; /**< For messages: the folder, or a pack's version */
	struct pack_file *v; /**< Sorted by name once all are there */
	size_t c;
};

/**
 * Read the pack of a folder: forms/ and data/ (*.yaml), templates/ (*.md)
 *
 * @return 0; ENOENT without forms; EINVAL for a file too large; EIO
 */
int pack_files_read(struct pack_files *files, const char *root);

/** Add a file; its text is copied */
void pack_files_add(struct pack_files *files, const char *name,
		    const char *text, size_t len);

/** Sort by name; call after the last pack_files_add() */
void pack_files_sort(struct pack_files *files);

/** The file of a name, or NULL */
const struct pack_file *pack_files_find(const struct pack_files *files,
					const char *name);

/** What messages call a file: with its folder; the caller frees it */
char *pack_files_path(const struct pack_files *files, const char *name);

/** SHA-256 over names and texts: another file is another pack */
void pack_files_sha256(char hex[SHA256_TEXT], const struct pack_files *files);

void pack_files_release(struct pack_files *files);

#endif
