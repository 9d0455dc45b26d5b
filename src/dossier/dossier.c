/**
 * @file dossier/dossier.c  Dossiers: one application of one company
 */
#include "dossier/dossier.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/attached.h"
#include "dossier/fact.h"
#include "dossier/journal.h"
#include "dossier/office.h"
#include "dossier/pin.h"
#include "dossier/sealing.h"
#include "dossier/search.h"
#include "dossier/step.h"
#include "pack/facts_file.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "value/value.h"

/* "CPdo" */
#define APPLICATION_ID 0x4350646f
#define SERIAL_MAX     9999

#define COLUMNS                                                               \
	"id, no, name, created, updated, journal_len, journal_head, (SELECT " \
	"count(*) FROM fact WHERE dossier = d.id), pack_version, pack_sha256"

extern const char sql_schema[];
extern const char sql_step_2[];
extern const char sql_step_3[];
extern const char sql_step_4[];
extern const char sql_step_5[];
extern const char sql_step_6[];
extern const char sql_step_7[];
extern const char sql_step_8[];
extern const char sql_step_9[];
extern const char sql_step_10[];
extern const char sql_step_11[];
extern const char sql_step_12[];

void dossier_release(struct dossier *d)
{
	free(d->name);
	d->name = NULL;
}

char *dossier_db_path(const char *path)
{
	const char *set = path ? path : getenv("CALLPERMIT_DB");

	return set && *set ? x_strdup(set)
			   : file_of_user(FILE_DATA, "dossiers.db");
}

/* What stood on the main line before the numbers of its schemas were settled */
static const struct db_early early[] = {
	{ 1,
	  "SELECT NOT EXISTS(SELECT 1 FROM pragma_table_info('journal') WHERE "
	  "name = 'old_origin')",
	  "ALTER TABLE journal ADD COLUMN old_origin TEXT", 1 },
	/* for some hours the packs were schema 2, and there was no index */
	{ 2,
	  "SELECT NOT EXISTS(SELECT 1 FROM sqlite_schema WHERE name = "
	  "'search_state')",
	  "", 1 },
	{ 0 },
};

static int open_as(struct db **dbp, const char *path, bool keeps_old)
{
	const struct db_step steps[] = {
		{ 1, sql_schema },   { 2, sql_step_2 },	  { 3, sql_step_3 },
		{ 4, sql_step_4 },   { 5, sql_step_5 },	  { 6, sql_step_6 },
		{ 7, sql_step_7 },   { 8, sql_step_8 },	  { 9, sql_step_9 },
		{ 10, sql_step_10 }, { 11, sql_step_11 }, { 12, sql_step_12 },
		{ 0, NULL }
	};
	const struct db_kind kind = {
		.name = N_("dossier database"),
		.application_id = APPLICATION_ID,
		.steps = steps,
		.early = early,
		.may_be_sealed = true,
		.keeps_old = keeps_old,
	};
	char *place = dossier_db_path(path);
	struct db *db = NULL;
	int err = db_open(&db, place, &kind);

	if (!err)
		err = sealing_enter(db, keeps_old);
	if (!err)
		err = search_open(db);
	if (!err)
		err = office_enter(db);
	if (err)
		db_close(db);
	else
		*dbp = db;

	free(place);
	return err;
}

int dossier_db_open(struct db **dbp, const char *path)
{
	return open_as(dbp, path, true);
}

int dossier_db_open_copy(struct db **dbp, const char *path)
{
	return open_as(dbp, path, false);
}

static void fill(struct dossier *d, const struct row *row)
{
	*d = (struct dossier){
		.id = row_int(row, 0),
		.name = x_strdup(row_text(row, 2)),
		.created = row_int(row, 3),
		.updated = row_int(row, 4),
		.journal_len = row_int(row, 5),
		.facts = row_int(row, 7),
	};
	(void)snprintf(d->no, sizeof(d->no), "%s", row_text(row, 1));
	(void)snprintf(d->journal_head, sizeof(d->journal_head), "%s",
		       row_text(row, 6));
	(void)snprintf(d->pack_version, sizeof(d->pack_version), "%s",
		       row_text(row, 8));
	(void)snprintf(d->pack_sha256, sizeof(d->pack_sha256), "%s",
		       row_text(row, 9));
}

