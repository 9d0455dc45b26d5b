/**
 * @file visit/visit.c  The day of the visit is read
 */
#include "visit/visit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/step.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"
#include "visit/visit_private.h"

#define MINUTE_MS    60000LL
#define MINUTES_HOUR 60LL
#define MINUTES_DAY  (24 * MINUTES_HOUR)

static const char *step(const struct facts *facts, int n, const char *key)
{
	return facts_value(facts, STEP_GROUP, n, key);
}

static bool is_act(const struct facts *facts, int n, const char *act)
{
	const char *is = step(facts, n, "act");

	return is && strcmp(is, act) == 0;
}

int visit_time(int64_t *atp, bool *hourp, const char *when)
{
	const int err = date_time_decode(atp, when);

	*hourp = !err && strlen(when) > DATE_TEXT - 1;
	return err;
}

static void read_call(struct visit_call *call, const struct facts *facts)
{
	const int last = facts_rows(facts, STEP_GROUP);
	const char *now = step(facts, last, "to");
	const char *to;
	int n = last;

	*call = (struct visit_call){ .day = NULL };
	while (n > 0 && !is_act(facts, n, ACT_ANNOUNCED))
		n--;
	if (n == 0)
		return;

	to = step(facts, n, "to");
	call->day = step(facts, n, "date");
	call->when = step(facts, n, "when");
	call->who = step(facts, n, "who");
	call->where = step(facts, n, "where");
	call->papers = step(facts, n, "papers");
	call->note = step(facts, n, "note");
	call->stands = now && to && strcmp(now, to) == 0;
	if (!call->when || visit_time(&call->at, &call->hour, call->when) != 0)
		call->at = 0;
}

/* Of the last visit: what was said before the last call is of another */
static void read_outcome(struct visit_outcome *o, const struct facts *facts)
{
	*o = (struct visit_outcome){ .day = NULL };
	for (int n = facts_rows(facts, STEP_GROUP); n > 0; n--) {
		if (is_act(facts, n, ACT_ANNOUNCED))
			return;
		if (!is_act(facts, n, ACT_VISITED) &&
		    !is_act(facts, n, ACT_RESULT))
			continue;
		o->day = step(facts, n, "date");
		o->result = step(facts, n, "result");
		o->doc_no = step(facts, n, "doc_no");
		o->note = step(facts, n, "note");
		return;
	}
}

int visit_speaker_row(const struct facts *facts, const char *part)
{
	int n = facts_rows(facts, SPEAKER_GROUP);

	for (; n > 0; n--) {
		const char *is = facts_value(facts, SPEAKER_GROUP, n, "part");

		if (is && strcmp(is, part) == 0)
			break;
	}

	return n;
}

static void add_speaker(struct visit_day *day, const struct item *item)
{
	const struct facts *f = &day->facts;
	const int n = visit_speaker_row(f, item->group_en);

	day->speakerv = x_grow(day->speakerv, day->speakerc,
			       sizeof(*day->speakerv));
	day->speakerv[day->speakerc++] = (struct visit_speaker){
		.part = item->group_en,
		.part_zh = item->group,
		.name = facts_value(f, SPEAKER_GROUP, n, "name"),
		.backup = facts_value(f, SPEAKER_GROUP, n, "backup"),
		.phone = facts_value(f, SPEAKER_GROUP, n, "phone"),
	};
}

static void read_speakers(struct visit_day *day, const struct pack *pack)
{
	const char *last = "";

	for (unsigned i = 0; i < pack->items_count; i++) {
		const struct item *item = &pack->items[i];

		if (strcmp(item->list, LIST) != 0 || !item->group_en ||
		    strcmp(item->group_en, last) == 0)
			continue;
		last = item->group_en;
		add_speaker(day, item);
	}
}

static int number_of(const struct facts *facts, const char *group, int n,
		     const char *key)
{
	const char *s = facts_value(facts, group, n, key);

	return s ? (int)strtol(s, NULL, 10) : 0;
}

static void read_questions(struct visit_day *day)
{
	const struct facts *f = &day->facts;

	for (int n = 1; n <= facts_rows(f, QUESTION_GROUP); n++) {
		struct visit_question *q;

		if (number_of(f, QUESTION_GROUP, n, "run") != day->run.n ||
		    !facts_value(f, QUESTION_GROUP, n, "text"))
			continue;
		day->questionv = x_grow(day->questionv, day->questionc,
					sizeof(*day->questionv));
		q = &day->questionv[day->questionc++];
		*q = (struct visit_question){
			.n = n,
			.run = day->run.n,
			.at = facts_value(f, QUESTION_GROUP, n, "at"),
			.by = facts_value(f, QUESTION_GROUP, n, "by"),
			.text = facts_value(f, QUESTION_GROUP, n, "text"),
			.item = facts_value(f, QUESTION_GROUP, n, "item"),
			.answer = facts_value(f, QUESTION_GROUP, n, "answer"),
			.who = facts_value(f, QUESTION_GROUP, n, "who"),
			.answered = facts_value(f, QUESTION_GROUP, n,
						"answered"),
			.evidence = facts_value(f, QUESTION_GROUP, n,
						"evidence"),
		};
	}
}

