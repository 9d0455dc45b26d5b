/**
 * @file cli/cmd_visit.c  visit
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/visit.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define COMMAND	   "visit"
#define TEXT_MAX   65536
#define BIT(word)  (1U << (word))
#define ANY_NUMBER 100000

/* clang-format off */
static const char *const names[WORD_COUNT] = {
	[WORD_BACKUP]   = "backup",   [WORD_BY]     = "by",
	[WORD_CA]       = "ca",       [WORD_TOKEN]  = "token-file",
	[WORD_TOKEN_FD] = "token-fd", [WORD_URL]    = "url",
	[WORD_DATE]     = "date",     [WORD_DOC_NO] = "doc-no",
	[WORD_DUE]      = "due",      [WORD_EVIDENCE] = "evidence",
	[WORD_FILE]     = "file",     [WORD_ITEM]   = "item",
	[WORD_KIND]     = "kind",     [WORD_NOTE]   = "note",
	[WORD_OUT]      = "output",   [WORD_OWNER]  = "owner",
	[WORD_PAPERS]   = "papers",   [WORD_PHONE]  = "phone",
	[WORD_QUESTION] = "question", [WORD_RUN]    = "run",
	[WORD_TEXT]     = "text",     [WORD_TITLE]  = "title",
	[WORD_WHERE]    = "where",    [WORD_WHO]    = "who",
};
/* clang-format on */

int visit_number(const char *word, int *np)
{
	char *end = NULL;
	const long n = strtol(word, &end, 10);

	if (end == word || *end || n < 1 || n > ANY_NUMBER)
		return err_set(EINVAL, _("%s is no number"), word);

	*np = (int)n;
	return 0;
}

/* Say what came of it: one number, under a name of its own */
static void tell(const struct cli *cli, const char *key, const char *said,
		 int n)
{
	cJSON *tree;

	if (!cli->json) {
		cli_say("%s", said);
		return;
	}

	tree = cJSON_CreateObject();
	(void)cJSON_AddNumberToObject(tree, key, n);
	cli_print_json(tree);
}

static void tell_number(const struct cli *cli, const char *key, const char *fmt,
			int n)
{
	struct str said = { 0 };

	str_addf(&said, "%s %d", fmt, n);
	tell(cli, key, said.s, n);
	str_release(&said);
}

static int announce(struct cli *cli, const struct visit *v,
		    const struct visit_words *w)
{
	const struct visit_announcement a = { .when = w->v[0],
					      .who = w->opt[WORD_WHO],
					      .where = w->opt[WORD_WHERE],
					      .papers = w->opt[WORD_PAPERS],
					      .note = w->opt[WORD_NOTE],
					      .day = w->opt[WORD_DATE] };
	struct visit_day day;
	struct str text = { 0 };
	int err = visit_announce(v, &a);

	if (!err)
		err = visit_load(&day, v, 0);
	if (err)
		return err;

	str_addf(&text, _("the visit is on %s, "), day.call.when);
	visit_countdown(&text, &day.call);
	if (!cli->json)
		cli_say("%s", text.s);
	str_release(&text);
	visit_release(&day);
	return 0;
}

static int speaker(struct cli *cli, const struct visit *v,
		   const struct visit_words *w)
{
	const struct visit_speaker s = { .part = w->v[0],
					 .name = w->c > 1 ? w->v[1] : NULL,
					 .backup = w->opt[WORD_BACKUP],
					 .phone = w->opt[WORD_PHONE] };

	(void)cli;
	return visit_set_speaker(v, &s);
}

static int begin(struct cli *cli, const struct visit *v,
		 const struct visit_words *w)
{
	const char *kind = w->opt[WORD_KIND];
	int n = 0;
	int err = visit_begin(v, kind ? kind : "official", &n);

	if (!err)
		tell_number(cli, "run", _("the visit has begun, run"), n);
	return err;
}

static int question(struct cli *cli, const struct visit *v,
		    const struct visit_words *w)
{
	const struct visit_asking a = { .text = w->v[0],
					.by = w->opt[WORD_BY],
					.item = w->opt[WORD_ITEM] };
	int n = 0;
	int err = visit_ask(v, &a, &n);

	if (!err)
		tell_number(cli, "question", _("noted, question"), n);
	return err;
}

