/**
 * @file cli/cmd_forecast.c  forecast
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/deadline.h"
#include "cli/finding.h"
#include "course/forecast.h"
#include "course/stay.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

#define WIDTH_TITLE 16
#define WIDTH_DATE  12
#define WIDTH_RANGE 27
#define WIDTH_STAGE 8
#define WIDTH_COUNT 10

/* Few enough runs come to it that it has to be said */
#define SHARE_SURE 0.95

/* One dossier's forecast, for one command */
struct foretelling {
	struct cli *cli;
	struct dossier d;
	struct checker *checker;
	struct calendar *calendar;
	struct facts facts;
	struct forecast f;
	struct deadlines due;
};

static const char *milestone_title(const struct milestone *m)
{
	return lang_pick(m->title, m->title_en);
}

static const char *stage_title(const struct stage *stage)
{
	return lang_pick(stage->title, stage->title_en);
}

/* A clock that runs for a milestone, or NULL */
static const struct deadline *clock_of(const struct foretelling *t,
				       const struct milestone *m, unsigned i)
{
	const struct deadline *d = deadlines_find(&t->due, m->clocks[i]);

	return d && (d->state == DEADLINE_OPEN || d->state == DEADLINE_PAUSED)
		       ? d
		       : NULL;
}

static void say_clocks(struct str *to, const struct foretelling *t,
		       const struct milestone *m)
{
	char day[DATE_TEXT];

	for (unsigned i = 0; i < m->clocks_count; i++) {
		const struct deadline *d = clock_of(t, m, i);

		if (!d)
			continue;
		str_addf(to, "%s%s ", to->len ? ", " : "", deadline_title(d));
		if (d->state == DEADLINE_PAUSED)
			str_addf(to, _("paused, %d days left"), d->left);
		else
			str_add(to, date_encode(day, d->due));
	}
}

static void print_line(const struct foretelling *t,
		       const struct forecast_line *line)
{
	char a[DATE_TEXT];
	char b[DATE_TEXT];
	struct str rest = { 0 };
	struct str range = { 0 };

	(void)fputs("  ", stdout);
	cli_print_cell(milestone_title(line->milestone), WIDTH_TITLE);
	switch (line->state) {
	case FORECAST_REACHED:
		cli_say(_("reached %s"), line->reached.year
						 ? date_encode(a, line->reached)
						 : "-");
		return;
	case FORECAST_UNKNOWN:
		cli_say(_("unknown: %s"), line->why);
		return;
	case FORECAST_ASIDE:
		(void)puts(t->f.why ? "-"
				    : _("not on the usual way from here"));
		return;
	case FORECAST_AHEAD:
		break;
	}
	cli_print_cell(date_encode(a, line->p50), WIDTH_DATE);
	str_addf(&range, "%s .. %s", date_encode(a, line->p10),
		 date_encode(b, line->p90));
	cli_print_cell(range.s, WIDTH_RANGE);
	say_clocks(&rest, t, line->milestone);
	if (line->share < SHARE_SURE)
		str_addf(&rest, _("%sonly in %.0f of 100 runs"),
			 rest.len ? "; " : "", line->share * 100);
	print_safe("", str_text(&rest));
	str_release(&rest);
	str_release(&range);
}

static void print_stages(const struct forecast *f)
{
	(void)puts(_("working days a stage takes, by estimate and with own "
		     "cases:"));
	for (size_t i = 0; i < f->stagec; i++) {
		const struct forecast_stage *s = &f->stagev[i];
		struct str text = { 0 };

		(void)fputs("  ", stdout);
		cli_print_cell(s->stage->id, WIDTH_STAGE);
		str_addf(&text, "%5.1f %5.1f", s->prior, s->mean);
		cli_print_cell(text.s, WIDTH_RANGE / 2);
		str_clear(&text);
		str_addf(&text, _("%s (cases: %u same authority, %u others)"),
			 stage_title(s->stage), s->same, s->others);
		print_safe(" ", text.s);
		str_release(&text);
	}
}

