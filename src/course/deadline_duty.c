/**
 * @file course/deadline_duty.c  Duties after the licence, and what expires
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/run.h"
#include "course/deadline_private.h"
#include "course/stage.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Repeating duties are told from their first year to the next one */
#define YEARS_AHEAD 1
#define YEARS_MOST  30

/* Row of a repeating group whose field has a value, 0 if there is none */
static int row_with(const struct making *m, const char *group, const char *key,
		    const char *value)
{
	const int last = facts_rows(m->facts, group);

	for (int n = 1; n <= last; n++) {
		const char *have = facts_value(m->facts, group, n, key);

		if (have && strcmp(have, value) == 0)
			return n;
	}

	return 0;
}

static bool is_same_day(struct date a, struct date b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* Row of the tick for a deadline, 0 if it is not ticked off.  A tick for the
 * licence that expired does not count for the one renewed. */
static int tick_of(const struct making *m, const struct deadline *d)
{
	const int last = facts_rows(m->facts, DONE_GROUP);

	for (int n = 1; n <= last; n++) {
		const char *key = facts_value(m->facts, DONE_GROUP, n, "key");
		const struct date of = making_date(m, DONE_GROUP, n, "of");

		if (key && strcmp(key, d->key) == 0 &&
		    (of.year == 0 || is_same_day(of, d->of)))
			return n;
	}

	return 0;
}

/* Ticked off by hand, or switched off with a reason */
static void look_up(const struct making *m, const char *id, struct deadline *d)
{
	const int done = tick_of(m, d);
	const int off = row_with(m, OFF_GROUP, "id", id);

	if (done) {
		d->state = DEADLINE_DONE;
		d->done = making_date(m, DONE_GROUP, done, "date");
	} else if (off) {
		const char *why = facts_value(m->facts, OFF_GROUP, off,
					      "reason");

		d->state = DEADLINE_OFF;
		d->note = why ? x_strdup(why) : NULL;
	}
}

static struct deadline deadline_of(const struct duty *duty)
{
	return (struct deadline){
		.kind = DEADLINE_DUTY,
		.title_zh = duty->title,
		.title_en = duty->title_en,
		.whom = duty->whom,
		.unit = duty->unit == CLOCK_NONE ? CLOCK_CALENDAR : duty->unit,
		.consequence = duty->consequence
				       ? lang_pick(duty->consequence,
						   duty->consequence_en)
				       : NULL,
		.sources = duty->sources,
		.sources_count = duty->sources_count,
	};
}

/* A day of a year, of which 29 February may have to be the 28th */
static struct date day_in(int year, int month, int day)
{
	struct date date = { year, month, day };

	if (!date_is_real(date))
		date.day = 28;
	return date;
}

/* "03-31" of a year; pack_check() has seen that it is a day of a leap year */
static struct date day_of(int year, const char *month_day)
{
	struct date date = { 0 };
	char text[DATE_TEXT];

	(void)snprintf(text, sizeof(text), "2028-%.5s", month_day);
	(void)date_decode(&date, text);
	return day_in(year, date.month, date.day);
}

/* Without a term there is nothing to move: "stop at expiry", "by 31 March" */
static void count_from(const struct making *m, const struct duty *duty,
		       struct date base, struct deadline *d)
{
	if (duty->add == 0)
		d->due = base;
	else
		making_move(m, base, duty->add, d->unit, &d->due,
			    &d->uncovered);
}

/* The instance of a yearly duty in one year */
static void make_year(struct making *m, const struct duty *duty, int year,
		      struct date base)
{
	struct deadline d = deadline_of(duty);
	struct str key = { 0 };
	const struct date day = duty->month_day
					? day_of(year, duty->month_day)
					: day_in(year, base.month, base.day);

	count_from(m, duty, day, &d);
	d.opens = duty->opens ? day_of(year, duty->opens) : (struct date){ 0 };
	str_addf(&key, "%s:%d", duty->id, year);
	d.key = str_take(&key);
	look_up(m, duty->id, &d);
	making_add(m, &d);
}

static void make_years(struct making *m, const struct duty *duty,
		       struct date base)
{
	int first = base.year + 1;

	if (first < m->today.year - YEARS_MOST)
		first = m->today.year - YEARS_MOST;
	for (int year = first; year <= m->today.year + YEARS_AHEAD; year++)
		make_year(m, duty, year, base);
}

static int make_once(struct making *m, const struct duty *duty,
		     const struct duty_exprs *e, struct date base)
{
	struct deadline d = deadline_of(duty);
	enum verdict done = VERDICT_FALSE;
	int err = run_ask(e->done_when, 0, VERDICT_FALSE, &done);

	if (err)
		return err;

	d.of = base;
	if (duty->standing)
		d.state = DEADLINE_STANDING;
	else
		count_from(m, duty, base, &d);
	d.key = x_strdup(duty->id);
	look_up(m, duty->id, &d);
	if (done == VERDICT_TRUE && d.state != DEADLINE_OFF)
		d.state = DEADLINE_DONE;
	making_add(m, &d);
	return 0;
}

static int make_duty(struct making *m, size_t i)
{
	const struct duty *duty = &m->checker->pack->duties[i];
	const struct duty_exprs *e = &m->checker->duties[i];
	enum verdict applies = VERDICT_TRUE;
	struct date base = { 0 };
	int err = run_ask(e->when, 0, VERDICT_TRUE, &applies);

	if (err || applies != VERDICT_TRUE)
		return err;
	if (duty->standing)
		return make_once(m, duty, e, base);
	if (e->due)
		err = making_day(e->due, &base);
	else /* yearly, from this year on */
		base.year = m->today.year - 1;
	if (err || base.year == 0)
		return err; /* what triggers it has not happened */

	if (duty->every != DUTY_YEARLY)
		return make_once(m, duty, e, base);

	make_years(m, duty, base);
	return 0;
}

/* At an end nothing is left to be observed */
static bool is_over(const struct making *m)
{
	const struct stage *stage = stage_of(m->checker->pack, m->facts);

	return stage && stage->end;
}

int making_duties(struct making *m)
{
	int err = 0;

	if (is_over(m))
		return 0;
	for (size_t i = 0; i < m->checker->pack->duties_count && !err; i++) {
		err = make_duty(m, i);
		if (err)
			err = err_prefix(err, "%s",
					 m->checker->pack->duties[i].id);
	}

	return err;
}

static void add_expiry(struct making *m, const struct expiry *x, int n,
		       struct date date)
{
	struct deadline d = {
		.kind = DEADLINE_EXPIRY,
		.of = date,
		.title_zh = x->title,
		.title_en = x->title_en,
		.whom = SIDE_APPLICANT,
		.due = making_shift(date, x->add),
		.opens = making_shift(date, x->add - x->ahead),
		.unit = CLOCK_CALENDAR,
		.sources = x->sources,
		.sources_count = x->sources_count,
	};
	struct str key = { 0 };

	str_add(&key, x->id);
	if (n > 0)
		str_addf(&key, ":%s[%d]", x->each, n);
	d.key = str_take(&key);
	look_up(m, x->id, &d);
	making_add(m, &d);
}

static int make_expiry(struct making *m, size_t i)
{
	const struct expiry *x = &m->checker->pack->expiries[i];
	const int last = x->each ? facts_rows(m->facts, x->each) : 0;
	enum verdict applies = VERDICT_TRUE;
	struct fact_key key;
	int err = run_ask(m->checker->expiries[i], 0, VERDICT_TRUE, &applies);

	if (err || applies != VERDICT_TRUE)
		return err;
	if (!x->each)
		err = fact_key_decode(&key, NULL, x->fact, NULL, NULL);
	for (int n = x->each ? 1 : 0; n <= last && !err; n++) {
		struct date date = x->each ? making_date(m, x->each, n, x->fact)
					   : making_date(m, key.group, 0,
							 key.key);

		if (date.year != 0)
			add_expiry(m, x, n, date);
	}

	return err;
}

int making_expiries(struct making *m)
{
	int err = 0;

	if (is_over(m))
		return 0;
	for (size_t i = 0; i < m->checker->pack->expiries_count && !err; i++) {
		err = make_expiry(m, i);
		if (err)
			err = err_prefix(err, "%s",
					 m->checker->pack->expiries[i].id);
	}

	return err;
}

static char *task_text(const struct making *m, int n, const char *key)
{
	const char *value = facts_value(m->facts, TASK_GROUP, n, key);

	return value ? x_strdup(value) : NULL;
}

/* What an item of a list demands is stored in Chinese, and read in the language
 * of whoever reads it */
static char *task_english(const struct making *m, int n, const char *title)
{
	const char *id = facts_value(m->facts, TASK_GROUP, n, "item");
	const struct item *item = id ? pack_item(m->checker->pack, id) : NULL;
	struct str zh = { 0 };
	struct str en = { 0 };
	const bool was = lang_use(true);

	if (item && title) {
		item_task(&zh, item);
		(void)lang_use(false);
		item_task(&en, item);
	}
	(void)lang_use(was);
	if (!item || !title || strcmp(zh.s, title) != 0)
		str_release(&en);
	str_release(&zh);
	return en.s;
}

void making_tasks(struct making *m)
{
	const int last = facts_rows(m->facts, TASK_GROUP);

	for (int n = 1; n <= last; n++) {
		struct deadline d = {
			.kind = DEADLINE_TASK,
			.task = task_text(m, n, "title"),
			.owner = task_text(m, n, "owner"),
			.backup = task_text(m, n, "backup"),
			.note = task_text(m, n, "note"),
			.due = making_date(m, TASK_GROUP, n, "due"),
			.done = making_date(m, TASK_GROUP, n, "done"),
			.whom = SIDE_US,
			.unit = CLOCK_CALENDAR,
		};
		struct str key = { 0 };

		d.task_en = task_english(m, n, d.task);
		if (!d.task) /* a row not begun, or taken back */
			d.task = x_strdup("?");
		d.state = d.done.year ? DEADLINE_DONE : DEADLINE_OPEN;
		str_addf(&key, TASK_GROUP "[%d]", n);
		d.key = str_take(&key);
		making_add(m, &d);
	}
}
