/**
 * @file cli/cmd_evidence.c  evidence
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "checklist/checklist.h"
#include "cli/cli.h"
#include "cli/evidence.h"
#include "dossier/evidence.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define COMMAND "evidence"

static void tell(const struct cli *cli, const struct dossier *d,
		 const struct evidence *e, bool compared)
{
	cJSON *tree;

	if (!cli->json) {
		cli_say(_("%s: drill taken over, %zu recordings have "
			  "their hash, report SHA-256 %.12s"),
			d->no, e->recordings, e->sha256);
		if (!compared)
			cli_say(_("it ran with a configuration of SHA-256 "
				  "%.12s, which was not compared; --config "
				  "FILE does, where it lies"),
				e->config);
		return;
	}

	tree = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(tree, "dossier", d->no);
	(void)cJSON_AddNumberToObject(tree, "recordings",
				      (double)e->recordings);
	(void)cJSON_AddStringToObject(tree, "sha256", e->sha256);
	(void)cJSON_AddStringToObject(tree, "config_sha256", e->config);
	(void)cJSON_AddBoolToObject(tree, "config_compared", compared);
	cli_print_json(tree);
}

/* What the drill has shown is answered in the open runs of checklists */
static int answer_items(struct cli *cli, const struct dossier *d)
{
	struct checklist c = { .pack = cli->pack,
			       .db = cli->db,
			       .dossier = d->id };
	int err = cli->pack->items_count ? checker_alloc(&c.checker, cli->pack)
					 : 0;

	if (!err && c.checker)
		err = checklist_prefill(&c);
	checker_free(c.checker);
	return err;
}

static int add_drill(struct cli *cli, const struct dossier *d, const char *dir,
		     const char *config)
{
	struct evidence_drill drill = { .config = config, .folder = dir };
	struct evidence e = { 0 };
	struct str report = { 0 };
	int err;

	str_addf(&report, "%s/report.json", dir);
	drill.report = report.s;
	err = evidence_add_drill(cli->db, cli->pack, d->id, &drill, &e);
	if (!err)
		err = answer_items(cli, d);
	if (!err)
		tell(cli, d, &e, config != NULL);

	str_release(&report);
	return err;
}

static int add(struct cli *cli, const struct dossier *d, int argc, char **argv)
{
	static const struct option options[] = {
		{ "drill", required_argument, NULL, 'd' },
		{ "config", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 }
	};
	const char *dir = NULL;
	const char *config = NULL;
	bool drill = false;
	int o;

	for (int i = 1; i < argc; i++)
		drill |= strncmp(argv[i], "--drill", strlen("--drill")) == 0;
	if (!drill)
		return evidence_add(cli, d, argc, argv);

	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'd')
			dir = optarg;
		else if (o == 'c')
			config = optarg;
		else
			return cli_usage_of(COMMAND, argv[0]);
	}
	if (optind != argc || !dir)
		return cli_usage_of(COMMAND, argv[0]);

	return add_drill(cli, d, dir, config);
}

static const struct {
	const char *name;
	evidence_part_h *run;
} parts[] = {
	{ "add", add },
	{ "revise", evidence_revise },
	{ "list", evidence_list },
	{ "show", evidence_show },
	{ "link", evidence_link },
	{ "gc", evidence_gc },
	{ "export", evidence_export },
	{ "import", evidence_import },
	{ "verify", evidence_verify },
	{ "get", evidence_get },
	{ "join", evidence_join },
	{ "scan", evidence_scan },
};

int cmd_evidence(struct cli *cli, int argc, char **argv)
{
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
		err = parts[i].run(cli, &d, argc - 2, argv + 2);
	dossier_release(&d);
	return err;
}
