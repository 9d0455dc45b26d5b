/**
 * @file cli/checklist.c  checklist list, show, result
 */
#include "cli/checklist.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/finding.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

#define COMMAND	     "checklist"
#define WIDTH_RESULT 16
#define WIDTH_GROUP  24

int checklist_run_number(const char *word, int *np)
{
	char *end = NULL;
	const long n = strtol(word, &end, 10);

	if (end == word || *end || n < 1 || n > FACT_ROWS_MAX)
		return err_set(EINVAL, _("%s is no number of a run"), word);

	*np = (int)n;
	return 0;
}

/* The run that show and result are about */
static int load(struct check_run *run, const struct checklist *c, int argc,
		char **argv)
{
	int n = 0;
	int err = argc > 2 ? cli_usage_of(COMMAND, argv[0]) : 0;

	if (!err && argc == 2)
		err = checklist_run_number(argv[1], &n);
	return err ? err : checklist_load(run, c, n);
}

static void add_sum(cJSON *o, const struct check_sum *sum)
{
	for (int a = 0; a < ANSWER_COUNT; a++)
		(void)cJSON_AddNumberToObject(o, answer_name((enum answer)a),
					      (double)sum->count[a]);
	(void)cJSON_AddNumberToObject(o, "gates", (double)sum->gates);
	(void)cJSON_AddNumberToObject(o, "score", checklist_score(sum) / 100.0);
}

static cJSON *run_json(const struct check_run *run)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(o, "run", run->n);
	cli_add_text(o, "list", run->list);
	cli_add_text(o, "kind", run->kind);
	cli_add_text(o, "date", run->date);
	cli_add_text(o, "closed", run->closed);
	add_sum(o, &run->sum);
	(void)cJSON_AddBoolToObject(o, "ready", checklist_is_ready(&run->sum));
	return o;
}

void checklist_say_run(const struct check_run *run)
{
	const bool own = strcmp(run->list, run->kind) == 0;
	const struct check_sum *s = &run->sum;
	struct str what = { 0 };

	str_add(&what, checklist_title(run->list));
	if (!own) /* a self-check that was no rehearsal is told once */
		str_addf(&what, ", %s", checklist_title(run->kind));
	cli_say(_("run %d  %s  %s  %s: %zu pass, %zu fail (%zu of them "
		  "block), %zu open, %zu not applicable; %u.%02u %%"),
		run->n, what.s, run->date,
		run->closed ? _("closed") : _("still open"),
		s->count[ANSWER_PASS], s->count[ANSWER_FAIL], s->gates,
		s->count[ANSWER_TODO], s->count[ANSWER_NA],
		checklist_score(s) / 100, checklist_score(s) % 100);
	str_release(&what);
}

int checklist_list(struct cli *cli, const struct checklist *c, int argc,
		   char **argv)
{
	cJSON *list = NULL;
	struct facts facts = { NULL, 0 };
	int err = argc == 1 ? 0 : cli_usage_of(COMMAND, argv[0]);

	if (!err)
		err = facts_load(&facts, c->db, c->pack, c->dossier);
	if (!err && cli->json)
		list = cJSON_CreateArray();
	for (int n = 1; n <= checklist_runs(&facts) && !err; n++) {
		struct check_run run;

		err = checklist_load(&run, c, n);
		if (err)
			break;
		if (list)
			(void)cJSON_AddItemToArray(list, run_json(&run));
		else
			checklist_say_run(&run);
		checklist_release(&run);
	}
	if (list)
		cli_print_json(list);
	facts_release(&facts);
	return err;
}

/* What was measured, for people */
static void add_said(cJSON *o, const struct pack *pack,
		     const struct check_line *line)
{
	struct str said = { 0 };

	checklist_say(&said, pack, line);
	cli_add_text(o, "said", said.s);
	str_release(&said);
}

static cJSON *line_json(const struct pack *pack, const struct check_line *line)
{
	const struct item *item = line->item;
	cJSON *o = cJSON_CreateObject();

	cli_add_text(o, "item", item->id);
	cli_add_text(o, "group", lang_pick(item->group, item->group_en));
	cli_add_text(o, "title", lang_pick(item->title, item->title_en));
	cli_add_text(o, "grade", item->grade);
	cli_add_text(o, "result", answer_name(line->answer));
	cli_add_text(o, "how", lang_pick(item->how, item->how_en));
	cli_add_text(o, "measured", line->measured);
	add_said(o, pack, line);
	cli_add_text(o, "verdict",
		     line->measured || line->verdict
			     ? answer_name(line->verdict)
			     : NULL);
	cli_add_text(o, "note", line->note);
	cli_add_text(o, "evidence", line->evidence);
	cli_add_text(o, "held", line->held);
	cli_add_text(o, "by", line->by);
	cli_add_text(o, "date", line->date);
	cli_add_text(o, "reason", line->reason);
	if (line->task)
		(void)cJSON_AddNumberToObject(o, "task", line->task);
	(void)cJSON_AddItemToObject(
		o, "sources",
		sources_json(pack, item->sources, item->sources_count));
	return o;
}

