/**
 * @file course/forecast_score.c  Forecasts as they were made, and what
 * happened
 */
#include <stdlib.h>

#include "course/forecast.h"
#include "course/stage.h"
#include "util/clock.h"
#include "util/mem.h"

struct storing {
	const struct dossier *d;
	const struct forecast *f;
};

static int store_line(struct db *db, const struct storing *s,
		      const struct forecast_line *line)
{
	char made[DATE_TEXT];
	char p10[DATE_TEXT];
	char p50[DATE_TEXT];
	char p90[DATE_TEXT];

	return db_run(db,
		      "INSERT OR REPLACE INTO forecast VALUES(?, ?, ?, ?, ?, "
		      "?, ?, ?, ?, ?)",
		      BIND(INT(s->d->id), TEXT(line->milestone->id),
			   TEXT(date_encode(made, clock_today())),
			   TEXT(s->f->stage->id),
			   TEXT(date_encode(p10, line->p10)),
			   TEXT(date_encode(p50, line->p50)),
			   TEXT(date_encode(p90, line->p90)), INT(s->f->seed),
			   INT(s->f->same), INT(s->f->others)));
}

static int store_work(struct db *db, void *arg)
{
	const struct storing *s = arg;
	char made[DATE_TEXT];
	int err = db_run(
		db, "DELETE FROM forecast WHERE dossier = ? AND made = ?",
		BIND(INT(s->d->id), TEXT(date_encode(made, clock_today()))));

	for (size_t i = 0; i < s->f->c && !err; i++) {
		if (s->f->v[i].state == FORECAST_AHEAD)
			err = store_line(db, s, &s->f->v[i]);
	}
	return err;
}

int forecast_store(struct db *db, const struct dossier *d,
		   const struct forecast *f)
{
	struct storing s = { d, f };

	return db_atomic(db, store_work, &s);
}

struct visit {
	forecast_past_h *h;
	void *arg;
};

static int past_handler(const struct row *row, void *arg)
{
	const struct visit *visit = arg;
	struct forecast_past past = {
		.dossier = row_int(row, 0),
		.no = row_text(row, 1),
		.stage = row_text(row, 3),
		.seed = row_int(row, 8),
		.same = (int)row_int(row, 9),
		.others = (int)row_int(row, 10),
	};

	int err = date_decode(&past.made, row_text(row, 2));

	if (!err)
		err = date_decode(&past.p10, row_text(row, 4));
	if (!err)
		err = date_decode(&past.p50, row_text(row, 5));
	if (!err)
		err = date_decode(&past.p90, row_text(row, 6));
	if (!err && !row_is_null(row, 7))
		err = date_decode(&past.happened, row_text(row, 7));
	return err ? err : visit->h(&past, visit->arg);
}

int forecast_each(struct db *db, const struct milestone *milestone,
		  int64_t dossier, forecast_past_h *h, void *arg)
{
	/* The first step to one of the stages that is still there; ?2 has
	 * them between blanks */
	static const char sql[] =
		"SELECT * FROM (SELECT f.dossier, d.no, f.made, f.stage, "
		"f.p10, f.p50, f.p90, (SELECT s.value FROM fact t JOIN fact s "
		"USING (dossier, grp, n) WHERE t.dossier = f.dossier AND "
		"t.grp = '" STEP_GROUP "' AND t.key = 'to' AND instr(?2, ' ' "
		"|| t.value || ' ') AND s.key = 'date' AND s.ok ORDER BY t.n "
		"LIMIT 1) AS happened, f.seed, f.same, f.others FROM forecast "
		"f JOIN dossier d ON d.id = f.dossier WHERE f.milestone = ?1 "
		"AND (?3 = 0 OR f.dossier = ?3)) WHERE happened IS NULL OR "
		"happened > made ORDER BY dossier, made";
	struct visit visit = { h, arg };
	struct str stages = { 0 };
	int err;

	str_add_char(&stages, ' ');
	for (unsigned i = 0; i < milestone->stages_count; i++)
		str_addf(&stages, "%s ", milestone->stages[i]);
	err = db_each(db, sql,
		      BIND(TEXT(milestone->id), TEXT(stages.s), INT(dossier)),
		      past_handler, &visit);
	str_release(&stages);
	return err;
}

int forecast_error(const struct forecast_past *past)
{
	return (int)(date_number(past->happened) - date_number(past->p50));
}

bool forecast_is_within(const struct forecast_past *past)
{
	const int64_t day = date_number(past->happened);

	return day >= date_number(past->p10) && day <= date_number(past->p90);
}

/* Errors of the first forecasts */
struct scoring {
	struct forecast_score *to;
	int64_t last; /* dossier */
	int *v;
	size_t c;
};

static int score_handler(const struct forecast_past *past, void *arg)
{
	struct scoring *s = arg;

	if (past->dossier == s->last)
		return 0;

	s->last = past->dossier;
	if (past->happened.year == 0) {
		s->to->open++;
		return 0;
	}
	s->to->reached++;
	s->to->within += forecast_is_within(past);
	s->v = x_grow(s->v, s->c, sizeof(*s->v));
	s->v[s->c++] = forecast_error(past);
	return 0;
}

static int by_size(const void *a, const void *b)
{
	const int x = *(const int *)a;
	const int y = *(const int *)b;

	return (x > y) - (x < y);
}

/* The lower of the two in the middle */
static int median(int *v, size_t c)
{
	if (c == 0)
		return 0;

	qsort(v, c, sizeof(*v), by_size);
	return v[(c - 1) / 2];
}

int forecast_score(struct db *db, const struct milestone *milestone,
		   struct forecast_score *to)
{
	struct forecast_score score = { 0 };
	struct scoring s = { .to = &score };
	int err = forecast_each(db, milestone, 0, score_handler, &s);

	score.median = median(s.v, s.c);
	for (size_t i = 0; i < s.c; i++)
		s.v[i] = abs(s.v[i]);
	score.off = median(s.v, s.c);
	free(s.v);
	if (!err)
		*to = score;
	return err;
}
