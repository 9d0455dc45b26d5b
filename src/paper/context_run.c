/**
 * @file paper/context_run.c  Runs of the checklists into a context
 */
#include <stdlib.h>
#include <string.h>

#include "dossier/step.h"
#include "paper/context_private.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

/* Of the self-check, those of the notice of 2020 */
#define SELF_PARTS 6

/* Papers are Chinese, whatever the user reads */
/* clang-format off */
static const char *const answers[ANSWER_COUNT] = {
	[ANSWER_TODO] = "未答",
	[ANSWER_PASS] = "合格",
	[ANSWER_FAIL] = "不合格",
	[ANSWER_NA]   = "不适用",
};
static const struct {
	const char *name;
	const char *zh;
} words[] = {
	{ "onsite",   "现场核查清单" },
	{ "self",     "自查清单"     },
	{ "mock",     "预演"         },
	{ "official", "正式查验"     },
};
static const struct {
	const char *name;
	const char *zh;
} accounts[] = {
	{ "drill", "演练自动填写" },
	{ "rules", "按规则填写" },
};
/* clang-format on */

const char *context_run_word(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].name, name) == 0)
			return words[i].zh;
	}

	return name;
}

static const char *checker_name(const char *by)
{
	for (size_t i = 0; by && i < ARRAY_LEN(accounts); i++) {
		if (strcmp(accounts[i].name, by) == 0)
			return accounts[i].zh;
	}

	return by;
}

/* A count, and whether it is another than none */
static void put_count(cJSON *o, const char *key, size_t n)
{
	struct str some = { 0 };

	context_putf(o, key, "%zu", n);
	str_addf(&some, "%s_some", key);
	(void)cJSON_AddBoolToObject(o, some.s, n > 0);
	str_release(&some);
}

static void put_sum(cJSON *o, const struct check_sum *sum)
{
	const unsigned score = checklist_score(sum);
	size_t total = 0;

	for (int a = 0; a < ANSWER_COUNT; a++) {
		put_count(o, answer_name((enum answer)a), sum->count[a]);
		total += sum->count[a];
	}
	put_count(o, "total", total);
	put_count(o, "gates", sum->gates);
	context_putf(o, "score", "%u.%02u", score / 100, score % 100);
}

/* A day and an hour, without its seconds */
static void put_minute(cJSON *o, const char *key, const char *at)
{
	struct str text = { 0 };

	str_addf(&text, "%.16s", at ? at : "");
	context_put_dated(o, key, text.s);
	str_release(&text);
}

/* Owner, day and state of a correction */
static void put_task(cJSON *o, const struct facts *facts, int n)
{
	const char *owner = facts_value(facts, TASK_GROUP, n, "owner");
	const char *due = facts_value(facts, TASK_GROUP, n, "due");
	const char *done = facts_value(facts, TASK_GROUP, n, "done");
	struct str text = { 0 };

	if (n > 0)
		str_addf(&text, "%s，期限%s%s%s", owner ? owner : "",
			 due ? due : "", done ? "，完成" : "",
			 done ? done : "");
	context_put_dated(o, "task", str_text(&text));
	context_put(o, "owner", n > 0 ? owner : NULL);
	context_put_dated(o, "due", n > 0 ? due : NULL);
	context_put_dated(o, "done", n > 0 ? done : NULL);
	str_release(&text);
}

static void put_line(cJSON *o, const struct pack *pack,
		     const struct check_run *run, const struct check_line *line)
{
	const bool was = lang_use(true);
	struct str said = { 0 };

	checklist_say(&said, pack, line);
	(void)lang_use(was);
	context_put(o, "id", line->item->id);
	context_put(o, "group", line->item->group);
	context_put(o, "title", line->item->title);
	context_put(o, "how", line->item->how);
	context_put(o, "hold", line->item->hold);
	context_put(o, "grade", line->grade->title);
	(void)cJSON_AddBoolToObject(o, "gate", line->grade->gate);
	context_put(o, "answer", answers[line->answer]);
	(void)cJSON_AddBoolToObject(o, "failed", line->answer == ANSWER_FAIL);
	(void)cJSON_AddBoolToObject(o, "open", line->answer == ANSWER_TODO);
	context_put_dated(o, "measured", said.s);
	context_put(o, "verdict",
		    line->verdict == ANSWER_TODO ? NULL
						 : answers[line->verdict]);
	context_put(o, "reason", line->reason);
	context_put(o, "note", line->note);
	context_put_stem(o, "note", line->note);
	context_put(o, "evidence", line->evidence);
	context_put(o, "held", line->held);
	context_put(o, "by", checker_name(line->by));
	context_put_dated(o, "date", line->date);
	put_task(o, run->facts, line->task);
	str_release(&said);
}

