/**
 * @file dossier/pin.c  A dossier keeps the rule pack it was opened with
 */
#include "dossier/pin.h"

#include <errno.h>
#include <string.h>

#include "dossier/journal.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

int pin_keep(struct db *db, const struct pack *pack)
{
	int64_t there = 0;
	int err = db_int(db, "SELECT count(*) FROM pack WHERE sha256 = ?",
			 BIND(TEXT(pack->sha256)), &there);

	if (err || there)
		return err;

	err = db_run(db, "INSERT INTO pack VALUES(?, ?, ?)",
		     BIND(TEXT(pack->sha256), TEXT(pack->version),
			  INT(clock_now())));
	for (size_t i = 0; i < pack->files.c && !err; i++)
		err = db_run(db, "INSERT INTO pack_file VALUES(?, ?, ?)",
			     BIND(TEXT(pack->sha256),
				  TEXT(pack->files.v[i].name),
				  TEXT(pack->files.v[i].text)));
	return err;
}

static int file_handler(const struct row *row, void *arg)
{
	const char *text = row_text(row, 1);

	pack_files_add(arg, row_text(row, 0), text, strlen(text));
	return 0;
}

int pin_load(struct pack **packp, struct db *db, const struct pack *pack,
	     const struct dossier *d)
{
	struct pack_files files = { 0 };
	struct str origin = { 0 };
	int err;

	*packp = NULL;
	if (strcmp(d->pack_sha256, pack->sha256) == 0)
		return 0;

	err = db_each(db,
		      "SELECT name, text FROM pack_file WHERE sha256 = ? "
		      "ORDER BY name",
		      BIND(TEXT(d->pack_sha256)), file_handler, &files);
	if (err || files.c == 0) {
		pack_files_release(&files);
		return err;
	}

	str_addf(&origin, _("rule pack %s of %s"), d->pack_version, d->no);
	files.origin = str_take(&origin);
	err = pack_load_files(packp, &files);
	if (!err && strcmp((*packp)->sha256, d->pack_sha256) != 0) {
		pack_free(*packp);
		*packp = NULL;
		err = err_set(EBADMSG,
			      _("the rule pack kept for %s was changed "
				"outside the program"),
			      d->no);
	}
	return err;
}

struct move {
	const struct pack *pack;
	const struct dossier *d;
	const char *reason;
};

static int move_work(struct db *db, void *arg)
{
	const struct move *m = arg;
	const struct journal_entry entry = {
		.act = "migrate",
		.old = m->d->pack_sha256,
		.new_ = m->pack->sha256,
		.ok = true,
		.old_ok = true,
		.origin = "entry",
		.reason = m->reason,
	};
	int err = pin_keep(db, m->pack);

	if (!err)
		err = db_run(db,
			     "UPDATE main.dossier SET pack_version = ?, "
			     "pack_sha256 = ? WHERE id = ?",
			     BIND(TEXT(m->pack->version), TEXT(m->pack->sha256),
				  INT(m->d->id)));
	return err ? err : journal_append(db, m->d->id, &entry, 1);
}

int pin_move(struct db *db, const struct pack *pack, const struct dossier *d,
	     const char *reason)
{
	struct move m = { pack, d, reason };

	if (strcmp(d->pack_sha256, pack->sha256) == 0)
		return err_set(EEXIST, _("%s uses the rule pack %s already"),
			       d->no, pack->version);

	return db_atomic(db, move_work, &m);
}