static void print_forecast(const struct foretelling *t)
{
	const struct forecast *f = &t->f;
	char since[DATE_TEXT];

	cli_say("%s  %s", t->d.no, t->d.name);
	if (f->stage)
		cli_say(_("stage %s %s since %s, %d working days"),
			f->stage->id, stage_title(f->stage),
			date_encode(since, f->since), f->spent);
	if (f->why)
		cli_say(_("nothing to forecast: %s"), f->why);
	else
		(void)puts(_("An estimate, never a promise, for an application "
			     "that goes through: likely day, 8 of 10 between, "
			     "last day by law or promise:"));
	for (size_t i = 0; i < f->c; i++)
		print_line(t, &f->v[i]);
	if (f->why)
		return;
	if (f->overlong)
		cli_say(_("longer at this stage than its longest estimate, %d "
			  "working days; how much longer is little more than "
			  "a guess"),
			f->overlong);
	print_stages(f);
	cli_say(_("own finished stages used: %u of the same authority, %u of "
		  "others; an estimate is worth %d"),
		f->same, f->others, STAY_PRIOR);
	if (f->uncovered)
		cli_say(_("approximate: the days off of %d are not known yet"),
			f->uncovered);
	cli_say(_("seed %u, %d runs; kept, see: callpermit forecast %s "
		  "--history"),
		f->seed, FORECAST_RUNS, t->d.no);
}

static void add_date(cJSON *o, const char *name, struct date date)
{
	char text[DATE_TEXT];

	if (date.year)
		(void)cJSON_AddStringToObject(o, name, date_encode(text, date));
}

static cJSON *line_json(const struct foretelling *t,
			const struct forecast_line *line)
{
	const struct milestone *m = line->milestone;
	cJSON *o = cJSON_CreateObject();
	cJSON *clocks;

	(void)cJSON_AddStringToObject(o, "milestone", m->id);
	(void)cJSON_AddStringToObject(o, "title", milestone_title(m));
	(void)cJSON_AddStringToObject(o, "state",
				      forecast_state_name(line->state));
	add_date(o, "reached", line->reached);
	add_date(o, "p10", line->p10);
	add_date(o, "p50", line->p50);
	add_date(o, "p90", line->p90);
	if (line->state == FORECAST_AHEAD)
		(void)cJSON_AddNumberToObject(o, "share", line->share);
	if (line->why)
		(void)cJSON_AddStringToObject(o, "why", line->why);
	clocks = cJSON_AddArrayToObject(o, "clocks");
	for (unsigned i = 0; i < m->clocks_count; i++) {
		const struct deadline *d = clock_of(t, m, i);

		if (d)
			(void)cJSON_AddItemToArray(
				clocks, deadline_json(t->cli->pack, d));
	}
	return o;
}

static cJSON *stage_json(const struct forecast_stage *s)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "stage", s->stage->id);
	(void)cJSON_AddNumberToObject(o, "estimate", s->prior);
	(void)cJSON_AddNumberToObject(o, "mean", s->mean);
	(void)cJSON_AddNumberToObject(o, "same_authority", s->same);
	(void)cJSON_AddNumberToObject(o, "others", s->others);
	return o;
}

static void print_json(const struct foretelling *t)
{
	const struct forecast *f = &t->f;
	cJSON *tree = cJSON_CreateObject();
	cJSON *list;

	(void)cJSON_AddStringToObject(tree, "dossier", t->d.no);
	(void)cJSON_AddStringToObject(tree, "stage",
				      f->stage ? f->stage->id : "");
	add_date(tree, "made", clock_today());
	add_date(tree, "since", f->since);
	(void)cJSON_AddNumberToObject(tree, "spent", f->spent);
	if (f->why)
		(void)cJSON_AddStringToObject(tree, "why", f->why);
	list = cJSON_AddArrayToObject(tree, "milestones");
	for (size_t i = 0; i < f->c; i++)
		(void)cJSON_AddItemToArray(list, line_json(t, &f->v[i]));
	list = cJSON_AddArrayToObject(tree, "stages");
	for (size_t i = 0; i < f->stagec; i++)
		(void)cJSON_AddItemToArray(list, stage_json(&f->stagev[i]));
	(void)cJSON_AddBoolToObject(tree, "overlong", f->overlong != 0);
	(void)cJSON_AddNumberToObject(tree, "same_authority", f->same);
	(void)cJSON_AddNumberToObject(tree, "others", f->others);
	if (f->uncovered)
		(void)cJSON_AddNumberToObject(tree, "approximate_from",
					      f->uncovered);
	(void)cJSON_AddNumberToObject(tree, "seed", f->seed);
	(void)cJSON_AddNumberToObject(tree, "runs", FORECAST_RUNS);
	cli_print_json(tree);
}

