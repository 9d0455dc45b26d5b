/**
 * @file dossier/restore.c  Reading a backup, and putting it in place
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dossier/backup_private.h"
#include "dossier/dossier.h"
#include "dossier/journal.h"
#include "store/db_care.h"
#include "store/share.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/passkey.h"
#include "util/remote.h"
#include "util/str.h"
#include "util/tar.h"

#define NEW_DB	     ".callpermit-restore"
#define NEW_FILE     ".callpermit-file"
#define HEAD_MAX     ((size_t)64 << 10)
#define SUMS_MAX     ((size_t)256 << 20)
#define DB_BYTES_MAX ((uint64_t)1 << 40)

/* A backup that is being read */
struct reading {
	const char *path;
	const struct backup_watch *watch;
	const struct vault *vault; /* or NULL */
	struct backup *backup;
	const char *db;	     /* where its database goes */
	char *file;	     /* where a file goes on its way to the vault */
	struct str sums;     /* as they are */
	struct passkey *key; /* of its files, if it is encrypted */
	bool headed;
	bool opened; /* its database was read */
	bool ended;  /* by SHA256SUMS */
};

static int no_backup(const struct reading *r)
{
	return err_set(EBADMSG, _("%s: not a backup of callpermit"), r->path);
}

static int read_head(struct reading *r, const struct tar_member *m)
{
	struct str text = { 0 };
	cJSON *head = NULL;
	const char *schema;
	int err = tar_text(m, HEAD_MAX, &text);

	if (!err)
		head = cJSON_Parse(str_text(&text));
	schema = cJSON_GetStringValue(cJSON_GetObjectItem(head, "schema"));
	if (!err && (!schema || strncmp(schema, BACKUP_SCHEMA,
					strlen(BACKUP_SCHEMA) - 1) != 0))
		err = no_backup(r);
	else if (!err && strcmp(schema, BACKUP_SCHEMA) != 0)
		err = err_as("E-NEWER",
			     err_set(EPERM,
				     _("%s: written by a newer version of "
				       "callpermit; install that version"),
				     r->path));
	if (!err) {
		const cJSON *at = cJSON_GetObjectItem(head, "at");

		r->backup->at = (int64_t)cJSON_GetNumberValue(at);
		r->backup->sealed = cJSON_IsTrue(
			cJSON_GetObjectItem(head, "encrypted"));
		r->headed = true;
	}

	cJSON_Delete(head);
	str_release(&text);
	return err;
}

