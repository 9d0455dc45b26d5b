/**
 * @file cli/visit.c  visit show
 */
#include "cli/visit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/checklist.h"
#include "cli/finding.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define WIDTH_NO    5
#define WIDTH_PART  12
#define WIDTH_DAY   12
#define WIDTH_ITEM  8
#define WIDTH_OWNER 16

/* clang-format off */
static const struct {
	const char *name;
	const char *title;
} results[] = {
	{ "pass",    N_("passed") },
	{ "rectify", N_("to rectify") },
	{ "fail",    N_("failed") },
};
/* clang-format on */

static const char *result_title(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_LEN(results); i++) {
		if (strcmp(results[i].name, name) == 0)
			return _(results[i].title);
	}

	return _("not told yet");
}

/* A line with what a text is, if it is there */
static void print_more(const char *what, const char *text)
{
	struct str line = { 0 };

	if (!text)
		return;
	str_addf(&line, "%s %s", what, text);
	print_lines("    ", line.s);
	str_release(&line);
}

static void print_call(const struct visit_day *day)
{
	const struct visit_call *call = &day->call;
	struct str left = { 0 };

	if (!call->day) {
		(void)puts(_("no visit is announced"));
		return;
	}

	visit_countdown(&left, call);
	cli_say(_("visit on %s%s%s%s, told by telephone on %s"),
		call->when ? call->when : "?",
		left.len && call->stands ? " (" : "",
		call->stands ? str_text(&left) : "",
		left.len && call->stands ? ")" : "", call->day);
	print_more(_("who:"), call->who);
	print_more(_("where:"), call->where);
	print_more(_("papers asked for:"), call->papers);
	print_more(_("note:"), call->note);
	if (!call->stands && !day->outcome.day)
		(void)puts(_("    it does not stand any more, see: callpermit "
			     "stage NO"));
	str_release(&left);
}

static void print_run(const struct visit_day *day)
{
	if (day->run.n == 0)
		(void)puts(_("not begun"));
	else
		checklist_say_run(&day->run);
}

static void print_speakers(const struct visit_day *day)
{
	(void)puts(_("who answers what"));
	for (size_t i = 0; i < day->speakerc; i++) {
		const struct visit_speaker *s = &day->speakerv[i];
		struct str text = { 0 };

		str_add(&text, s->name ? s->name : "-");
		if (s->phone)
			str_addf(&text, "  %s", s->phone);
		if (s->backup)
			str_addf(&text, _("  (or %s)"), s->backup);
		(void)fputs("  ", stdout);
		cli_print_cell(lang_pick(s->part_zh, s->part), WIDTH_PART);
		print_safe("", text.s);
		str_release(&text);
	}
}

static void print_question(const struct visit_question *q)
{
	struct str head = { 0 };

	str_addf(&head, "%d  %s", q->n, q->at ? q->at : "");
	if (q->item)
		str_addf(&head, "  %s", q->item);
	if (q->by)
		str_addf(&head, "  %s", q->by);
	print_safe("  ", head.s);
	print_more("?", q->text);
	print_more(q->who ? q->who : "!", q->answer);
	print_more(_("evidence:"), q->evidence);
	if (!q->answer)
		print_more("!", _("no answer yet"));
	str_release(&head);
}

static void print_fix(const struct visit_fix *f)
{
	struct str text = { 0 };

	str_addf(&text, "%d", f->n);
	(void)fputs("  ", stdout);
	cli_print_cell(text.s, WIDTH_NO);
	cli_print_cell(f->due ? f->due : "", WIDTH_DAY);
	cli_print_cell(f->item ? f->item : "", WIDTH_ITEM);
	cli_print_cell(f->owner ? f->owner : "", WIDTH_OWNER);
	str_clear(&text);
	str_addf(&text, "%s", f->title);
	if (f->done)
		str_addf(&text, _("  done on %s"), f->done);
	else if (f->late)
		str_add(&text, _("  late"));
	if (f->evidence)
		str_addf(&text, "  %s", f->evidence);
	print_safe("", text.s);
	str_release(&text);
}

static void print_day(const struct visit_day *day)
{
	print_call(day);
	print_run(day);
	if (day->outcome.day) {
		cli_say(_("visited on %s: %s"), day->outcome.day,
			result_title(day->outcome.result));
		print_more(_("document:"), day->outcome.doc_no);
		print_more(_("note:"), day->outcome.note);
	}
	print_speakers(day);
	if (day->questionc > 0)
		cli_say(_("questions: %zu, %zu without an answer"),
			day->questionc, visit_open_questions(day));
	for (size_t i = 0; i < day->questionc; i++)
		print_question(&day->questionv[i]);
	if (day->fixc > 0)
		(void)puts(_("to be put right"));
	for (size_t i = 0; i < day->fixc; i++)
		print_fix(&day->fixv[i]);
}

