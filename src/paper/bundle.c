/**
 * @file paper/bundle.c  The whole filing as one zip: gathering what goes in
 */
#include "paper/bundle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "paper/bundle_private.h"
#include "paper/context.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* clang-format off */
static const char *const origins[] = {
	[BUNDLE_INDEX]    = "index",
	[BUNDLE_WRITTEN]  = "written",
	[BUNDLE_SCANNED]  = "scanned",
	[BUNDLE_EVIDENCE] = "evidence",
};
static const char *const kinds[] = {
	[CONCERN_GATE]        = "gate",
	[CONCERN_MISSING]     = "missing",
	[CONCERN_UNSIGNED]    = "unsigned",
	[CONCERN_KEPT]        = "kept",
	[CONCERN_SIZE]        = "size",
	[CONCERN_KIND]        = "kind",
	[CONCERN_PICTURES]    = "pictures",
	[CONCERN_DAMAGED]     = "damaged",
	[CONCERN_RENDER]      = "render",
	[CONCERN_NAME]        = "name",
	[CONCERN_SIGNED_DAYS] = "signed-days",
	[CONCERN_OLDER]       = "older",
	[CONCERN_ONLINE]      = "online",
	[CONCERN_INSTEAD]     = "instead",
	[CONCERN_OWN]         = "own-templates",
};
/* clang-format on */

const char *bundle_origin_name(enum bundle_origin origin)
{
	return origins[origin];
}

const char *concern_name(enum concern_kind kind)
{
	return kinds[kind];
}

const struct portal_row *bundle_portal(const struct bundle_work *w,
				       const char *key)
{
	const struct portal_row *row = pack_portal(w->order.pack, key);

	return row ? row : pack_portal(w->order.shipped, key);
}

void bundle_concern(struct bundle *b, enum concern_kind kind, bool blocks,
		    const char *id, const char *say, const char *fix)
{
	b->concerns = x_grow(b->concerns, b->concernc, sizeof(*b->concerns));
	b->concerns[b->concernc++] = (struct concern){
		.kind = kind,
		.blocks = blocks,
		.id = x_strdup(id),
		.say = x_strdup(say),
		.fix = fix ? x_strdup(fix) : NULL,
	};
	b->blocks += blocks;
}

void bundle_concern_row(struct bundle *b, enum concern_kind kind,
			const struct portal_row *row, const char *id,
			const char *say)
{
	bundle_concern(b, kind, true, id, say,
		       row->fix ? lang_pick(row->fix, row->fix_en) : NULL);
}

void bundle_meta(const struct bundle *b, const char *id, const char *title,
		 struct paper_meta *meta)
{
	const struct bundle_work *w = b->work;

	*meta = (struct paper_meta){
		.title = title,
		.no = str_text(&w->label),
		.id = id,
		.dossier = w->d.no,
		.version = b->head.len,
		.journal_head = w->d.journal_head,
		.now_ms = w->d.updated,
		.pack = w->order.pack,
		.spare = w->order.shipped,
		.own_dir = w->own_dir,
	};
}

bool bundle_is_due(const struct bundle_work *w, const struct paper *paper)
{
	for (size_t i = 0; i < w->found.c; i++) {
		if (w->found.v[i].paper == paper &&
		    w->found.v[i].outcome != OUTCOME_NA)
			return true;
	}

	return false;
}

struct bundle_file *bundle_add_file(struct bundle *b, const struct paper *paper,
				    enum bundle_origin origin)
{
	struct bundle_file *f;

	b->v = x_grow(b->v, b->c, sizeof(*b->v));
	f = &b->v[b->c++];
	*f = (struct bundle_file){ .paper = paper, .origin = origin };
	return f;
}

void bundle_file_release(struct bundle_file *f)
{
	free(f->name);
	free(f->title);
	free(f->attached);
	str_release(&f->data);
}

int bundle_leave_out(struct bundle *b, int err, enum concern_kind kind,
		     const char *fix)
{
	struct bundle_file *f = &b->v[--b->c];

	bundle_file_release(f);
	if (err == EIO)
		return err_prefix(err, "%s", f->paper->id);
	bundle_concern(b, kind, true, f->paper->id, err_text(err), fix);
	return 0;
}

