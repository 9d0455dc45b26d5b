/**
 * @file cli/cmd_check.c  check, migrate
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "check/compare.h"
#include "check/profile.h"
#include "cli/cli.h"
#include "cli/finding.h"
#include "dossier/attached.h"
#include "dossier/office.h"
#include "dossier/pin.h"
#include "paper/context.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* A dossier being checked */
struct checking {
	struct cli *cli;
	struct dossier d;
	struct checker *checker;
	struct facts facts;
	struct findings found;
};

static int checking_open(struct checking *c, struct cli *cli, const char *no)
{
	int err = cli_open(cli, no, &c->d);

	c->cli = cli;
	if (!err)
		err = checker_alloc(&c->checker, cli->pack);
	if (!err)
		err = facts_load(&c->facts, cli->db, cli->pack, c->d.id);
	if (!err)
		err = check_facts(c->checker, &c->facts, &c->found);
	return err;
}

/* Before anything is printed: it is not what is judged */
static void hide(struct checking *c)
{
	if (c->cli->masked)
		check_hide(&c->facts, &c->found);
}

static void checking_close(struct checking *c)
{
	findings_release(&c->found);
	facts_release(&c->facts);
	checker_free(c->checker);
	dossier_release(&c->d);
}

static void print_json(const struct checking *c)
{
	const struct findings *found = &c->found;
	const struct pack *pack = c->cli->pack;
	cJSON *tree = cJSON_CreateObject();
	cJSON *list;

	(void)cJSON_AddStringToObject(tree, "dossier", c->d.no);
	(void)cJSON_AddStringToObject(tree, "pack", pack->version);
	(void)cJSON_AddStringToObject(tree, "shipped_pack",
				      c->cli->shipped->version);
	for (enum outcome o = 0; o < OUTCOME_COUNT; o++)
		(void)cJSON_AddNumberToObject(tree, outcome_name(o),
					      (double)found->count[o]);
	(void)cJSON_AddNumberToObject(tree, "blocking",
				      (double)found->blocking);
	(void)cJSON_AddNumberToObject(tree, "open", (double)found->open);
	(void)cJSON_AddItemToObject(tree, "score", score_json(found));
	list = cJSON_AddArrayToObject(tree, "findings");
	for (size_t i = 0; i < found->c; i++)
		(void)cJSON_AddItemToArray(list,
					   finding_json(pack, &found->v[i]));
	(void)cJSON_AddItemToObject(
		tree, "conflicts",
		conflicts_json(pack, profile_of(pack, &c->facts)));
	cli_print_json(tree);
}

static void print_all(const struct checking *c, bool all)
{
	cli_say(_("%s  %s  rule pack %s"), c->d.no, c->d.name,
		c->cli->pack->version);
	/* What stands at the end may be a thousand lines away */
	cli_say(_("readiness %u.%02u of 100; %zu block, %zu unknown"),
		c->found.score / 100, c->found.score % 100, c->found.blocking,
		c->found.count[OUTCOME_UNKNOWN]);
	if (c->cli->own)
		cli_say(_("this dossier keeps its rule pack; the program comes "
			  "with %s (see: callpermit migrate %s --dry-run)"),
			c->cli->shipped->version, c->d.no);
	else if (strcmp(c->d.pack_sha256, c->cli->shipped->sha256) != 0)
		cli_say(_("its own rule pack %s was not kept by the program "
			  "that opened it; callpermit migrate %s makes this "
			  "one its own"),
			c->d.pack_version, c->d.no);
	print_findings(c->cli->pack, &c->found, all);
	print_conflicts(c->cli->pack, profile_of(c->cli->pack, &c->facts));
}

/* What sources say about the numbers that a rule reads */
static void explain_numbers(const struct checking *c, const struct finding *f)
{
	if (!strstr(f->reads, "profile.") && !strstr(f->reads, "advice."))
		return;

	(void)puts(_("what sources say:"));
	print_numbers(c->cli->pack, profile_of(c->cli->pack, &c->facts),
		      f->reads);
}

static void explain_rule(const struct rule *rule)
{
	if (rule->each)
		(void)printf("      %s %s\n", _("for each row of:"),
			     rule->each);
	if (rule->when)
		(void)printf("      %s %s\n", _("applies when:"), rule->when);
	if (rule->holds)
		(void)printf("      %s %s\n", _("must hold:"), rule->holds);
	if (rule->scan)
		(void)printf("      %s data/words.yaml, %s\n",
			     _("must not contain words of:"), rule->scan);
}

static void add_text(cJSON *o, const char *name, const char *text)
{
	if (text)
		(void)cJSON_AddStringToObject(o, name, text);
}

