/**
 * @file cli/cmd_stage.c  stage, act
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/deadline.h"
#include "cli/finding.h"
#include "course/handed_in.h"
#include "course/stage.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "value/value.h"

#define CHANGES_SHOWN 30
#define SOON_DAYS     7
#define WIDTH_ACT     20
#define WIDTH_TITLE   34

/* A dossier with its facts, for one command */
struct staging {
	struct cli *cli;
	struct dossier d;
	struct checker *checker;
	struct calendar *calendar;
	struct facts facts;
	struct handed_in handed_in;
};

static int staging_open(struct staging *s, struct cli *cli, const char *no)
{
	int err = cli_open(cli, no, &s->d);

	s->cli = cli;
	if (!err)
		err = checker_alloc(&s->checker, cli->pack);
	if (!err)
		err = calendar_shipped(&s->calendar);
	return err ? err : facts_load(&s->facts, cli->db, cli->pack, s->d.id);
}

static void staging_close(struct staging *s)
{
	handed_in_release(&s->handed_in);
	facts_release(&s->facts);
	calendar_free(s->calendar);
	checker_free(s->checker);
	dossier_release(&s->d);
}

static const char *step(const struct facts *facts, int n, const char *key)
{
	const char *value = facts_value(facts, STEP_GROUP, n, key);

	return value ? value : "";
}

/* Said by the line of the step already */
static bool is_move(const char *key)
{
	return strcmp(key, "act") == 0 || strcmp(key, "from") == 0 ||
	       strcmp(key, "to") == 0 || strcmp(key, "date") == 0;
}

static const char *stage_title(const struct pack *pack, const char *id)
{
	const struct stage *stage = pack_stage(pack, id);

	return stage ? lang_pick(stage->title, stage->title_en) : id;
}

/* What was noted at a step besides the move itself */
static void add_details(struct str *to, const struct staging *s, int n)
{
	const struct section *section = pack_section(s->cli->pack, STEP_GROUP);

	for (unsigned i = 0; section && i < section->fields_count; i++) {
		const struct field *field = &section->fields[i];
		const char *value = facts_value(&s->facts, STEP_GROUP, n,
						field->key);

		if (!value || is_move(field->key))
			continue;
		str_addf(to,
			 "  %s: ", lang_pick(field->label, field->label_en));
		value_print(to, field, value);
	}
}

static void print_steps(const struct staging *s)
{
	const struct pack *pack = s->cli->pack;
	const int last = facts_rows(&s->facts, STEP_GROUP);
	struct str text = { 0 };

	for (int n = 1; n <= last; n++) {
		const char *id = step(&s->facts, n, "act");
		const struct act *act = pack_act(pack, id);

		str_clear(&text);
		str_addf(&text, "%s  %s -> %s", step(&s->facts, n, "date"),
			 act ? lang_pick(act->title, act->title_en) : id,
			 stage_title(pack, step(&s->facts, n, "to")));
		print_safe("  ", text.s);
		str_clear(&text);
		add_details(&text, s, n);
		if (text.len)
			print_safe("            ", text.s + 2);
	}
	str_release(&text);
}

/* What must be given stands without brackets */
static void print_ask(const struct act *act, const char *ask)
{
	bool needed = false;

	for (unsigned i = 0; i < act->needs_count; i++)
		needed |= strcmp(act->needs[i], ask) == 0;
	(void)printf(needed ? " %s" : " [%s]", ask);
}

static void print_acts(const struct stage_acts *acts)
{
	for (size_t i = 0; i < acts->c; i++) {
		const struct stage_act *a = &acts->v[i];

		(void)printf("  %s ", a->open ? "+" : "-");
		cli_print_cell(a->act->id, WIDTH_ACT);
		cli_print_cell(lang_pick(a->act->title, a->act->title_en),
			       WIDTH_TITLE);
		for (unsigned k = 0; k < a->act->asks_count; k++)
			print_ask(a->act, a->act->asks[k]);
		(void)puts("");
		if (a->why)
			print_safe("      ", a->why);
	}
}

/* What the authority does not have */
static void print_changes(const struct staging *s)
{
	const struct handed_in *h = &s->handed_in;

	if (!h->date || h->c == 0)
		return;
	cli_say(_("handed in on %s; changed since: %zu"), h->date, h->c);
	for (size_t i = 0; i < h->c && i < CHANGES_SHOWN; i++)
		cli_say("  %s %s", h->v[i].asked ? " " : "!", h->v[i].name);
	if (h->c > CHANGES_SHOWN)
		cli_say(_("... and %zu more"), h->c - CHANGES_SHOWN);
	if (h->unasked > 0 && h->fields)
		cli_say(_("  ! was not asked for (%s)"), h->fields);
}

/* What is late, or nearly, says what follows if it is missed */
static void print_near(const struct deadline *d)
{
	const int64_t soon = date_number(clock_today()) + SOON_DAYS;

	print_deadline(d);
	if (d->state == DEADLINE_OPEN && d->due.year &&
	    date_number(d->due) <= soon && d->consequence)
		print_safe("              ", d->consequence);
}