static int foretell(struct foretelling *t, const uint32_t *seed)
{
	const struct forecast_ask ask = { .db = t->cli->db,
					  .checker = t->checker,
					  .calendar = t->calendar,
					  .dossier = &t->d,
					  .facts = &t->facts,
					  .seed = seed };
	int err = facts_load(&t->facts, t->cli->db, t->cli->pack, t->d.id);

	if (!err)
		err = forecast_make(&t->f, &ask);
	if (t->cli->masked)
		facts_hide_words(&t->facts);
	if (!err)
		err = deadlines_make(&t->due, t->checker, t->calendar,
				     &t->facts);
	if (!err && !t->f.why)
		err = forecast_store(t->cli->db, &t->d, &t->f);
	if (err)
		return err;

	if (t->cli->json)
		print_json(t);
	else
		print_forecast(t);
	return 0;
}

static int show_forecast(struct cli *cli, const char *no, const uint32_t *seed)
{
	struct foretelling t = { .cli = cli };
	int err = cli_open(cli, no, &t.d);

	if (!err)
		err = checker_alloc(&t.checker, cli->pack);
	if (!err)
		err = calendar_shipped(&t.calendar);
	if (!err)
		err = foretell(&t, seed);
	deadlines_release(&t.due);
	forecast_release(&t.f);
	facts_release(&t.facts);
	calendar_free(t.calendar);
	checker_free(t.checker);
	dossier_release(&t.d);
	return err;
}

/* Forecasts that were kept, being printed */
struct looking_back {
	const struct milestone *milestone;
	cJSON *list; /* or NULL */
	size_t count;
};

static cJSON *past_json(const struct milestone *m,
			const struct forecast_past *past)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "milestone", m->id);
	add_date(o, "made", past->made);
	(void)cJSON_AddStringToObject(o, "stage", past->stage);
	add_date(o, "p10", past->p10);
	add_date(o, "p50", past->p50);
	add_date(o, "p90", past->p90);
	add_date(o, "happened", past->happened);
	if (past->happened.year) {
		(void)cJSON_AddBoolToObject(o, "within",
					    forecast_is_within(past));
		(void)cJSON_AddNumberToObject(o, "error_days",
					      forecast_error(past));
	}
	(void)cJSON_AddNumberToObject(o, "seed", (double)past->seed);
	(void)cJSON_AddNumberToObject(o, "same_authority", past->same);
	(void)cJSON_AddNumberToObject(o, "others", past->others);
	return o;
}

static int past_handler(const struct forecast_past *past, void *arg)
{
	struct looking_back *l = arg;
	char a[DATE_TEXT];
	char b[DATE_TEXT];
	struct str range = { 0 };

	l->count++;
	if (l->list) {
		(void)cJSON_AddItemToArray(l->list,
					   past_json(l->milestone, past));
		return 0;
	}

	str_addf(&range, "%s .. %s", date_encode(a, past->p10),
		 date_encode(b, past->p90));
	(void)fputs("  ", stdout);
	cli_print_cell(date_encode(a, past->made), WIDTH_DATE);
	cli_print_cell(past->stage, WIDTH_STAGE);
	cli_print_cell(date_encode(a, past->p50), WIDTH_DATE);
	cli_print_cell(range.s, WIDTH_RANGE);
	str_release(&range);
	if (past->happened.year == 0)
		(void)puts(_("not yet"));
	else
		cli_say(_("%s, %s, %+d days"), date_encode(a, past->happened),
			forecast_is_within(past) ? _("within") : _("outside"),
			forecast_error(past));
	return 0;
}