static int dossier_handler(const struct row *row, void *arg)
{
	fill(arg, row);
	return 0;
}

static bool is_number(const char *no)
{
	static const char shape[] = "dddd-dddd";

	for (size_t i = 0; i < sizeof(shape); i++) {
		if (shape[i] == 'd' ? !isdigit((unsigned char)no[i])
				    : no[i] != shape[i])
			return false;
	}

	return true;
}

/* The next number of this year */
static int next_number(struct db *db, char no[16])
{
	char year[8];
	int64_t last = 0;
	int err;

	(void)snprintf(year, sizeof(year), "%04d", clock_today().year);
	err = db_int(db,
		     "SELECT coalesce(max(CAST(substr(no, 6) AS INTEGER)), 0) "
		     "FROM dossier WHERE no LIKE ? || '-%'",
		     BIND(TEXT(year)), &last);
	if (!err && last >= SERIAL_MAX)
		err = err_set(EPERM, _("no dossier number is left in %s"),
			      year);
	(void)snprintf(no, 16, "%s-%04u", year,
		       (unsigned)(last + 1) % (SERIAL_MAX + 1));
	return err;
}

int dossier_make(struct db *db, const char *no, int64_t *idp)
{
	char next[16];
	int err = 0;

	if (no && !is_number(no))
		return err_set(EINVAL,
			       _("%s: a dossier number is written 2026-0001"),
			       no);
	if (!no)
		err = next_number(db, next);
	if (!err)
		err = db_run(db,
			     "INSERT INTO main.dossier(no, created, updated, "
			     "pack_version, pack_sha256) VALUES(?, ?, ?, '', "
			     "'')",
			     BIND(TEXT(no ? no : next), INT(clock_now()),
				  INT(clock_now())));
	if (err == EEXIST)
		return err_set(EEXIST, _("dossier %s exists already"),
			       no ? no : next);
	*idp = db_last_id(db);
	return err;
}

struct birth {
	const struct pack *pack;
	const char *no; /* NULL: the next free one */
	struct dossier *d;
};

static int new_work(struct db *db, void *arg)
{
	static const struct journal_entry opened = {
		.act = "new", .ok = true, .old_ok = true, .origin = "entry"
	};
	const struct birth *b = arg;
	bool indexed = false;
	int64_t id = 0;
	int err = dossier_make(db, b->no, &id);

	if (!err)
		err = pin_keep(db, b->pack);
	if (!err)
		err = db_run(db,
			     "UPDATE main.dossier SET pack_version = ?, "
			     "pack_sha256 = ? WHERE id = ?",
			     BIND(TEXT(b->pack->version), TEXT(b->pack->sha256),
				  INT(id)));
	if (!err)
		err = search_is_current(db, &indexed);
	if (!err && indexed)
		err = search_add_name(db, id);
	if (!err)
		err = journal_append(db, id, &opened, 1);
	return err ? err : dossier_get(db, id, b->d);
}

int dossier_new(struct db *db, const struct pack *pack, const char *no,
		struct dossier *d)
{
	struct birth b = { pack, no, d };

	return db_atomic(db, new_work, &b);
}

struct first_facts {
	const struct pack *pack;
	const struct fact_set *setv;
	const struct fact_change *change;
	struct dossier *d;
};

static int new_with_work(struct db *db, void *arg)
{
	const struct first_facts *f = arg;
	int err = dossier_new(db, f->pack, NULL, f->d);

	if (err)
		return err;

	err = fact_set(db, f->pack, f->d->id, f->setv, f->change, NULL);
	if (err)
		dossier_release(f->d);
	return err;
}

int dossier_new_with(struct db *db, const struct pack *pack,
		     const struct fact_set *setv,
		     const struct fact_change *change, struct dossier *d)
{
	struct first_facts f = { pack, setv, change, d };

	return db_atomic(db, new_with_work, &f);
}

int dossier_find(struct db *db, const char *no, struct dossier *d)
{
	int err = db_one(db, "SELECT " COLUMNS " FROM dossier d WHERE no = ?",
			 BIND(TEXT(no)), dossier_handler, d);

	if (err == ENOENT)
		return err_set(ENOENT,
			       _("no dossier %s; see the numbers with: "
				 "callpermit list"),
			       no);
	return err;
}

