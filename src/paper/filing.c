/**
 * @file paper/filing.c  Papers of a filing as PDF files
 */
#include "paper/filing.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "typeset/fontset.h"
#include "typeset/layout.h"
#include "typeset/markdown.h"
#include "typeset/page.h"
#include "typeset/plain.h"
#include "typeset/template.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

#define TEMPLATES "templates"

#define CODE	  "CALLPERMIT %s %s V%lld %s"
#define FOOT_NO	  "　案卷 %s"
#define FOOT_HEAD "\n日志校验值 %s"
#define FOOT_OWN  "\n本单位模板 %.12s"

/* Longest title in the foot, in characters */
#define FOOT_TITLE_MAX 40

struct filing {
	struct fontset *fonts;
};

void filing_label(struct str *to, const char *no, size_t problems)
{
	str_add(to, no);
	if (problems > 0)
		str_addf(to, "（草稿，%zu项问题未解决）", problems);
}

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

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int filing_own_dir(const char *given, char **dirp)
{
	char *dir = given ? x_strdup(given)
			  : file_of_user(FILE_CONFIG, TEMPLATES);

	*dirp = NULL;
	if (!is_folder(dir)) {
		free(dir);
		return given ? err_set(ENOENT, _("%s: no such folder"), given)
			     : 0;
	}

	*dirp = dir;
	return 0;
}

/* Where templates come from: the site's folder, a pack, or a folder */
struct shelf {
	const char *own;
	const struct pack *pack;
	const struct pack *spare;
	char *dir;
	struct paper_result *used; /* told of the site's own; or NULL */
};

/* The same file may be read for every row of a table */
static void note_own(struct paper_result *used, const char *name,
		     const char *text, size_t n)
{
	struct paper_own *own;

	for (size_t i = 0; used && i < used->ownc; i++) {
		if (strcmp(used->own[i].name, name) == 0)
			return;
	}
	if (!used || used->ownc == PAPER_OWN_MAX)
		return;

	own = &used->own[used->ownc++];
	(void)snprintf(own->name, sizeof(own->name), "%s", name);
	file_sha256_mem(own->sha256, text, n);
}

/* The site's own file; ENOENT if it has none of that name */
static int read_own(struct str *to, const char *name, const struct shelf *shelf)
{
	struct str path = { 0 };
	struct str text = { 0 };
	int err = ENOENT;

	str_addf(&path, "%s/%s", shelf->own, name);
	if (access(path.s, F_OK) == 0)
		err = file_read(&text, path.s, TEMPLATE_SIZE);
	if (!err && !text_is_utf8(str_text(&text), text.len))
		err = err_set(EBADMSG, _("%s: not UTF-8 text"), path.s);
	if (!err && strlen(name) >= sizeof(shelf->used->own->name))
		err = err_set(EINVAL, _("%s: the name is too long"), path.s);
	if (!err) {
		note_own(shelf->used, name, str_text(&text), text.len);
		str_add_n(to, str_text(&text), text.len);
	}
	str_release(&path);
	str_release(&text);
	return err;
}

static int read_pack(struct str *to, const char *name,
		     const struct shelf *shelf)
{
	const struct pack *const packs[] = { shelf->pack, shelf->spare };
	const struct pack_file *file = NULL;
	struct str path = { 0 };

	str_addf(&path, TEMPLATES "/%s", name);
	for (size_t i = 0; i < 2 && !file; i++) {
		if (packs[i])
			file = pack_files_find(&packs[i]->files, path.s);
	}
	str_release(&path);
	if (!file)
		return err_set(ENOENT, _("no template \"%s\""), name);

	str_add_n(to, file->text, file->len);
	return 0;
}

/* A template has a plain name: no folder, nothing hidden */
static int read_template(struct str *to, const char *name, void *arg)
{
	const struct shelf *shelf = arg;
	struct str path = { 0 };
	int err = ENOENT;

	if (!*name || *name == '.' || strchr(name, '/'))
		return err_set(ENOENT, _("no template \"%s\""), name);

	if (shelf->own)
		err = read_own(to, name, shelf);
	if (err != ENOENT)
		return err;
	if (shelf->pack)
		return read_pack(to, name, shelf);

	str_addf(&path, "%s/%s", shelf->dir, name);
	err = file_read(to, path.s, TEMPLATE_SIZE);
	str_release(&path);
	return err;
}

