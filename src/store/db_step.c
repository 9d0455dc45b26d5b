/**
 * @file store/db_step.c  A database brought to the schema of this program
 */
#include <errno.h>

#include "store/db_care.h"
#include "store/db_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

struct migration {
	const struct db_kind *kind;
	int64_t version; /* on disk */
};

/* What had the number of a step before the step was what it is */
static int settle_early(struct db *db, struct migration *m)
{
	int err = 0;

	for (const struct db_early *e = m->kind->early; e && e->when && !err;
	     e++) {
		int64_t is = 0;

		if (e->version != m->version)
			continue;
		err = db_int(db, e->when, NULL, &is);
		if (err || !is)
			continue;
		err = db_script(db, e->sql);
		m->version = e->as;
	}

	return err;
}

static int migrate(struct db *db, void *arg)
{
	struct migration *m = arg;
	struct str sql = { 0 };
	int err = db_int(db, "PRAGMA user_version", NULL, &m->version);

	if (!err)
		err = settle_early(db, m);
	for (const struct db_step *s = m->kind->steps; !err && s->sql; s++) {
		if (s->version <= m->version)
			continue;
		err = db_script(db, s->sql);
		str_clear(&sql);
		str_addf(&sql, "PRAGMA user_version = %d", s->version);
		if (!err)
			err = db_script(db, sql.s);
	}
	str_clear(&sql);
	str_addf(&sql, "PRAGMA application_id = %d", m->kind->application_id);
	if (!err)
		err = db_script(db, sql.s);

	str_release(&sql);
	return err;
}

int db_newest(const struct db_kind *kind)
{
	int newest = 0;

	for (const struct db_step *s = kind->steps; s->sql; s++)
		newest = s->version;

	return newest;
}

int db_check_kind(struct db *db, const char *path, const struct db_kind *kind)
{
	int64_t version = 0;
	int64_t app = 0;
	int64_t tables = 0;
	const int newest = db_newest(kind);
	int err = db_int(db, "PRAGMA user_version", NULL, &version);

	if (!err)
		err = db_int(db, "PRAGMA application_id", NULL, &app);
	if (!err)
		err = db_int(db, "SELECT count(*) FROM sqlite_schema", NULL,
			     &tables);
	if (err)
		return err_prefix(err, "%s", path);

	if (app != kind->application_id && (version > 0 || tables > 0))
		return err_set(EBADMSG, _("%s: this file is not a %s"), path,
			       _(kind->name));
	if (version > newest)
		return err_as(
			"E-NEWER",
			err_set(EPERM,
				_("%s: written by a newer version of "
				  "callpermit (schema %lld, this program knows "
				  "%d); install that version, nothing was "
				  "changed"),
				path, (long long)version, newest));

	return 0;
}

int db_bring_up(struct db *db, const struct db_kind *kind)
{
	struct migration m = { kind, 0 };
	int err = db_int(db, "PRAGMA user_version", NULL, &m.version);

	if (err || m.version >= db_newest(kind))
		return err;
	if (kind->keeps_old && m.version > 0)
		err = db_keep_old(db, m.version);
	return err ? err : db_atomic(db, migrate, &m);
}
