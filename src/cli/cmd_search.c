/**
 * @file cli/cmd_search.c  search
 */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "dossier/search.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"

#define WIDTH_NO    11
#define WIDTH_KEY   22
#define WIDTH_LABEL 24

/* Facts printed of one dossier */
#define FACTS_SHOWN 5

struct printing {
	cJSON *list; /* or NULL */
	size_t count;
};

static void print_fact(const struct search_fact *f)
{
	struct str name = { 0 };
	struct str text = { 0 };
	char safe[1024];

	search_show(&text, f->field, f->excerpt);
	text_printable(safe, sizeof(safe), str_text(&text));

	fact_key_encode(&name, &f->key);
	(void)fputs("  ", stdout);
	cli_print_cell(name.s, WIDTH_KEY);
	(void)fputs(" ", stdout);
	cli_print_cell(f->field ? lang_pick(f->field->label, f->field->label_en)
				: "",
		       WIDTH_LABEL);
	(void)printf(" %s\n", safe);
	str_release(&name);
	str_release(&text);
}

static void add_hit(cJSON *list, const struct search_hit *hit)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *facts;

	(void)cJSON_AddStringToObject(o, "dossier", hit->d->no);
	(void)cJSON_AddStringToObject(o, "name", hit->d->name);
	(void)cJSON_AddBoolToObject(o, "in_name", hit->name);
	facts = cJSON_AddArrayToObject(o, "facts");
	for (size_t i = 0; i < hit->factc; i++) {
		const struct search_fact *f = &hit->factv[i];
		cJSON *fact = cJSON_CreateObject();
		struct str key = { 0 };

		fact_key_encode(&key, &f->key);
		(void)cJSON_AddStringToObject(fact, "fact", key.s);
		(void)cJSON_AddStringToObject(
			fact, "label",
			f->field
				? lang_pick(f->field->label, f->field->label_en)
				: "");
		(void)cJSON_AddStringToObject(fact, "value", f->text);
		(void)cJSON_AddStringToObject(fact, "excerpt", f->excerpt);
		(void)cJSON_AddItemToArray(facts, fact);
		str_release(&key);
	}
	(void)cJSON_AddItemToArray(list, o);
}

static int hit_handler(const struct search_hit *hit, void *arg)
{
	struct printing *p = arg;

	p->count++;
	if (p->list) {
		add_hit(p->list, hit);
		return 0;
	}

	cli_say("%-*s%s", WIDTH_NO, hit->d->no,
		*hit->d->name ? hit->d->name : _("(no name yet)"));
	for (size_t i = 0; i < hit->factc; i++)
		print_fact(&hit->factv[i]);
	if (hit->facts > hit->factc)
		cli_say(_("  and %zu more facts"), hit->facts - hit->factc);
	return 0;
}

static int rebuild(struct cli *cli)
{
	int64_t dossiers = 0;
	int err = search_rebuild(cli->db);

	if (!err)
		err = db_int(cli->db, "SELECT count(*) FROM dossier", NULL,
			     &dossiers);
	if (!err)
		cli_say(_("The index was made anew: %lld dossiers"),
			(long long)dossiers);
	return err;
}

int cmd_search(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "rebuild", no_argument, NULL, 'r' }, { NULL, 0, NULL, 0 }
	};
	struct printing p = { NULL, 0 };
	struct str text = { 0 };
	bool anew = false;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (o != 'r')
			return cli_usage(argv[0]);
		anew = true;
	}
	if (anew == (optind < argc))
		return cli_usage(argv[0]);
	if (anew)
		return rebuild(cli);

	for (int i = optind; i < argc; i++)
		str_addf(&text, "%s ", argv[i]);
	p.list = cli->json ? cJSON_CreateArray() : NULL;
	err = search_each(cli->db, cli->pack, str_text(&text),
			  cli->json ? SIZE_MAX : FACTS_SHOWN, hit_handler, &p);
	if (p.list && !err)
		cli_print_json(p.list);
	else
		cJSON_Delete(p.list);
	if (!err && !cli->json && p.count == 0)
		cli_say("%s", _("No dossier has this in it."));
	str_release(&text);
	return err;
}
