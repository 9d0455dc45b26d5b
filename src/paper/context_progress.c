/**
 * @file paper/context_progress.c  What was done, what is due, when it may end
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "course/forecast.h"
#include "course/stage.h"
#include "paper/context_private.h"
#include "util/clock.h"
#include "util/str.h"

/* A chart looks so far ahead */
#define AHEAD_DAYS 400

/* What the parts of one progress share */
struct progress {
	const struct context_ask *ask;
	const struct pack *pack;
	struct date today;
	cJSON *to;   /* progress */
	cJSON *bars; /* of the chart */
	cJSON *marks;
};

static const char *step(const struct progress *p, int n, const char *key)
{
	const char *value = facts_value(p->ask->facts, STEP_GROUP, n, key);

	return value ? value : "";
}

static const char *stage_name(const struct progress *p, const char *id)
{
	const struct stage *stage = pack_stage(p->pack, id);

	return stage ? stage->title : id;
}

static void add_bar(const struct progress *p, const char *name,
		    struct date from, struct date to, const char *kind,
		    const char *note)
{
	cJSON *o;

	if (!from.year || !to.year)
		return;

	o = context_put_row(p->bars);
	context_put(o, "name", name);
	context_put_iso(o, "from", from);
	context_put_iso(o, "to",
			date_number(to) < date_number(from) ? from : to);
	context_put(o, "kind", kind);
	context_put(o, "note", note);
}

static void add_mark(const struct progress *p, struct date date,
		     const char *text)
{
	cJSON *o;

	if (!date.year)
		return;

	o = context_put_row(p->marks);
	context_put_iso(o, "date", date);
	context_put(o, "text", text);
}

static struct date step_date(const struct progress *p, int n)
{
	struct date date = { 0 };

	(void)date_decode(&date, step(p, n, "date"));
	return date;
}

/* Each stay at a stage is a bar: from the step that led to it up to the one
 * that led on */
static void add_steps(struct progress *p)
{
	cJSON *list = context_put_list(p->to, "steps");
	const int last = facts_rows(p->ask->facts, STEP_GROUP);
	int since = 1;

	for (int n = 1; n <= last; n++) {
		const struct act *act = pack_act(p->pack, step(p, n, "act"));
		cJSON *o = context_put_row(list);

		context_putf(o, "n", "%d", n);
		context_put_day(o, "date", step_date(p, n));
		context_put(o, "act", act ? act->title : step(p, n, "act"));
		context_put(o, "stage", stage_name(p, step(p, n, "to")));
		context_put(o, "doc_no", step(p, n, "doc_no"));
		context_put(o, "note", step(p, n, "note"));
		if (n > 1 &&
		    strcmp(step(p, n, "to"), step(p, n - 1, "to")) != 0) {
			add_bar(p, stage_name(p, step(p, n - 1, "to")),
				step_date(p, since), step_date(p, n), "done",
				"");
			since = n;
		}
	}

	if (last > 0 && !pack_stage(p->pack, step(p, last, "to")))
		return;
	if (last > 0)
		add_bar(p, stage_name(p, step(p, last, "to")),
			step_date(p, since), p->today,
			pack_stage(p->pack, step(p, last, "to"))->end ? "done"
								      : "now",
			"");
}

static void say_state(cJSON *o, const struct progress *p,
		      const struct deadline *d)
{
	const int64_t left = date_number(d->due) - date_number(p->today);

	if (d->state == DEADLINE_PAUSED)
		context_putf(o, "state", "暂停，还剩%d天", d->left);
	else if (d->state != DEADLINE_OPEN || !d->due.year)
		context_put(o, "state", deadline_state_title(d->state));
	else if (left < 0)
		context_putf(o, "state", "已逾期%lld天", (long long)-left);
	else if (left == 0)
		context_put(o, "state", "今天到期");
	else
		context_putf(o, "state", "还有%lld天", (long long)left);
}

static void add_deadline(cJSON *list, const struct progress *p,
			 const struct deadline *d, int same)
{
	cJSON *o = context_put_row(list);
	struct str note = { 0 };

	if (same > 1)
		context_putf(o, "same", "%d", same);
	else
		context_put(o, "same", "");

	context_put(o, "title", d->task ? d->task : d->title_zh);
	context_put_day(o, "due", d->due);
	context_put_day(o, "opens", d->opens);
	context_put(o, "whom", d->owner ? d->owner : side_title(d->whom));
	say_state(o, p, d);
	if (d->note)
		str_add(&note, d->note);
	if (d->uncovered)
		str_addf(&note, "%s%d年起的节假日安排未收录，按周末推算",
			 note.len ? "；" : "", d->uncovered);
	if (d->unit == CLOCK_UNSTATED)
		str_addf(&note, "%s未说明是工作日还是自然日，按工作日计算",
			 note.len ? "；" : "");
	context_put(o, "note", str_text(&note));
	context_put(o, "consequence", d->consequence);
	context_put_sources(o, p->pack, d->sources, d->sources_count);
	str_release(&note);
}

/* The same of many rows, such as contracts, is told once */
static bool is_same(const struct deadline *a, const struct deadline *b)
{
	return a->kind == b->kind && a->state == b->state && !a->task &&
	       !b->task && a->title_zh == b->title_zh &&
	       date_number(a->due) == date_number(b->due);
}

