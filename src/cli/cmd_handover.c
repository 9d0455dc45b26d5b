/**
 * @file cli/cmd_handover.c  handover
 *
 * What somebody who takes a dossier over must know, on one sheet: where it is,
 * who has the ball, what is due, what is to be done by whom, what was said.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/deadline.h"
#include "cli/finding.h"
#include "course/stage.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

/* Notes of the last steps */
#define NOTES_MOST 10

/* What is further away is only counted, on paper */
#define FAR_DAYS 366

struct sheet {
	struct cli *cli;
	struct dossier d;
	struct facts facts;
	struct deadlines due;
	const struct stage *stage;
};

static int open_sheet(struct sheet *s, const char *no)
{
	struct calendar *calendar = NULL;
	struct checker *checker = NULL;
	int err = cli_open(s->cli, no, &s->d);

	if (!err)
		err = checker_alloc(&checker, s->cli->pack);
	if (!err)
		err = calendar_shipped(&calendar);
	if (!err)
		err = facts_load(&s->facts, s->cli->db, s->cli->pack, s->d.id);
	if (!err)
		err = deadlines_make(&s->due, checker, calendar, &s->facts);
	if (!err)
		err = check_calculate(checker, &s->facts);
	if (!err)
		s->stage = stage_of(s->cli->pack, &s->facts);
	calendar_free(calendar);
	checker_free(checker);
	return err;
}

static const char *fact(const struct sheet *s, const char *group,
			const char *key)
{
	return facts_value(&s->facts, group, 0, key);
}

/* Nobody has to do anything about the others */
static bool is_open(const struct deadline *d)
{
	return d->state == DEADLINE_OPEN || d->state == DEADLINE_PAUSED ||
	       d->state == DEADLINE_UNKNOWN;
}

/* The first of the last steps whose notes are told */
static int first_note(const struct sheet *s)
{
	int n = facts_rows(&s->facts, STEP_GROUP);
	int left = NOTES_MOST;

	while (n > 0 && left > 0) {
		left -= facts_value(&s->facts, STEP_GROUP, n, "note") != NULL;
		n--;
	}

	return n + 1;
}

static void print_line(const char *label, const char *text)
{
	struct str line = { 0 };

	if (!text)
		return;
	str_addf(&line, "%s: %s", label, text);
	print_safe("", line.s);
	str_release(&line);
}

static void print_head(const struct sheet *s)
{
	char today[DATE_TEXT];

	cli_say(_("Handover sheet %s  %s  %s"), s->d.no, s->d.name,
		date_encode(today, clock_today()));
	print_line(_("authority"), fact(s, "app", "authority"));
	print_line(_("contact"), fact(s, "ct", "name"));
	print_line(_("licence"), fact(s, "lic", "no"));
	if (!s->stage) {
		(void)puts(_("the rule pack has no such stage"));
		return;
	}
	cli_say(_("stage %s %s; the ball is with: %s"), s->stage->id,
		lang_pick(s->stage->title, s->stage->title_en),
		side_title(s->stage->actor));
	print_line(_("since"), fact(s, "stage", "since"));
	if (s->stage->next)
		print_safe("  ", lang_pick(s->stage->next, s->stage->next_en));
}

static void print_due(const struct sheet *s, bool tasks, const char *title)
{
	const int64_t far = date_number(clock_today()) + FAR_DAYS;
	size_t later = 0;
	bool any = false;

	(void)puts(title);
	for (size_t i = 0; i < s->due.c; i++) {
		const struct deadline *d = &s->due.v[i];

		if ((d->kind == DEADLINE_TASK) != tasks || !is_open(d))
			continue;
		any = true;
		if (d->due.year && date_number(d->due) > far)
			later++;
		else
			print_deadline(d);
	}
	if (!any)
		(void)printf("  %s\n", _("none"));
	if (later > 0)
		cli_say(_("  and %zu later than a year from now"), later);
}

static void print_notes(const struct sheet *s)
{
	const int last = facts_rows(&s->facts, STEP_GROUP);
	bool any = false;

	(void)puts(_("What was said, the last notes:"));
	for (int n = first_note(s); n <= last; n++) {
		const char *date = facts_value(&s->facts, STEP_GROUP, n,
					       "date");
		const char *id = facts_value(&s->facts, STEP_GROUP, n, "act");
		const char *note = facts_value(&s->facts, STEP_GROUP, n,
					       "note");
		const struct act *act = id ? pack_act(s->cli->pack, id) : NULL;
		struct str line = { 0 };

		if (!note)
			continue;
		any = true;
		str_addf(&line, "%s  %s: %s", date ? date : "-",
			 act ? lang_pick(act->title, act->title_en)
			     : (id ? id : "-"),
			 note);
		print_safe("  ", line.s);
		str_release(&line);
	}
	if (!any)
		(void)printf("  %s\n", _("none"));
}

static void add(cJSON *o, const char *key, const char *value)
{
	if (value)
		(void)cJSON_AddStringToObject(o, key, value);
}

static cJSON *notes_json(const struct sheet *s)
{
	const int last = facts_rows(&s->facts, STEP_GROUP);
	cJSON *list = cJSON_CreateArray();

	for (int n = first_note(s); n <= last; n++) {
		const char *note = facts_value(&s->facts, STEP_GROUP, n,
					       "note");
		cJSON *o;

		if (!note)
			continue;
		o = cJSON_CreateObject();
		add(o, "date", facts_value(&s->facts, STEP_GROUP, n, "date"));
		add(o, "act", facts_value(&s->facts, STEP_GROUP, n, "act"));
		add(o, "note", note);
		(void)cJSON_AddItemToArray(list, o);
	}

	return list;
}

static void print_json(const struct sheet *s)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *deadlines;
	cJSON *tasks;

	add(tree, "dossier", s->d.no);
	add(tree, "name", s->d.name);
	add(tree, "authority", fact(s, "app", "authority"));
	add(tree, "contact", fact(s, "ct", "name"));
	add(tree, "licence", fact(s, "lic", "no"));
	add(tree, "stage", s->stage ? s->stage->id : NULL);
	add(tree, "actor", s->stage ? side_name(s->stage->actor) : NULL);
	add(tree, "since", fact(s, "stage", "since"));
	if (s->stage && s->stage->next)
		add(tree, "next", lang_pick(s->stage->next, s->stage->next_en));
	deadlines = cJSON_AddArrayToObject(tree, "deadlines");
	tasks = cJSON_AddArrayToObject(tree, "tasks");
	for (size_t i = 0; i < s->due.c; i++) {
		const struct deadline *d = &s->due.v[i];

		if (is_open(d))
			(void)cJSON_AddItemToArray(
				d->kind == DEADLINE_TASK ? tasks : deadlines,
				deadline_json(s->cli->pack, d));
	}
	(void)cJSON_AddItemToObject(tree, "notes", notes_json(s));
	cli_print_json(tree);
}

int cmd_handover(struct cli *cli, int argc, char **argv)
{
	struct sheet s = { .cli = cli };
	int err;

	if (argc != 2)
		return cli_usage(argv[0]);

	err = open_sheet(&s, argv[1]);
	if (!err && cli->json) {
		print_json(&s);
	} else if (!err) {
		print_head(&s);
		print_due(&s, false, _("Deadlines that are open:"));
		print_due(&s, true, _("Tasks that are open:"));
		print_notes(&s);
	}
	deadlines_release(&s.due);
	facts_release(&s.facts);
	dossier_release(&s.d);
	return err;
}