static void explain_json(const struct checking *c, const char *id,
			 const struct rule *rule, const struct paper *paper)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *list;

	(void)cJSON_AddStringToObject(o, "id", id);
	add_text(o, "each", rule ? rule->each : NULL);
	add_text(o, "when", rule ? rule->when : paper->when);
	add_text(o, "holds", rule ? rule->holds : NULL);
	add_text(o, "scan", rule ? rule->scan : NULL);
	list = cJSON_AddArrayToObject(o, "findings");
	for (size_t i = 0; i < c->found.c; i++) {
		if (strcmp(c->found.v[i].id, id) == 0)
			(void)cJSON_AddItemToArray(
				list,
				finding_json(c->cli->pack, &c->found.v[i]));
	}
	cli_print_json(o);
}

static int explain(const struct checking *c, const char *id)
{
	const struct rule *rule = pack_rule(c->cli->pack, id);
	const struct paper *paper = pack_paper(c->cli->pack, id);
	const struct finding *last = NULL;

	if (!rule && !paper)
		return err_set(ENOENT,
			       _("no rule %s; see: callpermit pack show rules"),
			       id);
	if (c->cli->json) {
		explain_json(c, id, rule, paper);
		return 0;
	}

	for (size_t i = 0; i < c->found.c; i++) {
		if (strcmp(c->found.v[i].id, id) == 0) {
			last = &c->found.v[i];
			print_finding(c->cli->pack, last);
		}
	}
	if (rule)
		explain_rule(rule);
	else if (paper->when)
		(void)printf("      %s %s\n", _("due when:"), paper->when);
	if (last)
		explain_numbers(c, last);
	return 0;
}

/* Where differences go: to the terminal, or into a list of JSON */
struct telling {
	const struct pack *pack;
	cJSON *list;
	size_t count;
};

static const char *side(const struct finding *f)
{
	return f ? outcome_title(f->outcome) : "-";
}

static int tell_difference(const struct difference *d, void *arg)
{
	struct telling *t = arg;
	const struct finding *f = d->after ? d->after : d->before;
	cJSON *o;

	t->count++;
	if (!t->list) {
		cli_say("  %-8s [%s] -> [%s]  %s%s%s", f->id, side(d->before),
			side(d->after), f->title, f->place ? "  " : "",
			f->place ? f->place : "");
		if (f->sentence && *f->sentence)
			print_safe("      ", f->sentence);
		return 0;
	}

	o = finding_json(t->pack, f);
	(void)cJSON_AddStringToObject(
		o, "before", d->before ? outcome_name(d->before->outcome) : "");
	(void)cJSON_AddStringToObject(
		o, "after", d->after ? outcome_name(d->after->outcome) : "");
	(void)cJSON_AddItemToArray(t->list, o);
	return 0;
}

static void tell_scores(cJSON *tree, const struct findings *before,
			const struct findings *after)
{
	if (tree) {
		(void)cJSON_AddNumberToObject(tree, "score_before",
					      before->score / 100.0);
		(void)cJSON_AddNumberToObject(tree, "score_after",
					      after->score / 100.0);
		(void)cJSON_AddNumberToObject(tree, "blocking_before",
					      (double)before->blocking);
		(void)cJSON_AddNumberToObject(tree, "blocking_after",
					      (double)after->blocking);
		return;
	}

	cli_say(_("readiness %u.%02u -> %u.%02u, blocking %zu -> %zu"),
		before->score / 100, before->score % 100, after->score / 100,
		after->score % 100, before->blocking, after->blocking);
}

static void tell_all(struct cli *cli, const struct findings *before,
		     const struct findings *after)
{
	cJSON *tree = cli->json ? cJSON_CreateObject() : NULL;
	struct telling t = { .pack = cli->pack };

	if (tree)
		t.list = cJSON_AddArrayToObject(tree, "differences");
	(void)findings_compare(before, after, tell_difference, &t);
	if (!tree && t.count == 0)
		(void)puts(_("  nothing comes out differently"));
	tell_scores(tree, before, after);
	if (tree)
		cli_print_json(tree);
}

/* Who sees personal data masked could guess at it: a rule says whether two
 * numbers are the same */
static int refuse_guesses(const struct cli *cli, const struct fact_set *setv)
{
	int err = 0;

	for (; setv->key && !err; setv++) {
		const struct field *field = NULL;
		struct fact_key key;

		err = fact_key_decode(&key, cli->pack, setv->key, NULL, &field);
		if (!err && fact_is_personal(&key, field))
			err = office_may(cli->db, MAY_WHOLE);
	}

	return err;
}

static int what_if(struct checking *c, char **argv, int argc)
{
	struct findings then = { 0 };
	struct fact_set *setv = NULL;
	int err = cli_split_wishes(&setv, argc, argv);

	if (!err)
		err = refuse_guesses(c->cli, setv);
	if (!err)
		err = facts_suppose(&c->facts, c->cli->pack, setv);
	if (!err)
		err = check_facts(c->checker, &c->facts, &then);
	if (c->cli->masked)
		check_hide_findings(&c->facts, &then);
	hide(c);
	if (!err)
		tell_all(c->cli, &c->found, &then);
	c->cli->findings = then.count[OUTCOME_FAIL] > 0 ||
			   findings_gates(&then) > 0;
	findings_release(&then);
	free(setv);
	return err;
}

