/**
 * @file cli/cmd_check.c  check, pack
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "dossier/check.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"

static void print_safe(const char *before, const char *text)
{
	char safe[4096];

	text_printable(safe, sizeof(safe), text);
	(void)printf("%s%s\n", before, safe);
}

static void print_sources(const struct pack *pack, const struct finding *f)
{
	for (unsigned i = 0; i < f->sources_count; i++) {
		const struct source *s = pack_source(pack, f->sources[i]);

		(void)printf("      %s [%s, %s] %s\n", i ? "    " : _("from"),
			     s->key, strength_title(s->strength),
			     lang_pick(s->title, s->title_en));
	}
}

static void print_finding(const struct pack *pack, const struct finding *f,
			  bool details)
{
	cli_say("  [%s] %-8s %s%s%s", outcome_title(f->outcome), f->id,
		f->title, f->place ? "  " : "", f->place ? f->place : "");
	if (f->sentence && *f->sentence)
		print_safe("      ", f->sentence);
	if (f->outcome == OUTCOME_FAIL && f->fix) {
		(void)printf("      %s ", _("to do:"));
		print_safe("", f->fix);
	}
	if (details || f->outcome == OUTCOME_FAIL)
		print_sources(pack, f);
	if (details) {
		(void)printf("      %s ", _("reads:"));
		print_safe("", f->reads);
	}
}

static cJSON *finding_json(const struct pack *pack, const struct finding *f)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *sources;

	(void)cJSON_AddStringToObject(o, "id", f->id);
	(void)cJSON_AddStringToObject(o, "outcome", outcome_name(f->outcome));
	(void)cJSON_AddStringToObject(o, "severity",
				      severity_name(f->severity));
	(void)cJSON_AddStringToObject(o, "title", f->title);
	if (f->place)
		(void)cJSON_AddStringToObject(o, "fact", f->place);
	(void)cJSON_AddStringToObject(o, "sentence",
				      f->sentence ? f->sentence : "");
	if (f->fix)
		(void)cJSON_AddStringToObject(o, "fix", f->fix);
	(void)cJSON_AddStringToObject(o, "reads", f->reads ? f->reads : "");
	sources = cJSON_AddArrayToObject(o, "sources");
	for (unsigned i = 0; i < f->sources_count; i++) {
		const struct source *s = pack_source(pack, f->sources[i]);
		cJSON *item = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(item, "key", s->key);
		(void)cJSON_AddStringToObject(item, "strength",
					      strength_name(s->strength));
		(void)cJSON_AddStringToObject(item, "title",
					      lang_pick(s->title, s->title_en));
		(void)cJSON_AddItemToArray(sources, item);
	}

	return o;
}

static void print_json(const struct pack *pack, const struct dossier *d,
		       const struct findings *found)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *list;

	(void)cJSON_AddStringToObject(tree, "dossier", d->no);
	(void)cJSON_AddStringToObject(tree, "pack", pack->version);
	for (enum outcome o = 0; o < OUTCOME_COUNT; o++)
		(void)cJSON_AddNumberToObject(tree, outcome_name(o),
					      (double)found->count[o]);
	(void)cJSON_AddNumberToObject(tree, "blocking",
				      (double)found->blocking);
	list = cJSON_AddArrayToObject(tree, "findings");
	for (size_t i = 0; i < found->c; i++)
		(void)cJSON_AddItemToArray(list,
					   finding_json(pack, &found->v[i]));
	cli_print_json(tree);
}

static void print_all(const struct pack *pack, const struct dossier *d,
		      const struct findings *found)
{
	cli_say("%s  %s", d->no, d->name);
	for (size_t i = 0; i < found->c; i++)
		print_finding(pack, &found->v[i], false);
	cli_say(_("%zu pass, %zu fail (%zu of them block), %zu unknown, "
		  "%zu not applicable; unknown is not pass"),
		found->count[OUTCOME_PASS], found->count[OUTCOME_FAIL],
		found->blocking, found->count[OUTCOME_UNKNOWN],
		found->count[OUTCOME_NA]);
}

static int explain(const struct pack *pack, const struct findings *found,
		   const char *id)
{
	const struct rule *rule = pack_rule(pack, id);

	if (!rule)
		return err_set(ENOENT,
			       _("no rule %s; see: callpermit pack "
				 "show"),
			       id);

	for (size_t i = 0; i < found->c; i++) {
		if (strcmp(found->v[i].id, id) == 0)
			print_finding(pack, &found->v[i], true);
	}
	if (rule->when)
		(void)printf("      %s %s\n", _("applies when:"), rule->when);
	(void)printf("      %s %s\n", _("must hold:"), rule->holds);
	return 0;
}

int cmd_check(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = { { "explain", required_argument,
						   NULL, 'e' },
						 { NULL, 0, NULL, 0 } };
	struct checker *checker = NULL;
	struct findings found = { 0 };
	struct dossier d = { 0 };
	const char *rule = NULL;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'e')
			return cli_usage(argv[0]);
		rule = optarg;
	}
	if (optind + 1 != argc)
		return cli_usage(argv[0]);

	err = dossier_find(cli->db, argv[optind], &d);
	if (!err)
		err = checker_alloc(&checker, cli->pack);
	if (!err)
		err = check_run(checker, cli->db, d.id, &found);
	if (!err && rule)
		err = explain(cli->pack, &found, rule);
	else if (!err && cli->json)
		print_json(cli->pack, &d, &found);
	else if (!err)
		print_all(cli->pack, &d, &found);
	cli->findings = found.count[OUTCOME_FAIL] > 0;

	findings_release(&found);
	checker_free(checker);
	dossier_release(&d);
	return err;
}

static void show_pack(const struct pack *pack)
{
	cli_say(_("rule pack %s, SHA-256 %s"), pack->version, pack->sha256);
	for (unsigned i = 0; i < pack->forms_count; i++)
		(void)printf("  %-14s %s\n", pack->forms[i]->form,
			     lang_pick(pack->forms[i]->title,
				       pack->forms[i]->title_en));
	for (unsigned i = 0; i < pack->rules_count; i++)
		(void)printf("  %-14s %-5s %s\n", pack->rules[i].id,
			     severity_name(pack->rules[i].severity),
			     lang_pick(pack->rules[i].title,
				       pack->rules[i].title_en));
	for (unsigned i = 0; i < pack->papers_count; i++)
		(void)printf("  %-14s %s\n", pack->papers[i].id,
			     lang_pick(pack->papers[i].title,
				       pack->papers[i].title_en));
}

int cmd_pack(struct cli *cli, int argc, char **argv)
{
	const bool lint = argc == 2 && strcmp(argv[1], "lint") == 0;
	const bool show = argc == 2 && strcmp(argv[1], "show") == 0;
	struct checker *checker = NULL;
	int err;

	if (!lint && !show)
		return cli_usage(argv[0]);

	err = pack_load(&cli->pack);
	if (!err && show) {
		show_pack(cli->pack);
		return 0;
	}
	if (!err)
		err = checker_alloc(&checker, cli->pack);
	if (!err)
		cli_say(_("rule pack %s: %u forms, %u rules, %u sources, "
			  "%u papers; no error"),
			cli->pack->version, cli->pack->forms_count,
			cli->pack->rules_count, cli->pack->sources_count,
			cli->pack->papers_count);
	checker_free(checker);
	return err;
}