static int count_same(const struct deadlines *due, size_t i)
{
	int n = 0;

	for (size_t k = 0; k < i; k++) {
		if (is_same(&due->v[k], &due->v[i]))
			return 0;
	}
	for (size_t k = i; k < due->c; k++)
		n += is_same(&due->v[k], &due->v[i]) || k == i;
	return n;
}

static bool is_open(const struct deadline *d)
{
	return d->state == DEADLINE_OPEN || d->state == DEADLINE_PAUSED ||
	       d->state == DEADLINE_UNKNOWN;
}

/* A bar up to the last day, of what is late from it */
static void add_term(struct progress *p, const struct deadline *d)
{
	const char *title = d->task ? d->task : d->title_zh;
	const int64_t today = date_number(p->today);

	if (d->state != DEADLINE_OPEN || !d->due.year ||
	    date_number(d->due) > today + AHEAD_DAYS)
		return;

	if (date_number(d->due) < today)
		add_bar(p, title, d->due, p->today, "late", "期限已过");
	else if (d->opens.year && date_number(d->opens) > today)
		add_bar(p, title, d->opens, d->due, "planned", "期限");
	else
		add_bar(p, title, p->today, d->due, "planned", "期限");
}

static void add_deadlines(struct progress *p, const struct deadlines *due)
{
	cJSON *open = context_put_list(p->to, "deadlines");
	cJSON *standing = context_put_list(p->to, "standing");

	for (size_t i = 0; i < due->c; i++) {
		const struct deadline *d = &due->v[i];
		const int same = count_same(due, i);

		if (same == 0)
			continue;
		if (d->state == DEADLINE_STANDING)
			add_deadline(standing, p, d, same);
		if (!is_open(d))
			continue;
		add_deadline(open, p, d, same);
		add_term(p, d);
	}
}

static void add_line(cJSON *list, struct progress *p,
		     const struct forecast_line *line)
{
	cJSON *o = context_put_row(list);
	const char *title = line->milestone->title;

	context_put(o, "title", title);
	context_put_day(o, "reached", line->reached);
	context_put_day(o, "early", line->p10);
	context_put_day(o, "middle", line->p50);
	context_put_day(o, "late", line->p90);
	context_put(o, "why", line->why);
	(void)cJSON_AddBoolToObject(o, "is_reached",
				    line->state == FORECAST_REACHED);
	(void)cJSON_AddBoolToObject(o, "is_ahead",
				    line->state == FORECAST_AHEAD);
	(void)cJSON_AddBoolToObject(o, "is_unknown",
				    line->state == FORECAST_UNKNOWN);
	(void)cJSON_AddBoolToObject(o, "is_aside",
				    line->state == FORECAST_ASIDE);
	if (line->state == FORECAST_REACHED)
		add_mark(p, line->reached, title);
	if (line->state == FORECAST_AHEAD)
		add_bar(p, title, line->p10, line->p90, "planned", "预测");
}

static int add_forecast(struct progress *p)
{
	const struct context_ask *ask = p->ask;
	const struct forecast_ask want = { .db = ask->db,
					   .checker = ask->checker,
					   .calendar = ask->calendar,
					   .dossier = ask->dossier,
					   .facts = ask->facts };
	cJSON *list = context_put_list(p->to, "forecast");
	struct forecast f = { 0 };
	int err = forecast_make(&f, &want);

	for (size_t i = 0; i < f.c && !err; i++)
		add_line(list, p, &f.v[i]);
	context_put(p->to, "forecast_why", f.why);
	context_put_day(p->to, "since", f.since);
	context_putf(p->to, "spent", "%d", f.spent);
	if (f.uncovered)
		context_putf(p->to, "approximate", "%d", f.uncovered);
	else
		context_put(p->to, "approximate", "");
	context_putf(p->to, "own_cases", "%u", f.same + f.others);
	forecast_release(&f);
	return err;
}

/* The applicant's own milestones */
static void add_plan(struct progress *p)
{
	const struct facts *facts = p->ask->facts;
	const int last = facts_rows(facts, "plan");

	for (int n = 1; n <= last; n++) {
		const char *text = facts_value(facts, "plan", n, "milestone");
		const char *day = facts_value(facts, "plan", n, "date");
		struct date date = { 0 };

		if (text && day && date_decode(&date, day) == 0)
			add_mark(p, date, text);
	}
}

static void add_stage(struct progress *p)
{
	const struct stage *stage = stage_of(p->pack, p->ask->facts);

	context_put(p->to, "stage", stage ? stage->title : "");
	context_put(p->to, "actor", stage ? side_title(stage->actor) : "");
	context_put(p->to, "next", stage ? stage->next : "");
}

int context_add_progress(cJSON *to, const struct context_ask *ask)
{
	cJSON *gantt = cJSON_AddObjectToObject(to, "gantt");
	struct progress p = { .ask = ask,
			      .pack = ask->pack,
			      .today = clock_today(),
			      .to = cJSON_AddObjectToObject(to, "progress") };
	struct deadlines due = { 0 };
	int err = deadlines_make(&due, ask->checker, ask->calendar, ask->facts);

	p.bars = context_put_list(gantt, "bars");
	p.marks = context_put_list(gantt, "marks");
	context_put_iso(gantt, "today", p.today);
	add_stage(&p);
	add_steps(&p);
	if (!err)
		err = add_forecast(&p);
	add_deadlines(&p, &due);
	add_plan(&p);
	context_put_any(gantt, "bars");
	context_put_any(p.to, "steps");
	context_put_any(p.to, "deadlines");
	context_put_any(p.to, "standing");
	deadlines_release(&due);
	return err;
}
