/**
 * @file course/forecast.c  When a dossier may come to its milestones
 */
#include "course/forecast.h"

#include <stdlib.h>
#include <string.h>

#include "check/profile.h"
#include "check/run.h"
#include "course/forecast_private.h"
#include "course/stage.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* clang-format off */
static const char *const states[] = {
	[FORECAST_REACHED] = "reached",
	[FORECAST_AHEAD]   = "ahead",
	[FORECAST_UNKNOWN] = "unknown",
	[FORECAST_ASIDE]   = "aside",
};
/* clang-format on */

/* A forecast being made */
struct casting {
	const struct forecast_ask *ask;
	const struct pack *pack;
	struct forecast *to;
	struct history history;
	struct course course;
};

const char *forecast_state_name(enum forecast_state state)
{
	return states[state];
}

static const char *step(const struct casting *c, int n, const char *key)
{
	return facts_value(c->ask->facts, STEP_GROUP, n, key);
}

static const char *title(const struct stage *stage)
{
	return lang_pick(stage->title, stage->title_en);
}

/* FNV-1a, the hash of Fowler, Noll and Vo, of number and day */
static uint32_t default_seed(const struct dossier *d)
{
	char day[DATE_TEXT];
	struct str text = { 0 };
	uint32_t hash = UINT32_C(2166136261);

	str_addf(&text, "%s %s", d->no, date_encode(day, clock_today()));
	for (const char *p = text.s; *p; p++)
		hash = (hash ^ (unsigned char)*p) * UINT32_C(16777619);
	str_release(&text);
	return hash;
}

/* Since when it has been at its stage: the first of the last steps there, or
 * when the dossier was opened */
static struct date find_since(const struct casting *c)
{
	const int last = facts_rows(c->ask->facts, STEP_GROUP);
	const struct date today = clock_today();
	const char *id = c->to->stage->id;
	struct date date = date_of_instant(c->ask->dossier->created);
	int first = last;

	while (first > 1 && step(c, first - 1, "to") &&
	       strcmp(step(c, first - 1, "to"), id) == 0)
		first--;
	if (first > 0 && step(c, first, "date"))
		(void)date_decode(&date, step(c, first, "date"));
	return date_number(date) < date_number(today) ? date : today;
}

static bool counts(const struct milestone *m, const char *stage)
{
	for (unsigned i = 0; stage && i < m->stages_count; i++) {
		if (strcmp(m->stages[i], stage) == 0)
			return true;
	}

	return false;
}

static void find_reached(const struct casting *c, struct forecast_line *line)
{
	const int last = facts_rows(c->ask->facts, STEP_GROUP);

	for (int n = 1; n <= last; n++) {
		if (!counts(line->milestone, step(c, n, "to")))
			continue;
		line->state = FORECAST_REACHED;
		if (step(c, n, "date"))
			(void)date_decode(&line->reached, step(c, n, "date"));
		return;
	}
}

/* Milestones, stage and what there is to say without playing */
static void look_around(struct casting *c)
{
	struct forecast *f = c->to;
	unsigned left = 0;

	f->seed = c->ask->seed ? *c->ask->seed : default_seed(c->ask->dossier);
	f->c = c->pack->milestones_count;
	f->v = x_calloc(f->c + 1, sizeof(*f->v));
	for (size_t i = 0; i < f->c; i++) {
		f->v[i].milestone = &c->pack->milestones[i];
		f->v[i].state = FORECAST_ASIDE;
		find_reached(c, &f->v[i]);
		left += f->v[i].state != FORECAST_REACHED;
	}
	f->stage = stage_of(c->pack, c->ask->facts);
	if (f->stage) {
		f->since = find_since(c);
		f->spent = calendar_between(c->ask->calendar, f->since,
					    clock_today(), NULL);
	}

	if (f->c == 0)
		f->why = x_strdup(_("the rule pack of this dossier has no "
				    "milestones; see: callpermit migrate"));
	else if (!f->stage)
		f->why = x_strdup(_("the rule pack has no such stage"));
	else if (f->stage->end)
		f->why = x_strdup(_("the dossier has come to an end"));
	else if (left == 0)
		f->why = x_strdup(_("all milestones are reached"));
}

