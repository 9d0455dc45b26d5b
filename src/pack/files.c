/**
 * @file pack/files.c  The files of a rule pack, held in memory
 */
#include "pack/files.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

static const char *const patterns[] = { "forms/*.yaml", "data/*.yaml",
					"templates/*.md" };

static int read_one(struct pack_files *files, const char *path,
		    const char *name)
{
	struct str text = { 0 };
	int err = file_read(&text, path, PACK_FILE_MAX);

	if (!err && files->c == PACK_FILES_MAX)
		err = err_set(EINVAL, _("%s: more than %d files"),
			      files->origin, PACK_FILES_MAX);
	if (!err)
		pack_files_add(files, name, str_text(&text), text.len);
	str_release(&text);
	return err;
}

static int read_pattern(struct pack_files *files, const char *root,
			const char *pattern)
{
	struct str path = { 0 };
	glob_t found = { 0 };
	int err = 0;

	str_addf(&path, "%s/%s", root, pattern);
	if (glob(path.s, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc && !err; i++)
			err = read_one(files, found.gl_pathv[i],
				       found.gl_pathv[i] + strlen(root) + 1);
		globfree(&found);
	}
	str_release(&path);
	return err;
}

int pack_files_read(struct pack_files *files, const char *root)
{
	struct pack_files read = { .origin = x_strdup(root) };
	int err = 0;

	for (size_t i = 0; i < ARRAY_LEN(patterns) && !err; i++) {
		err = read_pattern(&read, root, patterns[i]);
		if (!err && read.c == 0)
			err = err_set(ENOENT,
				      _("%s/forms: no form files there"), root);
	}
	if (err) {
		pack_files_release(&read);
		return err;
	}

	pack_files_sort(&read);
	*files = read;
	return 0;
}

void pack_files_add(struct pack_files *files, const char *name,
		    const char *text, size_t len)
{
	struct pack_file *f;

	files->v = x_grow(files->v, files->c, sizeof(*files->v));
	f = &files->v[files->c++];
	f->name = x_strdup(name);
	f->text = x_calloc(1, len + 1);
	memcpy(f->text, text, len);
	f->len = len;
}

static int by_name(const void *a, const void *b)
{
	const struct pack_file *fa = a;
	const struct pack_file *fb = b;

	return strcmp(fa->name, fb->name);
}

void pack_files_sort(struct pack_files *files)
{
	if (files->c > 0)
		qsort(files->v, files->c, sizeof(*files->v), by_name);
}

const struct pack_file *pack_files_find(const struct pack_files *files,
					const char *name)
{
	struct pack_file key = { .name = (char *)name };

	return files->c > 0 ? bsearch(&key, files->v, files->c,
				      sizeof(*files->v), by_name)
			    : NULL;
}

char *pack_files_path(const struct pack_files *files, const char *name)
{
	struct str path = { 0 };

	str_addf(&path, "%s/%s", files->origin, name);
	return str_take(&path);
}

void pack_files_sha256(char hex[SHA256_TEXT], const struct pack_files *files)
{
	struct str all = { 0 };

	for (size_t i = 0; i < files->c; i++) {
		file_sha256_mem(hex, files->v[i].text, files->v[i].len);
		str_addf(&all, "%s %s\n", hex, files->v[i].name);
	}
	file_sha256_mem(hex, str_text(&all), all.len);
	str_release(&all);
}

void pack_files_release(struct pack_files *files)
{
	for (size_t i = 0; i < files->c; i++) {
		free(files->v[i].name);
		free(files->v[i].text);
	}
	free(files->v);
	free(files->origin);
	*files = (struct pack_files){ 0 };
}
