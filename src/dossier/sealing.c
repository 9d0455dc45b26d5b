/**
 * @file dossier/sealing.c  The database and its vault encrypted, or not
 */
#include "dossier/sealing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dossier/journal.h"
#include "dossier/office.h"
#include "store/db_care.h"
#include "store/share.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/sealed.h"

#define NEW_DB ".callpermit-key"

static const char *const acts[] = {
	[SEALING_ON] = "on",
	[SEALING_OFF] = "off",
	[SEALING_CHANGE] = "change",
};

/* A change under way */
struct change {
	struct db *db;
	enum sealing_act act;
	const struct passkey *key; /* of the new file; NULL: none */
	struct passkey *file_key;  /* of the new vault; NULL: none */
	char *path;		   /* of the new file */
	struct vault from;
	struct vault to;
};

struct state {
	struct passkey *key;
	bool sealed; /* there ought to be a key */
	bool swept;
};

static int state_handler(const struct row *row, void *arg)
{
	struct state *s = arg;

	s->sealed = !row_is_null(row, 0);
	s->key = s->sealed ? sealed_key_of(row_text(row, 0)) : NULL;
	s->swept = row_int(row, 1) != 0;
	return 0;
}

static char *new_path(const struct db *db)
{
	struct str path = { 0 };

	str_addf(&path, "%s" NEW_DB, db_path(db));
	return str_take(&path);
}

static void remove_new(const char *path)
{
	struct str journal = { 0 };

	str_addf(&journal, "%s-journal", path);
	(void)unlink(journal.s);
	(void)unlink(path);
	str_release(&journal);
}

/* Nobody changes it now: who did would have kept us out.  Who may not do it, or
 * finds the disk full, leaves it to the next. */
static void finish_change(struct db *db, bool swept)
{
	char *path = new_path(db);
	const bool cut_short = access(path, F_OK) == 0;
	struct vault vault;
	size_t count = 0;
	int err;

	vault_of_db(&vault, db);
	if (vault.dir && (cut_short || !swept)) {
		err = vault_drop_others(&vault, &count);
		if (!err && !swept)
			err = db_run(db, "UPDATE sealing SET swept = 1", NULL);
		if (!err && cut_short)
			remove_new(path);
		if (err)
			log_warn(err, "files of before encryption was turned "
				      "on or off stay for now");
	}
	vault_release(&vault);
	free(path);
}

int sealing_enter(struct db *db, bool finish)
{
	struct state s = { .swept = true };
	int err = db_each(db,
			  "SELECT vault_key, swept FROM sealing ORDER BY seq "
			  "DESC LIMIT 1",
			  NULL, state_handler, &s);

	if (!err && s.sealed && !s.key)
		err = err_set(EBADMSG, _("the key of the files in the vault "
					 "cannot be read"));
	if (err) {
		passkey_free(s.key);
		return err;
	}

	db_set_file_key(db, s.key);
	if (finish)
		finish_change(db, s.swept);
	return 0;
}

static int check_wish(const struct change *c)
{
	const bool sealed = db_key(c->db) != NULL;

	if (!*db_path(c->db))
		return err_set(EINVAL, _("a database in memory is not "
					 "encrypted"));
	if (c->act == SEALING_ON && sealed)
		return err_set(EEXIST, _("it is encrypted already; callpermit "
					 "key change gives it another key"));
	if (c->act != SEALING_ON && !sealed)
		return err_set(ENOENT, _("it is not encrypted; callpermit key "
					 "on encrypts it"));
	if (c->act != SEALING_OFF && c->key->size < PASSKEY_MIN)
		return err_set(EINVAL, _("a key has at least %d bytes"),
			       PASSKEY_MIN);
	if (c->act == SEALING_CHANGE && passkey_same(c->key, db_key(c->db)))
		return err_set(EINVAL, _("that is the key it has"));

	return office_may(c->db, MAY_OFFICE);
}

static int make_file(const char *path)
{
	int fd;

	remove_new(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		  0600);
	if (fd < 0)
		return err_set(EIO, "%s: %s", path, strerror(errno));
	(void)close(fd);
	share_made(path);
	return file_sync_folder(path);
}

