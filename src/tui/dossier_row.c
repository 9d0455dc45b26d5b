/**
 * @file tui/dossier_row.c  A dossier as the list shows it
 */
#include "tui/dossier_row.h"

#include <stdlib.h>

#include "check/library.h"
#include "check/profile.h"
#include "dossier/fact.h"
#include "dossier/office.h"
#include "paper/context.h"
#include "util/log.h"
#include "util/mem.h"

/* Rows read while one types: more than a screen has */
#define BEGINNING 200

/* Findings kept as text for one row */
#define NEXT_MAX 8

static void row_free(struct dossier_row *row)
{
	if (!row)
		return;

	dossier_release(&row->d);
	free(row->authority);
	free(row->next);
	free(row);
}

void dossier_rows_release(struct dossier_rows *rows)
{
	for (size_t i = 0; i < rows->c; i++)
		row_free(rows->rowv[i]);
	for (size_t i = 0; i < rows->oldc; i++)
		row_free(rows->oldv[i]);
	free(rows->idv);
	free(rows->rowv);
	free(rows->oldv);
	*rows = (struct dossier_rows){ 0 };
}

static int compare_id(const void *a, const void *b)
{
	const struct dossier_row *ra = *(struct dossier_row *const *)a;
	const struct dossier_row *rb = *(struct dossier_row *const *)b;

	return (ra->d.id > rb->d.id) - (ra->d.id < rb->d.id);
}

/* The rows seen so far become the old ones; older ones have been compared with
 * the list that goes now */
static void make_old(struct dossier_rows *rows)
{
	size_t c = 0;

	for (size_t i = 0; i < rows->oldc; i++)
		row_free(rows->oldv[i]);
	free(rows->oldv);
	for (size_t i = 0; i < rows->c; i++) {
		if (rows->rowv[i])
			rows->rowv[c++] = rows->rowv[i];
	}
	if (c > 0)
		qsort(rows->rowv, c, sizeof(struct dossier_row *), compare_id);
	rows->oldv = rows->rowv;
	rows->oldc = c;
	rows->rowv = NULL;
}

int dossier_rows_load(struct dossier_rows *rows, struct db *db,
		      const char *filter, bool whole)
{
	struct search_list list = { .more = false };
	int err = whole ? search_ids(db, filter, &list.idv, &list.count,
				     &list.place)
			: search_first(db, filter, BEGINNING, &list);

	if (!err)
		err = office_masked(db, &rows->masked);
	if (err) {
		free(list.idv);
		return err;
	}

	make_old(rows);
	free(rows->idv);
	rows->place = list.place;
	rows->idv = list.idv;
	rows->c = list.count;
	rows->more = list.more;
	rows->rowv = x_calloc(list.count, sizeof(struct dossier_row *));
	return 0;
}

/* Take over what was computed of a row that has not changed */
static void inherit(struct dossier_row *row, const struct dossier_rows *rows)
{
	struct dossier_row **at = NULL;
	struct dossier_row *old;

	if (rows->oldc > 0)
		at = bsearch(&row, rows->oldv, rows->oldc,
			     sizeof(struct dossier_row *), compare_id);
	old = at ? *at : NULL;
	if (!old || !old->known || old->masked != row->masked ||
	    old->d.journal_len != row->d.journal_len)
		return;

	row->known = true;
	row->authority = old->authority;
	row->next = old->next;
	row->blocking = old->blocking;
	row->warnings = old->warnings;
	row->unknown = old->unknown;
	old->authority = old->next = NULL;
	old->known = false;
}

struct dossier_row *dossier_rows_at(struct dossier_rows *rows, struct db *db,
				    size_t i)
{
	struct dossier_row *row = rows->rowv[i];
	int err;

	if (row)
		return row;

	row = rows->rowv[i] = x_calloc(1, sizeof(*row));
	row->masked = rows->masked;
	err = dossier_get(db, rows->idv[i], &row->d);
	if (err) {
		log_warn(err, "tui: dossier %lld", (long long)rows->idv[i]);
		row->d.id = rows->idv[i];
		row->d.name = x_strdup("");
	}
	inherit(row, rows);
	return row;
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
	struct checker *checker = NULL;
	const struct pack *pack = NULL;
	int err;

	if (row->known)
		return;

	row->known = true;
	err = library_get(tui->library, &row->d, &pack, &checker);
	if (!err)
		err = facts_load(&facts, tui->db, pack, row->d.id);
	if (!err) {
		profile = profile_of(pack, &facts);
		err = check_facts(checker, &facts, &findings);
	}
	if (row->masked)
		check_hide_findings(&facts, &findings);
	if (err)
		log_warn(err, "tui: dossier %s", row->d.no);

	row->authority = x_strdup(profile ? profile->authority : "");
	count_findings(row, &findings);
	facts_release(&facts);
	findings_release(&findings);
}

int dossier_row_new(struct tui *tui, const char *name, struct dossier *d)
{
	const struct fact_set set[] = { { .key = "co.name", .text = name },
					{ .key = NULL } };
	const struct fact_change change = { .origin = "entry", .draft = true };
	int err = tui_use(tui, NULL);

	/* an empty name sets nothing */
	return err ? err
		   : dossier_new_with(tui->db, tui->pack, set, &change, d);
}
