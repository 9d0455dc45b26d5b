/**
 * @file checklist/checklist.c  Runs of the two checklists are read
 */
#include "checklist/checklist.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "checklist/checklist_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

#define HUNDREDTHS 10000

/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} answers[ANSWER_COUNT] = {
	[ANSWER_TODO] = { "todo", N_("unanswered") },
	[ANSWER_PASS] = { "pass", N_("pass") },
	[ANSWER_FAIL] = { "fail", N_("fail") },
	[ANSWER_NA]   = { "na",   N_("not applicable") },
};
/* clang-format on */

const char *answer_name(enum answer answer)
{
	return answers[answer].name;
}

const char *answer_title(enum answer answer)
{
	return _(answers[answer].title);
}

int answer_decode(enum answer *answerp, const char *name)
{
	for (int i = 0; i < ANSWER_COUNT; i++) {
		if (strcmp(answers[i].name, name) == 0) {
			*answerp = (enum answer)i;
			return 0;
		}
	}

	return err_set(EINVAL,
		       _("%s is no answer; write pass, fail, na or "
			 "todo"),
		       name);
}

int checklist_runs(const struct facts *facts)
{
	return facts_rows(facts, RUN_GROUP);
}

static int number_of(const struct facts *facts, int row, const char *key)
{
	const char *s = facts_value(facts, ANSWER_GROUP, row, key);

	return s ? (int)strtol(s, NULL, 10) : 0;
}

int answer_row(const struct facts *facts, int run, const char *item)
{
	int n = facts_rows(facts, ANSWER_GROUP);

	for (; n > 0; n--) {
		const char *have = facts_value(facts, ANSWER_GROUP, n, "item");

		if (have && strcmp(have, item) == 0 &&
		    number_of(facts, n, "run") == run)
			break;
	}

	return n;
}

static enum answer read_answer(const struct facts *facts, int row,
			       const char *key)
{
	const char *s = facts_value(facts, ANSWER_GROUP, row, key);
	enum answer a = ANSWER_TODO;

	return s && answer_decode(&a, s) == 0 ? a : ANSWER_TODO;
}

static void read_line(struct check_line *line, const struct check_run *run)
{
	const struct facts *f = &run->facts;
	const int row = answer_row(f, run->n, line->item->id);
	const char *measured;

	if (row == 0)
		return;

	line->answer = read_answer(f, row, "result");
	line->note = facts_value(f, ANSWER_GROUP, row, "note");
	line->evidence = facts_value(f, ANSWER_GROUP, row, "evidence");
	line->by = facts_value(f, ANSWER_GROUP, row, "by");
	line->date = facts_value(f, ANSWER_GROUP, row, "date");
	line->reason = facts_value(f, ANSWER_GROUP, row, "reason");
	line->task = number_of(f, row, "task");
	if (!run->closed)
		return;

	/* as it was, not as it is */
	measured = facts_value(f, ANSWER_GROUP, row, "measured");
	line->measured = measured ? x_strdup(measured) : NULL;
	line->verdict = read_answer(f, row, "verdict");
}

static void count(struct check_sum *sum, const struct check_line *line)
{
	sum->count[line->answer]++;
	sum->gates += line->answer == ANSWER_FAIL && line->grade->gate;
}

static int find_run(const struct facts *facts, int n)
{
	const int last = checklist_runs(facts);

	if (n > 0)
		return n <= last ? n : 0;
	for (n = last; n > 0; n--) {
		if (!facts_value(facts, RUN_GROUP, n, "closed"))
			return n;
	}

	return last;
}

static int read_run(struct check_run *run, const struct checklist *c, int n)
{
	run->n = find_run(&run->facts, n);
	run->list = facts_value(&run->facts, RUN_GROUP, run->n, "list");
	if (run->n == 0 || !run->list)
		return err_set(ENOENT,
			       _("there is no such run; begin one with: "
				 "callpermit checklist NO start onsite"));

	run->kind = facts_value(&run->facts, RUN_GROUP, run->n, "kind");
	run->date = facts_value(&run->facts, RUN_GROUP, run->n, "date");
	run->closed = facts_value(&run->facts, RUN_GROUP, run->n, "closed");
	for (unsigned i = 0; i < c->pack->items_count; i++) {
		const struct item *item = &c->pack->items[i];
		struct check_line line = { .item = item };

		if (strcmp(item->list, run->list) != 0)
			continue;
		line.grade = pack_grade(c->pack, item->grade);
		read_line(&line, run);
		count(&run->sum, &line);
		run->v = x_grow(run->v, run->c, sizeof(*run->v));
		run->v[run->c++] = line;
	}

	return 0;
}

int checklist_load(struct check_run *run, const struct checklist *c, int n)
{
	int err;

	*run = (struct check_run){ .n = 0 };
	err = facts_load(&run->facts, c->db, c->pack, c->dossier);
	if (!err)
		err = read_run(run, c, n);
	if (!err && !run->closed)
		err = checklist_measure(run, c, NULL);
	if (err)
		checklist_release(run);
	return err;
}

void checklist_release(struct check_run *run)
{
	for (size_t i = 0; i < run->c; i++)
		free(run->v[i].measured);
	free(run->v);
	facts_release(&run->facts);
	*run = (struct check_run){ .n = 0 };
}

size_t checklist_part(const struct check_run *run, size_t from,
		      struct check_sum *sum)
{
	const char *group = run->v[from].item->group;

	*sum = (struct check_sum){ .gates = 0 };
	while (from < run->c && strcmp(run->v[from].item->group, group) == 0)
		count(sum, &run->v[from++]);
	return from;
}

unsigned checklist_score(const struct check_sum *sum)
{
	const size_t of = sum->count[ANSWER_PASS] + sum->count[ANSWER_FAIL] +
			  sum->count[ANSWER_TODO];

	return of > 0 ? (unsigned)(sum->count[ANSWER_PASS] * HUNDREDTHS / of)
		      : 0;
}

bool checklist_is_ready(const struct check_sum *sum)
{
	return sum->gates == 0 && sum->count[ANSWER_TODO] == 0;
}