static int log_work(struct db *db, void *arg)
{
	const struct change *c = arg;
	const struct passkey *files = c->act == SEALING_CHANGE
					      ? db_file_key(c->db)
					      : c->file_key;
	char hex[SHA256_TEXT];
	int err;

	if (files)
		file_hex(hex, files->bytes);
	err = db_run(db,
		     "INSERT INTO sealing(seq, at, actor, act, vault_key, "
		     "swept) SELECT coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ? "
		     "FROM sealing",
		     BIND(INT(clock_now()), TEXT(chain_account()),
			  TEXT(acts[c->act]), TEXT(files ? hex : NULL),
			  INT(c->act == SEALING_CHANGE)));
	crypto_wipe(hex, sizeof(hex));
	/* a plain database holds no key, not even one of before */
	if (!err && !files)
		err = db_run(db, "UPDATE sealing SET vault_key = NULL", NULL);
	return err;
}

static void flaw_handler(const char *text, void *arg)
{
	(void)arg;
	(void)err_set(EBADMSG, "%s", text);
}

static int id_handler(const struct row *row, void *arg)
{
	return journal_verify(arg, row_int(row, 0));
}

/* It is opened as it will be from now on, and looked over */
static int look_over(const struct change *c)
{
	struct db *db = NULL;
	size_t flaws = 0;
	int err = db_open_keyed(&db, c->path, c->key);

	if (!err)
		err = db_atomic(db, log_work, (void *)c);
	if (!err)
		err = db_check(db, flaw_handler, NULL, &flaws);
	if (!err && flaws > 0)
		err = EBADMSG;
	if (!err)
		err = db_each(db, "SELECT id FROM dossier", NULL, id_handler,
			      db);
	db_close(db);
	return err;
}

static int sync_new(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0 || fsync(fd) != 0)
		err = err_set(EIO, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	return err;
}

static int take_place(const struct change *c)
{
	char *place = x_strdup(db_path(c->db));
	int err = sync_new(c->path);

	if (!err && rename(c->path, place) != 0)
		err = err_set(EIO, "%s: %s", place, strerror(errno));
	if (!err) {
		/* it is done; what can still go wrong undoes nothing */
		(void)file_sync_folder(place);
		(void)db_retire(c->db);
	}
	free(place);
	return err;
}

static void undo(const struct change *c)
{
	size_t count = 0;

	if (vault_drop_others(&c->from, &count) == 0)
		remove_new(c->path);
}

int sealing_change(struct db *db, enum sealing_act act,
		   const struct passkey *key, vault_step_h *step, void *arg)
{
	struct change c = { .db = db,
			    .act = act,
			    .key = act == SEALING_OFF ? NULL : key };
	int err = check_wish(&c);

	if (!err)
		err = db_hold_alone(db);
	if (err)
		return err;

	c.path = new_path(db);
	vault_of_db(&c.from, db);
	vault_of_db(&c.to, db);
	if (act == SEALING_ON)
		c.file_key = sealed_new_key();
	c.to.key = act == SEALING_CHANGE ? c.from.key : c.file_key;
	if (act == SEALING_ON && !c.file_key)
		err = err_set(EIO, _("no memory for a key can be locked; see "
				     "ulimit -l"));
	if (!err)
		err = make_file(c.path);
	if (!err && act != SEALING_CHANGE)
		err = vault_copy_whole(&c.to, &c.from, step, arg);
	if (!err)
		err = db_copy_as(db, c.path, c.key);
	if (!err)
		err = look_over(&c);
	if (!err)
		err = take_place(&c);
	if (err)
		undo(&c);
	passkey_free(c.file_key);
	vault_release(&c.from);
	vault_release(&c.to);
	free(c.path);
	return err;
}

struct visit {
	sealing_h *h;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;
	const struct sealing_row r = { .at = row_int(row, 0),
				       .actor = row_text(row, 1),
				       .act = row_text(row, 2) };

	return v->h(&r, v->arg);
}

int sealing_each(struct db *db, sealing_h *h, void *arg)
{
	struct visit v = { h, arg };

	return db_each(db, "SELECT at, actor, act FROM sealing ORDER BY seq",
		       NULL, visit_handler, &v);
}
