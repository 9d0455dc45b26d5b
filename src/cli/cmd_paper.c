/**
 * @file cli/cmd_paper.c  paper
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/finding.h"
#include "cli/working.h"
#include "dossier/check.h"
#include "paper/filing.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

#define WIDTH_ID    8
#define WIDTH_STATE 10

/* One dossier's papers, being written */
struct making {
	struct cli *cli;
	const struct dossier *d;
	const char *dir;
	struct filing *filing;
	size_t gates; /* of the filing that are not open */
	bool aids;    /* all working papers */
	bool blank;   /* the questionnaire asks everything */
	cJSON *context;
	cJSON *done; /* --json: list of what was written; otherwise NULL */
};

static const struct finding *finding_of(const struct findings *found,
					const char *id)
{
	for (size_t i = 0; i < found->c; i++) {
		if (strcmp(found->v[i].id, id) == 0)
			return &found->v[i];
	}

	return NULL;
}

/* Whether a paper is due and in hand, in a word */
static const char *state_of(const struct finding *f)
{
	static const char *const words[OUTCOME_COUNT] = {
		[OUTCOME_PASS] = N_("in hand"),
		[OUTCOME_FAIL] = N_("missing"),
		[OUTCOME_UNKNOWN] = N_("due?"),
		[OUTCOME_NA] = N_("not due"),
	};

	return f ? _(words[f->outcome]) : "";
}

static cJSON *paper_json(const struct pack *pack, const struct paper *p,
			 const struct finding *f)
{
	cJSON *row = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(row, "id", p->id);
	(void)cJSON_AddStringToObject(row, "title",
				      lang_pick(p->title, p->title_en));
	(void)cJSON_AddStringToObject(row, "kind", paper_kind_name(p->kind));
	(void)cJSON_AddBoolToObject(row, "signed", p->is_signed);
	if (p->template)
		(void)cJSON_AddStringToObject(row, "template", p->template);
	(void)cJSON_AddStringToObject(row, "outcome",
				      f ? outcome_name(f->outcome) : "");
	if (p->why)
		(void)cJSON_AddStringToObject(row, "why",
					      lang_pick(p->why, p->why_en));
	if (f && f->sentence)
		(void)cJSON_AddStringToObject(row, "sentence", f->sentence);
	(void)cJSON_AddItemToObject(
		row, "sources",
		sources_json(pack, p->sources, p->sources_count));
	return row;
}

static void print_paper(const struct paper *p, const struct findings *found)
{
	const struct finding *f = finding_of(found, p->id);

	cli_print_cell(p->id, WIDTH_ID);
	cli_print_cell(state_of(f), WIDTH_STATE);
	cli_print_cell(paper_kind_title(p->kind), WIDTH_STATE);
	cli_print_cell(p->is_signed ? _("signed") : "", WIDTH_STATE);
	print_safe("", lang_pick(p->title, p->title_en));
	if (!f || f->outcome == OUTCOME_NA)
		return;
	if (p->why)
		print_safe("          ", lang_pick(p->why, p->why_en));
	for (size_t i = 0; i < found->c; i++) {
		const struct finding *each = &found->v[i];

		if (strcmp(each->id, p->id) == 0 && *each->sentence)
			print_safe("          ", each->sentence);
	}
}

/* Working papers are no part of the filing: apart from it, with what they are
 * for */
static void list_aids(const struct cli *cli, cJSON *list)
{
	bool first = true;

	for (unsigned i = 0; i < cli->pack->papers_count; i++) {
		const struct paper *p = &cli->pack->papers[i];

		if (p->kind != PAPER_WORKING)
			continue;
		if (list) {
			(void)cJSON_AddItemToArray(
				list, paper_json(cli->pack, p, NULL));
			continue;
		}
		if (first)
			(void)puts(
				_("working papers, not part of the filing:"));
		first = false;
		cli_print_cell(p->id, WIDTH_ID);
		print_safe("", lang_pick(p->title, p->title_en));
		print_safe("          ", lang_pick(p->why, p->why_en));
	}
}

/* Which papers are due, and why; those not due behind them */
static int list_papers(struct cli *cli, const struct dossier *d)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	struct checker *checker = NULL;
	struct findings found = { 0 };
	int err = checker_alloc(&checker, cli->pack);

	if (!err)
		err = check_run(checker, cli->db, d->id, &found);
	for (int due = 1; due >= 0 && !err; due--) {
		for (unsigned i = 0; i < cli->pack->papers_count; i++) {
			const struct paper *p = &cli->pack->papers[i];
			const struct finding *f = finding_of(&found, p->id);

			if (p->kind == PAPER_WORKING ||
			    (f && f->outcome != OUTCOME_NA) != due)
				continue;
			if (list)
				(void)cJSON_AddItemToArray(
					list, paper_json(cli->pack, p, f));
			else
				print_paper(p, &found);
		}
	}

	if (!err)
		list_aids(cli, list);
	if (list)
		cli_print_json(list);
	findings_release(&found);
	checker_free(checker);
	return err;
}

