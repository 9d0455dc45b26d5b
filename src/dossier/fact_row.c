/**
 * @file dossier/fact_row.c  Rows of repeating groups removed; later ones move
 * up
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/fact.h"
#include "dossier/step.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Rows that move up, as wishes */
struct shift {
	const struct pack *pack;
	const struct facts *facts;
	struct fact_set *setv;
	char **owned; /* names and texts that the wishes borrow */
	size_t c;
	size_t ownedc;
};

static char *keep(struct shift *shift, char *text)
{
	shift->owned = x_grow(shift->owned, shift->ownedc, sizeof(char *));
	shift->owned[shift->ownedc++] = text;
	return text;
}

/* Let a fact become what another is now, or NULL: nothing */
static void wish(struct shift *shift, const char *group, int row,
		 const char *key, const struct fact *from, const char *origin)
{
	const size_t c = shift->c++;
	struct str name = { 0 };

	str_addf(&name, "%s[%d].%s", group, row, key);
	shift->setv = x_grow(shift->setv, c, sizeof(*shift->setv));
	shift->setv[c] = (struct fact_set){
		.key = keep(shift, str_take(&name)),
		.as = from,
		.origin = from ? from->origin : origin,
		.kept = true,
	};
}

/* Every fact of the group goes one row up, also those the pack does not ask for
 * any more; one that nothing takes the place of is cleared */
static void shift_up(struct shift *shift, const char *group, int n,
		     const char *origin)
{
	for (size_t i = 0; i < shift->facts->c; i++) {
		const struct fact *f = &shift->facts->v[i];
		const struct fact_key *key = &f->key;

		if (strcmp(key->group, group) != 0 || key->n < n)
			continue;
		if (key->n > n)
			wish(shift, group, key->n - 1, key->key, f, origin);
		if (!facts_find(shift->facts, group, key->n + 1, key->key))
			wish(shift, group, key->n, key->key, NULL, origin);
	}
}

/* Number of the row that a tick is about, "E-TRUNK:trunk[2]"; 0: another
 * group's, or none */
static int row_of_tick(const char *key, const char *group)
{
	const char *at = strchr(key, ':');
	const size_t n = strlen(group);

	if (!at || strncmp(at + 1, group, n) != 0 || at[1 + n] != '[')
		return 0;

	return (int)strtol(at + 2 + n, NULL, 10);
}

/* One tick moves from a row to another, and is about a row further up */
static void move_tick(struct shift *shift, int from, int to, const char *group,
		      int about)
{
	for (size_t i = 0; i < shift->pack->fields_count; i++) {
		const struct pack_field *f = &shift->pack->fields[i];
		const struct fact *fact;

		if (strcmp(f->section->group, DONE_GROUP) != 0)
			continue;
		fact = facts_find(shift->facts, DONE_GROUP, from,
				  f->field->key);
		wish(shift, DONE_GROUP, to, f->field->key, fact, "act");
		if (fact && about > 0 && strcmp(f->field->key, "key") == 0) {
			struct str key = { 0 };

			str_add_n(&key, fact->value, strcspn(fact->value, ":"));
			str_addf(&key, ":%s[%d]", group, about);
			shift->setv[shift->c - 1].as = NULL;
			shift->setv[shift->c - 1].text = keep(shift,
							      str_take(&key));
		}
	}
}

/* What is ticked off for a row goes with it */
static void move_ticks(struct shift *shift, const char *group, int n)
{
	const int last = facts_rows(shift->facts, DONE_GROUP);
	int to = 0;

	for (int from = 1; from <= last; from++) {
		const char *key = facts_value(shift->facts, DONE_GROUP, from,
					      "key");
		const int row = key ? row_of_tick(key, group) : 0;

		if (row != n)
			move_tick(shift, from, ++to, group,
				  row > n ? row - 1 : 0);
	}
	while (++to <= last)
		move_tick(shift, last + 1, to, group, 0);
}

static void shift_release(struct shift *shift)
{
	for (size_t i = 0; i < shift->ownedc; i++)
		free(shift->owned[i]);
	free(shift->owned);
	free(shift->setv);
}

struct removal {
	const struct pack *pack;
	int64_t dossier;
	const char *group;
	int n;
	const char *origin;
};

static int drop_work(struct db *db, void *arg)
{
	const struct removal *r = arg;
	const struct fact_change change = { .origin = r->origin };
	struct facts facts = { NULL, 0 };
	struct shift shift = { .pack = r->pack, .facts = &facts };
	int err = facts_load(&facts, db, r->pack, r->dossier);

	if (!err && (r->n < 1 || r->n > facts_rows(&facts, r->group)))
		err = err_set(ENOENT, _("%s has no row %d"), r->group, r->n);
	if (!err) {
		shift_up(&shift, r->group, r->n, r->origin);
		if (strcmp(r->group, DONE_GROUP) != 0)
			move_ticks(&shift, r->group, r->n);
	}
	if (!err && shift.setv) {
		shift.setv = x_grow(shift.setv, shift.c, sizeof(*shift.setv));
		shift.setv[shift.c].key = NULL;
		err = fact_set(db, r->pack, r->dossier, shift.setv, &change,
			       NULL);
	}

	shift_release(&shift);
	facts_release(&facts);
	return err;
}

int fact_drop_row(struct db *db, const struct pack *pack, int64_t dossier,
		  const char *group, int n, const char *origin)
{
	struct removal r = { pack, dossier, group, n, origin };

	return db_atomic(db, drop_work, &r);
}

int fact_remove_row(struct db *db, const struct pack *pack, int64_t dossier,
		    const char *group, int n)
{
	return fact_drop_row(db, pack, dossier, group, n, "entry");
}