static int show_history(struct cli *cli, const char *no)
{
	struct looking_back l = { .list = cli->json ? cJSON_CreateArray()
						    : NULL };
	struct dossier d = { 0 };
	int err = cli_open(cli, no, &d);

	if (!err && !l.list) {
		cli_say("%s  %s", d.no, d.name);
		(void)puts(_("made on, at the stage, likely, 8 of 10 between, "
			     "what happened:"));
	}
	for (unsigned i = 0; !err && i < cli->pack->milestones_count; i++) {
		const size_t before = l.count;

		l.milestone = &cli->pack->milestones[i];
		if (!l.list)
			cli_say("%s", milestone_title(l.milestone));
		err = forecast_each(cli->db, l.milestone, d.id, past_handler,
				    &l);
		if (!err && !l.list && l.count == before)
			cli_say("  -");
	}
	if (!err && l.list)
		cli_print_json(l.list);
	else
		cJSON_Delete(l.list);
	dossier_release(&d);
	return err;
}

static void print_score(const struct milestone *m,
			const struct forecast_score *s)
{
	(void)fputs("  ", stdout);
	cli_print_cell(milestone_title(m), WIDTH_TITLE);
	if (s->reached == 0)
		cli_say(_("%zu open, none has come to it"), s->open);
	else
		cli_say(_("%zu open, %zu reached, %zu of them (%.0f %%) within "
			  "the interval, median %+d days, %d either way"),
			s->open, s->reached, s->within,
			100.0 * (double)s->within / (double)s->reached,
			s->median, s->off);
}

static cJSON *score_json_of(const struct milestone *m,
			    const struct forecast_score *s)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "milestone", m->id);
	(void)cJSON_AddNumberToObject(o, "open", (double)s->open);
	(void)cJSON_AddNumberToObject(o, "reached", (double)s->reached);
	(void)cJSON_AddNumberToObject(o, "within", (double)s->within);
	if (s->reached) {
		(void)cJSON_AddNumberToObject(o, "median_error_days",
					      s->median);
		(void)cJSON_AddNumberToObject(o, "median_absolute_error_days",
					      s->off);
	}
	return o;
}

static int show_score(struct cli *cli)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	int err = 0;

	if (!list)
		(void)puts(_("The first forecast of each dossier against what "
			     "happened; 8 of 10 should be within, days after "
			     "the forecast are +:"));
	for (unsigned i = 0; !err && i < cli->pack->milestones_count; i++) {
		const struct milestone *m = &cli->pack->milestones[i];
		struct forecast_score s;

		err = forecast_score(cli->db, m, &s);
		if (!err && list)
			(void)cJSON_AddItemToArray(list, score_json_of(m, &s));
		else if (!err)
			print_score(m, &s);
	}
	if (!err && list)
		cli_print_json(list);
	else
		cJSON_Delete(list);
	return err;
}

static int read_seed(uint32_t *seedp, const char *text)
{
	char *end;
	unsigned long long n;

	errno = 0;
	n = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || n > UINT32_MAX)
		return err_set(EINVAL,
			       _("%s: a seed is a whole number from 0 to %u"),
			       text, UINT32_MAX);

	*seedp = (uint32_t)n;
	return 0;
}

int cmd_forecast(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "history", no_argument, NULL, 'h' },
		{ "score", no_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 }
	};
	bool history = false;
	bool score = false;
	bool seeded = false;
	uint32_t seed = 0;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == '?')
			return cli_usage(argv[0]);
		history |= o == 'h';
		score |= o == 'c';
		seeded |= o == 's';
		err = o == 's' ? read_seed(&seed, optarg) : 0;
		if (err)
			return err;
	}
	if (history + score + seeded > 1 || argc - optind != !score)
		return cli_usage(argv[0]);
	if (score)
		return show_score(cli);
	if (history)
		return show_history(cli, argv[optind]);

	return show_forecast(cli, argv[optind], seeded ? &seed : NULL);
}