/* Its name: what it is, and which of several */
void bundle_name_file(const struct bundle *b, struct bundle_file *f,
		      const char *part, const char *ext)
{
	const struct bundle_order *o = &b->work->order;
	struct str stem = { 0 };
	struct str name = { 0 };

	str_addf(&stem, "%s-%s%s%s", f->paper->id, f->paper->title,
		 part ? "-" : "", part ? part : "");
	bundle_name(&name, o->pack, o->shipped, stem.s, ext);
	f->name = str_take(&name);
	str_clear(&stem);
	str_addf(&stem, "%s%s%s%s", f->paper->title, part ? "（" : "",
		 part ? part : "", part ? "）" : "");
	f->title = str_take(&stem);
}

void bundle_check_size(struct bundle *b, const struct bundle_file *f)
{
	const struct portal_row *row = bundle_portal(b->work,
						     PORTAL_FILE_BYTES);
	struct str say = { 0 };

	if (!row || f->made.bytes <= (size_t)row->number)
		return;

	str_addf(&say, _("%s has %zu bytes, the portal takes at most %d"),
		 f->attached ? f->attached : f->name, f->made.bytes,
		 row->number);
	bundle_concern_row(b, CONCERN_SIZE, row, f->paper->id, say.s);
	str_release(&say);
}

/* One paper that we write; one that cannot be is told and left out */
static int add_written(struct bundle *b, const struct paper *paper)
{
	struct bundle_work *w = b->work;
	struct bundle_file *f = bundle_add_file(b, paper, BUNDLE_WRITTEN);
	struct paper_meta meta;
	int err;

	bundle_name_file(b, f, NULL, "pdf");
	bundle_meta(b, paper->id, paper->title, &meta);
	err = filing_make(w->filing, paper->template, w->context, &meta,
			  &f->data, &f->made);
	if (!err)
		err = filing_content(paper->template, w->plain, &meta,
				     f->content);
	if (!err) {
		bundle_check_size(b, f);
		return 0;
	}

	return bundle_leave_out(b, err, CONCERN_RENDER,
				_("correct the fact or the template; the paper "
				  "is left out"));
}

/* Once all its files are kept they are the paper: the scan of what was signed,
 * or the company's own text.  What goes with a table of the portal is beside
 * ours. */
static bool is_replaced(const struct paper *paper, size_t wanted, size_t kept)
{
	return wanted > 0 && kept == wanted &&
	       (paper->is_signed || paper->kind != PAPER_ONLINE);
}

static int add_paper(struct bundle *b, const struct paper *paper)
{
	size_t wanted = 0;
	size_t kept = 0;
	bool ours;
	int err = 0;

	bundle_count_held(b, paper, &wanted, &kept);
	ours = paper->template && !is_replaced(paper, wanted, kept);
	if (ours)
		err = add_written(b, paper);
	if (!err)
		err = bundle_add_held(b, paper, ours || wanted > 1);
	if (!err && !ours && paper->template && !paper->is_signed)
		bundle_concern(b, CONCERN_INSTEAD, false, paper->id,
			       _("the file that was attached goes in, not the "
				 "paper we would write"),
			       _("clear the fact that names it to have ours"));
	if (!err && !paper->template && wanted == 0 &&
	    paper->kind == PAPER_ONLINE)
		bundle_concern(b, CONCERN_ONLINE, false, paper->id,
			       _("is filled in on the portal; the bundle has "
				 "no file of it"),
			       NULL);
	return err;
}

/* Two names that a portal, or Windows, takes for one */
static void check_names(struct bundle *b)
{
	for (size_t i = 0; i < b->c; i++) {
		for (size_t k = 0; k < i; k++) {
			struct str say = { 0 };

			if (strcasecmp(b->v[i].name, b->v[k].name) != 0)
				continue;
			str_addf(&say, _("two files are called %s"),
				 b->v[i].name);
			bundle_concern(b, CONCERN_NAME, true, b->v[i].paper->id,
				       say.s,
				       _("give the papers other titles in the "
					 "pack; only the first is taken"));
			str_release(&say);
			bundle_file_release(&b->v[i]);
			memmove(&b->v[i], &b->v[i + 1],
				(b->c - i - 1) * sizeof(*b->v));
			b->c--;
			i--;
			break;
		}
	}
}

static void check_own(struct bundle *b)
{
	struct str say = { 0 };

	for (size_t i = 0; i < b->c; i++) {
		const struct bundle_file *f = &b->v[i];

		for (size_t k = 0; k < f->made.ownc; k++) {
			str_clear(&say);
			str_addf(&say,
				 _("written with the template %s of this site, "
				   "SHA-256 %.12s"),
				 f->made.own[k].name, f->made.own[k].sha256);
			bundle_concern(b, CONCERN_OWN, false, f->paper->id,
				       say.s, NULL);
		}
	}
	str_release(&say);
}

