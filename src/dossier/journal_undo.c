/**
 * @file dossier/journal_undo.c  Changes taken back and done again
 */
#include <errno.h>
#include <stdlib.h>

#include "dossier/journal.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define TEXTS 5

/* Rows of a change to be undone, turned round, or to be done again */
struct inverse {
	int64_t change;
	int64_t undo; /* which is taken back again; 0: the change is */
	struct journal_entry *v;
	struct fact_key *keys;
	char **texts; /* owned, TEXTS a row: old, new, their origins, reason */
	size_t c;
};

static void turn_round(struct inverse *inv, size_t i,
		       const struct journal_row *row)
{
	inv->v[i] = (struct journal_entry){
		.act = "undo",
		.undoes = inv->change,
		.old = inv->texts[TEXTS * i + 1],
		.new_ = inv->texts[TEXTS * i],
		.ok = row->old_ok,
		.old_ok = row->ok,
		.origin = inv->texts[TEXTS * i + 2],
		.old_origin = inv->texts[TEXTS * i + 3],
	};
}

static void repeat(struct inverse *inv, size_t i, const struct journal_row *row)
{
	inv->v[i] = (struct journal_entry){
		.act = "set",
		.undoes = inv->undo,
		.old = inv->texts[TEXTS * i],
		.new_ = inv->texts[TEXTS * i + 1],
		.ok = row->ok,
		.old_ok = row->old_ok,
		.origin = inv->texts[TEXTS * i + 3],
		.old_origin = row->old_origin ? inv->texts[TEXTS * i + 2]
					      : NULL,
		.reason = inv->texts[TEXTS * i + 4],
	};
}

static int invert_handler(const struct journal_row *row, void *arg)
{
	struct inverse *inv = arg;
	const size_t i = inv->c;

	if (row->change != inv->change || !row->key)
		return 0;

	inv->v = x_grow(inv->v, i, sizeof(*inv->v));
	inv->keys = x_grow(inv->keys, i, sizeof(*inv->keys));
	inv->texts = x_grow(inv->texts, i, TEXTS * sizeof(char *));
	inv->c++;
	inv->texts[TEXTS * i] = row->old ? x_strdup(row->old) : NULL;
	inv->texts[TEXTS * i + 1] = row->new_ ? x_strdup(row->new_) : NULL;
	inv->texts[TEXTS * i + 2] = x_strdup(row->old_origin ? row->old_origin
							     : row->origin);
	inv->texts[TEXTS * i + 3] = x_strdup(row->origin);
	inv->texts[TEXTS * i + 4] = row->reason ? x_strdup(row->reason) : NULL;
	if (inv->undo)
		repeat(inv, i, row);
	else
		turn_round(inv, i, row);
	return fact_key_decode(&inv->keys[i], NULL, row->key, NULL, NULL);
}

/* What was deleted for good nothing brings back: not what came before either,
 * which would be put on top of it */
#define AFTER                                                                \
	" AND change > (SELECT coalesce(max(change), 0) FROM journal WHERE " \
	"dossier = ?1 AND act = 'forget')"

int journal_last(struct db *db, int64_t dossier, int64_t *changep)
{
	static const char last[] =
		"SELECT coalesce(max(change), 0) FROM journal WHERE dossier "
		"= ?1 AND act = 'set' AND change NOT IN (SELECT undoes FROM "
		"journal WHERE dossier = ?1 AND undoes IS NOT NULL)" AFTER;

	return db_int(db, last, BIND(INT(dossier)), changep);
}

int journal_undone(struct db *db, int64_t dossier, int64_t *changep)
{
	static const char last[] =
		"SELECT coalesce(max(change), 0) FROM journal WHERE dossier "
		"= ?1 AND act = 'undo' AND change NOT IN (SELECT undoes FROM "
		"journal WHERE dossier = ?1 AND act = 'set' AND undoes IS NOT "
		"NULL) AND change > (SELECT coalesce(max(change), 0) FROM "
		"journal WHERE dossier = ?1 AND act = 'set' AND undoes IS "
		"NULL)" AFTER;

	return db_int(db, last, BIND(INT(dossier)), changep);
}

/* What is to be taken back, and what was */
struct undoing {
	int64_t dossier;
	int64_t expected; /* 0: any */
	int64_t change;
};

/* Write what undoes a change, or does it again */
static int write_inverse(struct db *db, int64_t dossier, struct inverse *inv)
{
	int err = journal_each(db, dossier, invert_handler, inv);

	for (size_t i = 0; i < inv->c; i++)
		inv->v[i].key = &inv->keys[i];
	if (!err)
		err = journal_append(db, dossier, inv->v, inv->c);

	for (size_t i = 0; i < TEXTS * inv->c; i++)
		free(inv->texts[i]);
	free(inv->texts);
	free(inv->keys);
	free(inv->v);
	return err;
}

static int undo_work(struct db *db, void *arg)
{
	struct undoing *u = arg;
	struct inverse inv = { 0 };
	int err = journal_last(db, u->dossier, &inv.change);

	if (!err && inv.change == 0)
		return err_set(EPERM, _("there is nothing to undo"));
	if (!err && u->expected && inv.change != u->expected)
		return err_set(EBUSY, _("the dossier was changed meanwhile; "
					"nothing was taken back"));
	u->change = inv.change;
	return err ? err : write_inverse(db, u->dossier, &inv);
}

static int redo_work(struct db *db, void *arg)
{
	static const char of[] = "SELECT undoes FROM journal WHERE dossier = ? "
				 "AND change = ? LIMIT 1";
	struct undoing *u = arg;
	struct inverse inv = { 0 };
	int err = journal_undone(db, u->dossier, &inv.undo);

	if (!err && inv.undo == 0)
		return err_set(EPERM, _("there is nothing to bring back"));
	if (!err)
		err = db_int(db, of, BIND(INT(u->dossier), INT(inv.undo)),
			     &inv.change);
	u->change = inv.change;
	return err ? err : write_inverse(db, u->dossier, &inv);
}

int journal_undo(struct db *db, int64_t dossier, int64_t expected,
		 int64_t *changep)
{
	struct undoing u = { .dossier = dossier, .expected = expected };
	int err = db_atomic(db, undo_work, &u);

	if (!err && changep)
		*changep = u.change;
	return err;
}

int journal_redo(struct db *db, int64_t dossier, int64_t *changep)
{
	struct undoing u = { .dossier = dossier };
	int err = db_atomic(db, redo_work, &u);

	if (!err && changep)
		*changep = u.change;
	return err;
}
