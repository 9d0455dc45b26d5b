/**
 * @file dossier/parcel_read.c  Taking a dossier in from one file
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dossier/attached.h"
#include "dossier/parcel_private.h"
#include "dossier/parcel_rows.h"
#include "pack/files.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/tar.h"
#include "util/util.h"

#define HEAD_MAX  ((size_t)64 << 10)
#define ROWS_MAX  ((size_t)256 << 20)
#define SUMS_MAX  ((size_t)64 << 20)
#define FILES_MAX 100000
#define NEW_FILE  ".callpermit-parcel"
#define MAGIC	  "ustar" /* of a tar, behind the name of a member */
#define MAGIC_AT  257

/* A parcel that is being read */
struct reading {
	const char *path;
	const struct vault *vault;   /* NULL: it is only checked */
	const struct hashes *wanted; /* files of the vault; or NULL */
	char *file; /* where one goes on its way to the vault */
	struct parcel_in in;
	struct pack_files pack;
	struct str sums; /* as they are */
	size_t members;
	int64_t files;
	bool headed;
	bool ended;
};

static int no_parcel(const struct reading *r, const char *name)
{
	return err_set(EBADMSG, _("%s: %s: does not belong into a dossier"),
		       r->path, name);
}

static void add_sum(struct reading *r, const struct tar_member *m,
		    const struct str *text)
{
	char sha256[SHA256_TEXT];

	file_sha256_mem(sha256, str_text(text), text->len);
	str_addf(&r->sums, "%s  %s\n", sha256, m->name);
}

static int read_head(struct reading *r, const struct tar_member *m)
{
	struct str text = { 0 };
	int err = tar_text(m, HEAD_MAX, &text);

	if (!err && r->headed)
		err = no_parcel(r, m->name);
	if (!err)
		err = parcel_head(&r->in, &text);
	if (err == EBADMSG || err == EPERM)
		err = err_prefix(err, "%s", r->path);
	if (!err)
		add_sum(r, m, &text);
	r->headed = true;
	str_release(&text);
	return err;
}

static int read_rows(struct reading *r, const struct tar_member *m)
{
	for (size_t i = 0; parcel_tables[i].member; i++) {
		struct str *rows = &r->in.rows[i];
		int err;

		if (strcmp(m->name, parcel_tables[i].member) != 0)
			continue;
		if (r->in.has[i])
			return no_parcel(r, m->name);
		r->in.has[i] = true;
		err = tar_text(m, ROWS_MAX, rows);
		if (!err)
			add_sum(r, m, rows);
		return err;
	}

	return no_parcel(r, m->name);
}

static int read_pack(struct reading *r, const struct tar_member *m)
{
	struct str text = { 0 };
	int err;

	if (r->pack.c >= PACK_FILES_MAX)
		return no_parcel(r, m->name);
	err = tar_text(m, PACK_FILE_MAX, &text);
	if (!err) {
		add_sum(r, m, &text);
		pack_files_add(&r->pack, m->name + strlen(PARCEL_PACK),
			       str_text(&text), text.len);
	}
	str_release(&text);
	return err;
}

/* Kept if it is one that the journal names */
static int keep(struct reading *r, const struct tar_member *m, const char *want,
		char sha256[SHA256_TEXT])
{
	/* on its way into an encrypted vault it is on no disk */
	const int fd = r->vault->key ? memfd_create("parcel", MFD_CLOEXEC)
				     : open(r->file,
					    O_RDWR | O_CREAT | O_TRUNC |
						    O_CLOEXEC | O_NOFOLLOW,
					    0600);
	char again[SHA256_TEXT];
	int err;

	if (fd < 0)
		return err_set(EIO, "%s: %s", r->file, strerror(errno));
	err = tar_save(m, fd, r->file, sha256);
	if (!err && lseek(fd, 0, SEEK_SET) != 0)
		err = err_set(EIO, "%s: %s", r->file, strerror(errno));
	if (!err)
		err = vault_put_fd(r->vault, fd, r->file, want, again);
	(void)close(fd);
	(void)unlink(r->file);
	return err;
}

static int read_file(struct reading *r, const struct tar_member *m)
{
	const char *slash = strrchr(m->name, '/');
	const char *want = slash ? slash + 1 : "";
	char sha256[SHA256_TEXT];
	int err;

	if (strlen(want) != SHA256_TEXT - 1 || m->size > VAULT_FILE_MAX)
		return no_parcel(r, m->name);
	err = r->vault && hashes_have(r->wanted, want)
		      ? keep(r, m, want, sha256)
		      : tar_save(m, -1, r->path, sha256);
	if (!err && strcmp(want, sha256) != 0)
		return err_set(EBADMSG,
			       _("%s: %s: its bytes are not those it was named "
				 "after"),
			       r->path, m->name);
	if (!err) {
		str_addf(&r->sums, "%s  %s\n", sha256, m->name);
		r->files++;
	}
	return err;
}

