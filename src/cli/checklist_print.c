/**
 * @file cli/checklist_print.c  checklist print
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/checklist.h"
#include "dossier/step.h"
#include "paper/filing.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define COMMAND	 "checklist"
#define TEMPLATE "checklist.md"

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
/* clang-format on */

static void put(cJSON *o, const char *key, const char *text)
{
	(void)cJSON_AddStringToObject(o, key, text ? text : "");
}

static void put_count(cJSON *o, const char *key, size_t n)
{
	struct str text = { 0 };

	str_addf(&text, "%zu", n);
	put(o, key, text.s);
	str_release(&text);
}

static void put_sum(cJSON *o, const struct check_sum *sum)
{
	struct str score = { 0 };

	for (int a = 0; a < ANSWER_COUNT; a++)
		put_count(o, answer_name((enum answer)a), sum->count[a]);
	put_count(o, "gates", sum->gates);
	str_addf(&score, "%u.%02u", checklist_score(sum) / 100,
		 checklist_score(sum) % 100);
	put(o, "score", score.s);
	str_release(&score);
}

static const char *zh_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].name, name) == 0)
			return words[i].zh;
	}

	return name;
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
	put(o, "task", str_text(&text));
	str_release(&text);
}

static cJSON *line_of(const struct check_run *run,
		      const struct check_line *line)
{
	cJSON *o = cJSON_CreateObject();

	put(o, "id", line->item->id);
	put(o, "title", line->item->title);
	put(o, "grade", line->grade->title);
	put(o, "answer", answers[line->answer]);
	put(o, "measured", line->measured);
	put(o, "reason", line->reason);
	put(o, "note", line->note);
	put(o, "evidence", line->evidence);
	put(o, "by", line->by);
	put(o, "date", line->date);
	put(o, "held", line->held);
	put_task(o, run->facts, line->task);
	return o;
}

static void add_parts(cJSON *tree, const struct check_run *run)
{
	cJSON *parts = cJSON_AddArrayToObject(tree, "parts");

	for (size_t i = 0; i < run->c;) {
		cJSON *part = cJSON_CreateObject();
		struct check_sum sum;
		const size_t next = checklist_part(run, i, &sum);
		cJSON *items = cJSON_AddArrayToObject(part, "items");

		put(part, "title", run->v[i].item->group);
		put_sum(part, &sum);
		for (; i < next; i++)
			(void)cJSON_AddItemToArray(items,
						   line_of(run, &run->v[i]));
		(void)cJSON_AddItemToArray(parts, part);
	}
}

static cJSON *tree_of(const struct check_run *run)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *co = cJSON_AddObjectToObject(tree, "co");
	cJSON *o = cJSON_AddObjectToObject(tree, "run");
	const bool self = strcmp(run->kind, "self") == 0;

	put(co, "name", facts_value(run->facts, "co", 0, "name"));
	put(o, "title", zh_of(run->list));
	put(o, "kind", self ? "自查" : zh_of(run->kind));
	put(o, "date", run->date);
	put(o, "closed", run->closed);
	put_sum(o, &run->sum);
	put(o, "verdict",
	    checklist_is_ready(&run->sum) ? "可以接受查验"
					  : "尚不具备接受查验的条件");
	add_parts(tree, run);
	return tree;
}

static int render(struct cli *cli, const struct check_run *run,
		  const char *path)
{
	const struct paper_meta meta = { .title = zh_of(run->list),
					 .now_ms = clock_now(),
					 .pack = cli->pack,
					 .spare = cli->shipped };
	struct paper_result r = { 0 };
	struct filing *filing = NULL;
	cJSON *tree = tree_of(run);
	int err = filing_open(&filing);

	if (!err)
		err = filing_render(filing, TEMPLATE, tree, &meta, path, &r);
	if (!err)
		cli_say(_("%s  %zu pages, %zu bytes, SHA-256 %.12s"), path,
			r.pages, r.bytes, r.sha256);
	filing_close(filing);
	cJSON_Delete(tree);
	return err;
}

int checklist_print(struct cli *cli, const struct checklist *c, int argc,
		    char **argv)
{
	const char *path = NULL;
	struct check_run run;
	int n = 0;
	int err = 0;
	int o;

	optind = 0;
	while ((o = getopt(argc, argv, "o:")) != -1) {
		if (o != 'o')
			return cli_usage_of(COMMAND, argv[0]);
		path = optarg;
	}
	if (!path || argc - optind > 1)
		return cli_usage_of(COMMAND, argv[0]);

	if (optind < argc)
		err = checklist_run_number(argv[optind], &n);
	if (!err) {
		const bool was = lang_use(true);

		err = checklist_load(&run, c, n);
		(void)lang_use(was);
	}
	if (err)
		return err;

	err = render(cli, &run, path);
	checklist_release(&run);
	return err;
}