static int open_shelf(struct shelf *shelf, const struct paper_meta *meta,
		      struct paper_result *used)
{
	if (meta->text) {
		*shelf = (struct shelf){ .used = used };
		return 0;
	}

	*shelf = (struct shelf){ .own = meta->own_dir,
				 .pack = meta->pack,
				 .spare = meta->spare,
				 .used = used };
	if (!meta->pack)
		shelf->dir = meta->template_dir ? x_strdup(meta->template_dir)
						: file_shipped(TEMPLATES);
	if (!shelf->pack && !shelf->dir)
		return err_set(ENOENT, _("no folder \"%s\" beside the program"),
			       TEMPLATES);

	return 0;
}

static int make_markdown(struct str *paper, struct template_lines *lines,
			 const char *name, const cJSON *facts,
			 struct shelf *shelf)
{
	const struct template_rules rules = {
		.strict = true,
		.escape = markdown_escape,
		.partial = read_template,
		.arg = shelf,
	};
	struct str text = { 0 };
	int err = read_template(&text, name, shelf);

	if (!err)
		err = template_render(paper, lines, name, str_text(&text),
				      facts, &rules);
	str_release(&text);
	return err;
}

/* One paper to be made */
struct job {
	struct fontset *fonts;
	const char *name; /* of its template */
	const cJSON *facts;
	const struct paper_meta *meta;
	unsigned step; /* of the quality of its pictures */
};

static int make_blocks(struct blocks *blocks, const struct job *job,
		       struct shelf *shelf)
{
	const char *text = job->meta->text;
	const char *name = job->name;
	struct template_lines lines = { 0 };
	struct str paper = { 0 };
	int err = 0;

	if (text)
		str_add(&paper, text);
	else
		err = make_markdown(&paper, &lines, name, job->facts, shelf);
	/* an empty sheet among signed papers would go unnoticed */
	if (!err && str_text(&paper)[strspn(str_text(&paper), " \t\r\n")] == 0)
		err = err_set(EBADMSG, _("%s: the template prints nothing"),
			      name);
	if (!err &&
	    markdown_read(blocks, str_text(&paper), text ? NULL : &lines) != 0)
		err = err_prefix(EINVAL, "%s", name);
	if (!err && text)
		layout_take_code(blocks);
	template_lines_release(&lines);
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

/* One hash for all files of the site that a paper was made with */
static void add_own(struct str *foot, const struct paper_result *result)
{
	struct str all = { 0 };
	char hex[SHA256_TEXT];

	for (size_t i = 0; i < result->ownc; i++)
		str_addf(&all, "%s %s\n", result->own[i].sha256,
			 result->own[i].name);
	if (all.len > 0) {
		file_sha256_mem(hex, all.s, all.len);
		str_addf(foot, FOOT_OWN, hex);
	}
	str_release(&all);
}

/* What a printed paper can be found again by.  Capitals take less room in a
 * code, and no reader takes it for an address to open. */
static void add_code(struct str *code, const struct paper_meta *meta)
{
	if (!meta->id || !meta->dossier || !meta->journal_head)
		return;

	str_addf(code, CODE, meta->dossier, meta->id, (long long)meta->version,
		 meta->journal_head);
	for (char *s = code->s; *s; s++)
		*s = (char)(*s >= 'a' && *s <= 'z' ? *s - 'a' + 'A' : *s);
}

static int make_sheets(struct sheets *sheets, const struct job *job,
		       struct paper_result *result)
{
	const struct paper_meta *meta = job->meta;
	const struct picture_source pictures = { meta->picture,
						 meta->picture_arg, job->step };
	struct shelf shelf;
	struct blocks blocks = { 0 };
	struct str text = { 0 };
	struct str code = { 0 };
	struct footer foot;
	int err = open_shelf(&shelf, meta, result);

