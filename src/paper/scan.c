/**
 * @file paper/scan.c  Papers that are scans: the files that facts name
 */
#include "paper/scan.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paper/pdf.h"
#include "typeset/picture.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "value/value.h"

#define TEMPLATE "scan.md"

/* Shape of an identity card, 85.6 : 54 is 1.585; a hand holds no scanner */
#define CARD_LEAST 145
#define CARD_MOST  175

/* clang-format off */
static const char *const kinds[] = {
	[SCAN_ABSENT] = "absent",
	[SCAN_JPEG]   = "jpeg",
	[SCAN_PNG]    = "png",
	[SCAN_PDF]    = "pdf",
	[SCAN_OTHER]  = "other",
};
/* clang-format on */

const char *scan_kind_name(enum scan_kind kind)
{
	return kinds[kind];
}

bool scan_is_picture(const struct scan *scan)
{
	return scan->kind == SCAN_JPEG || scan->kind == SCAN_PNG;
}

static bool has_card_shape(const struct picture *p)
{
	const long longer = p->width > p->height ? p->width : p->height;
	const long other = p->width > p->height ? p->height : p->width;

	return 100 * longer >= CARD_LEAST * other &&
	       100 * longer <= CARD_MOST * other;
}

static enum scan_kind kind_of(const struct str *bytes)
{
	switch (picture_kind_of(str_text(bytes), bytes->len)) {
	case PICTURE_JPEG:
		return SCAN_JPEG;
	case PICTURE_PNG:
		return SCAN_PNG;
	case PICTURE_NONE:
		break;
	}

	return pdf_is_one(str_text(bytes), bytes->len) ? SCAN_PDF : SCAN_OTHER;
}

/* All of a picture is decoded, as small as can be, to see that it is whole */
static int look_at_picture(const char *name, const struct str *bytes,
			   bool *cardp)
{
	struct picture p;
	int err = picture_read(&p, name, bytes, PICTURE_STEPS - 1);

	if (err)
		return err;

	*cardp = has_card_shape(&p);
	picture_release(&p);
	return 0;
}

static void look_at(struct scan *scan, const struct vault *vault, bool cards)
{
	struct str bytes = { 0 };
	bool card = false;
	int err = vault_read(vault, scan->file.sha256, VALUE_FILE_MAX, &bytes);

	if (!err)
		scan->kind = kind_of(&bytes);
	if (scan_is_picture(scan)) {
		err = look_at_picture(scan->file.name, &bytes, &card);
		scan->card = cards && card;
		scan->pages = !err;
	} else if (scan->kind == SCAN_PDF) {
		err = pdf_check(scan->file.name, bytes.s, bytes.len,
				&scan->pages);
	}
	if (err)
		scan->fault = x_strdup(err_text(err));
	str_release(&bytes);
}

char *scan_fault(const struct attached *file, const struct vault *vault)
{
	struct scan scan = { .kind = SCAN_ABSENT, .file = *file };
	const char *dot = strrchr(file->name, '.');

	if (!file->kept)
		return NULL;
	look_at(&scan, vault, false);
	if (!scan.fault && scan.kind == SCAN_OTHER && dot &&
	    (strcasecmp(dot, ".pdf") == 0 || strcasecmp(dot, ".jpg") == 0 ||
	     strcasecmp(dot, ".png") == 0)) {
		struct str say = { 0 };

		str_addf(&say, _("%s: is not what its name says"), file->name);
		scan.fault = str_take(&say);
	}
	return scan.fault;
}

void scans_of_paper(struct scans *scans, const struct paper *paper,
		    const struct facts *facts, const struct vault *vault)
{
	const char *held = paper->held ? paper->held : "";
	size_t n;

	*scans = (struct scans){ .v = NULL };
	for (; *held; held += n + (held[n] == ' ')) {
		const struct fact *fact = NULL;
		struct scan scan = { .kind = SCAN_ABSENT };
		struct fact_key key;
		char *name;

		n = strcspn(held, " ");
		name = x_strndup(held, n);
		if (fact_key_decode(&key, NULL, name, NULL, NULL) == 0)
			fact = facts_find(facts, key.group, 0, key.key);
		free(name);
		if (!fact || !attached_of_fact(&scan.file, fact, vault))
			continue;

		look_at(&scan, vault, paper->cards);
		scans->v = x_grow(scans->v, scans->c, sizeof(*scans->v));
		scans->v[scans->c++] = scan;
	}
}

void scans_release(struct scans *scans)
{
	for (size_t i = 0; i < scans->c; i++) {
		attached_release(&scans->v[i].file);
		free(scans->v[i].fault);
	}
	free(scans->v);
	*scans = (struct scans){ .v = NULL };
}

/* What scan.md reads: runs of pictures of one kind, in order */
struct tree {
	cJSON *top;
	cJSON *runs;
	cJSON *pictures; /* of the last run */
	bool card;
};

