/**
 * @file typeset/font.c  A font file, opened through HarfBuzz
 */
#include "typeset/font.h"

#include <ctype.h>
#include <errno.h>
#include <hb-ot.h>
#include <hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "typeset/cff.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define NAME_MAX_LEN 64

/* Offset of xMin in the head table */
#define HEAD_BOX 36

struct font {
	hb_blob_t *blob;
	hb_face_t *face;
	hb_font_t *font;
	struct cff cff;
	bool is_cff;
	long units;
	unsigned glyphc;
	hb_font_extents_t extents;
	char name[NAME_MAX_LEN];
};

/* Characters that a font draws as another one */
static const struct {
	const char *name; /* beginning of the PostScript name */
	uint32_t cp;
	uint32_t instead;
} quirks[] = {
	{ "Fandol", 0xFFE5, 0x00A5 }, /* fullwidth yen drawn as a dollar */
};

static int read_outlines(struct font *f)
{
	hb_blob_t *table;
	unsigned size;
	const char *data;
	int err = 0;

	table = hb_face_reference_table(f->face, HB_TAG('C', 'F', 'F', ' '));
	data = hb_blob_get_data(table, &size);
	f->is_cff = size > 0;
	if (f->is_cff)
		err = cff_read(&f->cff, data, size, f->glyphc);
	hb_blob_destroy(table);
	return err;
}

static void read_name(struct font *f)
{
	char raw[NAME_MAX_LEN] = "";
	unsigned size = sizeof(raw);
	size_t n = 0;

	(void)hb_ot_name_get_utf8(f->face, HB_OT_NAME_ID_POSTSCRIPT_NAME,
				  HB_LANGUAGE_INVALID, &size, raw);
	for (size_t i = 0; raw[i]; i++) {
		unsigned char c = (unsigned char)raw[i];

		if (c < 0x80 && (isalnum(c) || c == '-'))
			f->name[n++] = (char)c;
	}
	f->name[n] = '\0';
	if (n == 0)
		(void)snprintf(f->name, sizeof(f->name), "Unnamed");
}

int font_open(struct font **fontp, const char *path, unsigned index)
{
	struct font *f;
	int err = 0;

	if (access(path, R_OK) != 0)
		return err_set(ENOENT, "%s: %s", path, strerror(errno));

	f = x_calloc(1, sizeof(*f));
	f->blob = hb_blob_create_from_file_or_fail(path);
	if (!f->blob || index >= hb_face_count(f->blob)) {
		err = err_set(EBADMSG, _("no font of number %u in it"), index);
		goto out;
	}

	f->face = hb_face_create(f->blob, index);
	f->font = hb_font_create(f->face);
	f->units = hb_face_get_upem(f->face);
	f->glyphc = hb_face_get_glyph_count(f->face);
	if (f->glyphc == 0 || f->units <= 0) {
		err = err_set(EBADMSG, _("a font without glyphs"));
		goto out;
	}
	(void)hb_font_get_h_extents(f->font, &f->extents);
	read_name(f);
	err = read_outlines(f);

out:
	if (err) {
		font_close(f);
		return err_prefix(err, "%s", path);
	}
	*fontp = f;
	return 0;
}

void font_close(struct font *f)
{
	if (!f)
		return;

	hb_font_destroy(f->font);
	hb_face_destroy(f->face);
	hb_blob_destroy(f->blob);
	cff_release(&f->cff);
	free(f);
}

const char *font_name(const struct font *f)
{
	return f->name;
}

uint32_t font_glyph(const struct font *f, uint32_t cp)
{
	hb_codepoint_t glyph;

	if (!hb_font_get_nominal_glyph(f->font, cp, &glyph))
		return 0;

	return glyph < f->glyphc ? glyph : 0;
}

uint32_t font_substitute(const struct font *f, uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(quirks); i++) {
		if (quirks[i].cp == cp && strncmp(f->name, quirks[i].name,
						  strlen(quirks[i].name)) == 0)
			return quirks[i].instead;
	}

	return cp;
}

/* Design units to thousandths, rounded; the same for negative ones */
static long scale(const struct font *f, long v)
{
	return v < 0 ? -scale(f, -v) : (v * 1000 + f->units / 2) / f->units;
}

long font_advance(const struct font *f, uint32_t glyph)
{
	return scale(f, hb_font_get_glyph_h_advance(f->font, glyph));
}

struct font_ink font_ink(const struct font *f, uint32_t glyph)
{
	struct font_ink ink = { 0, 0 };
	hb_glyph_extents_t e;

	if (!hb_font_get_glyph_extents(f->font, glyph, &e) || e.width == 0)
		return ink;

	ink.left = scale(f, e.x_bearing);
	ink.right = font_advance(f, glyph) -
		    scale(f, (long)e.x_bearing + e.width);
	return ink;
}

long font_ascent(const struct font *f)
{
	return scale(f, f->extents.ascender);
}

long font_descent(const struct font *f)
{
	return scale(f, f->extents.descender);
}

void font_box(const struct font *f, long box[4])
{
	hb_blob_t *head;
	unsigned size;
	const unsigned char *p;

	head = hb_face_reference_table(f->face, HB_TAG('h', 'e', 'a', 'd'));
	p = (const unsigned char *)hb_blob_get_data(head, &size);
	for (size_t i = 0; i < 4; i++) {
		size_t at = HEAD_BOX + 2 * i;

		box[i] = 0;
		if (at + 2 <= size)
			box[i] = scale(f, (int16_t)(p[at] << 8 | p[at + 1]));
	}
	hb_blob_destroy(head);
}

bool font_is_cff(const struct font *f)
{
	return f->is_cff;
}

bool font_is_cid_keyed(const struct font *f)
{
	return f->cff.cid_keyed;
}

uint32_t font_cid(const struct font *f, uint32_t glyph)
{
	return f->cff.cid && glyph < f->glyphc ? f->cff.cid[glyph] : glyph;
}

long font_units(const struct font *f)
{
	return f->units;
}

struct hb_font_t *font_hb(const struct font *f)
{
	return f->font;
}

struct hb_face_t *font_hb_face(const struct font *f)
{
	return f->face;
}
