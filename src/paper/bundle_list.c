/**
 * @file paper/bundle_list.c  Index and manifest of a bundle
 */
#include <stdio.h>
#include <string.h>

#include "paper/bundle_private.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/mem.h"
#include "util/str.h"

#define SCHEMA	    "callpermit-bundle/1"
#define TEMPLATE    "bundle-index.md"
#define INDEX_TITLE "申请材料目录和文件清单"
#define INDEX_STEM  "00-目录"

/* Papers are Chinese: where a file comes from, as printed */
static const char *const origins[] = {
	[BUNDLE_INDEX] = "目录",
	[BUNDLE_WRITTEN] = "撰写",
	[BUNDLE_SCANNED] = "扫描",
	[BUNDLE_EVIDENCE] = "附件",
};

static void add_text(cJSON *to, const char *key, const char *text)
{
	(void)cJSON_AddStringToObject(to, key, text);
}

static void add_number_text(cJSON *to, const char *key, size_t n)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%zu", n);
	add_text(to, key, n > 0 ? text : "—");
}

static void add_row(cJSON *list, const struct bundle_file *f, size_t n)
{
	cJSON *row = cJSON_CreateObject();

	add_number_text(row, "n", n);
	add_text(row, "id", f->paper->id);
	add_text(row, "title", f->title);
	add_number_text(row, "pages", f->made.pages);
	add_text(row, "origin", origins[f->origin]);
	add_text(row, "file", f->name);
	add_number_text(row, "bytes", f->made.bytes);
	add_text(row, "sha256", f->made.sha256);
	(void)cJSON_AddItemToArray(list, row);
}

/* What the reader of the index will miss: papers, not rules */
static bool is_lacking(const struct concern *c)
{
	return c->kind == CONCERN_MISSING || c->kind == CONCERN_KEPT ||
	       c->kind == CONCERN_RENDER || c->kind == CONCERN_UNSIGNED;
}

static void add_lacking(cJSON *to, const struct bundle *b)
{
	cJSON *list = cJSON_AddArrayToObject(to, "lacking");
	/* clang-format off */
	static const char *const says[] = {
		[CONCERN_MISSING]  = "未取得",
		[CONCERN_KEPT]     = "已登记，文件未存入",
		[CONCERN_RENDER]   = "未能写成",
		[CONCERN_UNSIGNED] = "未签署",
	};
	/* clang-format on */

	for (size_t i = 0; i < b->concernc; i++) {
		const struct concern *c = &b->concerns[i];
		const struct paper *p;
		cJSON *row;

		if (!is_lacking(c))
			continue;
		p = pack_paper(b->work->order.pack, c->id);
		row = cJSON_CreateObject();
		add_text(row, "id", c->id);
		add_text(row, "title", p ? p->title : "");
		add_text(row, "say", says[c->kind]);
		(void)cJSON_AddItemToArray(list, row);
	}
	(void)cJSON_AddBoolToObject(to, "is_lacking",
				    cJSON_GetArraySize(list) > 0);
}

static void add_own(cJSON *to, const struct bundle *b)
{
	cJSON *list = cJSON_AddArrayToObject(to, "own");

	for (size_t i = 0; i < b->c; i++) {
		const struct bundle_file *f = &b->v[i];

		for (size_t k = 0; k < f->made.ownc; k++) {
			cJSON *row = cJSON_CreateObject();

			add_text(row, "id", f->paper->id);
			add_text(row, "name", f->made.own[k].name);
			add_text(row, "sha256", f->made.own[k].sha256);
			(void)cJSON_AddItemToArray(list, row);
		}
	}
	(void)cJSON_AddBoolToObject(to, "is_own", cJSON_GetArraySize(list) > 0);
}

/* The facts of the dossier, and beside them those of the bundle */
static cJSON *index_context(const struct bundle *b, int64_t n,
			    const char *reason)
{
	const struct bundle_work *w = b->work;
	cJSON *all = cJSON_Duplicate(w->context, true);
	cJSON *to = cJSON_AddObjectToObject(all, "bundle");
	cJSON *files = cJSON_AddArrayToObject(to, "files");
	struct str pack = { 0 };

	str_addf(&pack, "%s（%s）", w->order.pack->version,
		 w->order.pack->sha256);
	add_number_text(to, "version", (size_t)n);
	add_number_text(to, "count", b->c);
	add_number_text(to, "pages", b->pages);
	add_text(to, "pack", pack.s);
	add_text(to, "reason", reason ? reason : "");
	for (size_t i = 0; i < b->c; i++)
		add_row(files, &b->v[i], i + 1);
	add_lacking(to, b);
	add_own(to, b);
	str_release(&pack);
	return all;
}

