/**
 * @file course/forecast_history.c  What the office's own dossiers show
 */
#include <stdlib.h>
#include <string.h>

#include "check/profile.h"
#include "course/forecast_private.h"
#include "course/stage.h"
#include "util/clock.h"
#include "util/mem.h"

/* Days that are looked back: ten years */
#define BACK_DAYS 3653

/* A look through the dossiers */
struct looking {
	struct history *h;
	const struct pack *pack;
	const struct forecast_ask *ask;
	const struct profile *profile;
	int64_t first;	   /* day number of worked[0] */
	int64_t today;	   /* as a day number */
	int *worked;	   /* working days up to and with each day */
	int64_t *idv;	   /* dossiers that are looked at */
	int64_t *createdv; /* their days, as numbers */
	size_t idc;
	size_t at;    /* whose facts these are */
	enum kin kin; /* whose authority it is */
	struct facts facts;
};

unsigned stage_index(const struct pack *pack, const char *id)
{
	unsigned i = 0;

	while (id && i < pack->stages_count &&
	       strcmp(pack->stages[i].id, id) != 0)
		i++;
	return id ? i : pack->stages_count;
}

/* Counting them once is quicker than for each stay */
static void count_worked(struct looking *l)
{
	int n = 0;

	l->today = date_number(clock_today());
	l->first = l->today - BACK_DAYS;
	l->worked = x_calloc(BACK_DAYS + 1, sizeof(*l->worked));
	for (int i = 0; i <= BACK_DAYS; i++) {
		n += calendar_is_working(l->ask->calendar,
					 date_from_number(l->first + i));
		l->worked[i] = n;
	}
}

/* A stay from one day to another; those of a time out of sight are left out */
static void add_stay(struct looking *l, unsigned stage, int64_t from,
		     int64_t to, bool ended)
{
	const enum kin kin = l->kin;
	struct seen *s = &l->h->v[stage];

	if (from < l->first || to > l->today || to < from)
		return;

	s->v[kin] = x_grow(s->v[kin], s->c[kin], sizeof(*s->v[kin]));
	s->v[kin][s->c[kin]++] = (struct stay_case){
		.days = l->worked[to - l->first] - l->worked[from - l->first],
		.ended = ended,
	};
	s->ended[kin] += ended;
}

static const char *step(const struct looking *l, int n, const char *key)
{
	return facts_value(&l->facts, STEP_GROUP, n, key);
}

static int64_t step_day(const struct looking *l, int n)
{
	const char *text = step(l, n, "date");
	struct date date;

	return text && date_decode(&date, text) == 0 ? date_number(date) : -1;
}

static void add_way(struct looking *l, unsigned stage, const char *act)
{
	const struct stage *s = &l->pack->stages[stage];

	for (unsigned i = 0; act && i < s->ways_count; i++)
		l->h->v[stage].taken[i] += strcmp(s->ways[i].act, act) == 0;
}

/* A stay that step n ends; one that came to an end did not run its course */
static void end_stay(struct looking *l, unsigned stage, int64_t from, int n)
{
	const unsigned to = stage_index(l->pack, step(l, n, "to"));
	const bool end = to < l->pack->stages_count && l->pack->stages[to].end;

	add_stay(l, stage, from, step_day(l, n), !end);
	add_way(l, stage, step(l, n, "act"));
}

/* Walk through the steps of a dossier; acts that stay at a stage are part of
 * the stay */
static void take_in(struct looking *l)
{
	const int last = facts_rows(&l->facts, STEP_GROUP);
	const unsigned none = l->pack->stages_count;
	unsigned stage = 0; /* where a dossier begins */
	int64_t from = l->createdv[l->at];
	const bool same = l->profile &&
			  profile_of(l->pack, &l->facts) == l->profile;

	l->kin = same ? KIN_SAME : KIN_OTHER;
	for (int n = 1; n <= last; n++) {
		const unsigned to = stage_index(l->pack, step(l, n, "to"));

		if (to == stage)
			continue;
		if (stage < none)
			end_stay(l, stage, from, n);
		stage = to;
		from = step_day(l, n);
	}
	if (last > 0 && stage < none && !l->pack->stages[stage].end &&
	    l->idv[l->at] != l->ask->dossier->id)
		add_stay(l, stage, from, l->today, false);
}

static int id_handler(const struct row *row, void *arg)
{
	struct looking *l = arg;

	l->idv = x_grow(l->idv, l->idc, sizeof(*l->idv));
	l->createdv = x_grow(l->createdv, l->idc, sizeof(*l->createdv));
	l->idv[l->idc] = row_int(row, 0);
	l->createdv[l->idc++] = date_number(date_of_instant(row_int(row, 1)));
	return 0;
}

/* Rows come in the order of the ids, and of struct facts */
static int fact_handler(const struct row *row, void *arg)
{
	struct looking *l = arg;
	struct fact fact = { .ok = true };

	while (row_int(row, 0) != l->idv[l->at]) {
		take_in(l);
		facts_release(&l->facts);
		l->at++;
	}
	fact_key_make(&fact.key, row_text(row, 1), (int)row_int(row, 2),
		      row_text(row, 3));
	fact.value = x_strdup(row_text(row, 4));
	l->facts.v = x_grow(l->facts.v, l->facts.c, sizeof(fact));
	l->facts.v[l->facts.c++] = fact;
	return 0;
}

static int look(struct db *db, void *arg)
{
	static const char ids[] =
		"SELECT id, created FROM dossier WHERE EXISTS (SELECT 1 FROM "
		"fact WHERE dossier = id AND grp = '" STEP_GROUP "') ORDER BY "
		"updated DESC, id DESC LIMIT ?";
	static const char sql[] =
		"SELECT dossier, grp, n, key, value FROM fact WHERE dossier = "
		"? AND grp IN ('app', 'need', '" STEP_GROUP "') AND key IN "
		"('scope', 'province', 'reach', 'act', 'to', 'date') AND ok "
		"ORDER BY grp, n, key";
	struct looking *l = arg;
	int err = db_each(db, ids, BIND(INT(FORECAST_CASES)), id_handler, l);

	if (!err)
		err = db_each_of(db, sql, l->idv, l->idc, fact_handler, l);
	if (!err && l->at < l->idc)
		take_in(l);
	facts_release(&l->facts);
	return err;
}

int history_load(struct history *h, const struct forecast_ask *ask,
		 const struct profile *profile)
{
	struct looking l = { .h = h,
			     .pack = ask->checker->pack,
			     .ask = ask,
			     .profile = profile };
	int err;

	h->c = l.pack->stages_count;
	h->v = x_calloc(h->c + 1, sizeof(*h->v));
	for (unsigned i = 0; i < h->c; i++)
		h->v[i].taken = x_calloc(l.pack->stages[i].ways_count + 1,
					 sizeof(*h->v[i].taken));
	count_worked(&l);
	err = db_snapshot(ask->db, look, &l);
	free(l.worked);
	free(l.idv);
	free(l.createdv);
	return err;
}

void history_release(struct history *h)
{
	for (unsigned i = 0; h->v && i < h->c; i++) {
		for (enum kin kin = 0; kin < KIN_COUNT; kin++)
			free(h->v[i].v[kin]);
		free(h->v[i].taken);
	}
	free(h->v);
	*h = (struct history){ NULL, 0 };
}
