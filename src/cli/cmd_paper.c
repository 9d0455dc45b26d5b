/**
 * @file cli/cmd_paper.c  paper
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "cli/cli.h"
#include "cli/finding.h"
#include "cli/paper.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define NAME	    "paper"

#define WIDTH_ID    8
#define WIDTH_STATE 10

#define PAGE_MAX    1000

/* What the list of papers is made from */
struct listing {
	const struct pack *pack;
	struct findings found;
	struct facts facts;
	struct vault vault;
};

static cJSON *paper_json(const struct listing *l, const struct paper *p,
			 const struct finding *f)
{
	const struct pack *pack = l->pack;
	struct str names = { 0 };
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
	if (paper_unkept(p, &l->facts, &l->vault, &names) > 0)
		(void)cJSON_AddStringToObject(row, "not_kept", names.s);
	(void)cJSON_AddItemToObject(
		row, "sources",
		sources_json(pack, p->sources, p->sources_count));
	str_release(&names);
	return row;
}

static void print_unkept(const struct listing *l, const struct paper *p)
{
	struct str names = { 0 };
	struct str line = { 0 };

	if (paper_unkept(p, &l->facts, &l->vault, &names) > 0) {
		str_addf(&line, _("named, but not kept here: %s"), names.s);
		print_safe("          ", line.s);
	}
	str_release(&names);
	str_release(&line);
}

static void print_paper(const struct listing *l, const struct paper *p)
{
	const struct finding *f = paper_finding(&l->found, p->id);

	cli_print_cell(p->id, WIDTH_ID);
	cli_print_cell(f ? paper_state_title(f->outcome) : "", WIDTH_STATE);
	cli_print_cell(paper_kind_title(p->kind), WIDTH_STATE);
	cli_print_cell(p->template ? _("printed") : "", WIDTH_STATE);
	cli_print_cell(p->is_signed ? _("signed") : "", WIDTH_STATE);
	print_safe("", lang_pick(p->title, p->title_en));
	if (!f || f->outcome == OUTCOME_NA)
		return;
	if (p->why)
		print_safe("          ", lang_pick(p->why, p->why_en));
	for (size_t i = 0; i < l->found.c; i++) {
		const struct finding *each = &l->found.v[i];

		if (strcmp(each->id, p->id) == 0 && *each->sentence)
			print_safe("          ", each->sentence);
	}
	print_unkept(l, p);
}

/* Working papers are no part of the filing: apart from it, with what they are
 * for */