static void print_stage(const struct staging *s, const struct stage_acts *acts,
			const struct deadlines *due)
{
	const struct stage *stage = stage_of(s->cli->pack, &s->facts);
	size_t later = 0;

	cli_say("%s  %s", s->d.no, s->d.name);
	print_steps(s);
	if (!stage) {
		(void)puts(_("the rule pack has no such stage"));
		return;
	}
	cli_say(_("stage %s %s; the ball is with: %s"), stage->id,
		lang_pick(stage->title, stage->title_en),
		side_title(stage->actor));
	if (stage->next)
		print_safe("  ", lang_pick(stage->next, stage->next_en));
	for (size_t i = 0; i < due->c; i++) {
		if (deadline_is_near(&due->v[i]))
			print_near(&due->v[i]);
		else
			later += due->v[i].state == DEADLINE_OPEN;
	}
	if (later > 0)
		cli_say(_("  and %zu later; see: callpermit due %s --within "
			  "2000"),
			later, s->d.no);
	print_changes(s);
	if (acts->c > 0)
		(void)puts(_(
			"what can be done (+ open, - closed; in brackets: may be left out):"));
	print_acts(acts);
}

static cJSON *steps_json(const struct staging *s)
{
	const struct section *section = pack_section(s->cli->pack, STEP_GROUP);
	const int last = facts_rows(&s->facts, STEP_GROUP);
	cJSON *list = cJSON_CreateArray();

	for (int n = 1; n <= last; n++) {
		cJSON *o = cJSON_CreateObject();

		for (unsigned i = 0; section && i < section->fields_count;
		     i++) {
			const char *key = section->fields[i].key;
			const char *value = facts_value(&s->facts, STEP_GROUP,
							n, key);

			if (value)
				(void)cJSON_AddStringToObject(o, key, value);
		}
		(void)cJSON_AddItemToArray(list, o);
	}

	return list;
}

static void print_json(const struct staging *s, const struct stage_acts *acts,
		       const struct deadlines *due)
{
	const struct stage *stage = stage_of(s->cli->pack, &s->facts);
	cJSON *tree = cJSON_CreateObject();
	cJSON *list;

	(void)cJSON_AddStringToObject(tree, "dossier", s->d.no);
	(void)cJSON_AddStringToObject(tree, "stage", stage ? stage->id : "");
	(void)cJSON_AddStringToObject(tree, "actor",
				      stage ? side_name(stage->actor) : "");
	(void)cJSON_AddItemToObject(tree, "steps", steps_json(s));
	list = cJSON_AddArrayToObject(tree, "acts");
	for (size_t i = 0; i < acts->c; i++) {
		cJSON *o = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(o, "act", acts->v[i].act->id);
		(void)cJSON_AddStringToObject(o, "to", acts->v[i].act->to);
		(void)cJSON_AddBoolToObject(o, "open", acts->v[i].open);
		if (acts->v[i].why)
			(void)cJSON_AddStringToObject(o, "why", acts->v[i].why);
		(void)cJSON_AddItemToArray(list, o);
	}
	list = cJSON_AddArrayToObject(tree, "deadlines");
	for (size_t i = 0; i < due->c; i++)
		(void)cJSON_AddItemToArray(
			list, deadline_json(s->cli->pack, &due->v[i]));
	cli_print_json(tree);
}

static int show(struct staging *s)
{
	struct stage_acts acts = { NULL, 0 };
	struct deadlines due = { NULL, 0 };
	int err = handed_in_load(&s->handed_in, s->cli->db, s->cli->pack,
				 s->d.id, &s->facts);

	if (s->cli->masked)
		facts_hide_words(&s->facts);
	if (!err)
		err = deadlines_make(&due, s->checker, s->calendar, &s->facts);

	if (!err)
		err = stage_acts(&acts, s->checker, &s->facts);
	if (s->cli->masked)
		facts_hide(&s->facts);
	if (!err && s->cli->json)
		print_json(s, &acts, &due);
	else if (!err)
		print_stage(s, &acts, &due);
	stage_acts_release(&acts);
	deadlines_release(&due);
	return err;
}

int cmd_stage(struct cli *cli, int argc, char **argv)
{
	struct staging s = { 0 };
	int err;

	if (argc != 2)
		return cli_usage(argv[0]);

	err = staging_open(&s, cli, argv[1]);
	if (!err)
		err = show(&s);
	staging_close(&s);
	return err;
}

static int do_act(struct staging *s, const struct stage_doing *doing)
{
	int err = stage_do(s->cli->db, s->checker, s->cli->pack, s->calendar,
			   s->d.id, doing);

	facts_release(&s->facts);
	if (!err)
		err = facts_load(&s->facts, s->cli->db, s->cli->pack, s->d.id);
	return err ? err : show(s);
}

int cmd_act(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "date", required_argument, NULL, 'd' },
		{ "reason", required_argument, NULL, 'r' },
		{ NULL, 0, NULL, 0 }
	};
	struct stage_doing doing = { 0 };
	struct fact_set *givenv = NULL;
	struct staging s = { 0 };
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == '?')
			return cli_usage(argv[0]);
		if (o == 'd')
			doing.date = optarg;
		else
			doing.reason = optarg;
	}
	if (argc - optind < 2)
		return cli_usage(argv[0]);

	doing.act = argv[optind + 1];
	err = staging_open(&s, cli, argv[optind]);
	if (!err)
		err = cli_split_wishes(&givenv, argc - optind - 2,
				       argv + optind + 2);
	doing.givenv = givenv;
	if (!err)
		err = do_act(&s, &doing);

	free(givenv);
	staging_close(&s);
	return err;
}