/* Why nothing is known behind a stage whose ways depend on what is not known */
static void block(struct casting *c, unsigned s, const struct expr *when)
{
	const struct run run = { .checker = c->ask->checker,
				 .facts = c->ask->facts,
				 .profile = profile_of(c->pack,
						       c->ask->facts) };
	struct stop *stop = &c->course.stops[s];
	struct str why = { 0 };

	str_addf(&why, _("the way on from the stage %s: "),
		 title(&c->pack->stages[s]));
	if (run.profile)
		run_say_unknown(&run, &why, expr_reads(when), NULL, 0);
	else
		str_add(&why, _("the authority is not known yet (app.scope, "
				"app.province)"));
	free(stop->blocked);
	stop->blocked = str_take(&why);
}

/* The weight of a way against the others, whose sum is given, narrowed by how
 * often it was taken */
static double narrow_weight(const struct casting *c, unsigned s, unsigned way,
			    int sum)
{
	return (double)STAY_PRIOR * c->pack->stages[s].ways[way].weight / sum +
	       c->history.v[s].taken[way];
}

/* The usual ways on from a stage */
static int make_roads(struct casting *c, unsigned s)
{
	const struct stage *stage = &c->pack->stages[s];
	struct stop *stop = &c->course.stops[s];
	enum verdict *usual = x_calloc(stage->ways_count + 1, sizeof(*usual));
	int sum = 0;
	int err = 0;

	for (unsigned i = 0; i < stage->ways_count && !err; i++) {
		struct expr *when = c->ask->checker->ways[s][i];

		err = run_ask(when, 0, VERDICT_TRUE, &usual[i]);
		if (!err && usual[i] == VERDICT_UNKNOWN)
			block(c, s, when);
		if (usual[i] == VERDICT_TRUE)
			sum += stage->ways[i].weight;
	}
	stop->roads = x_calloc(stage->ways_count + 1, sizeof(*stop->roads));
	for (unsigned i = 0; i < stage->ways_count && !err; i++) {
		const struct act *act = pack_act(c->pack, stage->ways[i].act);

		if (usual[i] != VERDICT_TRUE)
			continue;
		stop->roads[stop->roads_count++] = (struct road){
			.act = (unsigned)(act - c->pack->acts),
			.to = stage_index(c->pack, act->to),
			.weight = narrow_weight(c, s, i, sum),
			.most = stage->ways[i].most,
		};
	}
	free(usual);
	return err;
}

static void make_stay(struct casting *c, unsigned s)
{
	const struct stage *stage = &c->pack->stages[s];
	const struct seen *seen = &c->history.v[s];
	struct stop *stop = &c->course.stops[s];

	if (!stage->estimate) {
		struct str why = { 0 };

		str_addf(&why,
			 _("no estimate is given of how long the stage "
			   "%s %s takes"),
			 stage->id, title(stage));
		free(stop->blocked);
		stop->blocked = str_take(&why);
		return;
	}

	stay_estimate(&stop->stay, stage->estimate);
	stop->prior = stay_mean(&stop->stay);
	for (enum kin kin = 0; kin < KIN_COUNT; kin++)
		stay_narrow(&stop->stay, seen->v[kin], seen->c[kin]);
}

static void mark_milestones(struct casting *c, unsigned s)
{
	bool *marks = x_calloc(c->to->c + 1, sizeof(*marks));

	for (size_t m = 0; m < c->to->c; m++)
		marks[m] = counts(c->to->v[m].milestone, c->pack->stages[s].id);
	c->course.stops[s].milestones = marks;
}

static int make_course(struct casting *c)
{
	const int last = facts_rows(c->ask->facts, STEP_GROUP);
	struct course *course = &c->course;
	int err = 0;

	course->pack = c->pack;
	course->now = (unsigned)(c->to->stage - c->pack->stages);
	course->spent = c->to->spent;
	course->done = x_calloc(c->pack->acts_count + 1, sizeof(*course->done));
	for (int n = 1; n <= last; n++) {
		const char *id = step(c, n, "act");
		const struct act *act = id ? pack_act(c->pack, id) : NULL;

		if (act)
			course->done[act - c->pack->acts]++;
	}
	course->stops = x_calloc(c->pack->stages_count + 1,
				 sizeof(*course->stops));
	for (unsigned s = 0; s < c->pack->stages_count && !err; s++) {
		mark_milestones(c, s);
		if (c->pack->stages[s].end)
			continue;
		err = make_roads(c, s);
		if (!err)
			make_stay(c, s);
	}
	return err;
}