/* What stands under an item, if it is there */
static void print_more(const char *what, const char *text)
{
	struct str line = { 0 };

	if (!text)
		return;
	str_addf(&line, "%s %s", what, text);
	print_lines("        ", line.s);
	str_release(&line);
}

static void print_line(const struct pack *pack, const struct check_line *line)
{
	const struct item *item = line->item;
	struct str task = { 0 };
	struct str said = { 0 };

	(void)fputs("  ", stdout);
	cli_print_cell(answer_title(line->answer), WIDTH_RESULT);
	cli_say("%-6s [%s] %s", item->id,
		lang_pick(line->grade->title, line->grade->title_en),
		lang_pick(item->title, item->title_en));
	print_more(_("how:"), lang_pick(item->how, item->how_en));
	if (line->answer == ANSWER_TODO)
		print_more(_("to hold:"), lang_pick(item->hold, item->hold_en));
	checklist_say(&said, pack, line);
	print_more(_("measured:"), said.s);
	if (line->verdict != ANSWER_TODO && line->verdict != line->answer)
		print_more(_("measured is:"), answer_title(line->verdict));
	print_more(_("note:"), line->note);
	print_more(_("evidence:"), line->evidence);
	print_more(_("held besides:"), line->held);
	print_more(_("other than measured because:"), line->reason);
	if (line->task) {
		str_addf(&task, "task[%d]", line->task);
		print_more(_("correction:"), task.s);
	}
	str_release(&task);
	str_release(&said);
}

int checklist_show(struct cli *cli, const struct checklist *c, int argc,
		   char **argv)
{
	const char *group = "";
	struct check_run run;
	int err = load(&run, c, argc, argv);

	if (err)
		return err;
	if (cli->json) {
		cJSON *tree = run_json(&run);
		cJSON *list = cJSON_AddArrayToObject(tree, "items");

		for (size_t i = 0; i < run.c; i++)
			(void)cJSON_AddItemToArray(
				list, line_json(c->pack, &run.v[i]));
		cli_print_json(tree);
	} else {
		checklist_say_run(&run);
		for (size_t i = 0; i < run.c; i++) {
			const struct item *item = run.v[i].item;

			if (strcmp(group, item->group) != 0)
				cli_say("%s",
					lang_pick(item->group, item->group_en));
			group = item->group;
			print_line(c->pack, &run.v[i]);
		}
	}
	checklist_release(&run);
	return 0;
}

static void print_part(const struct item *item, const struct check_sum *sum)
{
	cli_print_cell(lang_pick(item->group, item->group_en), WIDTH_GROUP);
	(void)printf(_(" %zu pass, %zu fail, %zu open, %zu not applicable"),
		     sum->count[ANSWER_PASS], sum->count[ANSWER_FAIL],
		     sum->count[ANSWER_TODO], sum->count[ANSWER_NA]);
	(void)puts("");
}

int checklist_result(struct cli *cli, const struct checklist *c, int argc,
		     char **argv)
{
	struct check_run run;
	cJSON *tree = NULL;
	cJSON *list = NULL;
	int err = load(&run, c, argc, argv);

	if (err)
		return err;
	if (cli->json) {
		tree = run_json(&run);
		list = cJSON_AddArrayToObject(tree, "parts");
	} else {
		checklist_say_run(&run);
	}
	for (size_t i = 0; i < run.c;) {
		const struct item *item = run.v[i].item;
		struct check_sum sum;
		cJSON *part;

		i = checklist_part(&run, i, &sum);
		if (!list) {
			print_part(item, &sum);
			continue;
		}
		part = cJSON_CreateObject();
		cli_add_text(part, "group",
			     lang_pick(item->group, item->group_en));
		add_sum(part, &sum);
		(void)cJSON_AddItemToArray(list, part);
	}
	if (tree)
		cli_print_json(tree);
	else
		(void)puts(checklist_is_ready(&run.sum)
				   ? _("ready")
				   : _("not ready: an item that blocks has "
				       "failed, or some are open"));
	cli->findings = !checklist_is_ready(&run.sum);
	checklist_release(&run);
	return 0;
}
