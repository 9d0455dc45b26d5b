/**
 * @file cli/cmd_config.c  config
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/settings.h"

#define WIDTH_NAME  12
#define WIDTH_VALUE 14

static cJSON *tree_of(const struct settings *s, const struct setting *row)
{
	cJSON *tree = cJSON_CreateObject();

	cli_add_text(tree, "name", row->name);
	cli_add_text(tree, "value", settings_get(s, row->name));
	(void)cJSON_AddBoolToObject(tree, "chosen",
				    settings_is_set(s, row->name));
	return tree;
}

static void print_row(const struct settings *s, const struct setting *row)
{
	cli_print_cell(row->name, WIDTH_NAME);
	(void)putchar(' ');
	cli_print_cell(settings_get(s, row->name), WIDTH_VALUE);
	(void)printf(" %s%s", _(row->title), row->words ? ":" : "");
	for (const struct setting_word *w = row->words; w && w->word; w++)
		(void)printf(" %s", w->word);
	(void)putchar('\n');
}

static void add_filter(const char *name, const char *text, void *arg)
{
	(void)cJSON_AddStringToObject(arg, name, text);
}

static void print_filter(const char *name, const char *text, void *arg)
{
	(void)arg;
	cli_say("filter.%s = %s", name, text);
}

static void list_json(const struct settings *s, const char *flaws)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *rows = cJSON_AddArrayToObject(tree, "settings");

	for (const struct setting *row = settings_rows; row->name; row++)
		(void)cJSON_AddItemToArray(rows, tree_of(s, row));
	settings_each(s, "filter", add_filter,
		      cJSON_AddObjectToObject(tree, "filters"));
	cli_add_text(tree, "file", s->path);
	cli_add_text(tree, "flaws", *flaws ? flaws : NULL);
	cli_print_json(tree);
}

static int list(struct cli *cli, const struct settings *s)
{
	struct str flaws = { 0 };

	cli->findings = settings_flaws(s, &flaws) > 0;
	if (cli->json) {
		list_json(s, str_text(&flaws));
	} else {
		for (const struct setting *r = settings_rows; r->name; r++)
			print_row(s, r);
		settings_each(s, "filter", print_filter, NULL);
		cli_say(_("Kept in %s"), s->path);
		if (flaws.len)
			(void)fputs(str_text(&flaws), stderr);
	}
	str_release(&flaws);
	return 0;
}

static int show(const struct cli *cli, const struct settings *s,
		const char *name)
{
	const struct setting *row = settings_row(name);
	const char *value = settings_get(s, name);

	if (!value)
		return err_set(ENOENT,
			       _("no setting %s; see: callpermit config"),
			       name);
	if (cli->json && row)
		cli_print_json(tree_of(s, row));
	else
		cli_say("%s", value);
	return 0;
}

int cmd_config(struct cli *cli, int argc, char **argv)
{
	struct settings s;
	int err;

	if (argc > 3)
		return cli_usage(argv[0]);

	err = settings_load(&s);
	if (!err && argc == 1)
		err = list(cli, &s);
	else if (!err && argc == 2)
		err = show(cli, &s, argv[1]);
	else if (!err && strcmp(argv[1], "reset") == 0)
		err = settings_set(&s, argv[2], NULL);
	else if (!err)
		err = settings_set(&s, argv[1], argv[2]);
	settings_release(&s);
	return err;
}