	if (!err)
		err = make_blocks(&blocks, job, &shelf);
	add_title(&text, meta->title);
	if (meta->no && *meta->no)
		str_addf(&text, FOOT_NO, meta->no);
	if (meta->journal_head && *meta->journal_head)
		str_addf(&text, FOOT_HEAD, meta->journal_head);
	add_own(&text, result);
	add_code(&code, meta);
	foot = (struct footer){ str_text(&text), code.len ? code.s : NULL };
	if (!err)
		err = layout_blocks(sheets, job->fonts, &blocks, job->name,
				    &foot, &pictures);
	blocks_release(&blocks);
	str_release(&text);
	str_release(&code);
	free(shelf.dir);
	return err;
}

static int make_pdf(const struct job *job, struct str *pdf,
		    struct paper_result *result)
{
	const struct page_info info = {
		.title = job->meta->title,
		.subject = job->meta->no ? job->meta->no : "",
		.now_ms = job->meta->now_ms,
	};
	struct sheets sheets = { 0 };
	int err = make_sheets(&sheets, job, result);

	if (!err)
		err = page_write(pdf, &sheets, &info);
	result->pages = sheets.c;
	result->bytes = pdf->len;
	sheets_release(&sheets);
	return err;
}

/* Pictures are made smaller until the file is small enough */
int filing_make(struct filing *f, const char *name, const cJSON *facts,
		const struct paper_meta *meta, struct str *pdf,
		struct paper_result *result)
{
	const size_t most = meta->most ? meta->most : SIZE_MAX;
	struct job job = { f->fonts, name, facts, meta, 0 };
	struct paper_result r = { 0 };
	struct str made = { 0 };
	int err = 0;

	for (; job.step < PICTURE_STEPS && !err; job.step++) {
		str_clear(&made);
		r.ownc = 0;
		err = make_pdf(&job, &made, &r);
		if (made.len <= most || !meta->picture)
			break;
	}
	if (!err && made.len > most)
		err = err_set(EINVAL,
			      _("%s: %zu bytes; at most %zu may be handed in"),
			      meta->title, made.len, most);
	if (!err && meta->pages > 0 && r.pages > meta->pages)
		err = err_set(EINVAL,
			      _("%s: %zu pages; at most %zu are wanted"), name,
			      r.pages, meta->pages);
	if (!err) {
		file_sha256_mem(r.sha256, made.s, made.len);
		str_add_n(pdf, made.s, made.len);
		*result = r;
	}
	str_release(&made);
	return err;
}

int filing_text(struct filing *f, const char *name, const cJSON *facts,
		const struct paper_meta *meta, struct str *text)
{
	struct paper_result r = { 0 };
	struct sheets sheets = { 0 };
	const struct job job = { f->fonts, name, facts, meta, 0 };
	int err = make_sheets(&sheets, &job, &r);

	if (!err)
		plain_text(text, &sheets);
	sheets_release(&sheets);
	return err;
}

int filing_render(struct filing *f, const char *name, const cJSON *facts,
		  const struct paper_meta *meta, const char *path,
		  struct paper_result *resultp)
{
	struct paper_result r = { 0 };
	struct str pdf = { 0 };
	int err = filing_make(f, name, facts, meta, &pdf, &r);

	if (!err)
		err = file_write(path, pdf.s, pdf.len);
	if (!err && resultp)
		*resultp = r;
	str_release(&pdf);
	return err;
}

int filing_content(const char *name, const cJSON *facts,
		   const struct paper_meta *meta, char sha256[SHA256_TEXT])
{
	struct shelf shelf;
	struct str paper = { 0 };
	int err = open_shelf(&shelf, meta, NULL);

	if (!err)
		err = make_markdown(&paper, NULL, name, facts, &shelf);
	if (!err)
		file_sha256_mem(sha256, str_text(&paper), paper.len);
	str_release(&paper);
	free(shelf.dir);
	return err;
}

int filing_template(struct str *to, const char *name,
		    const struct paper_meta *meta)
{
	struct shelf shelf;
	int err = open_shelf(&shelf, meta, NULL);

	if (!err)
		err = read_template(to, name, &shelf);
	free(shelf.dir);
	return err;
}