static void add_call(cJSON *tree, const struct visit_day *day)
{
	const struct visit_call *call = &day->call;
	cJSON *o = cJSON_AddObjectToObject(tree, "call");

	cli_add_text(o, "day", call->day);
	cli_add_text(o, "when", call->when);
	cli_add_text(o, "who", call->who);
	cli_add_text(o, "where", call->where);
	cli_add_text(o, "papers", call->papers);
	cli_add_text(o, "note", call->note);
	(void)cJSON_AddBoolToObject(o, "stands", call->stands);
	(void)cJSON_AddNumberToObject(o, "at", (double)call->at);
	o = cJSON_AddObjectToObject(tree, "outcome");
	cli_add_text(o, "day", day->outcome.day);
	cli_add_text(o, "result", day->outcome.result);
	cli_add_text(o, "doc_no", day->outcome.doc_no);
	cli_add_text(o, "note", day->outcome.note);
}

static void add_run(cJSON *tree, const struct check_run *run)
{
	cJSON *o;

	if (run->n == 0) {
		(void)cJSON_AddNullToObject(tree, "run");
		return;
	}

	o = cJSON_AddObjectToObject(tree, "run");
	(void)cJSON_AddNumberToObject(o, "run", run->n);
	cli_add_text(o, "kind", run->kind);
	cli_add_text(o, "begun", run->begun);
	cli_add_text(o, "ended", run->ended);
	for (int a = 0; a < ANSWER_COUNT; a++)
		(void)cJSON_AddNumberToObject(o, answer_name((enum answer)a),
					      (double)run->sum.count[a]);
	(void)cJSON_AddBoolToObject(o, "ready", checklist_is_ready(&run->sum));
}

static cJSON *speaker_json(const struct visit_speaker *s)
{
	cJSON *o = cJSON_CreateObject();

	cli_add_text(o, "part", s->part);
	cli_add_text(o, "name", s->name);
	cli_add_text(o, "backup", s->backup);
	cli_add_text(o, "phone", s->phone);
	return o;
}

static cJSON *question_json(const struct visit_question *q)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(o, "question", q->n);
	cli_add_text(o, "at", q->at);
	cli_add_text(o, "by", q->by);
	cli_add_text(o, "text", q->text);
	cli_add_text(o, "item", q->item);
	cli_add_text(o, "answer", q->answer);
	cli_add_text(o, "who", q->who);
	cli_add_text(o, "answered", q->answered);
	cli_add_text(o, "evidence", q->evidence);
	return o;
}

static cJSON *fix_json(const struct visit_fix *f)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(o, "correction", f->n);
	cli_add_text(o, "item", f->item);
	cli_add_text(o, "title", f->title);
	cli_add_text(o, "owner", f->owner);
	cli_add_text(o, "backup", f->backup);
	cli_add_text(o, "due", f->due);
	cli_add_text(o, "done", f->done);
	cli_add_text(o, "note", f->note);
	cli_add_text(o, "evidence", f->evidence);
	(void)cJSON_AddBoolToObject(o, "late", f->late);
	return o;
}

static void print_tree(const struct visit_day *day)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *list;

	add_call(tree, day);
	add_run(tree, &day->run);
	list = cJSON_AddArrayToObject(tree, "speakers");
	for (size_t i = 0; i < day->speakerc; i++)
		(void)cJSON_AddItemToArray(list,
					   speaker_json(&day->speakerv[i]));
	list = cJSON_AddArrayToObject(tree, "questions");
	for (size_t i = 0; i < day->questionc; i++)
		(void)cJSON_AddItemToArray(list,
					   question_json(&day->questionv[i]));
	list = cJSON_AddArrayToObject(tree, "corrections");
	for (size_t i = 0; i < day->fixc; i++)
		(void)cJSON_AddItemToArray(list, fix_json(&day->fixv[i]));
	cli_print_json(tree);
}

int visit_show(struct cli *cli, const struct visit *v,
	       const struct visit_words *w)
{
	struct visit_day day;
	int run = 0;
	int err = w->opt[WORD_RUN] ? visit_number(w->opt[WORD_RUN], &run) : 0;

	if (!err)
		err = visit_load(&day, v, run);
	if (err)
		return err;

	if (cli->json)
		print_tree(&day);
	else
		print_day(&day);
	visit_release(&day);
	return 0;
}