/* The files that facts name are no matter of the rules */
static void tell_not_kept(const struct checking *c)
{
	struct attached_list files;
	struct vault vault;
	size_t n = 0;

	vault_of_db(&vault, c->cli->db);
	attached_of_facts(&files, &c->facts, &vault);
	for (size_t i = 0; i < files.c; i++)
		n += !files.v[i].kept;
	if (n > 0)
		cli_say(_("of %zu attached files there is no copy; see: "
			  "callpermit evidence %s list"),
			n, c->d.no);
	attached_list_release(&files);
	vault_release(&vault);
}

int cmd_check(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "explain", required_argument, NULL, 'e' },
		{ "what-if", no_argument, NULL, 'w' },
		{ "all", no_argument, NULL, 'a' },
		{ NULL, 0, NULL, 0 }
	};
	struct checking c = { 0 };
	const char *rule = NULL;
	bool suppose = false;
	bool all = false;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == '?')
			return cli_usage(argv[0]);
		rule = o == 'e' ? optarg : rule;
		suppose |= o == 'w';
		all |= o == 'a';
	}
	if (optind + 1 + suppose > argc || (!suppose && optind + 1 != argc))
		return cli_usage(argv[0]);

	err = checking_open(&c, cli, argv[optind]);
	cli->findings = c.found.count[OUTCOME_FAIL] > 0 ||
			findings_gates(&c.found) > 0;
	if (!suppose)
		hide(&c);
	if (!err && rule)
		err = explain(&c, rule);
	else if (!err && suppose)
		err = what_if(&c, argv + optind + 1, argc - optind - 1);
	else if (!err && cli->json)
		print_json(&c);
	else if (!err)
		print_all(&c, all);
	if (!err && !rule && !suppose && !cli->json)
		tell_not_kept(&c);

	checking_close(&c);
	return err;
}

/* Answers that the pack does not ask for, or that are none under it: they stay
 */
static void tell_kept(const struct checking *c, const struct facts *facts)
{
	const char *version = c->cli->shipped->version;

	for (size_t i = 0; i < facts->c; i++) {
		const struct fact *f = &facts->v[i];
		const struct fact *now = facts_find(&c->facts, f->key.group,
						    f->key.n, f->key.key);
		struct str name = { 0 };

		fact_key_encode(&name, &f->key);
		if (!f->field)
			cli_say(_("  %s: no field in %s; the answer is kept "
				  "and hidden"),
				name.s, version);
		else if (!f->ok && now && now->ok)
			cli_say(_("  %s: no value of its field in %s; the "
				  "answer is kept and counts as unknown"),
				name.s, version);
		str_release(&name);
	}
}

static int migrate(struct checking *c, bool dry)
{
	struct cli *cli = c->cli;
	struct checker *checker = NULL;
	struct findings then = { 0 };
	struct facts facts = { NULL, 0 };
	int err = checker_alloc(&checker, cli->shipped);

	if (!err)
		err = facts_load(&facts, cli->db, cli->shipped, c->d.id);
	if (!err && !cli->json) {
		cli_say(_("%s: rule pack %s -> %s"), c->d.no, c->d.pack_version,
			cli->shipped->version);
		tell_kept(c, &facts);
	}
	if (!err)
		err = check_facts(checker, &facts, &then);
	if (!err)
		tell_all(cli, &c->found, &then);
	if (!err && !dry)
		err = pin_move(cli->db, cli->shipped, &c->d, NULL);
	if (!err && dry && !cli->json)
		(void)puts(_("nothing was changed (--dry-run)"));

	findings_release(&then);
	facts_release(&facts);
	checker_free(checker);
	return err;
}

int cmd_migrate(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "dry-run", no_argument, NULL, 'n' }, { NULL, 0, NULL, 0 }
	};
	struct checking c = { 0 };
	bool dry = false;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'n')
			return cli_usage(argv[0]);
		dry = true;
	}
	if (optind + 1 != argc)
		return cli_usage(argv[0]);

	err = checking_open(&c, cli, argv[optind]);
	if (!err && strcmp(c.d.pack_sha256, cli->shipped->sha256) == 0 &&
	    cli->json)
		tell_all(cli, &c.found, &c.found);
	else if (!err && strcmp(c.d.pack_sha256, cli->shipped->sha256) == 0)
		cli_say(_("%s uses the rule pack %s already"), c.d.no,
			cli->shipped->version);
	else if (!err)
		err = migrate(&c, dry);
	checking_close(&c);
	return err;
}
