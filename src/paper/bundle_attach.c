/**
 * @file paper/bundle_attach.c  Scans and other files that go into a bundle
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/attached.h"
#include "paper/bundle_private.h"
#include "paper/pdf.h"
#include "paper/scan.h"
#include "typeset/picture.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* Papers are Chinese */
#define PICTURES "图片"

static void check_kind(struct bundle *b, const struct bundle_file *f,
		       const char *ext)
{
	const struct portal_row *archives = bundle_portal(b->work,
							  PORTAL_ARCHIVES);
	const struct portal_row *row = bundle_portal(
		b->work, f->origin == BUNDLE_SCANNED ? PORTAL_PICTURE_KINDS
						     : PORTAL_KINDS);
	struct str say = { 0 };

	if (portal_row_has(archives, ext))
		row = archives;
	else if (!row || portal_row_has(row, ext))
		return;

	str_addf(&say, _("%s: the portal does not take files of this kind"),
		 f->attached);
	bundle_concern_row(b, CONCERN_KIND, row, f->paper->id, say.s);
	str_release(&say);
}

/* The ending of a name in lower case, at most 7 letters */
static void extension_of(const char *name, char ext[8])
{
	const char *dot = strrchr(name, '.');
	size_t n = 0;

	for (const char *s = dot ? dot + 1 : ""; *s && n < 7; s++)
		ext[n++] = (char)(*s >= 'A' && *s <= 'Z' ? *s + 32 : *s);
	ext[n] = '\0';
}

static void say_not_kept(struct bundle *b, const struct paper *paper,
			 const struct attached *a)
{
	struct str say = { 0 };
	struct str fix = { 0 };

	str_addf(&say, _("%s is named, but was never kept here"), a->name);
	str_addf(&fix, _("attach it again: callpermit set %s %s.%s=FILE"),
		 b->work->d.no, a->key.group, a->key.key);
	bundle_concern(b, CONCERN_KEPT, true, paper->id, say.s, fix.s);
	str_release(&say);
	str_release(&fix);
}

/* A picture goes up as a JPEG that stands upright, with nothing else in it and
 * small enough; the same picture gives the same bytes */
static int fit_picture(const struct bundle *b, struct bundle_file *f,
		       const struct str *bytes)
{
	const struct portal_row *row = bundle_portal(b->work,
						     PORTAL_FILE_BYTES);
	const size_t most = row ? (size_t)row->number : SIZE_MAX;
	int err = picture_to_jpeg(&f->data, f->attached, bytes, most);

	f->origin = BUNDLE_SCANNED;
	if (err)
		return err;

	f->made.bytes = f->data.len;
	file_sha256_mem(f->made.sha256, str_text(&f->data), f->data.len);
	f->made.pages = 1;
	return 0;
}

static bool is_picture_name(const char *ext)
{
	static const char *const names[] = { "jpg", "jpeg", "png", "gif" };
	size_t i = 0;

	while (i < ARRAY_LEN(names) && strcmp(names[i], ext) != 0)
		i++;

	return i < ARRAY_LEN(names);
}

static bool is_gif(const struct str *bytes)
{
	return bytes->len > 6 && memcmp(bytes->s, "GIF8", 4) == 0;
}

/* What the bytes are counts, not what the name says; returns the ending that
 * the file gets */
static int fit(const struct bundle *b, struct bundle_file *f,
	       const struct str *bytes, char ext[8])
{
	size_t pages = 0;
	int err = 0;

	if (picture_kind_of(bytes->s, bytes->len) != PICTURE_NONE) {
		err = fit_picture(b, f, bytes);
		memcpy(ext, "jpg", sizeof("jpg"));
	} else if (strcmp(ext, "pdf") == 0) {
		err = pdf_check(f->attached, str_text(bytes), bytes->len,
				&pages);
		f->made.pages = pages;
	} else if (is_picture_name(ext)) {
		f->origin = BUNDLE_SCANNED;
		f->made.pages = 1;
		if (strcmp(ext, "gif") != 0 || !is_gif(bytes))
			err = err_set(EBADMSG,
				      _("%s: not a picture, whatever its name "
					"says"),
				      f->attached);
	}

	return err;
}

/* A file that was attached; part tells it from others of its paper.  A scan
 * that nobody can open is told; a picture is left out then, for what is in it
 * cannot be known, a PDF stays: its reader may be more lenient than ours */
