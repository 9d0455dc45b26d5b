/**
 * @file dossier/keeping.c  Personal data whose term is over, or will be
 */
#include "dossier/keeping.h"

#include <stdlib.h>
#include <string.h>

#include "dossier/step.h"

/* The day some months later; the last of its month if it is short */
static struct date months_later(struct date day, int months)
{
	const int month = day.month - 1 + months;

	day.year += month / 12;
	day.month = month % 12 + 1;
	while (day.day > 28 && !date_is_real(day))
		day.day--;
	return day;
}

static bool is_act(const struct retention_term *term, const char *act)
{
	for (unsigned i = 0; act && i < term->acts_count; i++) {
		if (strcmp(term->acts[i], act) == 0)
			return true;
	}

	return false;
}

static bool is_end(const struct pack *pack, const char *stage)
{
	const struct stage *s = stage ? pack_stage(pack, stage) : NULL;

	return s && s->end;
}

/* When the term of a dossier began; false if it has not */
static bool begun(const struct pack *pack, const struct facts *steps,
		  const struct retention_term *term, struct date *sincep)
{
	const int last = facts_rows(steps, STEP_GROUP);
	bool found = false;

	for (int n = 1; n <= last; n++) {
		const char *date = facts_value(steps, STEP_GROUP, n, "date");
		struct date day;

		if (!date || date_decode(&day, date) != 0)
			continue;
		if (!is_act(term, facts_value(steps, STEP_GROUP, n, "act")) &&
		    !(term->ended && n == last &&
		      is_end(pack, facts_value(steps, STEP_GROUP, n, "to"))))
			continue;
		*sincep = day;
		found = true;
	}

	return found;
}

/* Counting the facts of a term */
struct counting {
	const struct retention_term *term;
	size_t c;
};

static int count_handler(const struct row *row, void *arg)
{
	struct counting *c = arg;

	/* what tells where the dossier is stays */
	if (retention_covers(c->term, row_text(row, 0), row_text(row, 1)))
		c->c += (size_t)row_int(row, 2);
	return 0;
}

int keeping_of(struct db *db, const struct pack *pack,
	       const struct retention *retention, const struct dossier *d,
	       keeping_h *h, void *arg)
{
	static char group[] = STEP_GROUP;
	static char keys[] = " act to date ";
	const struct fact_wanted wanted[] = { { group, keys }, { NULL, NULL } };
	struct facts steps = { NULL, 0 };
	int err = facts_load_some(&steps, db, pack, d->id, wanted);

	for (unsigned i = 0; i < retention->terms_count && !err; i++) {
		struct keeping k = { .d = d, .term = &retention->terms[i] };
		struct counting c = { k.term, 0 };

		if (!begun(pack, &steps, k.term, &k.since))
			continue;
		err = db_each(db,
			      "SELECT grp, key, count(*) FROM fact WHERE "
			      "dossier = ? GROUP BY grp, key",
			      BIND(INT(d->id)), count_handler, &c);
		k.due = months_later(k.since, k.term->months);
		k.facts = c.c;
		if (!err && c.c > 0)
			err = h(&k, arg);
	}

	facts_release(&steps);
	return err;
}

struct all {
	struct db *db;
	const struct pack *pack;
	const struct retention *retention;
	keeping_h *h;
	void *arg;
};

static int dossier_handler(const struct dossier *d, void *arg)
{
	const struct all *a = arg;

	return keeping_of(a->db, a->pack, a->retention, d, a->h, a->arg);
}

int keeping_each(struct db *db, const struct pack *pack,
		 const struct retention *retention, keeping_h *h, void *arg)
{
	struct all a = { db, pack, retention, h, arg };

	return dossier_each(db, NULL, dossier_handler, &a);
}