static void list_aids(const struct listing *l, cJSON *list)
{
	bool first = true;

	for (unsigned i = 0; i < l->pack->papers_count; i++) {
		const struct paper *p = &l->pack->papers[i];

		if (p->kind != PAPER_WORKING)
			continue;
		if (list) {
			(void)cJSON_AddItemToArray(list,
						   paper_json(l, p, NULL));
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

/* Those that are due, or those that are not */
static void list_part(const struct listing *l, bool due, cJSON *list)
{
	for (unsigned i = 0; i < l->pack->papers_count; i++) {
		const struct paper *p = &l->pack->papers[i];
		const struct finding *f = paper_finding(&l->found, p->id);

		if (p->kind == PAPER_WORKING ||
		    (f && f->outcome != OUTCOME_NA) != due)
			continue;
		if (list)
			(void)cJSON_AddItemToArray(list, paper_json(l, p, f));
		else
			print_paper(l, p);
	}
}

/* Which papers are due, and why; those not due behind them */
static int list_papers(struct cli *cli, const struct dossier *d)
{
	cJSON *list = cli->json ? cJSON_CreateArray() : NULL;
	struct listing l = { .pack = cli->pack };
	struct checker *checker = NULL;
	int err = checker_alloc(&checker, cli->pack);

	vault_of_db(&l.vault, cli->db);
	if (!err)
		err = facts_load(&l.facts, cli->db, cli->pack, d->id);
	if (!err)
		err = check_facts(checker, &l.facts, &l.found);
	if (!err && cli->masked)
		check_hide(&l.facts, &l.found);
	if (!err) {
		list_part(&l, true, list);
		list_part(&l, false, list);
		list_aids(&l, list);
	}
	if (list)
		cli_print_json(list);
	findings_release(&l.found);
	facts_release(&l.facts);
	vault_release(&l.vault);
	checker_free(checker);
	return err;
}

/* Papers being written as files */
struct making {
	struct paper_desk desk;
	const char *dir;
	enum paper_set set;	/* when none is named */
	bool blank;		/* the questionnaire asks everything */
	const struct paper **v; /* those that are wanted */
	size_t c;
	size_t made;
	size_t pages;
	cJSON *done; /* --json: list of what was written; otherwise NULL */
};

static void tell(const struct making *m, const struct paper *p,
		 const char *path, const struct paper_result *r)
{
	cJSON *row;
	cJSON *own;

	if (!m->done) {
		cli_say(_("%s  %zu pages, %zu bytes, SHA-256 %.12s"), path,
			r->pages, r->bytes, r->sha256);
		for (size_t i = 0; i < r->ownc; i++)
			cli_say(_("          with this site's template %s, "
				  "SHA-256 %.12s"),
				r->own[i].name, r->own[i].sha256);
		return;
	}

	row = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(row, "id", p->id);
	(void)cJSON_AddStringToObject(row, "path", path);
	(void)cJSON_AddNumberToObject(row, "pages", (double)r->pages);
	(void)cJSON_AddNumberToObject(row, "bytes", (double)r->bytes);
	(void)cJSON_AddStringToObject(row, "sha256", r->sha256);
	own = cJSON_AddArrayToObject(row, "own");
	for (size_t i = 0; i < r->ownc; i++) {
		cJSON *each = cJSON_CreateObject();

		(void)cJSON_AddStringToObject(each, "template", r->own[i].name);
		(void)cJSON_AddStringToObject(each, "sha256", r->own[i].sha256);
		(void)cJSON_AddItemToArray(own, each);
	}
	(void)cJSON_AddItemToArray(m->done, row);
}

static int make_paper(struct making *m, const struct paper *p)
{
	struct paper_result r = { 0 };
	struct str path = { 0 };
	int err = paper_desk_make(&m->desk, p, m->dir, m->blank, &path, &r);

	if (!err) {
		tell(m, p, path.s, &r);
		m->pages += r.pages;
	}
	str_release(&path);
	return err;
}

/* All of them; one that cannot be made does not keep the others from it, and
 * the first error is the last word */
static int make_each(struct making *m)
{
	struct str said = { 0 };
	const char *code = NULL;
	int first = 0;
	int err = 0;

	for (size_t i = 0; i < m->c && err != EIO; i++) {
		err = make_paper(m, m->v[i]);
		m->made += !err;
		if (err && first)
			(void)fprintf(stderr, "callpermit: %s\n",
				      err_line(err));
		else if (err)
			str_add(&said, err_text(err));
		code = err && !first ? err_code(err) : code;
		first = first ? first : err;
	}
	if (first)
		(void)err_as(code, err_set(first, "%s", str_text(&said)));
	str_release(&said);
	return first;
}

/* Those of a set, or those named */
static int choose(struct making *m, int argc, char **argv)
{
	const struct pack *pack = m->desk.place.pack;
	const size_t most = pack->papers_count + (size_t)argc;
	int err = 0;

	m->v = x_calloc(most + 1, sizeof(const struct paper *));
	if (argc == 0)
		m->c = paper_desk_set(&m->desk, m->set, m->v);
	for (int i = 0; i < argc && !err; i++) {
		err = paper_written(pack, argv[i], &m->v[m->c]);
		m->c += !err;
	}
	return err;
}

/* Words of a subcommand */
struct words {
	const char *dir; /* -o */
	enum paper_set set;
	bool blank; /* the questionnaire asks everything */
	struct paper_look look;
	int argc;
	char **argv;
	char **rest; /* behind "--" */
};

static int make_papers(struct cli *cli, const struct dossier *d,
		       const struct words *w)
{
	struct making m = { .dir = w->dir, .set = w->set, .blank = w->blank };
	const int64_t begun = clock_mono();
	const struct paper_place place = paper_place_of(cli);
	int err = paper_desk_open(&m.desk, &place, d, w->look.templates);

	if (!err)
		err = choose(&m, w->argc, w->argv);
	if (!err)
		err = paper_desk_twins(&m.desk, m.v, m.c);
	if (!err)
		err = file_mkdirs(m.dir);
	m.done = cli->json ? cJSON_CreateArray() : NULL;
	if (!err)
		err = make_each(&m);
	if (m.done)
		cli_print_json(m.done);
	else if (m.made > 1)
		cli_say(_("%zu papers, %zu pages, %lld ms"), m.made, m.pages,
			(long long)(clock_mono() - begun));
	cli->findings = m.desk.drafts > 0;
	if (!err)
		paper_desk_warn(&m.desk);

	free((void *)m.v);
	paper_desk_close(&m.desk);
	return err;
}

static int run_list(struct cli *cli, const struct dossier *d,
		    const struct words *w)
{
	return w->argc == 0 ? list_papers(cli, d) : cli_usage_of(NAME, "list");
}

static int run_make(struct cli *cli, const struct dossier *d,
		    const struct words *w)
{
	return w->dir ? make_papers(cli, d, w) : cli_usage_of(NAME, "make");
}

static int run_show(struct cli *cli, const struct dossier *d,
		    const struct words *w)
{
	return w->argc == 1 ? paper_show(cli, d, w->argv[0], &w->look)
			    : cli_usage_of(NAME, "show");
}

static int run_print(struct cli *cli, const struct dossier *d,
		     const struct words *w)
{
	return paper_print(cli, d, w->argv, w->rest, w->look.templates);
}

static int run_versions(struct cli *cli, const struct dossier *d,
			const struct words *w)
{
	return w->argc == 0 ? paper_versions(cli, d)
			    : cli_usage_of(NAME, "versions");
}

static int run_diff(struct cli *cli, const struct dossier *d,
		    const struct words *w)
{
	return w->argc == 1 || w->argc == 2
		       ? paper_diff(cli, d, w->argv[0], w->argv[1])
		       : cli_usage_of(NAME, "diff");
}

/* clang-format off */
static const struct part {
	const char *word;
	const char *takes; /* letters of the options that go with it */
	int (*run)(struct cli *cli, const struct dossier *d,
		   const struct words *words);
} parts[] = {
	{ "list",     "",     run_list     },
	{ "make",     "oAabt", run_make     },
	{ "show",     "tOTp", run_show     },
	{ "print",    "t",    run_print    },
	{ "versions", "",     run_versions },
	{ "diff",     "",     run_diff     },
};

static const struct option options[] = {
	{ "all",       no_argument,       NULL, 'A' },
	{ "aids",      no_argument,       NULL, 'a' },
	{ "blank",     no_argument,       NULL, 'b' },
	{ "templates", required_argument, NULL, 't' },
	{ "open",      no_argument,       NULL, 'O' },
	{ "text",      no_argument,       NULL, 'T' },
	{ "page",      required_argument, NULL, 'p' },
	{ NULL,        0,                 NULL, 0   },
};
/* clang-format on */

/* The first word that is a part, wherever it stands; NULL: none */
static const struct part *part_of(int argc, char **argv)
{
	for (int k = 1; k < argc; k++) {
		for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
			if (strcmp(parts[i].word, argv[k]) == 0)
				return &parts[i];
		}
	}

	return NULL;
}

static int refuse_option(const struct part *part, int o)
{
	for (const struct option *each = options; each->name; each++) {
		if (each->val == o)
			return err_set(EINVAL,
				       _("--%s does not go with paper NO %s"),
				       each->name, part->word);
	}

	return err_set(EINVAL, _("-%c does not go with paper NO %s"), o,
		       part->word);
}

static int read_page(unsigned *pagep, const char *text)
{
	char *end;
	const unsigned long n = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || n == 0 || n > PAGE_MAX)
		return err_set(EINVAL, _("--page wants a number from 1 to %d"),
			       PAGE_MAX);

	*pagep = (unsigned)n;
	return 0;
}

/* Options of all parts; what stands behind "--" goes to lp */
static int read_words(struct words *w, const struct part *part, int argc,
		      char **argv)
{
	int err = 0;
	int o;

	while (!err &&
	       (o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (o == '?')
			return cli_usage_of(NAME, part ? part->word : NULL);
		if (part && !strchr(part->takes, o))
			return refuse_option(part, o);
		if (o == 'o')
			w->dir = optarg;
		else if (o == 't')
			w->look.templates = optarg;
		else if (o == 'p')
			err = read_page(&w->look.page, optarg);
		else if (o == 'a')
			w->set = PAPERS_WORKING;
		else if (o == 'A')
			w->set = PAPERS_FILING;
		w->blank |= o == 'b';
		w->look.open |= o == 'O';
		w->look.text |= o == 'T';
	}
	return err;
}

/* Words up to "--"; those behind it are the rest */
static int cut_rest(struct words *w, int argc, char **argv)
{
	w->rest = argv + argc;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			w->rest = argv + i + 1;
			argv[i] = NULL;
			return i;
		}
	}
	return argc;
}

int cmd_paper(struct cli *cli, int argc, char **argv)
{
	struct dossier d = { 0 };
	struct words w = { 0 };
	const struct part *part;
	int err;

	argc = cut_rest(&w, argc, argv);
	part = part_of(argc, argv);
	err = read_words(&w, part, argc, argv);
	if (err)
		return err;
	argc -= optind;
	argv += optind;
	if (argc < 2)
		return cli_usage_of(NAME, part ? part->word : NULL);
	if (!part || strcmp(part->word, argv[1]) != 0)
		return cli_unknown(NAME, argv[1]);
	if (*w.rest && part->run != run_print)
		return err_set(EINVAL, _("only paper NO print takes words "
					 "behind --"));

	w.argc = argc - 2;
	w.argv = argv + 2;
	err = cli_open(cli, argv[0], &d);
	if (!err)
		err = part->run(cli, &d, &w);
	dossier_release(&d);
	return err;
}
