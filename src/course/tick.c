/**
 * @file course/tick.c  Duties ticked off, and switched off with a reason
 */
#include "course/tick.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "course/deadline.h"
#include "course/stage.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "value/value.h"

/* Fields of a row */
#define FIELDS 3

struct cell {
	const char *key;
	const char *text; /* NULL: cleared */
};

/* One of the four, within its transaction */
struct work {
	const struct ticking *t;
	const char *key;
	const char *text; /* date or reason, as typed */
	struct facts facts;
};

/* Whether a row has the cells' values */
static bool matches(const struct facts *facts, const char *group, int n,
		    const struct cell *cellv, size_t c)
{
	for (size_t i = 0; i < c; i++) {
		const char *have = facts_value(facts, group, n, cellv[i].key);

		if (cellv[i].text ? !have || strcmp(have, cellv[i].text) != 0
				  : have != NULL)
			return false;
	}

	return true;
}

/* Row that has the first c cells, or 0 */
static int find(const struct facts *facts, const char *group,
		const struct cell *cellv, size_t c)
{
	int n = facts_rows(facts, group);

	while (n > 0 && !matches(facts, group, n, cellv, c))
		n--;
	return n;
}

/* The row that has the first cells already, or one more */
static int write_row(struct work *w, const char *group,
		     const struct cell *cellv, size_t c, size_t same)
{
	static const struct fact_change change = { .origin = "act" };
	struct fact_set setv[FIELDS + 1] = { { .key = NULL } };
	struct str names[FIELDS] = { { 0 } };
	int n = find(&w->facts, group, cellv, same);
	int err;

	if (n == 0)
		n = facts_rows(&w->facts, group) + 1;
	for (size_t i = 0; i < c; i++) {
		str_addf(&names[i], "%s[%d].%s", group, n, cellv[i].key);
		setv[i] = (struct fact_set){ .key = names[i].s,
					     .text = cellv[i].text };
	}
	err = fact_set(w->t->db, w->t->pack, w->t->dossier, setv, &change,
		       NULL);
	for (size_t i = 0; i < c; i++)
		str_release(&names[i]);
	return err;
}

static int refuse(const struct deadline *d)
{
	if (d->kind == DEADLINE_CLOCK)
		return err_set(EPERM,
			       _("%s ends with what is done next, not with a "
				 "tick; see: callpermit stage NO"),
			       d->key);
	if (d->kind == DEADLINE_TASK)
		return err_set(EPERM,
			       _("%s is a task; write: callpermit set NO "
				 "%s.done=DATE"),
			       d->key, d->key);

	return 0;
}

/* What the deadline is counted from, "" if nothing */
static int find_of(struct work *w, char *of)
{
	struct deadlines all = { NULL, 0 };
	const struct deadline *d;
	int err = deadlines_make(&all, w->t->checker, w->t->calendar,
				 &w->facts);

	if (err)
		return err;

	*of = '\0';
	d = deadlines_find(&all, w->key);
	err = d ? refuse(d)
		: err_set(ENOENT,
			  _("no deadline %s now; see: callpermit stage NO"),
			  w->key);
	if (!err && d && d->of.year)
		(void)date_encode(of, d->of);
	deadlines_release(&all);
	return err;
}

static int read_day(char **valuep, const char *text)
{
	const struct field as = { .key = (char *)"date", .type = FIELD_DATE };
	char today[DATE_TEXT];
	int err;

	(void)date_encode(today, clock_today());
	err = value_decode(&as, text ? text : today, valuep);
	if (!err && strcmp(*valuep, today) > 0) {
		err = err_set(EINVAL,
			      _("%s is not over yet; a duty is ticked off when "
				"it is done"),
			      *valuep);
		free(*valuep);
		*valuep = NULL;
	}
	return err;
}

static int done_work(struct db *db, void *arg)
{
	struct work *w = arg;
	char of[DATE_TEXT];
	char *date = NULL;
	int err = facts_load(&w->facts, db, w->t->pack, w->t->dossier);

	if (!err)
		err = find_of(w, of);
	if (!err)
		err = read_day(&date, w->text);
	if (!err) {
		const struct cell cells[FIELDS] = { { "key", w->key },
						    { "of", *of ? of : NULL },
						    { "date", date } };

		err = write_row(w, DONE_GROUP, cells, FIELDS, 2);
	}
	free(date);
	return err;
}

static int undone_work(struct db *db, void *arg)
{
	struct work *w = arg;
	const struct cell cell = { "key", w->key };
	int err = facts_load(&w->facts, db, w->t->pack, w->t->dossier);
	const int n = find(&w->facts, DONE_GROUP, &cell, 1);

	if (!err && n == 0)
		err = err_set(ENOENT, _("%s is not ticked off"), w->key);
	return err ? err
		   : fact_drop_row(db, w->t->pack, w->t->dossier, DONE_GROUP, n,
				   "act");
}

static bool is_duty(const struct pack *pack, const char *id)
{
	for (unsigned i = 0; i < pack->duties_count; i++) {
		if (strcmp(pack->duties[i].id, id) == 0)
			return true;
	}
	for (unsigned i = 0; i < pack->expiries_count; i++) {
		if (strcmp(pack->expiries[i].id, id) == 0)
			return true;
	}

	return false;
}

static int off_work(struct db *db, void *arg)
{
	struct work *w = arg;
	const struct cell cells[] = { { "id", w->key }, { "reason", w->text } };
	int err = facts_load(&w->facts, db, w->t->pack, w->t->dossier);

	return err ? err : write_row(w, OFF_GROUP, cells, 2, 1);
}

static int on_work(struct db *db, void *arg)
{
	struct work *w = arg;
	const struct cell cell = { "id", w->key };
	int err = facts_load(&w->facts, db, w->t->pack, w->t->dossier);
	const int n = find(&w->facts, OFF_GROUP, &cell, 1);

	if (!err && n == 0)
		err = err_set(ENOENT, _("%s is not switched off"), w->key);
	return err ? err
		   : fact_drop_row(db, w->t->pack, w->t->dossier, OFF_GROUP, n,
				   "act");
}

static int run(const struct ticking *t, work_h *h, const char *key,
	       const char *text)
{
	struct work w = { .t = t, .key = key, .text = text };
	int err = db_atomic(t->db, h, &w);

	facts_release(&w.facts);
	return err;
}

int tick_done(const struct ticking *t, const char *key, const char *date)
{
	return run(t, done_work, key, date);
}

int tick_undone(const struct ticking *t, const char *key)
{
	return run(t, undone_work, key, NULL);
}

int tick_off(const struct ticking *t, const char *id, const char *reason)
{
	if (!is_duty(t->pack, id))
		return err_set(ENOENT, _("no duty %s"), id);
	if (!reason || !reason[strspn(reason, " \t\n")])
		return err_set(EINVAL, _("switching a duty off wants --reason "
					 "TEXT"));

	return run(t, off_work, id, reason);
}

int tick_on(const struct ticking *t, const char *id)
{
	return run(t, on_work, id, NULL);
}