static int first_difference(const struct reading *r, const struct str *said)
{
	const char *a = str_text(said);
	const char *b = str_text(&r->sums);
	size_t line = 0;
	size_t i = 0;

	for (; a[i] && a[i] == b[i]; i++) {
		if (a[i] == '\n')
			line = i + 1;
	}

	return err_set(EBADMSG, _("%s: was changed: %.*s"), r->path,
		       (int)strcspn(b + line, "\n"), b + line);
}

/* They end it: what they say must be what came before, line by line */
static int read_sums(struct reading *r, const struct tar_member *m)
{
	struct str text = { 0 };
	int err = tar_text(m, SUMS_MAX, &text);

	if (!err && strcmp(str_text(&text), str_text(&r->sums)) != 0)
		err = first_difference(r, &text);
	r->ended = !err;
	str_release(&text);
	return err;
}

static const struct {
	const char *name;
	bool many; /* a prefix */
	int (*read)(struct reading *r, const struct tar_member *m);
} members[] = {
	{ PARCEL_HEAD, false, read_head },
	{ PARCEL_PACK, true, read_pack },
	{ PARCEL_FILES, true, read_file },
	{ PARCEL_SUMS, false, read_sums },
};

static int read_member(const struct tar_member *m, void *arg)
{
	struct reading *r = arg;

	if (++r->members > FILES_MAX || r->ended ||
	    (!r->headed && strcmp(m->name, PARCEL_HEAD) != 0))
		return no_parcel(r, m->name);
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		const char *name = members[i].name;

		if (members[i].many ? strncmp(m->name, name, strlen(name)) == 0
				    : strcmp(m->name, name) == 0)
			return members[i].read(r, m);
	}

	return read_rows(r, m);
}

/* From its beginning to its end */
static int read_through(struct reading *r)
{
	const int fd = open(r->path, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return err_set(errno == ENOENT ? ENOENT : EIO, "%s: %s",
			       r->path, strerror(errno));
	err = tar_each(fd, r->path, read_member, r);
	(void)close(fd);
	if (!err && !r->headed)
		err = err_set(EBADMSG, _("%s: no dossier is in it"), r->path);
	if (!err && !r->ended)
		err = err_set(EBADMSG, _("%s: cut short"), r->path);
	return err;
}

static void reading_release(struct reading *r)
{
	parcel_in_release(&r->in);
	pack_files_release(&r->pack);
	str_release(&r->sums);
	free(r->file);
}

/* The files that its journal names, once that is believed */
static int take_files(struct db *db, const char *path, int64_t id)
{
	struct vault vault = { .dir = NULL };
	struct hashes wanted = { NULL, 0 };
	struct str file = { 0 };
	size_t before;
	int err;

	vault_of_db(&vault, db);
	str_addf(&file, "%s" NEW_FILE, db_path(db));
	do { /* once more for the recordings that a report names */
		struct reading r = { .path = path, .vault = &vault };

		before = wanted.c;
		hashes_release(&wanted);
		err = attached_ever_of(&wanted, db, &vault, id);
		r.wanted = &wanted;
		r.file = x_strdup(file.s);
		if (!err && vault.dir && wanted.c > before)
			err = read_through(&r);
		reading_release(&r);
	} while (!err && vault.dir && wanted.c > before);

	hashes_release(&wanted);
	vault_release(&vault);
	str_release(&file);
	return err;
}

struct arrival {
	struct reading *r;
	const struct pack *pack;
	const char *no;
	struct dossier *d;
};

static int arrive(struct db *db, void *arg)
{
	const struct arrival *a = arg;
	int err = parcel_take_pack(db, a->pack, &a->r->in, &a->r->pack);

	if (!err)
		err = parcel_take_rows(db, &a->r->in, a->no, a->d);
	if (err == EBADMSG)
		return err_prefix(err, "%s", a->r->path);
	return err ? err : take_files(db, a->r->path, a->d->id);
}

int parcel_read(struct db *db, const struct pack *pack, const char *path,
		const char *no, struct dossier *d, struct parcel *parcel)
{
	struct reading r = { .path = path };
	struct arrival a = { &r, pack, no, d };
	int err = read_through(&r);

	*d = (struct dossier){ 0 };
	if (!err)
		err = db_atomic(db, arrive, &a);
	*parcel = (struct parcel){ .rows = r.in.journal_len,
				   .files = r.files,
				   .missing = r.in.missing };
	if (err)
		dossier_release(d);
	reading_release(&r);
	return err;
}

bool parcel_is(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char block[512];
	struct stat st;
	bool is = false;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		is = read(fd, block, sizeof(block)) == sizeof(block) &&
		     memcmp(block + MAGIC_AT, MAGIC, strlen(MAGIC)) == 0;
	(void)close(fd);
	return is;
}
