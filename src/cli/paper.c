/**
 * @file cli/paper.c  Shared by the commands that write papers
 */
#include "cli/paper.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/working.h"
#include "dossier/check.h"
#include "dossier/context.h"
#include "paper/bundle.h"
#include "util/err.h"
#include "util/lang.h"

/* How many findings can change a paper; what is calculated joins the facts */
static int count_drafts(struct paper_desk *desk)
{
	struct checker *checker = NULL;
	struct findings found = { 0 };
	int err = checker_alloc(&checker, desk->cli->pack);

	if (!err)
		err = check_facts(checker, &desk->facts, &found);
	desk->drafts = findings_drafts(&found, desk->cli->pack);
	findings_release(&found);
	checker_free(checker);
	return err;
}

int paper_desk_open(struct paper_desk *desk, struct cli *cli,
		    const struct dossier *d, const char *templates)
{
	struct version_head head;
	int err;

	*desk = (struct paper_desk){ .cli = cli, .d = *d };
	err = version_head_of(cli->db, d->id, &head);
	if (!err)
		err = facts_load(&desk->facts, cli->db, cli->pack, d->id);
	if (!err)
		err = count_drafts(desk);
	if (!err)
		err = filing_own_dir(templates, &desk->own_dir);
	if (!err)
		err = filing_open(&desk->filing);
	if (err)
		return err;

	memcpy(desk->d.journal_head, head.hash, sizeof(head.hash));
	desk->d.updated = head.at;
	desk->version = head.len;
	desk->context = context_for_paper(cli->pack, &desk->d, &desk->facts);
	filing_label(&desk->label, d->no, desk->drafts);
	return 0;
}

void paper_desk_close(struct paper_desk *desk)
{
	cJSON_Delete(desk->context);
	filing_close(desk->filing);
	facts_release(&desk->facts);
	free(desk->own_dir);
	str_release(&desk->label);
	*desk = (struct paper_desk){ 0 };
}

void paper_desk_meta(const struct paper_desk *desk, const struct paper *paper,
		     struct paper_meta *meta)
{
	*meta = (struct paper_meta){
		.title = paper->title,
		.no = paper->kind == PAPER_WORKING ? desk->d.no
						   : str_text(&desk->label),
		.id = paper->id,
		.dossier = desk->d.no,
		.version = desk->version,
		.journal_head = desk->d.journal_head,
		.now_ms = desk->d.updated,
		.pack = desk->cli->pack,
		.spare = desk->cli->shipped,
		.own_dir = desk->own_dir,
	};
}

int paper_desk_work(struct paper_desk *desk, const struct paper *paper,
		    bool blank)
{
	struct paper_meta meta;
	int err;

	if (paper->kind != PAPER_WORKING ||
	    cJSON_GetObjectItemCaseSensitive(desk->context, "set"))
		return 0;

	err = working_add(desk->context, desk->cli, &desk->d, &desk->facts,
			  blank);
	paper_desk_meta(desk, paper, &meta);
	return err ? err
		   : working_add_set(desk->context, desk->cli->pack,
				     desk->filing, &meta);
}

int paper_written(const struct pack *pack, const char *id,
		  const struct paper **paperp)
{
	const struct paper *p = pack_paper(pack, id);

	if (!p)
		return err_set(ENOENT,
			       _("no paper %s; see: callpermit paper NO list"),
			       id);
	if (!p->template)
		return err_set(ENOENT,
			       _("%s is not written by the program: %s"), id,
			       paper_kind_title(p->kind));

	*paperp = p;
	return 0;
}

void paper_file_name(const struct paper_desk *desk, const struct paper *paper,
		     struct str *name)
{
	struct str stem = { 0 };

	str_addf(&stem, "%s-%s-%s", desk->d.no, paper->id, paper->title);
	bundle_name(name, desk->cli->pack, desk->cli->shipped, stem.s, "pdf");
	str_release(&stem);
}

void paper_desk_warn(const struct paper_desk *desk)
{
	if (desk->drafts > 0)
		(void)fprintf(stderr,
			      _("callpermit: %zu findings block the filing or "
				"are unknown; the papers are marked as drafts "
				"(see: callpermit check %s)\n"),
			      desk->drafts, desk->d.no);
}
