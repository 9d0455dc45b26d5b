/**
 * @file tui/typing.c  What is being typed, kept against a sudden end
 */
#include "tui/typing.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/sealed.h"
#include "util/str.h"
#include "util/text.h"

#define SUFFIX "-typing-"

/* Most bytes of such a file: a long text, its key and number */
#define FILE_MAX 100000

static void typing_release(struct typing *typing)
{
	free(typing->key);
	free(typing->text);
	free(typing->path);
}

static int list_handler(const struct row *row, void *arg)
{
	str_add(arg, row_text(row, 2));
	return ECANCELED; /* the first is the main database */
}

/* Path of the database followed by the suffix; "" if it is in memory */
static char *stem_of(struct db *db)
{
	struct str path = { 0 };

	(void)db_each(db, "PRAGMA database_list", NULL, list_handler, &path);
	if (path.len > 0)
		str_add(&path, SUFFIX);
	return str_take(&path);
}

static char *own_path(struct db *db)
{
	char *stem = stem_of(db);
	struct str path = { 0 };

	if (*stem)
		str_addf(&path, "%s%ld", stem, (long)getpid());
	free(stem);
	return str_take(&path);
}

static int write_sealed(const char *path, const struct str *content,
			const struct passkey *key)
{
	struct str sealed = { 0 };
	int err = sealed_text(&sealed, str_text(content), content->len, key);

	if (!err)
		err = file_write(path, str_text(&sealed), sealed.len);
	str_release(&sealed);
	return err;
}

int typing_keep(struct db *db, const char *no, const char *key,
		const char *text)
{
	char *path = own_path(db);
	struct str content = { 0 };
	int err = 0;

	str_addf(&content, "%s\n%s\n%s", no, key, text);
	if (*path && db_file_key(db))
		err = write_sealed(path, &content, db_file_key(db));
	else if (*path)
		err = file_write(path, str_text(&content), content.len);
	str_release(&content);
	free(path);
	return err;
}

void typing_forget(struct db *db)
{
	char *path = own_path(db);

	if (*path)
		(void)unlink(path);
	free(path);
}

static int read_content(struct str *content, struct db *db, const char *path)
{
	struct str sealed = { 0 };
	int err;

	if (!db_file_key(db))
		return file_read(content, path, FILE_MAX);
	err = file_read(&sealed, path, FILE_MAX);
	if (!err)
		err = sealed_read_text(content, &sealed, path, db_file_key(db));
	str_release(&sealed);
	return err;
}

/* Number, key and text, a line each, the text to the end of the file */
static int read_file(struct typing *typing, struct db *db, const char *no)
{
	const char *path = typing->path;
	struct str content = { 0 };
	const char *key;
	const char *text;
	int err = read_content(&content, db, path);
	const char *s = str_text(&content);
	size_t n = strlen(no);

	if (!err && (content.len != strlen(s) || !text_is_utf8(s, content.len)))
		err = err_set(EBADMSG, _("%s: not UTF-8"), path);
	if (!err && (strncmp(s, no, n) != 0 || s[n] != '\n'))
		err = ENOENT; /* of another dossier */
	if (!err) {
		key = s + n + 1;
		text = key + strcspn(key, "\n");
		typing->key = x_strndup(key, (size_t)(text - key));
		typing->text = x_strdup(*text ? text + 1 : "");
	}
	str_release(&content);
	return err;
}

/* Process id at the end of a file's name if its program is gone, else 0 */
static long gone_owner(const char *name, const char *prefix)
{
	size_t n = strlen(prefix);
	char *end;
	long pid;

	if (strncmp(name, prefix, n) != 0)
		return 0;

	pid = strtol(name + n, &end, 10);
	if (*end || pid <= 0 || pid == (long)getpid())
		return 0;

	return kill((pid_t)pid, 0) != 0 && errno == ESRCH ? pid : 0;
}

/* Hand over one file; 0 if it was taken */
static int offer(struct db *db, const char *path, const char *no, typing_h *h,
		 void *arg)
{
	struct typing typing = { .path = x_strdup(path) };
	int err = read_file(&typing, db, no);

	if (err && err != ENOENT)
		log_warn(err, "tui: what was typed is not read");
	if (!err)
		err = h(&typing, arg);
	if (!err)
		(void)unlink(path);
	typing_release(&typing);
	return err;
}

void typing_each(struct db *db, const char *no, typing_h *h, void *arg)
{
	char *stem = stem_of(db);
	char *folder_text = x_strdup(stem);
	char *prefix_text = x_strdup(stem);
	const char *folder = dirname(folder_text);
	const char *prefix = basename(prefix_text);
	DIR *dir = *stem ? opendir(folder) : NULL;
	int err = ENOENT;

	for (struct dirent *e = dir ? readdir(dir) : NULL; e && err;
	     e = readdir(dir)) {
		struct str path = { 0 };

		if (!gone_owner(e->d_name, prefix))
			continue;
		str_addf(&path, "%s/%s", folder, e->d_name);
		err = offer(db, str_text(&path), no, h, arg);
		str_release(&path);
	}
	if (dir)
		(void)closedir(dir);
	free(folder_text);
	free(prefix_text);
	free(stem);
}
