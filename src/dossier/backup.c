/**
 * @file dossier/backup.c  Writing a backup
 */
#include "dossier/backup.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dossier/attached.h"
#include "dossier/backup_private.h"
#include "store/db_care.h"
#include "util/clock.h"
#include "util/draft.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/tar.h"

#define COPY ".callpermit-db" /* the database on its way into the archive */

/* A backup that is being written */
struct writing {
	const struct backup_watch *watch;
	struct backup *backup;
	struct draft draft;
	struct tar *tar;
	char *copy; /* of the database */
	struct vault vault;
	struct str sums;
};

void backup_flaw(const struct backup_watch *watch, struct backup *backup,
		 const char *text)
{
	backup->flaws++;
	if (watch->flaw)
		watch->flaw(text, watch->arg);
}

int backup_last(struct db *db, int64_t *lastp)
{
	return db_int(db, "SELECT coalesce(max(at), 0) FROM journal", NULL,
		      lastp);
}

static int add_head(struct writing *w, int64_t db_bytes)
{
	const struct backup *b = w->backup;
	cJSON *head = cJSON_CreateObject();
	char *text;
	int err;

	(void)cJSON_AddStringToObject(head, "schema", BACKUP_SCHEMA);
	(void)cJSON_AddStringToObject(head, "program", VERSION);
	(void)cJSON_AddNumberToObject(head, "at", (double)b->at);
	(void)cJSON_AddNumberToObject(head, "last", (double)b->last);
	(void)cJSON_AddNumberToObject(head, "dossiers", (double)b->dossiers);
	(void)cJSON_AddNumberToObject(head, "database", (double)db_bytes);
	if (b->sealed)
		(void)cJSON_AddTrueToObject(head, "encrypted");
	text = cJSON_Print(head);
	cJSON_Delete(head);
	err = tar_add(w->tar, BACKUP_HEAD, text, strlen(text));
	cJSON_free(text);
	return err;
}

static int add_file(struct writing *w, const char *name, int fd,
		    const char *from)
{
	char sha256[SHA256_TEXT];
	uint64_t size = 0;
	int err = tar_add_fd(w->tar, name, fd, from, &size, sha256);

	if (err)
		return err;

	w->backup->bytes += (int64_t)size;
	str_addf(&w->sums, "%s  %s\n", sha256, name);
	return 0;
}

static int add_db(struct writing *w)
{
	const int fd = open(w->copy, O_RDONLY | O_CLOEXEC);
	struct stat st;
	int err;

	if (fd < 0)
		return err_set(EIO, "%s: %s", w->copy, strerror(errno));

	err = fstat(fd, &st) ? err_set(EIO, "%s: %s", w->copy, strerror(errno))
			     : add_head(w, (int64_t)st.st_size);
	if (!err)
		err = add_file(w, BACKUP_DB, fd, w->copy);
	(void)close(fd);
	return err;
}

/* One that is not as it was is told and left out, one not kept is counted */
static int add_kept(struct writing *w, const char *sha256)
{
	char copy[VAULT_NAME];
	struct str name = { 0 };
	int fd = -1;
	int err = vault_open_copy(&w->vault, sha256, &fd, copy);

	if (err == EBADMSG)
		backup_flaw(w->watch, w->backup, err_text(err));
	if (err == ENOENT)
		w->backup->missing++;
	if (err)
		return err == EBADMSG || err == ENOENT ? 0 : err;

	str_addf(&name, BACKUP_FILES "%.2s/%s", copy, copy);
	err = add_file(w, name.s, fd, name.s);
	if (!err)
		w->backup->files++;
	(void)close(fd);
	str_release(&name);
	return err;
}

/* What its own database refers to, not what the one at work does meanwhile */
static int add_vault(struct writing *w, struct db *db)
{
	struct hashes hashes = { NULL, 0 };
	int err = attached_ever(&hashes, db, &w->vault);

	for (size_t i = 0; i < hashes.c && !err; i++) {
		err = add_kept(w, hashes.v[i]);
		if (w->watch->step)
			w->watch->step((int64_t)i + 1, (int64_t)hashes.c,
				       w->watch->arg);
	}
	hashes_release(&hashes);
	return err;
}