static void tree_init(struct tree *t, const char *title, bool certify)
{
	cJSON *scan = cJSON_CreateObject();

	*t = (struct tree){ .top = cJSON_CreateObject() };
	t->runs = cJSON_CreateArray();
	(void)cJSON_AddItemToObject(t->top, "scan", scan);
	(void)cJSON_AddStringToObject(scan, "title", title);
	(void)cJSON_AddBoolToObject(scan, "certify", certify);
	(void)cJSON_AddItemToObject(scan, "runs", t->runs);
}

/* Sides of cards stand together on a page, other pictures each on its own */
static void tree_add(struct tree *t, const char *name, const char *caption,
		     bool card)
{
	cJSON *picture = cJSON_CreateObject();
	cJSON *run;

	if (!t->pictures || !card || !t->card) {
		run = cJSON_CreateObject();
		t->pictures = cJSON_CreateArray();
		(void)cJSON_AddBoolToObject(run, "card", card);
		(void)cJSON_AddItemToObject(run, "pictures", t->pictures);
		(void)cJSON_AddItemToArray(t->runs, run);
	}
	t->card = card;
	(void)cJSON_AddStringToObject(picture, "name", name);
	(void)cJSON_AddStringToObject(picture, "caption", caption);
	(void)cJSON_AddItemToArray(t->pictures, picture);
}

/* A pack from before there were scans has no template for them */
static void use_shipped(struct paper_meta *meta)
{
	if (meta->pack &&
	    !pack_files_find(&meta->pack->files, "templates/" TEMPLATE))
		meta->pack = NULL;
}

static int from_vault(struct str *file, const char *name, void *arg)
{
	return vault_read(arg, name, VALUE_FILE_MAX, file);
}

int scans_make(struct filing *filing, const struct scans *scans,
	       const struct vault *vault, const struct paper_meta *meta,
	       struct str *pdf, struct paper_result *result)
{
	struct paper_meta own = *meta;
	struct tree tree;
	size_t c = 0;
	int err;

	tree_init(&tree, meta->title, scans->certify);
	for (size_t i = 0; i < scans->c; i++) {
		const struct scan *scan = &scans->v[i];

		if (!scan_is_picture(scan) || scan->fault)
			continue;
		tree_add(&tree, scan->file.sha256,
			 scans->c > 1 ? scan->file.field->label : "",
			 scan->card);
		c++;
	}
	use_shipped(&own);
	own.picture = from_vault;
	own.picture_arg = (void *)vault;
	own.most = own.most ? own.most : SCAN_FILE_MAX;
	err = c > 0 ? filing_make(filing, TEMPLATE, tree.top, &own, pdf, result)
		    : err_set(ENOENT,
			      _("%s: no picture is kept to be "
				"set on pages; PDF and other files go "
				"into the bundle as they are"),
			      meta->title);
	cJSON_Delete(tree.top);
	return err;
}

int scans_render(struct filing *filing, const struct scans *scans,
		 const struct vault *vault, const struct paper_meta *meta,
		 const char *path, struct paper_result *resultp)
{
	struct paper_result r = { 0 };
	struct str pdf = { 0 };
	int err = scans_make(filing, scans, vault, meta, &pdf, &r);

	if (!err)
		err = file_write(path, pdf.s, pdf.len);
	if (!err && resultp)
		*resultp = r;
	str_release(&pdf);
	return err;
}

/* A path may have any bytes, a template must not: it has the place */
static int from_file(struct str *file, const char *name, void *arg)
{
	const struct scan_join *join = arg;
	const size_t i = strtoul(name, NULL, 10);

	return i < join->pathc
		       ? file_read(file, join->pathv[i], PICTURE_FILE_MAX)
		       : err_set(ENOENT, _("no picture \"%s\""), name);
}

int scan_join(struct filing *filing, const struct scan_join *join,
	      const struct paper_meta *meta, const char *path,
	      struct paper_result *resultp)
{
	struct paper_meta own = *meta;
	struct tree tree;
	int err = 0;

	tree_init(&tree, join->title, false);
	for (size_t i = 0; i < join->pathc && !err; i++) {
		struct str bytes = { 0 };
		bool card = false;
		char name[24];

		err = file_read(&bytes, join->pathv[i], PICTURE_FILE_MAX);
		if (!err)
			err = look_at_picture(join->pathv[i], &bytes, &card);
		(void)snprintf(name, sizeof(name), "%zu", i);
		tree_add(&tree, name, "", join->cards && card);
		str_release(&bytes);
	}
	use_shipped(&own);
	own.picture = from_file;
	own.picture_arg = (void *)join;
	own.most = own.most ? own.most : SCAN_FILE_MAX;
	if (!err)
		err = filing_render(filing, TEMPLATE, tree.top, &own, path,
				    resultp);
	cJSON_Delete(tree.top);
	return err;
}