int bundle_make_index(struct bundle *b, int64_t n, const char *reason,
		      struct bundle_file *index)
{
	struct bundle_work *w = b->work;
	cJSON *context = index_context(b, n, reason);
	struct str name = { 0 };
	struct paper_meta meta;
	int err;

	*index = (struct bundle_file){ .origin = BUNDLE_INDEX };
	bundle_meta(b, "INDEX", INDEX_TITLE, &meta);
	err = filing_make(w->filing, TEMPLATE, context, &meta, &index->data,
			  &index->made);
	bundle_name(&name, w->order.pack, w->order.shipped, INDEX_STEM, "pdf");
	index->name = str_take(&name);
	index->title = x_strdup(INDEX_TITLE);
	cJSON_Delete(context);
	return err;
}

static void add_own_json(cJSON *row, const struct bundle_file *f)
{
	cJSON *list;

	if (f->made.ownc == 0)
		return;

	list = cJSON_AddArrayToObject(row, "own_templates");
	for (size_t k = 0; k < f->made.ownc; k++) {
		cJSON *own = cJSON_CreateObject();

		add_text(own, "name", f->made.own[k].name);
		add_text(own, "sha256", f->made.own[k].sha256);
		(void)cJSON_AddItemToArray(list, own);
	}
}

static void add_file_json(cJSON *list, const struct bundle_file *f)
{
	cJSON *row = cJSON_CreateObject();

	add_text(row, "file", f->name);
	if (f->paper)
		add_text(row, "id", f->paper->id);
	add_text(row, "title", f->title);
	if (f->made.pages > 0)
		(void)cJSON_AddNumberToObject(row, "pages",
					      (double)f->made.pages);
	else
		(void)cJSON_AddNullToObject(row, "pages");
	(void)cJSON_AddNumberToObject(row, "bytes", (double)f->made.bytes);
	add_text(row, "sha256", f->made.sha256);
	add_text(row, "origin", bundle_origin_name(f->origin));
	if (f->attached)
		add_text(row, "attached", f->attached);
	add_own_json(row, f);
	(void)cJSON_AddItemToArray(list, row);
}

static void add_concerns_json(cJSON *to, const struct bundle *b)
{
	cJSON *list = cJSON_AddArrayToObject(to, "lacking");

	for (size_t i = 0; i < b->concernc; i++) {
		const struct concern *c = &b->concerns[i];
		cJSON *row;

		if (!c->blocks && !is_lacking(c))
			continue;
		row = cJSON_CreateObject();
		add_text(row, "id", c->id);
		add_text(row, "kind", concern_name(c->kind));
		(void)cJSON_AddItemToArray(list, row);
	}
}

void bundle_add_manifest(const struct bundle *b, int64_t n, const char *reason,
			 const struct bundle_file *index, struct str *to)
{
	const struct bundle_work *w = b->work;
	cJSON *all = cJSON_CreateObject();
	char day[DATE_TEXT];
	cJSON *pack;
	cJSON *list;
	char *text;

	add_text(all, "schema", SCHEMA);
	add_text(all, "dossier", w->d.no);
	add_text(all, "company", w->d.name);
	(void)cJSON_AddNumberToObject(all, "version", (double)n);
	add_text(all, "day", date_encode(day, clock_today()));
	add_text(all, "journal_head", w->d.journal_head);
	pack = cJSON_AddObjectToObject(all, "pack");
	add_text(pack, "version", w->order.pack->version);
	add_text(pack, "sha256", w->order.pack->sha256);
	if (reason)
		add_text(all, "forced", reason);
	list = cJSON_AddArrayToObject(all, "files");
	add_file_json(list, index);
	for (size_t i = 0; i < b->c; i++)
		add_file_json(list, &b->v[i]);
	add_concerns_json(all, b);

	text = cJSON_Print(all);
	str_add(to, text ? text : "");
	str_add_char(to, '\n');
	cJSON_free(text);
	cJSON_Delete(all);
}