static void tell(const struct making *m, const struct paper *p,
		 const char *path, const struct paper_result *r)
{
	cJSON *row;

	if (!m->done) {
		cli_say(_("%s  %zu pages, %zu bytes, SHA-256 %.12s"), path,
			r->pages, r->bytes, r->sha256);
		return;
	}

	row = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(row, "id", p->id);
	(void)cJSON_AddStringToObject(row, "path", path);
	(void)cJSON_AddNumberToObject(row, "pages", (double)r->pages);
	(void)cJSON_AddNumberToObject(row, "bytes", (double)r->bytes);
	(void)cJSON_AddStringToObject(row, "sha256", r->sha256);
	(void)cJSON_AddItemToArray(m->done, row);
}

/* The set with its pages, once for all working papers */
static int add_set(const struct making *m, const struct paper_meta *meta)
{
	if (cJSON_GetObjectItemCaseSensitive(m->context, "set"))
		return 0;

	return working_add_set(m->context, m->cli->pack, m->filing, meta);
}

static int make_paper(const struct making *m, const struct paper *p)
{
	struct str label = { 0 };
	struct paper_meta meta = {
		.title = p->title,
		.journal_head = m->d->journal_head,
		.now_ms = clock_now(),
		.pack = m->cli->pack,
	};
	struct paper_result r = { 0 };
	struct str path = { 0 };
	int err = 0;

	/* Papers are Chinese; one that is not ready says so on every page */
	str_add(&label, m->d->no);
	if (m->gates > 0 && p->kind != PAPER_WORKING)
		str_addf(&label, "（草稿，%zu项问题未解决）", m->gates);
	meta.no = label.s;
	str_addf(&path, "%s/%s-%s-%s.pdf", m->dir, m->d->no, p->id, p->title);
	if (p->kind == PAPER_WORKING)
		err = add_set(m, &meta);
	if (!err)
		err = filing_render(m->filing, p->template, m->context, &meta,
				    path.s, &r);
	if (!err)
		tell(m, p, path.s, &r);

	str_release(&path);
	str_release(&label);
	return err;
}

static int make_one(const struct making *m, const char *id)
{
	const struct paper *p = pack_paper(m->cli->pack, id);

	if (!p)
		return err_set(ENOENT,
			       _("no paper %s; see: callpermit paper NO list"),
			       id);
	if (!p->template)
		return err_set(ENOENT,
			       _("%s is not written by the program: %s"), id,
			       paper_kind_title(p->kind));
	return make_paper(m, p);
}

/* Whether a working paper is among those named */
static bool names_aid(const struct pack *pack, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		const struct paper *p = pack_paper(pack, argv[i]);

		if (p && p->kind == PAPER_WORKING)
			return true;
	}

	return false;
}

static int make_papers(struct making *m, int argc, char **argv)
{
	const struct pack *pack = m->cli->pack;
	int err = working_context(m->cli, m->d,
				  m->aids || names_aid(pack, argc, argv),
				  m->blank, &m->context, &m->gates);

	if (!err)
		err = file_mkdirs(m->dir);
	if (!err)
		err = filing_open(&m->filing);
	for (unsigned i = 0; argc == 0 && i < pack->papers_count && !err; i++) {
		const struct paper *p = &pack->papers[i];

		if (p->template && m->aids == (p->kind == PAPER_WORKING))
			err = make_paper(m, p);
	}
	for (int i = 0; i < argc && !err; i++)
		err = make_one(m, argv[i]);

	cJSON_Delete(m->context);
	filing_close(m->filing);
	return err;
}

int cmd_paper(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "aids", no_argument, NULL, 'a' },
		{ "blank", no_argument, NULL, 'b' },
		{ NULL, 0, NULL, 0 }
	};
	struct dossier d = { 0 };
	struct making m = { .cli = cli, .d = &d };
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (o == 'o')
			m.dir = optarg;
		else if (o == 'a')
			m.aids = true;
		else if (o == 'b')
			m.blank = true;
		else
			return cli_usage(argv[0]);
	}
	argc -= optind;
	argv += optind;
	if (argc < 2)
		return cli_usage("paper");

	err = cli_open(cli, argv[0], &d);
	if (!err && strcmp(argv[1], "list") == 0 && argc == 2) {
		err = list_papers(cli, &d);
	} else if (!err && strcmp(argv[1], "make") == 0 && m.dir) {
		m.done = cli->json ? cJSON_CreateArray() : NULL;
		err = make_papers(&m, argc - 2, argv + 2);
		if (m.done)
			cli_print_json(m.done);
		cli->findings = m.gates > 0;
		if (!err && m.gates > 0)
			(void)fprintf(stderr,
				      _("callpermit: %zu findings block the "
					"filing or are unknown; the papers are "
					"marked as drafts (see: callpermit "
					"check %s)\n"),
				      m.gates, d.no);
	} else if (!err) {
		err = cli_usage("paper");
	}

	dossier_release(&d);
	return err;
}
