/**
 * @file checklist/checklist.c  Runs of the two checklists are read
 */
#include "checklist/checklist.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "checklist/checklist_private.h"
#include "dossier/office.h"
#include "dossier/step.h"
#include "evidence/exhibit.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

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

int task_row(const struct facts *facts, int run, const char *item)
{
	int n = facts_rows(facts, TASK_GROUP);

	for (; n > 0; n--) {
		const char *have = facts_value(facts, TASK_GROUP, n, "item");
		const char *of = facts_value(facts, TASK_GROUP, n, "run");

		if (have && of && strcmp(have, item) == 0 &&
		    strtol(of, NULL, 10) == run)
			break;
	}

	return n;
}

int checklist_last(const struct facts *facts, const char *list,
		   const char *kind)
{
	int n = checklist_runs(facts);

	for (; n > 0; n--) {
		const char *of = facts_value(facts, RUN_GROUP, n, "list");
		const char *is = facts_value(facts, RUN_GROUP, n, "kind");

		if (of && is && strcmp(of, list) == 0 &&
		    (!kind || strcmp(is, kind) == 0))
			break;
	}

	return n;
}

/* Records that stand for an item, whoever has linked them and when */
static char *records_for(const struct facts *facts,
			 const struct check_line *line)
{
	struct str all = { 0 };

	for (int n = 1; n <= facts_rows(facts, RECORD_GROUP); n++) {
		const char *links = facts_value(facts, RECORD_GROUP, n,
						"links");
		struct str word = { 0 };

		str_addf(&word, "E-%d", n);
		if (links && exhibit_stands_for(links, line->item->id) &&
		    !(line->evidence &&
		      exhibit_stands_for(line->evidence, word.s)))
			str_addf(&all, "%s%s", all.len ? " " : "", word.s);
		str_release(&word);
	}

	return all.len ? str_take(&all) : NULL;
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
	const struct facts *f = run->facts;
	const int row = answer_row(f, run->n, line->item->id);
	const char *measured;

	if (row == 0)
		return;

	line->task = task_row(f, run->n, line->item->id);
	line->answer = read_answer(f, row, "result");
	line->note = facts_value(f, ANSWER_GROUP, row, "note");
	line->evidence = facts_value(f, ANSWER_GROUP, row, "evidence");
	line->by = facts_value(f, ANSWER_GROUP, row, "by");
	line->date = facts_value(f, ANSWER_GROUP, row, "date");
	line->reason = facts_value(f, ANSWER_GROUP, row, "reason");
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

/* Only the runs that are open change with what is known */
static void finish_line(struct check_line *line, const struct check_run *run)
{
	read_line(line, run);
	if (!run->closed)
		line->held = records_for(run->facts, line);
}

static int read_run(struct check_run *run, const struct pack *pack, int n)
{
	run->n = find_run(run->facts, n);
	run->list = facts_value(run->facts, RUN_GROUP, run->n, "list");
	if (run->n == 0 || !run->list)
		return err_set(ENOENT,
			       _("there is no such run; begin one with: "
				 "callpermit checklist NO start onsite"));

	run->kind = facts_value(run->facts, RUN_GROUP, run->n, "kind");
	run->date = facts_value(run->facts, RUN_GROUP, run->n, "date");
	run->closed = facts_value(run->facts, RUN_GROUP, run->n, "closed");
	run->begun = facts_value(run->facts, RUN_GROUP, run->n, "begun");
	run->ended = facts_value(run->facts, RUN_GROUP, run->n, "ended");
	for (unsigned i = 0; i < pack->items_count; i++) {
		const struct item *item = &pack->items[i];
		struct check_line line = { .item = item };

		if (strcmp(item->list, run->list) != 0)
			continue;
		line.grade = pack_grade(pack, item->grade);
		finish_line(&line, run);
		count(&run->sum, &line);
		run->v = x_grow(run->v, run->c, sizeof(*run->v));
		run->v[run->c++] = line;
	}

	return 0;
}

int run_of_facts(struct check_run *run, const struct checklist *c,
		 struct facts *own, int n)
{
	int err;

	*run = (struct check_run){ .facts = own, .own = own };
	err = read_run(run, c->pack, n);
	if (err)
		checklist_release(run);
	return err;
}

/* What was measured may be a telephone number */
static void hide_measured(struct check_run *run)
{
	for (size_t i = 0; i < run->c; i++)
		facts_hide_in(run->own, &run->v[i].measured);
}

int checklist_load(struct check_run *run, const struct checklist *c, int n)
{
	struct facts *own = x_calloc(1, sizeof(*own));
	bool masked = false;
	int err = office_masked(c->db, &masked);

	if (!err)
		err = facts_load(own, c->db, c->pack, c->dossier);
	if (masked)
		facts_hide_words(own);
	if (err) {
		facts_release(own);
		free(own);
		return err;
	}

	err = run_of_facts(run, c, own, n);
	if (!err && !run->closed) {
		err = checklist_measure(run, c, NULL);
		if (err)
			checklist_release(run);
	}
	if (!err && masked)
		hide_measured(run);
	return err;
}

int checklist_read(struct check_run *run, const struct pack *pack,
		   const struct facts *facts, int n)
{
	int err;

	*run = (struct check_run){ .facts = facts };
	err = read_run(run, pack, n);
	if (err)
		checklist_release(run);
	return err;
}

const struct check_line *checklist_line(const struct check_run *run,
					const char *item)
{
	for (size_t i = 0; i < run->c; i++) {
		if (strcmp(run->v[i].item->id, item) == 0)
			return &run->v[i];
	}

	return NULL;
}

void checklist_release(struct check_run *run)
{
	for (size_t i = 0; i < run->c; i++) {
		free(run->v[i].measured);
		free(run->v[i].held);
	}
	free(run->v);
	if (run->own)
		facts_release(run->own);
	free(run->own);
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