static int add_kept(struct bundle *b, const struct paper *paper,
		    const struct attached *a, const char *part)
{
	struct bundle_file *f = bundle_add_file(b, paper, BUNDLE_EVIDENCE);
	struct str bytes = { 0 };
	char ext[8];
	int err = vault_read(&b->work->vault, a->sha256, PICTURE_FILE_MAX,
			     &bytes);

	extension_of(a->name, ext);
	f->attached = x_strdup(a->name);
	f->made.bytes = (size_t)a->size;
	memcpy(f->made.sha256, a->sha256, sizeof(a->sha256));
	memcpy(f->content, a->sha256, sizeof(a->sha256));
	if (err) {
		str_release(&bytes);
		bundle_file_release(f);
		b->c--;
		return err_prefix(err, "%s", paper->id);
	}

	err = fit(b, f, &bytes, ext);
	str_release(&bytes);
	if (err) {
		bundle_concern(b, CONCERN_DAMAGED, true, paper->id,
			       err_text(err),
			       _("scan or save it again, and attach it again"));
	}
	if (err && f->origin != BUNDLE_EVIDENCE) {
		bundle_file_release(f);
		b->c--;
		return 0;
	}

	bundle_name_file(b, f, part, ext);
	check_kind(b, f, ext);
	bundle_check_size(b, f);
	return 0;
}

static int add_attached(struct bundle *b, const struct paper *paper,
			const struct attached *a, const char *part)
{
	if (a->kept)
		return add_kept(b, paper, a, part);

	say_not_kept(b, paper, a);
	return 0;
}

static bool is_picture_of(const struct bundle_file *f,
			  const struct paper *paper)
{
	return f->paper == paper && f->origin == BUNDLE_SCANNED;
}

static void drop_pictures(struct bundle *b, const struct paper *paper)
{
	size_t left = 0;

	for (size_t i = 0; i < b->c; i++) {
		if (is_picture_of(&b->v[i], paper))
			bundle_file_release(&b->v[i]);
		else
			b->v[left++] = b->v[i];
	}
	b->c = left;
}

/* Names and hashes of what is in it tell two of them apart */
static void hash_scans(char hex[SHA256_TEXT], const struct scans *scans)
{
	struct str all = { 0 };

	for (size_t i = 0; i < scans->c; i++)
		str_addf(&all, "%s\n", scans->v[i].file.sha256);
	file_sha256_mem(hex, str_text(&all), all.len);
	str_release(&all);
}

/* More pictures than the portal takes singly go into one PDF */
static int join_pictures(struct bundle *b, const struct paper *paper)
{
	struct bundle_work *w = b->work;
	struct bundle_file *f;
	struct scans scans = { 0 };
	struct paper_meta meta;
	int err;

	drop_pictures(b, paper);
	f = bundle_add_file(b, paper, BUNDLE_SCANNED);
	scans_of_paper(&scans, paper, &w->facts, &w->vault);
	bundle_meta(b, paper->id, paper->title, &meta);
	err = scans_make(w->filing, &scans, &w->vault, &meta, &f->data,
			 &f->made);
	hash_scans(f->content, &scans);
	bundle_name_file(b, f, PICTURES, "pdf");
	scans_release(&scans);
	if (!err) {
		bundle_check_size(b, f);
		return 0;
	}

	return bundle_leave_out(b, err, CONCERN_PICTURES,
				_("put them into one PDF, and attach that"));
}

static int check_pictures(struct bundle *b, const struct paper *paper)
{
	const struct portal_row *row = bundle_portal(b->work, PORTAL_PICTURES);
	size_t n = 0;

	for (size_t i = 0; i < b->c; i++)
		n += is_picture_of(&b->v[i], paper);

	return row && n > (size_t)row->number ? join_pictures(b, paper) : 0;
}

/* The next file of a list of facts, which is moved on behind it; false at its
 * end */
static bool next_held(const struct pack *pack, const char **heldp,
		      struct fact_key *key, const struct field **fieldp)
{
	while (**heldp) {
		const size_t n = strcspn(*heldp, " ");
		char *name = x_strndup(*heldp, n);
		const int err = fact_key_decode(key, pack, name, NULL, fieldp);

		free(name);
		*heldp += n + ((*heldp)[n] == ' ');
		if (!err && (*fieldp)->type == FIELD_FILE)
			return true;
	}

	return false;
}

void bundle_count_held(const struct bundle *b, const struct paper *paper,
		       size_t *wantedp, size_t *keptp)
{
	const struct bundle_work *w = b->work;
	const char *held = paper->held ? paper->held : "";
	const struct field *field;
	struct fact_key key;

	while (next_held(w->order.pack, &held, &key, &field)) {
		const struct fact *fact = facts_find(&w->facts, key.group, 0,
						     key.key);
		struct attached a = { 0 };

		(*wantedp)++;
		if (!fact || !attached_of_fact(&a, fact, &w->vault))
			continue;
		*keptp += a.kept;
		attached_release(&a);
	}
}

int bundle_add_held(struct bundle *b, const struct paper *paper, bool label)
{
	const struct bundle_work *w = b->work;
	const char *held = paper->held ? paper->held : "";
	const struct field *field;
	struct fact_key key;
	int err = 0;

	while (!err && next_held(w->order.pack, &held, &key, &field)) {
		const struct fact *fact = facts_find(&w->facts, key.group, 0,
						     key.key);
		struct attached a = { 0 };

		if (!fact || !attached_of_fact(&a, fact, &w->vault))
			continue;
		err = add_attached(b, paper, &a, label ? field->label : NULL);
		attached_release(&a);
	}

	return err ? err : check_pictures(b, paper);
}
