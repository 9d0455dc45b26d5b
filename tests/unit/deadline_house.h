/**
 * @file tests/unit/deadline_house.h  A dossier whose deadlines are made
 */
#ifndef UNIT_DEADLINE_HOUSE_H
#define UNIT_DEADLINE_HOUSE_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "course/deadline.h"
#include "course/stage.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/str.h"
#include "util/util.h"

struct fixture {
	struct pack *pack;
	struct checker *checker;
	struct calendar *calendar;
	struct facts facts;
	struct deadlines all;
	int steps;
	int ticks;
};

static inline int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_int_equal(0, pack_load(&f->pack));
	assert_int_equal(0, checker_alloc(&f->checker, f->pack));
	assert_int_equal(0, calendar_load(&f->calendar, "data/calendar.yaml"));
	*state = f;
	return 0;
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	calendar_free(f->calendar);
	checker_free(f->checker);
	pack_free(f->pack);
	free(f);
	return clock_init();
}

static inline int clear(void **state)
{
	struct fixture *f = *state;

	deadlines_release(&f->all);
	facts_release(&f->facts);
	f->facts = (struct facts){ NULL, 0 };
	f->steps = 0;
	f->ticks = 0;
	return 0;
}

static inline struct date day(const char *text)
{
	struct date date = { 0 };

	assert_int_equal(0, date_decode(&date, text));
	return date;
}

static inline int begin(void **state)
{
	(void)clear(state);
	clock_fix(day("2026-11-22"));
	return 0;
}

static inline void put(struct fixture *f, const char *key, const char *text)
{
	const struct fact_set one[] = { { .key = key, .text = text },
					{ .key = NULL } };

	if (facts_suppose(&f->facts, f->pack, one) != 0)
		fail_msg("%s=%s: %s", key, text, err_text(EINVAL));
}

static inline void put_row(struct fixture *f, const char *group, int n,
			   const char *key, const char *text)
{
	struct str name = { 0 };

	str_addf(&name, "%s[%d].%s", group, n, key);
	put(f, name.s, text);
	str_release(&name);
}

/* Do an act on a day, without its guard */
static inline void step(struct fixture *f, const char *id, const char *date)
{
	const struct act *act = pack_act(f->pack, id);

	assert_non_null(act);
	f->steps++;
	put_row(f, STEP_GROUP, f->steps, "act", id);
	put_row(f, STEP_GROUP, f->steps, "to", act->to);
	put_row(f, STEP_GROUP, f->steps, "date", date);
}

static inline void tick(struct fixture *f, const char *key, const char *of)
{
	f->ticks++;
	put_row(f, DONE_GROUP, f->ticks, "key", key);
	put_row(f, DONE_GROUP, f->ticks, "date", "2026-11-20");
	if (of)
		put_row(f, DONE_GROUP, f->ticks, "of", of);
}

static inline void authority(struct fixture *f, const char *province)
{
	put(f, "app.scope", "province");
	put(f, "app.province", province);
}

static inline void make(struct fixture *f)
{
	deadlines_release(&f->all);
	if (deadlines_make(&f->all, f->checker, f->calendar, &f->facts) != 0)
		fail_msg("%s", err_text(EBADMSG));
}

static inline const struct deadline *get(struct fixture *f, const char *key)
{
	const struct deadline *d;

	make(f);
	d = deadlines_find(&f->all, key);
	if (!d)
		fail_msg("no deadline %s", key);
	return d;
}

static inline void is_due(struct fixture *f, const char *key,
			  enum deadline_state state, const char *due)
{
	const struct deadline *d = get(f, key);
	char text[DATE_TEXT] = "-";

	if (d->due.year)
		(void)date_encode(text, d->due);
	if (strcmp(text, due) != 0)
		print_message("%s\n", key);
	assert_string_equal(due, text);
	assert_string_equal(deadline_state_name(state),
			    deadline_state_name(d->state));
}

static inline void is_absent(struct fixture *f, const char *key)
{
	make(f);
	assert_null(deadlines_find(&f->all, key));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, clear)

#endif
