/**
 * @file cli/cmd_explain.c  explain: what a code behind an error means
 */
#include <errno.h>
#include <stdio.h>

#include "cli/cli.h"
#include "util/err.h"
#include "util/err_code.h"
#include "util/lang.h"

static cJSON *json_of(const struct err_code *c)
{
	cJSON *tree = cJSON_CreateObject();

	cli_add_text(tree, "code", c->code);
	(void)cJSON_AddNumberToObject(tree, "exit", cli_exit_code(c->err));
	cli_add_text(tree, "means", _(c->means));
	cli_add_text(tree, "todo", _(c->todo));
	return tree;
}

static void explain(const struct err_code *c)
{
	cli_say("%s", c->code);
	cli_say("  %s", _(c->means));
	cli_say("  %s", _(c->todo));
	cli_say(_("  exit status: %d"), (int)cli_exit_code(c->err));
}

static int all(const struct cli *cli)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;

	for (const struct err_code *c = err_codes; c->code; c++) {
		if (list) {
			(void)cJSON_AddItemToArray(list, json_of(c));
		} else {
			cli_print_cell(c->code, 16);
			cli_say(" %s", _(c->means));
		}
	}
	if (list)
		cli_print_json(list);
	return 0;
}

static int unknown(const char *typed)
{
	const struct err_code *near = err_code_near(typed);

	return near ? err_set(ENOENT, _("no code %s; did you mean %s?"), typed,
			      near->code)
		    : err_set(ENOENT,
			      _("no code %s; all of them: callpermit explain"),
			      typed);
}

int cmd_explain(struct cli *cli, int argc, char **argv)
{
	const struct err_code *c;

	if (argc > 2)
		return cli_usage(argv[0]);
	if (argc < 2)
		return all(cli);

	c = err_code_find(argv[1]);
	if (!c)
		return unknown(argv[1]);
	if (cli->json)
		cli_print_json(json_of(c));
	else
		explain(c);
	return 0;
}
