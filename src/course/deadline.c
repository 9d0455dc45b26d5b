/**
 * @file course/deadline.c  Days by which somebody must act
 */
#include "course/deadline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "course/deadline_private.h"
#include "course/stage.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} states[] = {
	[DEADLINE_OPEN]     = { "open",     N_("open") },
	[DEADLINE_PAUSED]   = { "paused",   N_("paused") },
	[DEADLINE_UNKNOWN]  = { "unknown",  N_("unknown") },
	[DEADLINE_STANDING] = { "standing", N_("always") },
	[DEADLINE_DONE]     = { "done",     N_("done") },
	[DEADLINE_OFF]      = { "off",      N_("switched off") },
};
/* clang-format on */

const char *deadline_state_name(enum deadline_state state)
{
	return states[state].name;
}

const char *deadline_state_title(enum deadline_state state)
{
	return _(states[state].title);
}

const char *deadline_title(const struct deadline *d)
{
	return d->task ? lang_pick(d->task, d->task_en)
		       : lang_pick(d->title_zh, d->title_en);
}

void making_add(struct making *m, const struct deadline *d)
{
	struct deadlines *out = m->out;

	out->v = x_grow(out->v, out->c, sizeof(*out->v));
	out->v[out->c++] = *d;
}

struct date making_date(const struct making *m, const char *group, int n,
			const char *key)
{
	const char *value = facts_value(m->facts, group, n, key);
	struct date date = { 0 };

	if (value)
		(void)date_decode(&date, value);
	return date;
}

int making_number(struct expr *expr, int *np, bool *knownp)
{
	struct str text = { 0 };
	char *end;
	long n;
	int err = expr_value(expr, 0, &text, knownp);

	if (!err && *knownp) {
		n = strtol(str_text(&text), &end, 10);
		if (*end || n < 0 || n > CALENDAR_COUNT_MAX)
			err = err_set(EBADMSG, _("%s is no number of days"),
				      text.s);
		else
			*np = (int)n;
	}
	str_release(&text);
	return err;
}

int making_day(struct expr *expr, struct date *datep)
{
	struct str text = { 0 };
	bool known = false;
	int err = expr_value(expr, 0, &text, &known);

	*datep = (struct date){ 0 };
	if (!err && known && date_decode(datep, str_text(&text)) != 0)
		err = err_set(EBADMSG, _("%s is no date YYYY-MM-DD"),
			      str_text(&text));
	str_release(&text);
	return err;
}

void making_uncovered(int *uncoveredp, int year)
{
	if (year && (*uncoveredp == 0 || year < *uncoveredp))
		*uncoveredp = year;
}

/* Days that facts can hold; what is further away is told as the last of them */
static const struct date first_day = { 1900, 1, 1 };
static const struct date last_day = { 2099, 12, 31 };

struct date making_shift(struct date from, int64_t n)
{
	const int64_t at = date_number(from) + n;

	if (at < date_number(first_day))
		return first_day;

	return at > date_number(last_day) ? last_day : date_from_number(at);
}

void making_move(const struct making *m, struct date from, int n,
		 enum clock_unit unit, struct date *datep, int *uncoveredp)
{
	struct workday day = { .date = making_shift(from, n) };
	int err = 0;

	if (unit != CLOCK_CALENDAR) {
		err = calendar_add(m->calendar, &day, from, n);
	} else {
		if (!calendar_is_working(m->calendar, day.date))
			err = n < 0 ? calendar_previous(m->calendar, &day,
							day.date)
				    : calendar_next(m->calendar, &day,
						    day.date);
		if (!calendar_covers(m->calendar, day.date.year))
			making_uncovered(uncoveredp, day.date.year);
	}
	if (err) /* it leaves the years that there are */
		day.date = n < 0 ? first_day : last_day;

	making_uncovered(uncoveredp, day.uncovered);
	*datep = day.date;
}

/* Those with a day first, the earliest first */
static int by_day(const void *a, const void *b)
{
	const struct deadline *da = a;
	const struct deadline *db = b;
	const bool ha = da->due.year != 0;
	const bool hb = db->due.year != 0;
	int64_t na;
	int64_t nb;

	if (ha != hb)
		return ha ? -1 : 1;
	na = ha ? date_number(da->due) : 0;
	nb = hb ? date_number(db->due) : 0;
	return na != nb ? (na > nb) - (na < nb) : strcmp(da->key, db->key);
}

int deadlines_facts(struct facts *facts, struct db *db, struct checker *checker,
		    int64_t dossier)
{
	return facts_load_some(facts, db, checker->pack, dossier, checker->due);
}

int deadlines_make(struct deadlines *to, struct checker *checker,
		   const struct calendar *calendar, struct facts *facts)
{
	struct deadlines out = { NULL, 0 };
	struct making m = { .checker = checker,
			    .calendar = calendar,
			    .facts = facts,
			    .out = &out,
			    .today = clock_today() };
	int err = check_calculate_due(checker, facts);

	if (!err)
		err = making_clocks(&m);
	if (!err)
		err = making_duties(&m);
	if (!err)
		err = making_expiries(&m);
	if (err) {
		deadlines_release(&out);
		return err;
	}

	making_tasks(&m);
	if (out.c > 0)
		qsort(out.v, out.c, sizeof(*out.v), by_day);
	*to = out;
	return 0;
}

void deadlines_release(struct deadlines *d)
{
	for (size_t i = 0; i < d->c; i++) {
		free(d->v[i].key);
		free(d->v[i].note);
		free(d->v[i].task);
		free(d->v[i].task_en);
		free(d->v[i].owner);
		free(d->v[i].backup);
	}
	free(d->v);
	*d = (struct deadlines){ NULL, 0 };
}

const struct deadline *deadlines_find(const struct deadlines *d,
				      const char *key)
{
	for (size_t i = 0; i < d->c; i++) {
		if (strcmp(d->v[i].key, key) == 0)
			return &d->v[i];
	}

	return NULL;
}