static cJSON *without_day(const struct bundle_work *w)
{
	cJSON *all = cJSON_Duplicate(w->context, true);
	cJSON *dossier = cJSON_GetObjectItemCaseSensitive(all, "dossier");

	(void)cJSON_ReplaceItemInObjectCaseSensitive(dossier, "today",
						     cJSON_CreateString(""));
	(void)cJSON_ReplaceItemInObjectCaseSensitive(all, "journal_head",
						     cJSON_CreateString(""));
	return all;
}

/* All that is read of the database, from one state of it */
static int read_dossier(struct db *db, void *arg)
{
	struct bundle *b = arg;
	struct bundle_work *w = b->work;
	const struct pack *pack = w->order.pack;
	struct checker *checker = NULL;
	int err = checker_alloc(&checker, pack);

	if (!err)
		err = version_head_of(db, w->d.id, &b->head);
	if (!err)
		err = facts_load(&w->facts, db, pack, w->d.id);
	if (!err)
		err = check_facts(checker, &w->facts, &w->found);
	checker_free(checker);
	return err;
}

static int prepare(struct bundle *b)
{
	struct bundle_work *w = b->work;
	int err = db_snapshot(w->order.db, read_dossier, b);

	if (!err)
		err = filing_own_dir(w->order.templates, &w->own_dir);
	if (!err)
		err = filing_open(&w->filing);
	if (err)
		return err;

	vault_of_db(&w->vault, w->order.db);
	memcpy(w->d.journal_head, b->head.hash, sizeof(b->head.hash));
	w->d.updated = b->head.at;
	filing_label(&w->label, w->d.no,
		     findings_drafts(&w->found, w->order.pack));
	w->context = context_for_paper(w->order.pack, &w->d, &w->facts);
	w->plain = without_day(w);
	return 0;
}

/* Those that block come first, otherwise in the order they were found */
static void sort_concerns(struct bundle *b)
{
	struct concern *sorted = x_calloc(b->concernc + 1, sizeof(*sorted));
	size_t n = 0;

	for (int blocks = 1; blocks >= 0; blocks--) {
		for (size_t i = 0; i < b->concernc; i++) {
			if (b->concerns[i].blocks == blocks)
				sorted[n++] = b->concerns[i];
		}
	}
	free(b->concerns);
	b->concerns = sorted;
}

int bundle_gather(struct bundle *b, const struct bundle_order *order)
{
	const struct pack *pack = order->pack;
	int err;

	*b = (struct bundle){ .work = x_calloc(1, sizeof(*b->work)) };
	b->work->order = *order;
	b->work->d = *order->d;
	err = prepare(b);
	if (err)
		return err;

	bundle_add_findings(b);
	for (unsigned i = 0; i < pack->papers_count && !err; i++) {
		const struct paper *p = &pack->papers[i];

		if (order->progress)
			err = order->progress(p->title, i, pack->papers_count,
					      order->arg);
		if (!err && bundle_is_due(b->work, p))
			err = add_paper(b, p);
	}
	if (order->progress)
		(void)order->progress(NULL, pack->papers_count,
				      pack->papers_count, order->arg);
	if (!err)
		err = bundle_add_ages(b);
	if (err)
		return err;

	check_names(b);
	check_own(b);
	sort_concerns(b);
	for (size_t i = 0; i < b->c; i++)
		b->pages += b->v[i].made.pages;
	return 0;
}

void bundle_release(struct bundle *b)
{
	struct bundle_work *w = b->work;

	for (size_t i = 0; i < b->c; i++)
		bundle_file_release(&b->v[i]);
	for (size_t i = 0; i < b->concernc; i++) {
		free(b->concerns[i].id);
		free(b->concerns[i].say);
		free(b->concerns[i].fix);
	}
	free(b->v);
	free(b->concerns);
	if (w) {
		vault_release(&w->vault);
		facts_release(&w->facts);
		findings_release(&w->found);
		filing_close(w->filing);
		cJSON_Delete(w->context);
		cJSON_Delete(w->plain);
		free(w->own_dir);
		str_release(&w->label);
		free(w);
	}
	*b = (struct bundle){ 0 };
}
