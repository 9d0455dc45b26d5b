/**
 * @file dossier/deadline_duty.c  Duties after the licence, and what expires
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/deadline_private.h"
#include "dossier/stage.h"
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

/* Ticked off by hand, or switched off with a reason */
static void look_up(const struct making *m, const char *id, struct deadline *d)
{
	const int done = row_with(m, DONE_GROUP, "key", d->key);
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
		.title_zh = duty->title,
		.title_en = duty->title_en,
		.whom = duty->whom,
		.unit = duty->unit,
		.consequence = duty->consequence
				       ? lang_pick(duty->consequence,
						   duty->consequence_en)
				       : NULL,
		.sources = duty->sources,
		.sources_count = duty->sources_count,
	};
}

/* "03-31" of a year; year 0 if it is no day */
static struct date day_of(int year, const char *month_day)
{
	struct date date = { 0 };
	char text[DATE_TEXT + 8];

	(void)snprintf(text, sizeof(text), "%04d-%.5s", year,
		       month_day ? month_day : "");
	if (date_decode(&date, text) != 0)
		date = (struct date){ 0 };
	return date;
}

/* The instance of a yearly duty in one year */
static int make_year(struct making *m, const struct duty *duty, int year,
		     struct date base)
{
	struct deadline d = deadline_of(duty);
	struct str key = { 0 };
	struct date day = duty->month_day
				  ? day_of(year, duty->month_day)
				  : (struct date){ year, base.month, base.day };
	int err;

	if (day.month == 2 && day.day == 29)
		day.day = 28;
	err = making_move(m, day, duty->add, duty->unit, &d.due, &d.uncovered);
	if (err)
		return err;

	d.opens = duty->opens ? day_of(year, duty->opens) : (struct date){ 0 };
	str_addf(&key, "%s:%d", duty->id, year);
	d.key = str_take(&key);
	look_up(m, duty->id, &d);
	making_add(m, &d);
	return 0;
}

static int make_years(struct making *m, const struct duty *duty,
		      struct date base)
{
	int first = base.year + 1;
	int err = 0;

	if (first < m->today.year - YEARS_MOST)
		first = m->today.year - YEARS_MOST;
	for (int year = first; year <= m->today.year + YEARS_AHEAD && !err;
	     year++)
		err = make_year(m, duty, year, base);

	return err;
}

static int make_once(struct making *m, const struct duty *duty,
		     const struct duty_exprs *e, struct date base)
{
	struct deadline d = deadline_of(duty);
	enum verdict done = VERDICT_FALSE;
	int err = making_move(m, base, duty->add, duty->unit, &d.due,
			      &d.uncovered);

	if (!err)
		err = run_ask(e->done_when, 0, VERDICT_FALSE, &done);
	if (err)
		return err;

	d.key = x_strdup(duty->id);
	look_up(m, duty->id, &d);
	if (done == VERDICT_TRUE && d.state == DEADLINE_OPEN)
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
	if (duty->standing) {
		struct deadline d = deadline_of(duty);

		d.state = DEADLINE_STANDING;
		d.key = x_strdup(duty->id);
		look_up(m, duty->id, &d);
		making_add(m, &d);
		return 0;
	}
	if (e->due)
		err = making_day(e->due, &base);
	if (err || base.year == 0)
		return err; /* what triggers it has not happened */

	return duty->every == DUTY_YEARLY ? make_years(m, duty, base)
					  : make_once(m, duty, e, base);
}

int making_duties(struct making *m)
{
	int err = 0;

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
		.title_zh = x->title,
		.title_en = x->title_en,
		.whom = SIDE_APPLICANT,
		.due = date_from_number(date_number(date) + x->add),
		.opens = date_from_number(date_number(date) + x->add -
					  x->ahead),
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

	for (size_t i = 0; i < m->checker->pack->expiries_count && !err; i++) {
		err = make_expiry(m, i);
		if (err)
			err = err_prefix(err, "%s",
					 m->checker->pack->expiries[i].id);
	}

	return err;
}
