/**
 * @file cli/visit_print.c  visit pack, report
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/paper.h"
#include "cli/visit.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"

#define PACK	 "AID-01"
#define REPORT	 "AID-07"
#define MS_A_SEC 1000

static void tell(const struct cli *cli, const char *path,
		 const struct paper_result *r, int64_t ms)
{
	cJSON *tree;

	if (!cli->json) {
		cli_say(_("%s  %zu pages, %zu bytes, made in %lld.%lld s"),
			path, r->pages, r->bytes, (long long)(ms / MS_A_SEC),
			(long long)(ms % MS_A_SEC / 100));
		return;
	}

	tree = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(tree, "path", path);
	(void)cJSON_AddNumberToObject(tree, "pages", (double)r->pages);
	(void)cJSON_AddNumberToObject(tree, "bytes", (double)r->bytes);
	(void)cJSON_AddStringToObject(tree, "sha256", r->sha256);
	(void)cJSON_AddNumberToObject(tree, "ms", (double)ms);
	cli_print_json(tree);
}

/* A pack from before there was such a paper is helped out by ours */
static int find_paper(const struct cli *cli, const char *id,
		      const struct paper **paperp)
{
	*paperp = pack_paper(cli->pack, id);
	if (!*paperp)
		*paperp = pack_paper(cli->shipped, id);

	return *paperp ? 0 : err_set(ENOENT, _("no paper %s"), id);
}

static int print(struct cli *cli, const struct visit_words *w, const char *id,
		 int run)
{
	const int64_t then = clock_mono();
	const struct paper_place place = paper_place_of(cli);
	const struct paper *paper = NULL;
	const char *path = w->opt[WORD_OUT];
	struct paper_desk desk = { .run = 0 };
	struct paper_result r = { 0 };
	struct paper_meta meta;
	int err = find_paper(cli, id, &paper);

	if (err)
		return err;

	err = paper_desk_open(&desk, &place, w->dossier, NULL);
	desk.run = run;
	if (!err)
		err = paper_desk_work(&desk, paper, false);
	if (!err) {
		paper_desk_meta(&desk, paper, &meta);
		err = filing_render(desk.filing, paper->template, desk.context,
				    &meta, path, &r);
	}
	if (!err)
		tell(cli, path, &r, clock_mono() - then);
	paper_desk_close(&desk);
	return err;
}

int visit_pack(struct cli *cli, const struct visit *v,
	       const struct visit_words *w)
{
	(void)v;
	return print(cli, w, PACK, 0);
}

int visit_report(struct cli *cli, const struct visit *v,
		 const struct visit_words *w)
{
	int run = 0;
	int err = w->opt[WORD_RUN] ? visit_number(w->opt[WORD_RUN], &run) : 0;

	(void)v;
	return err ? err : print(cli, w, REPORT, run);
}