/* Add lines of a run to a list, those of one answer or all of them */
static void put_lines(cJSON *list, const struct pack *pack,
		      const struct check_run *run, size_t from, size_t to,
		      int answer)
{
	for (size_t i = from; i < to; i++) {
		if (answer < 0 || run->v[i].answer == (enum answer)answer)
			put_line(context_put_row(list), pack, run, &run->v[i]);
	}
}

static void add_parts(cJSON *to, const struct pack *pack,
		      const struct check_run *run)
{
	cJSON *parts = context_put_list(to, "parts");

	for (size_t i = 0; i < run->c;) {
		cJSON *part = context_put_row(parts);
		const size_t from = i;
		struct check_sum sum;

		i = checklist_part(run, from, &sum);
		context_put(part, "title", run->v[from].item->group);
		put_sum(part, &sum);
		context_put(part, "clean_mark",
			    sum.count[ANSWER_FAIL] + sum.count[ANSWER_TODO] == 0
				    ? "x"
				    : " ");
		context_put(part, "found_mark",
			    sum.count[ANSWER_FAIL] > 0 ? "x" : " ");
		put_lines(context_put_list(part, "items"), pack, run, from, i,
			  -1);
		put_lines(context_put_list(part, "failures"), pack, run, from,
			  i, ANSWER_FAIL);
		context_put_any(part, "failures");
	}
	put_lines(context_put_list(to, "failures"), pack, run, 0, run->c,
		  ANSWER_FAIL);
	put_lines(context_put_list(to, "open"), pack, run, 0, run->c,
		  ANSWER_TODO);
	context_put_any(to, "failures");
	context_put_any(to, "open");
}

void context_add_run(cJSON *to, const char *key, const struct pack *pack,
		     const struct check_run *run)
{
	cJSON *o;

	if (run->n == 0) {
		(void)cJSON_AddFalseToObject(to, key);
		return;
	}

	o = cJSON_AddObjectToObject(to, key);
	context_putf(o, "number", "%d", run->n);
	context_put(o, "title", context_run_word(run->list));
	context_put(o, "kind",
		    strcmp(run->kind, "self") == 0
			    ? "自查"
			    : context_run_word(run->kind));
	(void)cJSON_AddBoolToObject(o, "official",
				    strcmp(run->kind, "official") == 0);
	context_put_dated(o, "date", run->date);
	context_put_dated(o, "closed", run->closed);
	put_minute(o, "begun", run->begun);
	put_minute(o, "ended", run->ended);
	put_sum(o, &run->sum);
	(void)cJSON_AddBoolToObject(o, "ready", checklist_is_ready(&run->sum));
	context_put(o, "ready_text",
		    checklist_is_ready(&run->sum) ? "可以接受查验"
						  : "尚不具备接受查验的条件");
	add_parts(o, pack, run);
}

/* "checked_c1" for the first part and so on */
static void add_checked_parts(cJSON *to)
{
	const cJSON *parts = cJSON_GetObjectItemCaseSensitive(
		cJSON_GetObjectItemCaseSensitive(to, "checked"), "parts");

	for (int i = 0; i < SELF_PARTS; i++) {
		cJSON *part = cJSON_GetArrayItem(parts, i);
		char key[sizeof("checked_c0")] = "checked_c0";

		key[sizeof("checked_c0") - 2] = (char)('1' + i);
		if (part)
			(void)cJSON_AddItemReferenceToObject(to, key, part);
		else
			(void)cJSON_AddFalseToObject(to, key);
	}
}

void context_add_checked(cJSON *to, const struct pack *pack,
			 const struct facts *facts)
{
	struct check_run run = { .n = 0 };
	const int n = checklist_last(facts, "self", NULL);

	if (n > 0 && checklist_read(&run, pack, facts, n) != 0)
		run = (struct check_run){ .n = 0 };
	context_add_run(to, "checked", pack, &run);
	add_checked_parts(to);
	checklist_release(&run);
}
