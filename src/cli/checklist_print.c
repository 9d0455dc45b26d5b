/**
 * @file cli/checklist_print.c  checklist print
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "cli/checklist.h"
#include "paper/context.h"
#include "paper/filing.h"
#include "util/clock.h"
#include "util/lang.h"

#define COMMAND	 "checklist"
#define TEMPLATE "checklist.md"

static cJSON *tree_of(const struct pack *pack, const struct check_run *run)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *co = cJSON_AddObjectToObject(tree, "co");
	const char *name = facts_value(run->facts, "co", 0, "name");

	(void)cJSON_AddStringToObject(co, "name", name ? name : "");
	context_add_run(tree, "run", pack, run);
	return tree;
}

static int render(struct cli *cli, const struct check_run *run,
		  const char *path)
{
	cJSON *tree = tree_of(cli->pack, run);
	const cJSON *o = cJSON_GetObjectItemCaseSensitive(tree, "run");
	const struct paper_meta meta = {
		.title = cJSON_GetStringValue(
			cJSON_GetObjectItemCaseSensitive(o, "title")),
		.now_ms = clock_now(),
		.pack = cli->pack,
		.spare = cli->shipped
	};
	struct paper_result r = { 0 };
	struct filing *filing = NULL;
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
