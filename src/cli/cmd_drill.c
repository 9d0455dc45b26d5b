/**
 * @file cli/cmd_drill.c  drill
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/drill_extra.h"
#include "cli/token.h"
#include "drill/drill.h"
#include "drill/herald.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

#define DEFAULT_SCENARIO "inspection"
#define FUNCTIONS	 "data/drill/functions.tsv"

static void on_progress(const char *line, void *arg)
{
	(void)arg;
	(void)fprintf(stderr, "%s\n", line);
}

static void on_stage(const struct drill_stage *stage, void *arg)
{
	herald_tell(arg, stage);
}

/* On the herald's thread */
static void on_trouble(const char *line, void *arg)
{
	(void)arg;
	if (*line)
		(void)fprintf(stderr, _("board: %s\n"), line);
	else
		(void)fprintf(stderr, _("board: the engine is told again\n"));
}

static cJSON *proof_json(const struct proof *p)
{
	cJSON *o = cJSON_CreateObject();
	bool known = p->verdict == VERDICT_PASS || p->verdict == VERDICT_FAIL;

	(void)cJSON_AddStringToObject(o, "id", p->id);
	(void)cJSON_AddStringToObject(o, "shows", p->shows);
	(void)cJSON_AddStringToObject(o, "title", p->zh);
	(void)cJSON_AddStringToObject(o, "title_en", p->en);
	(void)cJSON_AddStringToObject(o, "verdict",
				      word_name(&verdict_words, p->verdict));
	if (known)
		(void)cJSON_AddNumberToObject(o, "value", p->value);
	else
		(void)cJSON_AddNullToObject(o, "value");
	(void)cJSON_AddNumberToObject(o, "bound", p->bound);
	(void)cJSON_AddStringToObject(o, "unit", p->unit);
	return o;
}

static void print_json(const struct drill_summary *s, const char *report)
{
	cJSON *tree = cJSON_CreateObject();
	cJSON *list;

	(void)cJSON_AddStringToObject(tree, "verdict",
				      word_name(&verdict_words, s->verdict));
	(void)cJSON_AddStringToObject(tree, "report", report);
	(void)cJSON_AddStringToObject(tree, "sha256", s->sha256);
	(void)cJSON_AddNumberToObject(tree, "calls", (double)s->calls);
	(void)cJSON_AddNumberToObject(tree, "connected", (double)s->connected);
	(void)cJSON_AddNumberToObject(tree, "recordings",
				      (double)s->recordings);
	list = cJSON_AddArrayToObject(tree, "checks");
	for (size_t i = 0; i < s->proofc; i++)
		(void)cJSON_AddItemToArray(list, proof_json(&s->proofv[i]));
	cli_print_json(tree);
}

static void print_proof(const struct proof *p)
{
	bool known = p->verdict == VERDICT_PASS || p->verdict == VERDICT_FAIL;

	(void)printf("[%s] %s", word_text(&verdict_words, p->verdict),
		     lang_pick(p->zh, p->en));
	if (known)
		(void)printf("  %g %s %g", p->value,
			     p->sense == PROOF_AT_LEAST ? "/" : "<=", p->bound);
	(void)puts("");
}

static void print_summary(const struct drill_summary *s, const char *report)
{
	for (size_t i = 0; i < s->proofc; i++)
		print_proof(&s->proofv[i]);
	(void)printf(_("%zu calls placed, %zu connected, %zu recordings "
		       "found: %s"),
		     s->calls, s->connected, s->recordings,
		     word_text(&verdict_words, s->verdict));
	(void)printf("\n%s %s\nSHA-256 %s\n", _("report:"), report, s->sha256);
}

/* A scenario by its name, as shipped, or by the path of its file */
static char *scenario_path(const char *given)
{
	struct str name = { 0 };
	char *path = NULL;

	if (!strchr(given, '/') && !strstr(given, ".yaml")) {
		str_addf(&name, "data/drill/%s.yaml", given);
		path = file_shipped(name.s);
		str_clear(&name);
	}
	if (path) {
		str_release(&name);
		return path;
	}

	str_add(&name, given);
	return str_take(&name);
}

struct words_of_drill {
	const char *config;
	const char *scenario;
	const char *folder;
	const char *board; /* address, NULL: none is told */
	const char *ca;
	struct token_place token;
	struct drill_extra extra;
};

static int read_words(struct words_of_drill *w, int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "scenario", required_argument, NULL, 's' },
		{ "output", required_argument, NULL, 'o' },
		{ "board", required_argument, NULL, 'b' },
		{ "token-file", required_argument, NULL, 't' },
		{ "token-fd", required_argument, NULL, 'f' },
		{ "ca", required_argument, NULL, 'a' },
		{ "start", no_argument, NULL, 'S' },
		{ "ask-token", required_argument, NULL, 'A' },
		{ "approve-token", required_argument, NULL, 'P' },
		{ NULL, 0, NULL, 0 },
	};
	int o;

	w->scenario = DEFAULT_SCENARIO;
	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (o == 'c')
			w->config = optarg;
		else if (o == 's')
			w->scenario = optarg;
		else if (o == 'o')
			w->folder = optarg;
		else if (o == 'b')
			w->board = optarg;
		else if (o == 't')
			w->token.file = optarg;
		else if (o == 'f')
			w->token.fd = optarg;
		else if (o == 'a')
			w->ca = optarg;
		else if (o == 'S')
			w->extra.start = true;
		else if (o == 'A')
			w->extra.asks = optarg;
		else if (o == 'P')
			w->extra.approves = optarg;
		else
			return cli_usage(argv[0]);
	}

	if (!w->config || !w->folder || optind != argc ||
	    !w->board != (!w->token.file && !w->token.fd) ||
	    (w->token.file && w->token.fd))
		return cli_usage(argv[0]);
	return 0;
}

static int open_herald(struct herald **hp, const struct words_of_drill *w)
{
	struct herald_conf conf = {
		.url = w->board,
		.ca = w->ca,
		.trouble = on_trouble,
	};
	struct str token = { 0 };
	int err = w->board ? token_read(&token, &w->token) : 0;

	if (!err && w->board) {
		conf.token = token.s;
		err = herald_alloc(hp, &conf);
	}
	token_forget(&token);
	return err;
}

int cmd_drill(struct cli *cli, int argc, char **argv)
{
	struct words_of_drill w = { .config = NULL };
	struct drill_summary summary;
	struct drill_options options = { .progress = on_progress };
	struct herald *herald = NULL;
	struct str report = { 0 };
	char *scenario = NULL;
	char *functions = NULL;
	int err = read_words(&w, argc, argv);

	if (!err)
		err = open_herald(&herald, &w);
	if (!err)
		err = file_mkdirs(w.folder);
	if (err)
		goto out;

	options.stage = herald ? on_stage : NULL;
	options.arg = herald;
	scenario = scenario_path(w.scenario);
	str_addf(&report, "%s/report.json", w.folder);
	options.config = w.config;
	options.scenario = scenario;
	options.report = report.s;
	options.functions = functions = file_shipped(FUNCTIONS);
	err = functions ? drill_extra_take(&w.extra, &options, w.folder)
			: err_set(ENOENT, _("%s is not installed"), FUNCTIONS);
	if (!err)
		err = drill_run(&options, &summary);
	if (!err) {
		if (cli->json)
			print_json(&summary, report.s);
		else
			print_summary(&summary, report.s);
		cli->findings = summary.verdict != VERDICT_PASS;
	}

out:
	herald_free(herald);
	drill_extra_release(&w.extra);
	free(functions);
	free(scenario);
	str_release(&report);
	return err;
}