static int reply(struct cli *cli, const struct visit *v,
		 const struct visit_words *w)
{
	int n = 0;
	int err = visit_number(w->v[0], &n);

	(void)cli;
	return err ? err : visit_reply(v, n, w->v[1], w->opt[WORD_BY]);
}

/* "-" is standard input */
static int read_text(struct str *to, const char *text)
{
	char block[4096];
	size_t n;

	if (strcmp(text, "-") != 0) {
		str_add(to, text);
		return 0;
	}

	while ((n = fread(block, 1, sizeof(block), stdin)) > 0) {
		str_add_n(to, block, n);
		if (to->len > TEXT_MAX)
			return err_set(EINVAL, _("longer than %d bytes"),
				       TEXT_MAX);
	}
	return ferror(stdin)
		       ? err_set(EIO, _("standard input: %s"), strerror(errno))
		       : 0;
}

static int record(struct cli *cli, const struct visit *v,
		  const struct visit_words *w)
{
	struct visit_record r = { .item = w->opt[WORD_ITEM],
				  .title = w->opt[WORD_TITLE],
				  .pathv = (const char *const *)w->v,
				  .pathc = (size_t)w->c };
	struct str text = { 0 };
	int n = 0;
	int err = w->opt[WORD_QUESTION]
			  ? visit_number(w->opt[WORD_QUESTION], &r.question)
			  : 0;

	if (!err && w->opt[WORD_TEXT]) {
		err = read_text(&text, w->opt[WORD_TEXT]);
		r.text = str_text(&text);
	}
	if (!err)
		err = visit_record(v, &r, &n);
	str_clear(&text);
	if (!err) {
		str_addf(&text, _("recorded as evidence: E-%d"), n);
		tell(cli, "record", text.s, n);
	}
	str_release(&text);
	return err;
}

static int finish(struct cli *cli, const struct visit *v,
		  const struct visit_words *w)
{
	int n = 0;
	int err = visit_end(v, &n);

	(void)w;
	if (!err)
		tell_number(cli, "run", _("the visit has ended, run"), n);
	return err;
}

/* What is done next, by the result */
/* clang-format off */
static const struct {
	const char *result;
	const char *act;
} nexts[] = {
	{ "pass",    "visit_passed" },
	{ "rectify", "visit_rectify note=... amount=DAYS" },
	{ "fail",    "visit_failed note=..." },
};
/* clang-format on */

static int result(struct cli *cli, const struct visit *v,
		  const struct visit_words *w)
{
	const struct visit_verdict verdict = { .result = w->v[0],
					       .day = w->opt[WORD_DATE],
					       .doc_no = w->opt[WORD_DOC_NO],
					       .note = w->opt[WORD_NOTE],
					       .file = w->opt[WORD_FILE],
					       .who = w->opt[WORD_WHO] };

	int err = visit_result(v, &verdict);

	for (size_t i = 0; i < ARRAY_LEN(nexts) && !err && !cli->json; i++) {
		if (strcmp(nexts[i].result, w->v[0]) == 0)
			cli_say(_("noted; next: callpermit act %s %s"),
				w->dossier->no, nexts[i].act);
	}
	return err;
}

static int fix(struct cli *cli, const struct visit *v,
	       const struct visit_words *w)
{
	const struct visit_wish wish = { .title = w->v[0],
					 .owner = w->opt[WORD_OWNER],
					 .due = w->opt[WORD_DUE],
					 .item = w->opt[WORD_ITEM],
					 .backup = w->opt[WORD_BACKUP],
					 .note = w->opt[WORD_NOTE] };
	int n = 0;
	int err = visit_add_fix(v, &wish, &n);

	if (!err)
		tell_number(cli, "correction", _("to be put right, number"), n);
	return err;
}

static int fixed(struct cli *cli, const struct visit *v,
		 const struct visit_words *w)
{
	int n = 0;
	int err = visit_number(w->v[0], &n);

	(void)cli;
	return err ? err
		   : visit_fixed(v, n, w->opt[WORD_DATE],
				 w->opt[WORD_EVIDENCE]);
}