static void course_release(struct course *course, const struct pack *pack)
{
	for (unsigned s = 0; course->stops && s < pack->stages_count; s++) {
		free(course->stops[s].roads);
		free(course->stops[s].blocked);
		free(course->stops[s].milestones);
	}
	free(course->stops);
	free(course->done);
}

/* The day that a share of the runs that came there had come by */
static int quantile(const unsigned *days, unsigned runs, double share)
{
	const double want = share * runs;
	double sum = 0;
	int day = 0;

	for (int d = 0; d <= FORECAST_DAYS; d++) {
		sum += days[d];
		day = d;
		if (sum >= want)
			break;
	}

	return day;
}

static int set_day(struct casting *c, struct date *datep, int n)
{
	struct workday day = { 0 };
	int err = calendar_add(c->ask->calendar, &day, clock_today(), n);
	int *uncoveredp = &c->to->uncovered;

	if (err)
		return err;

	*datep = day.date;
	if (day.uncovered && (!*uncoveredp || day.uncovered < *uncoveredp))
		*uncoveredp = day.uncovered;
	return 0;
}

static int fill_line(struct casting *c, const struct outcomes *out, size_t m)
{
	struct forecast_line *line = &c->to->v[m];
	const unsigned *days = out->days + m * (FORECAST_DAYS + 1);
	const unsigned runs = out->reached[m];
	int err;

	if (line->state == FORECAST_REACHED)
		return 0;
	line->share = (double)runs / FORECAST_RUNS;
	if (out->blocked[m] > 0) {
		line->state = FORECAST_UNKNOWN;
		line->why = x_strdup(c->course.stops[out->blocker[m]].blocked);
		return 0;
	}
	if (runs * 2 < FORECAST_RUNS)
		return 0;

	line->state = FORECAST_AHEAD;
	err = set_day(c, &line->p10, quantile(days, runs, 0.1));
	if (!err)
		err = set_day(c, &line->p50, quantile(days, runs, 0.5));
	if (!err)
		err = set_day(c, &line->p90, quantile(days, runs, 0.9));
	return err;
}

static void fill_stages(struct casting *c, const struct outcomes *out)
{
	struct forecast *f = c->to;

	for (unsigned s = 0; s < c->pack->stages_count; s++) {
		const struct seen *seen = &c->history.v[s];
		const struct stop *stop = &c->course.stops[s];

		/* Where a run ends nothing was drawn */
		if (!out->passed[s] || stop->blocked || !stop->roads_count)
			continue;
		f->stagev = x_grow(f->stagev, f->stagec, sizeof(*f->stagev));
		f->stagev[f->stagec++] = (struct forecast_stage){
			.stage = &c->pack->stages[s],
			.prior = stop->prior,
			.mean = stay_mean(&stop->stay),
			.same = seen->ended[KIN_SAME],
			.others = seen->ended[KIN_OTHER],
		};
		f->same += seen->ended[KIN_SAME];
		f->others += seen->ended[KIN_OTHER];
	}
}

static int play(struct casting *c)
{
	const struct estimate *estimate = c->to->stage->estimate;
	struct outcomes out = { 0 };
	int err = history_load(&c->history, c->ask,
			       profile_of(c->pack, c->ask->facts));

	if (!err)
		err = make_course(c);
	if (err)
		return err;

	if (estimate && c->to->spent > estimate->max)
		c->to->overlong = estimate->max;
	course_run(&c->course, c->to->seed, &out);
	for (size_t m = 0; m < c->to->c && !err; m++)
		err = fill_line(c, &out, m);
	fill_stages(c, &out);
	outcomes_release(&out);
	return err;
}

int forecast_make(struct forecast *to, const struct forecast_ask *ask)
{
	struct forecast f = { 0 };
	struct casting c = { .ask = ask, .pack = ask->checker->pack, .to = &f };
	int err = check_calculate(ask->checker, ask->facts);

	if (!err) {
		look_around(&c);
		if (!f.why)
			err = play(&c);
	}
	course_release(&c.course, c.pack);
	history_release(&c.history);
	if (err)
		forecast_release(&f);
	else
		*to = f;
	return err;
}

void forecast_release(struct forecast *f)
{
	for (size_t i = 0; i < f->c; i++)
		free(f->v[i].why);
	free(f->v);
	free(f->stagev);
	free(f->why);
	*f = (struct forecast){ 0 };
}