static void add_fix(struct visit_day *day, int n, const char *today)
{
	const struct facts *f = &day->facts;
	struct visit_fix *fix;

	day->fixv = x_grow(day->fixv, day->fixc, sizeof(*day->fixv));
	fix = &day->fixv[day->fixc++];
	*fix = (struct visit_fix){
		.n = n,
		.item = facts_value(f, TASK_GROUP, n, "item"),
		.title = facts_value(f, TASK_GROUP, n, "title"),
		.owner = facts_value(f, TASK_GROUP, n, "owner"),
		.backup = facts_value(f, TASK_GROUP, n, "backup"),
		.due = facts_value(f, TASK_GROUP, n, "due"),
		.done = facts_value(f, TASK_GROUP, n, "done"),
		.note = facts_value(f, TASK_GROUP, n, "note"),
		.evidence = facts_value(f, TASK_GROUP, n, "evidence"),
	};
	fix->late = !fix->done && fix->due && strcmp(fix->due, today) < 0;
}

static int by_day(const void *a, const void *b)
{
	const struct visit_fix *x = a;
	const struct visit_fix *y = b;
	const int c = strcmp(x->due ? x->due : "9", y->due ? y->due : "9");

	return c ? c : x->n - y->n;
}

static void read_fixes(struct visit_day *day)
{
	const struct facts *f = &day->facts;
	char today[DATE_TEXT];

	(void)date_encode(today, clock_today());
	for (int n = 1; n <= facts_rows(f, TASK_GROUP); n++) {
		if (number_of(f, TASK_GROUP, n, "run") == day->run.n &&
		    facts_value(f, TASK_GROUP, n, "title"))
			add_fix(day, n, today);
	}
	if (day->fixc > 0)
		qsort(day->fixv, day->fixc, sizeof(*day->fixv), by_day);
}

int visit_last_run(const struct facts *facts)
{
	const int official = checklist_last(facts, LIST, "official");
	const int mock = checklist_last(facts, LIST, "mock");

	return official > mock ? official : mock;
}

static int read_run(struct visit_day *day, const struct visit *v, int run)
{
	int err = 0;

	if (run == 0)
		run = visit_last_run(&day->facts);
	if (run > 0)
		err = checklist_load(&day->run, &v->list, run);
	if (err || run == 0)
		return err;
	if (strcmp(day->run.list, LIST) != 0)
		return err_set(ENOENT,
			       _("run %d is none of the list of the visit"),
			       run);

	read_questions(day);
	read_fixes(day);
	return 0;
}

int visit_load(struct visit_day *day, const struct visit *v, int run)
{
	int err;

	*day = (struct visit_day){ .run = { .n = 0 } };
	err = facts_load(&day->facts, v->list.db, v->list.pack,
			 v->list.dossier);
	if (!err) {
		read_call(&day->call, &day->facts);
		read_outcome(&day->outcome, &day->facts);
		read_speakers(day, v->list.pack);
		err = read_run(day, v, run);
	}
	if (err)
		visit_release(day);
	return err;
}

void visit_release(struct visit_day *day)
{
	if (day->run.n > 0)
		checklist_release(&day->run);
	free(day->speakerv);
	free(day->questionv);
	free(day->fixv);
	facts_release(&day->facts);
	*day = (struct visit_day){ .run = { .n = 0 } };
}

size_t visit_open_questions(const struct visit_day *day)
{
	size_t c = 0;

	for (size_t i = 0; i < day->questionc; i++)
		c += !day->questionv[i].answer;
	return c;
}

/* "1 d 3 h", "2 h 25 min": days, hours, and minutes if no day is left */
static void add_span(struct str *to, long long minutes)
{
	const long long days = minutes / MINUTES_DAY;
	const long long hours = minutes % MINUTES_DAY / MINUTES_HOUR;

	if (days > 0)
		str_addf(to, _("%lld d"), days);
	if (hours > 0)
		str_addf(to, _("%s%lld h"), days > 0 ? " " : "", hours);
	if (days == 0 && (minutes % MINUTES_HOUR > 0 || hours == 0))
		str_addf(to, _("%s%lld min"), hours > 0 ? " " : "",
			 minutes % MINUTES_HOUR);
}

void visit_countdown(struct str *to, const struct visit_call *call)
{
	struct str span = { 0 };
	int64_t left = call->at - clock_now();
	int64_t days;

	if (call->at == 0)
		return;

	days = date_number(date_of_instant(call->at)) -
	       date_number(clock_today());
	if (!call->hour && days == 0) {
		str_add(to, _("today"));
		return;
	}
	if (!call->hour)
		left = days * MINUTES_DAY * MINUTE_MS;
	add_span(&span, (left < 0 ? -left : left) / MINUTE_MS);
	str_addf(to, left < 0 ? _("%s ago") : _("in %s"), span.s);
	str_release(&span);
}