int dossier_get(struct db *db, int64_t id, struct dossier *d)
{
	return db_one(db, "SELECT " COLUMNS " FROM dossier d WHERE id = ?",
		      BIND(INT(id)), dossier_handler, d);
}

int dossier_ids(struct db *db, const char *filter, int64_t **idvp,
		size_t *countp)
{
	return search_ids(db, filter ? filter : "", idvp, countp, NULL);
}

struct visit {
	dossier_h *h;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *visit = arg;
	struct dossier d;
	int err;

	fill(&d, row);
	err = visit->h(&d, visit->arg);
	dossier_release(&d);
	return err;
}

/* What a search found is known by its ids */
static int each_found(struct db *db, const char *filter, struct visit *visit)
{
	int64_t *idv = NULL;
	size_t c = 0;
	int err = search_ids(db, filter, &idv, &c, NULL);

	for (size_t i = 0; i < c && !err; i++)
		err = db_one(db,
			     "SELECT " COLUMNS " FROM dossier d WHERE id = ?",
			     BIND(INT(idv[i])), visit_handler, visit);
	free(idv);
	return err;
}

int dossier_each(struct db *db, const char *filter, dossier_h *h, void *arg)
{
	struct visit visit = { h, arg };

	if (filter && *filter)
		return each_found(db, filter, &visit);

	return db_each(db,
		       "SELECT " COLUMNS " FROM dossier d ORDER BY updated "
		       "DESC, id DESC",
		       NULL, visit_handler, &visit);
}

struct arrival {
	const struct pack *pack;
	const struct facts_file *file;
	bool draft;
	struct dossier *d;
};

/* Steps are not typed: those of a file must be such as acts leave */
static int check_steps(struct db *db, const struct arrival *a, int64_t id)
{
	static const struct fact_wanted steps[] = {
		{ (char *)STEP_GROUP, NULL }, { NULL, NULL }
	};
	struct facts facts = { NULL, 0 };
	struct str name = { 0 };
	size_t i = 0;
	int row = 0;
	int err = facts_load_some(&facts, db, a->pack, id, steps);

	if (!err)
		err = step_verify(a->pack, &facts, &row);
	if (err == EINVAL) {
		str_addf(&name, STEP_GROUP "[%d].", row);
		while (i < a->file->c &&
		       strncmp(a->file->v[i].key, name.s, name.len) != 0)
			i++;
		err = i < a->file->c ? facts_file_error(err, a->file, i)
				     : err_prefix(err, "%s", a->file->path);
	}
	str_release(&name);
	facts_release(&facts);
	return err;
}

/* The files that came with it */
static int import_files(struct db *db, const struct arrival *a, int64_t id)
{
	struct facts facts = { NULL, 0 };
	struct vault from;
	struct vault to;
	int err = facts_load(&facts, db, a->pack, id);

	vault_beside(&from, a->file->path);
	vault_of_db(&to, db);
	if (!err)
		err = attached_copy(&facts, &to, &from);
	vault_release(&from);
	vault_release(&to);
	facts_release(&facts);
	return err;
}

static int import_work(struct db *db, void *arg)
{
	const struct arrival *a = arg;
	const struct fact_change change = { .origin = "import",
					    .draft = a->draft };
	struct fact_set *setv = x_calloc(a->file->c + 1, sizeof(*setv));
	size_t bad = a->file->c;
	int64_t id;
	int err;

	for (size_t i = 0; i < a->file->c; i++)
		setv[i] = (struct fact_set){ .key = a->file->v[i].key,
					     .text = a->file->v[i].text,
					     .accept = a->file->v[i].accept,
					     .kept = a->file->v[i].kept };

	err = dossier_new(db, a->pack, a->file->no, a->d);
	if (err) {
		if (a->file->no)
			err = err_prefix(err, "%s", a->file->path);
		free(setv);
		return err;
	}

	id = a->d->id;
	err = fact_set(db, a->pack, id, setv, &change, &bad);
	if ((err == EINVAL || err == ENOENT || err == EPERM) &&
	    bad < a->file->c)
		err = facts_file_error(err, a->file, bad);
	else if (err == EINVAL)
		err = err_prefix(err, "%s", a->file->path);
	if (!err)
		err = check_steps(db, a, id);
	if (!err)
		err = import_files(db, a, id);
	free(setv);
	dossier_release(a->d);
	return err ? err
		   : db_one(db,
			    "SELECT " COLUMNS " FROM dossier d WHERE id = ?",
			    BIND(INT(id)), dossier_handler, a->d);
}

