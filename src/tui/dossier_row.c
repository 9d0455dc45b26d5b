/**
 * @file tui/dossier_row.c  A dossier as the list shows it
 */
#include "tui/dossier_row.h"

#include <stdlib.h>

#include "dossier/context.h"
#include "dossier/fact.h"
#include "util/log.h"
#include "util/mem.h"

/* Findings kept as text for one row */
#define NEXT_MAX 8

static void forget(struct dossier_row *row)
{
	dossier_release(&row->d);
	free(row->authority);
	free(row->next);
	*row = (struct dossier_row){ .authority = NULL };
}

void dossier_rows_release(struct dossier_rows *rows)
{
	for (size_t i = 0; i < rows->c; i++)
		forget(&rows->v[i]);
	free(rows->v);
	*rows = (struct dossier_rows){ NULL, 0 };
}

static int compare_id(const void *a, const void *b)
{
	const struct dossier_row *ra = a;
	const struct dossier_row *rb = b;

	return (ra->d.id > rb->d.id) - (ra->d.id < rb->d.id);
}

struct reading {
	struct dossier_rows old; /* by id */
	struct dossier_rows now;
};

static int dossier_handler(const struct dossier *d, void *arg)
{
	struct reading *r = arg;
	struct dossier_row row = { .d = *d };
	struct dossier_row *was = NULL;

	row.d.name = x_strdup(d->name);
	if (r->old.c > 0)
		was = bsearch(&row, r->old.v, r->old.c, sizeof(row),
			      compare_id);
	if (was && was->known && was->d.journal_len == d->journal_len) {
		struct dossier mine = row.d;

		row = *was;
		row.d = mine;
		was->authority = was->next = NULL;
		was->known = false;
	}

	r->now.v = x_grow(r->now.v, r->now.c, sizeof(row));
	r->now.v[r->now.c++] = row;
	return 0;
}

int dossier_rows_load(struct dossier_rows *rows, struct db *db,
		      const char *filter)
{
	struct reading r = { .old = *rows };
	int err;

	if (r.old.c > 0)
		qsort(r.old.v, r.old.c, sizeof(*r.old.v), compare_id);
	err = dossier_each(db, filter && *filter ? filter : NULL,
			   dossier_handler, &r);
	dossier_rows_release(&r.old);
	*rows = r.now;
	return err;
}

static void count_findings(struct dossier_row *row,
			   const struct findings *findings)
{
	struct str next = { 0 };
	size_t told = 0;

	row->blocking = findings->blocking;
	row->warnings = findings->count[OUTCOME_FAIL] - findings->blocking;
	row->unknown = findings->count[OUTCOME_UNKNOWN];
	for (size_t i = 0; i < findings->c && told < NEXT_MAX; i++) {
		const struct finding *f = &findings->v[i];

		if (f->outcome != OUTCOME_FAIL)
			continue;
		str_addf(&next, "%s %s\n",
			 f->severity == SEVERITY_ERROR ? "x" : "!",
			 f->sentence);
		told++;
	}
	row->next = str_take(&next);
}

void dossier_row_know(struct dossier_row *row, struct tui *tui)
{
	struct facts facts = { 0 };
	struct findings findings = { 0 };
	const struct profile *profile = NULL;
	int err;

	if (row->known)
		return;

	row->known = true;
	err = facts_load(&facts, tui->db, tui->pack, row->d.id);
	if (!err) {
		profile = context_profile(tui->pack, &facts);
		err = check_run(tui->checker, tui->db, row->d.id, &findings);
	}
	if (err)
		log_warn(err, "tui: dossier %s", row->d.no);

	row->authority = x_strdup(profile ? profile->authority : "");
	count_findings(row, &findings);
	facts_release(&facts);
	findings_release(&findings);
}
