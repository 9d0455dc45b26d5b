/**
 * @file paper/filing.c  Papers of a filing as PDF files
 */
#include "paper/filing.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/fontset.h"
#include "typeset/layout.h"
#include "typeset/markdown.h"
#include "typeset/page.h"
#include "typeset/template.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

#define TEMPLATES "templates"

#define FOOT_NO	  "　案卷 %s"
#define FOOT_HEAD "\n日志校验值 %s"

/* Longest title in the foot, in characters */
#define FOOT_TITLE_MAX 40

struct filing {
	struct fontset *fonts;
};

int filing_open(struct filing **filingp)
{
	struct filing *f = x_calloc(1, sizeof(*f));
	int err = fontset_open(&f->fonts);

	if (err) {
		free(f);
		return err;
	}
	*filingp = f;
	return 0;
}

void filing_close(struct filing *f)
{
	if (!f)
		return;

	fontset_close(f->fonts);
	free(f);
}

/* Where templates come from: a pack, or a folder */
struct shelf {
	const struct pack *pack;
	char *dir;
};

/* A template has a plain name: no folder, nothing hidden */
static int read_template(struct str *to, const char *name, void *arg)
{
	const struct shelf *shelf = arg;
	const struct pack_file *file;
	struct str path = { 0 };
	int err = 0;

	if (!*name || *name == '.' || strchr(name, '/'))
		return err_set(ENOENT, _("no template \"%s\""), name);

	str_addf(&path, "%s/%s", shelf->pack ? TEMPLATES : shelf->dir, name);
	if (shelf->pack) {
		file = pack_files_find(&shelf->pack->files, path.s);
		if (!file)
			err = err_set(ENOENT, _("no template \"%s\""), name);
		else
			str_add_n(to, file->text, file->len);
	} else {
		err = file_read(to, path.s, TEMPLATE_SIZE);
	}
	str_release(&path);
	return err;
}

static int make_blocks(struct blocks *blocks, const char *name,
		       const cJSON *facts, struct shelf *shelf)
{
	const struct template_rules rules = {
		.strict = true,
		.escape = markdown_escape,
		.partial = read_template,
		.arg = shelf,
	};
	struct template_lines lines = { 0 };
	struct str text = { 0 };
	struct str paper = { 0 };
	int err = read_template(&text, name, shelf);

	if (!err)
		err = template_render(&paper, &lines, name, str_text(&text),
				      facts, &rules);
	if (!err && markdown_read(blocks, str_text(&paper), &lines) != 0)
		err = err_prefix(EINVAL, "%s", name);
	template_lines_release(&lines);
	str_release(&text);
	str_release(&paper);
	return err;
}

static void add_title(struct str *foot, const char *title)
{
	const char *s = title;
	size_t n = 0;

	while (n < FOOT_TITLE_MAX && text_next(&s))
		n++;
	str_add_n(foot, title, (size_t)(s - title));
	if (*s)
		str_add(foot, "…");
}

static int make_pages(struct str *pdf, struct fontset *fonts,
		      const struct blocks *blocks, const char *name,
		      const struct paper_meta *meta, unsigned step,
		      size_t *pagesp)
{
	const struct picture_source pictures = { meta->picture,
						 meta->picture_arg, step };
	const struct page_info info = {
		.title = meta->title,
		.subject = meta->no ? meta->no : "",
		.now_ms = meta->now_ms,
	};
	struct sheets sheets = { 0 };
	struct str foot = { 0 };
	int err;

	add_title(&foot, meta->title);
	if (meta->no && *meta->no)
		str_addf(&foot, FOOT_NO, meta->no);
	if (meta->journal_head && *meta->journal_head)
		str_addf(&foot, FOOT_HEAD, meta->journal_head);
	err = layout_blocks(&sheets, fonts, blocks, name, str_text(&foot),
			    &pictures);
	if (!err)
		err = page_write(pdf, &sheets, &info);
	*pagesp = sheets.c;
	sheets_release(&sheets);
	str_release(&foot);
	return err;
}

/* Pictures are made smaller until the file is small enough */
static int make_file(struct str *pdf, struct fontset *fonts,
		     const struct blocks *blocks, const char *name,
		     const struct paper_meta *meta, size_t *pagesp)
{
	const size_t most = meta->most ? meta->most : SIZE_MAX;
	int err = 0;

	for (unsigned step = 0; step < PICTURE_STEPS && !err; step++) {
		str_clear(pdf);
		err = make_pages(pdf, fonts, blocks, name, meta, step, pagesp);
		if (pdf->len <= most || !meta->picture)
			break;
	}
	if (!err && pdf->len > most)
		return err_set(EINVAL,
			       _("%s: %zu bytes; at most %zu may be handed in"),
			       meta->title, pdf->len, most);

	return err;
}

int filing_render(struct filing *f, const char *name, const cJSON *facts,
		  const struct paper_meta *meta, const char *path,
		  struct paper_result *resultp)
{
	struct shelf shelf = { .pack = meta->pack };
	struct blocks blocks = { 0 };
	struct str pdf = { 0 };
	size_t pages = 0;
	int err;

	if (!meta->pack)
		shelf.dir = meta->template_dir ? x_strdup(meta->template_dir)
					       : file_shipped(TEMPLATES);
	if (!shelf.pack && !shelf.dir)
		return err_set(ENOENT, _("no folder \"%s\" beside the program"),
			       TEMPLATES);

	err = make_blocks(&blocks, name, facts, &shelf);
	if (!err)
		err = make_file(&pdf, f->fonts, &blocks, name, meta, &pages);
	if (!err)
		err = file_write(path, pdf.s, pdf.len);
	if (!err && resultp) {
		resultp->pages = pages;
		resultp->bytes = pdf.len;
		file_sha256_mem(resultp->sha256, pdf.s, pdf.len);
	}

	blocks_release(&blocks);
	str_release(&pdf);
	free(shelf.dir);
	return err;
}
