/**
 * @file cli/cmd_drill.c  drill
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/drill_extra.h"
#include "cli/token.h"
#include "drill/drill.h"
#include "drill/herald.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

#define DEFAULT_SCENARIO "inspection"
#define FUNCTIONS	 "data/drill/functions.tsv"

/* Who is told what goes on */
struct audience {
	struct teller *herald; /* NULL: no board is told */
	FILE *log;
};

/* A line of the folder's log, with the instant */
static void on_log(const struct audience *a, const char *line)
{
	char at[DATE_TIME_TEXT];

	(void)fprintf(a->log, "%s %s\n", date_time_encode(at, clock_now()),
		      line);
}

static void on_progress(const char *line, void *arg)
{
	(void)fprintf(stderr, "%s\n", line);
	on_log(arg, line);
}

static void on_stage(const struct drill_stage *stage, void *arg)
{
	const struct audience *a = arg;

	herald_tell(a->herald, stage);
}

/* On the herald's thread */
static void on_trouble(const char *line, void *arg)
{
	struct str said = { 0 };

	if (*line)
		str_addf(&said, _("board: %s"), line);
	else
		str_add(&said, _("board: the engine is told again"));
	on_progress(said.s, arg);
	str_release(&said);
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

static void print_proof(FILE *to, const struct proof *p)
{
	bool known = p->verdict == VERDICT_PASS || p->verdict == VERDICT_FAIL;

	(void)fprintf(to, "[%s] %s", word_text(&verdict_words, p->verdict),
		      lang_pick(p->zh, p->en));
	if (known)
		(void)fprintf(
			to, "  %g %s %g", p->value,
			p->sense == PROOF_AT_LEAST ? "/" : "<=", p->bound);
	(void)fputc('\n', to);
}

static void print_summary(FILE *to, const struct drill_summary *s,
			  const char *report)
{
	for (size_t i = 0; i < s->proofc; i++)
		print_proof(to, &s->proofv[i]);
	(void)fprintf(to,
		      _("%zu calls placed, %zu connected, %zu recordings "
			"found: %s"),
		      s->calls, s->connected, s->recordings,
		      word_text(&verdict_words, s->verdict));
	(void)fprintf(to, "\n%s %s\nSHA-256 %s\n", _("report:"), report,
		      s->sha256);
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

/* What one drill left is evidence, which another does not write over */
static int open_folder(const struct words_of_drill *w, const char *report,
		       FILE **logp)
{
	struct str path = { 0 };
	int err = file_mkdirs(w->folder);
	int fd;

	if (!err && access(report, F_OK) == 0)
		err = err_set(EEXIST,
			      _("%s holds the report of a drill already; name "
				"another folder"),
			      w->folder);
	if (err)
		return err;

	str_addf(&path, "%s/drill.log", w->folder);
	fd = open(path.s, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
		  0600);
	*logp = fd < 0 ? NULL : fdopen(fd, "w");
	if (!*logp)
		err = err_set(EIO, "%s: %s", path.s, strerror(errno));
	else
		(void)setvbuf(*logp, NULL, _IOLBF, 0);
	str_release(&path);
	return err;
}

/* An error that was before is the one to tell of */
static int close_log(FILE *log, const char *folder, bool tell)
{
	const bool bad = log && ferror(log) != 0;

	if (!log || (fclose(log) == 0 && !bad) || !tell)
		return 0;
	return err_set(EIO, _("%s/drill.log could not be written: %s"), folder,
		       strerror(errno));
}

static int open_herald(struct audience *a, const struct words_of_drill *w)
{
	struct teller_conf conf = {
		.url = w->board,
		.path = HERALD_PATH,
		.ca = w->ca,
		.trouble = on_trouble,
		.arg = a,
	};
	struct str token = { 0 };
	int err = w->board ? token_read(&token, &w->token) : 0;

	if (!err && w->board) {
		conf.token = token.s;
		err = teller_alloc(&a->herald, &conf);
	}
	token_forget(&token);
	return err;
}

/* The scenario's run, and what came of it */
static int run(struct cli *cli, struct words_of_drill *w, struct audience *told,
	       const char *report)
{
	struct drill_summary summary;
	struct drill_options options = {
		.config = w->config,
		.folder = w->folder,
		.report = report,
		.progress = on_progress,
		.stage = told->herald ? on_stage : NULL,
		.arg = told,
	};
	char *scenario = scenario_path(w->scenario);
	char *functions = file_shipped(FUNCTIONS);
	int err;

	options.scenario = scenario;
	options.functions = functions;
	err = functions ? drill_extra_take(&w->extra, &options, w->folder)
			: err_set(ENOENT, _("%s is not installed"), FUNCTIONS);
	if (!err)
		err = drill_run(&options, &summary);
	if (err) {
		on_log(told, err_text(err));
	} else {
		print_summary(told->log, &summary, report);
		if (cli->json)
			print_json(&summary, report);
		else
			print_summary(stdout, &summary, report);
		cli->findings = summary.verdict != VERDICT_PASS;
	}

	free(functions);
	free(scenario);
	return err;
}

int cmd_drill(struct cli *cli, int argc, char **argv)
{
	struct words_of_drill w = { .config = NULL };
	struct audience told = { .herald = NULL };
	struct str report = { 0 };
	int err = read_words(&w, argc, argv);
	int closed;

	if (err)
		return err;

	str_addf(&report, "%s/report.json", w.folder);
	err = open_herald(&told, &w);
	if (!err)
		err = open_folder(&w, report.s, &told.log);
	if (!err)
		err = run(cli, &w, &told, report.s);

	teller_free(told.herald);
	closed = close_log(told.log, w.folder, !err);
	drill_extra_release(&w.extra);
	str_release(&report);
	return err ? err : closed;
}