/* The parts: how many words they want, and which options */
/* clang-format off */
static const struct part {
	const char *name;
	visit_part_h *run;
	int least;
	int most;
	unsigned options;
} parts[] = {
	{ "announce", announce,     1, 1, BIT(WORD_WHO) | BIT(WORD_WHERE) | BIT(WORD_PAPERS) | BIT(WORD_NOTE) | BIT(WORD_DATE) },
	{ "speaker",  speaker,      1, 2, BIT(WORD_BACKUP) | BIT(WORD_PHONE) },
	{ "show",     visit_show,   0, 0, BIT(WORD_RUN) },
	{ "pack",     visit_pack,   0, 0, BIT(WORD_OUT) },
	{ "begin",    begin,        0, 0, BIT(WORD_KIND) },
	{ "question", question,     1, 1, BIT(WORD_BY) | BIT(WORD_ITEM) },
	{ "reply",    reply,        2, 2, BIT(WORD_BY) },
	{ "record",   record,       0, ANY_NUMBER, BIT(WORD_ITEM) | BIT(WORD_QUESTION) | BIT(WORD_TITLE) | BIT(WORD_TEXT) },
	{ "end",      finish,          0, 0, 0 },
	{ "result",   result,       1, 1, BIT(WORD_DATE) | BIT(WORD_DOC_NO) | BIT(WORD_NOTE) | BIT(WORD_FILE) | BIT(WORD_WHO) },
	{ "fix",      fix,          1, 1, BIT(WORD_OWNER) | BIT(WORD_DUE) | BIT(WORD_ITEM) | BIT(WORD_BACKUP) | BIT(WORD_NOTE) },
	{ "fixed",    fixed,        1, 1, BIT(WORD_DATE) | BIT(WORD_EVIDENCE) },
	{ "report",   visit_report, 0, 0, BIT(WORD_RUN) | BIT(WORD_OUT) },
	{ "tell",     visit_tell,   0, 0, BIT(WORD_URL) | BIT(WORD_TOKEN) | BIT(WORD_TOKEN_FD) | BIT(WORD_CA) },
};
/* clang-format on */

static int read_words(struct visit_words *w, const struct part *part, int argc,
		      char **argv)
{
	struct option options[WORD_COUNT + 1] = { { NULL, 0, NULL, 0 } };
	int o;

	for (int i = 0; i < WORD_COUNT; i++)
		options[i] = (struct option){ names[i], required_argument, NULL,
					      0x100 + i };
	*w = (struct visit_words){ .name = part->name };
	optind = 0;
	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (o == 'o')
			o = 0x100 + WORD_OUT;
		if (o < 0x100 || !(part->options & BIT(o - 0x100)))
			return cli_usage_of(COMMAND, part->name);
		w->opt[o - 0x100] = optarg;
	}
	w->v = argv + optind;
	w->c = argc - optind;
	if (w->c < part->least || w->c > part->most ||
	    ((part->options & BIT(WORD_OUT)) && !w->opt[WORD_OUT]))
		return cli_usage_of(COMMAND, part->name);

	return 0;
}

int cmd_visit(struct cli *cli, int argc, char **argv)
{
	struct calendar *calendar = NULL;
	struct visit v = { .list = { .db = cli->db } };
	struct dossier d = { 0 };
	struct visit_words w;
	size_t i = 0;
	int err;

	while (argc > 2 && i < ARRAY_LEN(parts) &&
	       strcmp(argv[2], parts[i].name) != 0)
		i++;
	if (argc < 3)
		return cli_usage(COMMAND);
	if (i == ARRAY_LEN(parts))
		return cli_unknown(COMMAND, argv[2]);

	err = read_words(&w, &parts[i], argc - 2, argv + 2);
	if (!err)
		err = cli_open(cli, argv[1], &d);
	if (!err)
		err = checker_alloc(&v.list.checker, cli->pack);
	if (!err)
		err = calendar_shipped(&calendar);
	if (!err) {
		v.list.pack = cli->pack;
		v.list.dossier = d.id;
		v.calendar = calendar;
		w.dossier = &d;
		err = parts[i].run(cli, &v, &w);
	}
	calendar_free(calendar);
	checker_free(v.list.checker);
	dossier_release(&d);
	return err;
}