int dossier_import(struct db *db, const struct pack *pack, const char *path,
		   bool draft, struct dossier *d)
{
	struct facts_file *file = NULL;
	struct arrival a = { .pack = pack, .d = d };
	int err = facts_file_load(&file, pack, path);

	if (err)
		return err;

	a.file = file;
	a.draft = draft || file->draft;
	err = db_atomic(db, import_work, &a);
	facts_file_free(file);
	return err;
}

static const char *value_handler(const struct section *section,
				 const struct field *field, int n, void *arg)
{
	const struct fact *f = facts_find(arg, section->group, n, field->key);

	return f && f->field ? f->value : NULL;
}

static int rows_handler(const char *group, void *arg)
{
	return facts_rows(arg, group);
}

/* What an export says besides the values of the forms */
struct extras {
	struct facts_pair *acceptedv;
	size_t acceptedc;
	struct facts_pair *keptv;
	size_t keptc;
	char **names; /* owned; the pairs borrow them */
	size_t namec;
};

static const char *name_of(struct extras *e, const struct fact_key *key)
{
	struct str name = { 0 };

	fact_key_encode(&name, key);
	e->names = x_reallocarray(e->names, e->namec + 1, sizeof(char *));
	e->names[e->namec] = str_take(&name);
	return e->names[e->namec++];
}

static void collect(struct extras *e, const struct facts *facts)
{
	for (size_t i = 0; i < facts->c; i++) {
		const struct fact *f = &facts->v[i];
		char *value = NULL;

		if (!f->field) {
			e->keptv = x_grow(e->keptv, e->keptc,
					  sizeof(*e->keptv));
			e->keptv[e->keptc++] = (struct facts_pair){
				name_of(e, &f->key), f->value
			};
		} else if (f->ok && value_may_override(f->field->type) &&
			   value_decode(f->field, f->value, &value) != 0) {
			e->acceptedv = x_grow(e->acceptedv, e->acceptedc,
					      sizeof(*e->acceptedv));
			e->acceptedv[e->acceptedc++] = (struct facts_pair){
				name_of(e, &f->key), f->reason ? f->reason : "?"
			};
		}
		free(value);
	}
}

int dossier_export(struct db *db, const struct pack *pack,
		   const struct dossier *d, struct str *to)
{
	struct facts facts = { NULL, 0 };
	struct extras extras = { 0 };
	struct facts_file_view view = {
		.no = d->no,
		.value = value_handler,
		.rows = rows_handler,
		.arg = &facts,
	};
	int err = facts_load(&facts, db, pack, d->id);

	if (err)
		return err;

	for (size_t i = 0; i < facts.c; i++)
		view.draft |= facts.v[i].field && !facts.v[i].ok;
	collect(&extras, &facts);
	view.acceptedv = extras.acceptedv;
	view.acceptedc = extras.acceptedc;
	view.keptv = extras.keptv;
	view.keptc = extras.keptc;
	err = facts_file_write(to, pack, &view);

	for (size_t i = 0; i < extras.namec; i++)
		free(extras.names[i]);
	free(extras.names);
	free(extras.acceptedv);
	free(extras.keptv);
	facts_release(&facts);
	return err;
}

int dossier_export_files(struct db *db, const struct pack *pack,
			 const struct dossier *d, const char *path)
{
	struct facts facts = { NULL, 0 };
	struct vault from;
	struct vault to;
	int err = facts_load(&facts, db, pack, d->id);

	vault_of_db(&from, db);
	vault_beside(&to, path);
	if (!err)
		err = attached_copy(&facts, &to, &from);
	vault_release(&from);
	vault_release(&to);
	facts_release(&facts);
	return err;
}
