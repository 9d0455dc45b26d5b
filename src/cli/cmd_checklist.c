/**
 * @file cli/cmd_checklist.c  checklist
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checklist/checklist.h"
#include "cli/checklist.h"
#include "cli/cli.h"
#include "cli/finding.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define COMMAND "checklist"

static int start(struct cli *cli, const struct checklist *c, int argc,
		 char **argv)
{
	static const struct option options[] = {
		{ "kind", required_argument, NULL, 'k' }, { NULL, 0, NULL, 0 }
	};
	const char *kind = "self";
	int n = 0;
	int err;
	int o;

	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'k')
			return cli_usage_of(COMMAND, argv[0]);
		kind = optarg;
	}
	if (optind + 1 != argc)
		return cli_usage_of(COMMAND, argv[0]);

	err = checklist_start(c, argv[optind], kind, &n);
	if (!err && cli->json) {
		cJSON *tree = cJSON_CreateObject();

		(void)cJSON_AddNumberToObject(tree, "run", n);
		cli_print_json(tree);
	} else if (!err) {
		cli_say(_("run %d begun"), n);
	}
	return err;
}

static int answer(struct cli *cli, const struct checklist *c, int argc,
		  char **argv)
{
	static const struct option options[] = {
		{ "run", required_argument, NULL, 'r' },
		{ "note", required_argument, NULL, 'n' },
		{ "evidence", required_argument, NULL, 'e' },
		{ "by", required_argument, NULL, 'b' },
		{ "reason", required_argument, NULL, 'R' },
		{ "owner", required_argument, NULL, 'o' },
		{ "due", required_argument, NULL, 'd' },
		{ NULL, 0, NULL, 0 }
	};
	struct check_answer a = { .run = 0 };
	int err = 0;
	int o;

	(void)cli;
	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'r')
			err = checklist_run_number(optarg, &a.run);
		else if (o == 'n')
			a.note = optarg;
		else if (o == 'e')
			a.evidence = optarg;
		else if (o == 'b')
			a.by = optarg;
		else if (o == 'R')
			a.reason = optarg;
		else if (o == 'o')
			a.owner = optarg;
		else if (o == 'd')
			a.due = optarg;
		else
			return cli_usage_of(COMMAND, argv[0]);
	}
	if (optind + 2 != argc)
		return cli_usage_of(COMMAND, argv[0]);

	a.item = argv[optind];
	if (!err)
		err = answer_decode(&a.answer, argv[optind + 1]);
	return err ? err : checklist_answer(c, &a);
}

static int close_run(struct cli *cli, const struct checklist *c, int argc,
		     char **argv)
{
	int n = 0;
	int err;

	(void)cli;
	if (argc > 2)
		return cli_usage_of(COMMAND, argv[0]);
	err = argc == 2 ? checklist_run_number(argv[1], &n) : 0;
	return err ? err : checklist_close(c, n);
}

static const struct {
	const char *name;
	checklist_part_h *run;
} parts[] = {
	{ "start", start },
	{ "list", checklist_list },
	{ "answer", answer },
	{ "show", checklist_show },
	{ "result", checklist_result },
	{ "print", checklist_print },
	{ "close", close_run },
};

int cmd_checklist(struct cli *cli, int argc, char **argv)
{
	struct checklist c = { .db = cli->db };
	struct dossier d = { 0 };
	size_t i = 0;
	int err;

	while (argc > 2 && i < ARRAY_LEN(parts) &&
	       strcmp(argv[2], parts[i].name) != 0)
		i++;
	if (argc < 3)
		return cli_usage(COMMAND);
	if (i == ARRAY_LEN(parts))
		return cli_unknown(COMMAND, argv[2]);

	err = cli_open(cli, argv[1], &d);
	if (!err)
		err = checker_alloc(&c.checker, cli->pack);
	if (!err) {
		c.pack = cli->pack;
		c.dossier = d.id;
		err = parts[i].run(cli, &c, argc - 2, argv + 2);
	}
	checker_free(c.checker);
	dossier_release(&d);
	return err;
}
