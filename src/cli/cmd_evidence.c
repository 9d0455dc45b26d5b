/**
 * @file cli/cmd_evidence.c  evidence
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "dossier/evidence.h"
#include "pack/config.h"
#include "util/lang.h"
#include "util/str.h"

static void tell(const struct cli *cli, const struct dossier *d,
		 const struct evidence *e)
{
	cJSON *tree;

	if (!cli->json) {
		cli_say(_("%s: drill taken over, %zu recordings have "
			  "their hash, report SHA-256 %.12s"),
			d->no, e->recordings, e->sha256);
		return;
	}

	tree = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(tree, "dossier", d->no);
	(void)cJSON_AddNumberToObject(tree, "recordings",
				      (double)e->recordings);
	(void)cJSON_AddStringToObject(tree, "sha256", e->sha256);
	cli_print_json(tree);
}

static int add_drill(struct cli *cli, const char *no, const char *dir,
		     const char *config)
{
	struct config *conf = NULL;
	struct dossier d = { 0 };
	struct evidence e = { 0 };
	struct str report = { 0 };
	int err = cli_open(cli, no, &d);

	str_addf(&report, "%s/report.json", dir);
	if (!err)
		err = config_load(&conf, config);
	if (!err) {
		const struct evidence_drill drill = { .report = report.s,
						      .config = config,
						      .data = conf->data };

		err = evidence_add_drill(cli->db, cli->pack, d.id, &drill, &e);
	}
	if (!err)
		tell(cli, &d, &e);

	str_release(&report);
	config_free(conf);
	dossier_release(&d);
	return err;
}

int cmd_evidence(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "drill", required_argument, NULL, 'd' },
		{ "config", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 }
	};
	const char *dir = NULL;
	const char *config = NULL;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'd')
			dir = optarg;
		else if (o == 'c')
			config = optarg;
		else
			return cli_usage(argv[0]);
	}
	if (optind + 2 != argc || strcmp(argv[optind + 1], "add") != 0 ||
	    !dir || !config)
		return cli_usage(argv[0]);

	return add_drill(cli, argv[optind], dir, config);
}