static int add_all(struct writing *w)
{
	struct db *db = NULL;
	int err = db_open(&db, w->copy, NULL);

	if (!err)
		err = db_int(db, "SELECT count(*) FROM dossier", NULL,
			     &w->backup->dossiers);
	if (!err)
		err = backup_last(db, &w->backup->last);
	if (!err)
		err = db_settle(db);
	if (!err)
		err = add_db(w);
	if (!err)
		err = add_vault(w, db);
	if (!err)
		err = tar_add(w->tar, BACKUP_SUMS, str_text(&w->sums),
			      w->sums.len);
	db_close(db);
	return err;
}

static int write_archive(struct writing *w)
{
	int err = tar_open(&w->tar, w->draft.fd, w->draft.target,
			   w->backup->at);
	int closed;

	if (!err)
		err = add_all(w);
	closed = tar_close(w->tar);
	return err ? err : closed;
}

/* What was written is read again before it is given its name.  What is wrong
 * with the dossiers themselves is told, and kept as it is. */
static int read_again(struct writing *w)
{
	const struct backup_watch watch = { .flaw = w->watch->flaw,
					    .arg = w->watch->arg };
	struct backup read;
	int err;

	(void)unlink(w->copy);
	err = backup_read(w->draft.path, w->copy, NULL, &watch, &read);
	/* gone before the backup has its name: whoever kills us between the two
	 * would leave a database beside it, for good */
	(void)unlink(w->copy);
	w->backup->flaws += read.flaws;
	if (!err &&
	    (read.files != w->backup->files || read.bytes != w->backup->bytes ||
	     read.dossiers != w->backup->dossiers))
		err = err_set(EBADMSG,
			      _("what was written is not what can be read "
				"again; is the disk in order?"));
	return err ? err_prefix(err, "%s", w->draft.target) : 0;
}

static int begin(struct writing *w, const char *path)
{
	struct str copy = { 0 };

	if (access(path, F_OK) == 0)
		return err_set(EEXIST,
			       _("%s: is there already; a backup never takes "
				 "the place of another"),
			       path);

	str_addf(&copy, "%s" COPY, path);
	w->copy = str_take(&copy);
	return draft_open(&w->draft, path);
}

int backup_write(struct db *db, const char *path,
		 const struct backup_watch *watch, struct backup *backup)
{
	struct writing w = { .watch = watch, .backup = backup };
	bool begun;
	int err;

	*backup = (struct backup){ .at = clock_now(),
				   .sealed = db_key(db) != NULL };
	vault_of_db(&w.vault, db);
	err = begin(&w, path);
	begun = !err;
	if (begun) {
		(void)unlink(w.copy); /* of one that was cut short */
		err = db_copy(db, w.copy);
	}
	if (!err)
		err = write_archive(&w);
	if (!err)
		err = read_again(&w);
	if (!err)
		err = draft_swap(&w.draft);
	if (begun)
		(void)unlink(w.copy);
	draft_close(&w.draft);

	vault_release(&w.vault);
	str_release(&w.sums);
	free(w.copy);
	return err;
}

/* A folder for the database: beside the backup, or where temporary files are */
static char *make_folder(const char *path)
{
	const char *tmp = getenv("TMPDIR");
	struct str dir = { 0 };

	str_addf(&dir, "%s.XXXXXX", path);
	if (mkdtemp(dir.s))
		return str_take(&dir);

	str_clear(&dir);
	str_addf(&dir, "%s/callpermit.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (mkdtemp(dir.s))
		return str_take(&dir);

	str_release(&dir);
	return NULL;
}

int backup_verify(const char *path, const struct backup_watch *watch,
		  struct backup *backup)
{
	char *dir = access(path, R_OK) == 0 ? make_folder(path) : NULL;
	struct str db = { 0 };
	int err;

	*backup = (struct backup){ 0 };
	if (!dir)
		return err_set(errno == ENOENT ? ENOENT : EIO, "%s: %s", path,
			       strerror(errno));

	str_addf(&db, "%s/" BACKUP_DB, dir);
	err = backup_read(path, db.s, NULL, watch, backup);
	(void)unlink(db.s);
	(void)rmdir(dir);
	str_release(&db);
	free(dir);
	return err;
}