/* Bytes of a member to a file; the line of SHA256SUMS they ought to have */
static int save(struct reading *r, const struct tar_member *m, const char *path,
		char sha256[SHA256_TEXT])
{
	const int fd = path ? open(path,
				   O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
					   O_NOFOLLOW,
				   0600)
			    : -1;
	int err = 0;

	if (path && fd < 0)
		return err_set(EIO, "%s: %s", path, strerror(errno));

	err = tar_save(m, fd, path, sha256);
	if (fd >= 0 && !err && fsync(fd) != 0)
		err = err_set(EIO, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	if (!err) {
		r->backup->bytes += (int64_t)m->size;
		str_addf(&r->sums, "%s  %s\n", sha256, m->name);
	}
	return err;
}

/* The key of the files is in the database, which is opened with its own */
static int take_key(struct reading *r)
{
	struct db *db = NULL;
	int err = dossier_db_open_copy(&db, r->db);

	if (!err && db_file_key(db))
		r->key = passkey_new(db_file_key(db)->bytes,
				     db_file_key(db)->size);
	if (!err)
		err = db_settle(db);
	db_close(db);
	return err;
}

static int read_db(struct reading *r, const struct tar_member *m)
{
	char sha256[SHA256_TEXT];
	int err;

	if (m->size > DB_BYTES_MAX || r->opened)
		return no_backup(r);
	r->opened = true;
	err = save(r, m, r->db, sha256);
	return err || !r->backup->sealed ? err : take_key(r);
}

/* Its bytes are what they were, but do not open */
static void tell_changed(const struct reading *r, const char *name)
{
	struct str text = { 0 };

	str_addf(&text,
		 _("%s: its bytes are not those it was named "
		   "after"),
		 name);
	backup_flaw(r->watch, r->backup, text.s);
	str_release(&text);
}

/* A sealed file stays as it is; only what is in it has its hash */
static int read_sealed(struct reading *r, const struct tar_member *m,
		       const char *name)
{
	const struct vault vault = { .dir = r->vault ? r->vault->dir : NULL,
				     .key = r->key };
	char sha256[SHA256_TEXT];
	int fd;
	int err;

	if (m->size > VAULT_COPY_MAX || !r->key)
		return no_backup(r);
	err = save(r, m, r->file, sha256);
	if (err)
		return err;

	fd = open(r->file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return err_set(EIO, "%s: %s", r->file, strerror(errno));
	err = vault.dir ? vault_put_copy(&vault, fd, name)
			: vault_check_copy(&vault, fd, name);
	(void)close(fd);
	if (err == EBADMSG) {
		tell_changed(r, name);
		return 0;
	}
	if (!err)
		r->backup->files++;
	if (r->watch->step)
		r->watch->step(r->backup->files, 0, r->watch->arg);
	return err;
}

static int read_file(struct reading *r, const struct tar_member *m)
{
	const char *slash = strrchr(m->name, '/');
	const char *want = slash ? slash + 1 : "";
	char sha256[SHA256_TEXT];
	char again[SHA256_TEXT];
	int err;

	if (r->backup->sealed)
		return read_sealed(r, m, want);
	if (m->size > VAULT_FILE_MAX || strlen(want) != SHA256_TEXT - 1)
		return no_backup(r);

	err = save(r, m, r->vault ? r->file : NULL, sha256);
	if (!err && strcmp(want, sha256) != 0) {
		tell_changed(r, want);
		return 0;
	}
	if (!err && r->vault)
		err = vault_put_file(r->vault, r->file, want, again);
	if (!err)
		r->backup->files++;
	if (r->watch->step)
		r->watch->step(r->backup->files, 0, r->watch->arg);
	return err;
}

/* They end it: what they say must be what came before, line by line */
static int read_sums(struct reading *r, const struct tar_member *m)
{
	struct str text = { 0 };
	int err = tar_text(m, SUMS_MAX, &text);

	if (!err && strcmp(str_text(&text), str_text(&r->sums)) != 0)
		err = err_set(EBADMSG,
			      _("%s: was changed: its files are not those of "
				"its list %s"),
			      r->path, BACKUP_SUMS);
	r->ended = !err;
	str_release(&text);
	return err;
}

/* The members there may be */
static const struct {
	const char *name;
	bool many; /* a prefix */
	int (*read)(struct reading *r, const struct tar_member *m);
} members[] = {
	{ BACKUP_HEAD, false, read_head },
	{ BACKUP_DB, false, read_db },
	{ BACKUP_FILES, true, read_file },
	{ BACKUP_SUMS, false, read_sums },
};

static int read_member(const struct tar_member *m, void *arg)
{
	struct reading *r = arg;
	const size_t c = sizeof(members) / sizeof(members[0]);

	for (size_t i = 0; i < c; i++) {
		const char *name = members[i].name;

		if (members[i].many ? strncmp(m->name, name, strlen(name)) != 0
				    : strcmp(m->name, name) != 0)
			continue;
		if (r->headed == (i == 0) || r->ended)
			return no_backup(r);
		return members[i].read(r, m);
	}

	return no_backup(r);
}

static void tell_flaw(const char *text, void *arg)
{
	const struct reading *r = arg;

	backup_flaw(r->watch, r->backup, text);
}

static int dossier_handler(const struct dossier *d, void *arg)
{
	int64_t **ids = arg;

	*(*ids)++ = d->id;
	return 0;
}

static int verify_journals(struct db *db, struct reading *r)
{
	int64_t *idv = x_calloc((size_t)r->backup->dossiers + 1, sizeof(*idv));
	int64_t *end = idv;
	int err = dossier_each(db, NULL, dossier_handler, &end);

	for (const int64_t *id = idv; !err && id < end; id++) {
		err = journal_verify(db, *id);
		if (err == EBADMSG) {
			tell_flaw(err_text(err), r);
			err = 0;
		}
	}
	free(idv);
	return err;
}

/* It is opened as it would be after a restore, brought up to date in its copy
 */
static int look_over(struct reading *r)
{
	struct db *db = NULL;
	size_t flaws = 0;
	int err = dossier_db_open_copy(&db, r->db);

	if (!err)
		err = db_check(db, tell_flaw, r, &flaws);
	if (!err)
		err = db_int(db, "SELECT count(*) FROM dossier", NULL,
			     &r->backup->dossiers);
	if (!err)
		err = backup_last(db, &r->backup->last);
	if (!err)
		err = verify_journals(db, r);
	if (!err)
		err = db_settle(db);
	db_close(db);
	return err;
}

int backup_read(const char *path, const char *db, const struct vault *vault,
		const struct backup_watch *watch, struct backup *backup)
{
	struct reading r = { .path = path,
			     .watch = watch,
			     .vault = vault,
			     .backup = backup,
			     .db = db };
	struct str file = { 0 };
	FILE *f = fopen(path, "re");
	int err;

	*backup = (struct backup){ 0 };
	if (!f)
		return err_set(errno == ENOENT ? ENOENT : EIO, "%s: %s", path,
			       strerror(errno));

	str_addf(&file, "%s" NEW_FILE, db);
	r.file = str_take(&file);
	err = tar_each(fileno(f), path, read_member, &r);
	if (!err && !r.headed)
		err = no_backup(&r);
	if (!err && !r.ended)
		err = err_set(EBADMSG, _("%s: cut short"), path);
	if (!err)
		err = look_over(&r);

	(void)unlink(r.file);
	(void)fclose(f);
	free(r.file);
	passkey_free(r.key);
	str_release(&r.sums);
	return err;
}

/* What stands there has no change that the backup does not have; it is left
 * without a WAL, so that it can be moved */
static int check_old(const struct backup_restore *restore,
		     const struct backup *backup)
{
	struct db *db = NULL;
	char there[DATE_TIME_TEXT];
	char here[DATE_TIME_TEXT];
	int64_t last = 0;
	int err = dossier_db_open(&db, restore->db);

	if (!err)
		err = backup_last(db, &last);
	if (err == EBUSY || (err && restore->force)) {
		db_close(db);
		return err == EBUSY ? err : 0;
	}
	if (err)
		return err_set(EPERM,
			       _("the database that is there cannot be read "
				 "(%s); --force puts it aside"),
			       err_text(err));

	(void)date_time_encode(there, last);
	(void)date_time_encode(here, backup->last);
	if (last > backup->last && !restore->force)
		err = err_set(EPERM,
			      _("%s has changes up to %s, the backup up to %s; "
				"--force puts it aside, and nothing of it is "
				"lost"),
			      restore->db, there, here);
	if (!err)
		err = db_settle(db);
	db_close(db);
	return err;
}

static int move(const char *from, const char *to)
{
	return rename(from, to) == 0 || errno == ENOENT
		       ? 0
		       : err_set(EIO, "%s: %s", from, strerror(errno));
}

/* A WAL that could not be folded in belongs to the old file, not the new */
static int put_aside(struct backup_restore *restore)
{
	static const char *const ends[] = { "-wal", "-shm", "-journal" };
	char now[DATE_TIME_TEXT];
	struct str aside = { 0 };
	struct str from = { 0 };
	struct str to = { 0 };
	int err = 0;

	(void)date_time_encode(now, clock_now());
	str_addf(&aside, "%s.before-%.10s-%.2s%.2s%.2s", restore->db, now,
		 now + 11, now + 14, now + 17);
	while (access(aside.s, F_OK) == 0)
		str_add_char(&aside, '-');
	for (size_t i = 0; !err && i < sizeof(ends) / sizeof(ends[0]); i++) {
		str_clear(&from);
		str_clear(&to);
		str_addf(&from, "%s%s", restore->db, ends[i]);
		str_addf(&to, "%s%s", aside.s, ends[i]);
		err = move(from.s, to.s);
	}
	if (!err && link(restore->db, aside.s) != 0)
		err = move(restore->db, aside.s); /* no links there */
	str_release(&from);
	str_release(&to);
	restore->aside = str_take(&aside);
	return err;
}

/* Only one restore to a place at a time */
static int hold_new(const char *path, int *fdp)
{
	const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
			    0600);

	if (fd < 0)
		return err_set(errno == ENOENT ? ENOENT : EIO, "%s: %s", path,
			       strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		(void)close(fd);
		return err_set(EBUSY, _("%s: another restore is under way"),
			       path);
	}
	if (ftruncate(fd, 0) != 0) {
		(void)close(fd);
		return err_set(EIO, "%s: %s", path, strerror(errno));
	}

	*fdp = fd;
	return 0;
}

static int make_folder_of(const char *path)
{
	char *copy = x_strdup(path);
	int err = remote_refuse(path);

	if (!err)
		err = file_mkdirs(dirname(copy));

	free(copy);
	return err;
}

/* Data that was encrypted is not put there for all to read by mistake */
static int check_plain(const struct backup_restore *restore,
		       const struct backup *backup)
{
	return restore->force || backup->sealed || !db_is_sealed(restore->db)
		       ? 0
		       : err_set(EPERM,
				 _("%s is encrypted and the backup is not; "
				   "--force puts it in place, and callpermit "
				   "key on encrypts it then"),
				 restore->db);
}

static int take_place(struct backup_restore *restore, const char *new_db,
		      const struct backup *backup)
{
	const bool there = access(restore->db, F_OK) == 0;
	int err = there ? check_old(restore, backup) : 0;

	if (!err && there)
		err = check_plain(restore, backup);
	if (!err && there)
		err = put_aside(restore);
	share_made(new_db);
	if (!err && rename(new_db, restore->db) != 0)
		err = err_set(EIO, "%s: %s", restore->db, strerror(errno));
	return err ? err : file_sync_folder(restore->db);
}

int backup_restore(struct backup_restore *restore,
		   const struct backup_watch *watch, struct backup *backup)
{
	struct vault vault = { .dir = NULL };
	struct str new_db = { 0 };
	int fd = -1;
	int err;

	restore->aside = NULL;
	str_addf(&new_db, "%s" NEW_DB, restore->db);
	vault_beside(&vault, restore->db);
	err = make_folder_of(restore->db);
	if (!err)
		err = hold_new(new_db.s, &fd);
	if (!err)
		err = backup_read(restore->path, new_db.s, &vault, watch,
				  backup);
	if (!err)
		err = take_place(restore, new_db.s, backup);
	if (fd >= 0) {
		(void)unlink(new_db.s); /* not there if it took its place */
		(void)close(fd);
	}
	if (err) {
		free(restore->aside);
		restore->aside = NULL;
	}

	vault_release(&vault);
	str_release(&new_db);
	return err;
}
