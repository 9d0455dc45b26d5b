/**
 * @file typeset/page.c  Pages to the bytes of a PDF file
 *
 * libharu reports an error to a handler and then goes on with NULL; the
 * handler jumps back to page_write() instead.  Everything that must be freed
 * then hangs on struct writer.  No jump leaves this file.
 */
#include "typeset/page.h"

#include <errno.h>
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "typeset/embed.h"
#include "typeset/haru.h"
#include "typeset/image.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* Longest entry of the table of contents, in characters */
#define TITLE_MAX 80

#define LEVELS	  6

/* Of the text, for those who have it read to them; RFC 5646 */
#define LANGUAGE "zh-CN"

/* A rule to write on */
#define RULE_THICK     500
#define NUM_TEXT       32

#define MS_PER_DAY     86400000LL
#define CHINA_AHEAD_MS (8 * 3600000LL)

struct writer {
	jmp_buf jump;
	HPDF_Doc doc;
	const struct sheets *sheets;
	const struct page_info *info;
	struct str *out;
	struct str stream; /* of the page being written */
	HPDF_Page *page;
	HPDF_Dict *image; /* of the pictures, NULL until one is used */
	struct embed **embed;
	size_t embedc;
	int err;
};

static void on_error(HPDF_STATUS code, HPDF_STATUS detail, void *arg)
{
	struct writer *w = arg;

	w->err = err_set(EIO, _("cannot write PDF: libharu error 0x%04lX, %lu"),
			 (unsigned long)code, (unsigned long)detail);
	longjmp(w->jump, 1); /* NOLINT(cert-err52-cpp) */
}

/* A length in points; no locale has a say in its decimal point */
static void put_num(struct str *s, long v)
{
	char buf[NUM_TEXT];
	char *p = buf + sizeof(buf);
	long rest = (v < 0 ? 5 - v : v + 5) / 10;

	*--p = ' ';
	for (int i = 0; i < 3 || rest > 0; i++) {
		if (i == 2)
			*--p = '.';
		*--p = (char)('0' + rest % 10);
		rest /= 10;
	}
	if (v < 0)
		*--p = '-';
	str_add_n(s, p, (size_t)(buf + sizeof(buf) - p));
}

static void put_nums(struct str *s, const long *v, size_t n, const char *op)
{
	for (size_t i = 0; i < n; i++)
		put_num(s, v[i]);
	str_add(s, op);
	str_add_char(s, '\n');
}

static void put_code(struct str *s, uint32_t code)
{
	static const char digit[] = "0123456789ABCDEF";
	const char hex[] = { digit[code >> 12 & 15], digit[code >> 8 & 15],
			     digit[code >> 4 & 15], digit[code & 15] };

	str_add_n(s, hex, sizeof(hex));
}

static void put_font(struct writer *w, HPDF_Page page, const struct embed *e,
		     long size)
{
	const char *name = HPDF_Page_GetLocalFontName(page, embed_dict(e));
	struct str *s = &w->stream;

	(void)haru_need(w->doc, (void *)name);
	str_add(s, "BT /");
	str_add(s, name);
	str_add_char(s, ' ');
	put_nums(s, &size, 1, "Tf");
}

/* Text strings of the document: UTF-16BE with a mark, ISO 32000-1, 7.9.2.2.
 * libharu's own encoder turns characters beyond U+FFFF into spaces. */
static HPDF_Binary utf16(const struct writer *w, const char *s, size_t most)
{
	HPDF_BYTE buf[4 * TITLE_MAX + 4] = { 0xFE, 0xFF };
	HPDF_UINT n = 2;
	uint32_t cp;

	while (most-- > 0 && n + 4 <= sizeof(buf) && (cp = text_next(&s))) {
		uint32_t high = cp;

		if (cp >= 0x10000) {
			high = 0xD800 | (cp - 0x10000) >> 10;
			buf[n++] = (HPDF_BYTE)(high >> 8);
			buf[n++] = (HPDF_BYTE)high;
			high = 0xDC00 | ((cp - 0x10000) & 0x3FF);
		}
		buf[n++] = (HPDF_BYTE)(high >> 8);
		buf[n++] = (HPDF_BYTE)high;
	}

	return haru_need(w->doc, HPDF_Binary_New(w->doc->mmgr, buf, n));
}

static struct embed *embedding(struct writer *w, const struct font *font)
{
	for (size_t i = 0; i < w->embedc; i++) {
		if (embed_is(w->embed[i], font))
			return w->embed[i];
	}

	w->embed = x_reallocarray(w->embed, w->embedc + 1,
				  sizeof(struct embed *));
	w->embed[w->embedc] = NULL;
	embed_alloc(&w->embed[w->embedc++], w->doc, font);
	return w->embed[w->embedc - 1];
}

/* Glyphs [from, to) of one font and height as one TJ; ISO 32000-1, 9.4.3 */
static void put_glyphs(struct writer *w, HPDF_Page page, const struct ink *ink,
		       size_t from, size_t to)
{
	const struct para *p = ink->para;
	const struct glyph *g = &p->glyph[from];
	struct embed *e = embedding(w, g->font);
	struct str *s = &w->stream;
	long pen = g->x;
	long at[2] = { ink->x + g->x, SHEET_HEIGHT - ink->y + g->y };

	put_font(w, page, e, p->size);
	put_nums(s, at, ARRAY_LEN(at), "Td");
	str_add(s, "[<");
	for (size_t i = from; i < to; i++) {
		g = &p->glyph[i];
		long move = (pen - g->x) * 1000 / p->size;

		if (move != 0) {
			str_add_char(s, '>');
			str_add_int(s, move);
			str_add_char(s, '<');
			pen -= move * p->size / 1000;
		}
		put_code(s, embed_use(e, g->glyph, p->cp + g->first, g->c));
		pen += font_advance(g->font, g->glyph) * p->size / 1000;
	}
	str_add(s, ">]TJ ET\n");
}

/* What a box says to those who cannot see it, or copy it: a blank glyph that
 * stands for the sign (ActualText, ISO 32000-1, 14.9.4) */
static void put_box_text(struct writer *w, HPDF_Page page,
			 const struct ink *ink, const struct glyph *box)
{
	const struct para *p = ink->para;
	const uint32_t blank = 0x3000;
	long at[2] = { ink->x + box->x, SHEET_HEIGHT - ink->y };
	const struct font *font = NULL;
	struct embed *e;

	for (size_t i = 0; i < p->glyphc && !font; i++)
		font = p->glyph[i].font;
	if (!font || font_glyph(font, blank) == 0)
		return;

	e = embedding(w, font);
	str_addf(&w->stream, "/Span <</ActualText <FEFF%s>>> BDC ",
		 box->glyph == DRAWN_TICKED ? "2611" : "2610");
	put_font(w, page, e, p->size);
	put_nums(&w->stream, at, ARRAY_LEN(at), "Td");
	str_addf(&w->stream, "<%04X> Tj ET EMC\n",
		 embed_use(e, font_glyph(font, blank), &blank, 1));
}

/* Boxes are drawn: hardly a font has them, and the sign for a missing glyph
 * looks like a ticked one */
static void put_box(struct writer *w, const struct ink *ink,
		    const struct glyph *g)
{
	long size = ink->para->size;
	long x = ink->x + g->x + size * 10 / 100;
	long y = SHEET_HEIGHT - ink->y - size * 6 / 100;
	long side = size * 80 / 100;
	long thick[] = { size * 5 / 100 };
	long square[] = { x, y, side, side };
	long tick[][2] = {
		{ x + side * 18 / 100, y + side * 52 / 100 },
		{ x + side * 42 / 100, y + side * 22 / 100 },
		{ x + side * 84 / 100, y + side * 82 / 100 },
	};

	put_nums(&w->stream, thick, 1, "w");
	put_nums(&w->stream, square, ARRAY_LEN(square), "re S");
	if (g->glyph != DRAWN_TICKED)
		return;

	thick[0] = size * 10 / 100;
	put_nums(&w->stream, thick, 1, "w");
	put_nums(&w->stream, tick[0], 2, "m");
	put_nums(&w->stream, tick[1], 2, "l");
	put_nums(&w->stream, tick[2], 2, "l S");
}

static bool is_rule(const struct glyph *g)
{
	return !g->font && g->glyph == DRAWN_RULE;
}

/* The rules [from, to) to write on as one */
static void put_pen_rule(struct writer *w, const struct ink *ink, size_t from,
			 size_t to)
{
	const struct para *p = ink->para;
	long y = SHEET_HEIGHT - ink->y - p->size * 14 / 100;
	long start[] = { ink->x + p->glyph[from].x, y };
	long end[] = { ink->x + p->glyph[to - 1].x + p->size, y };
	long thick[] = { RULE_THICK };

	put_nums(&w->stream, thick, 1, "w");
	put_nums(&w->stream, start, ARRAY_LEN(start), "m");
	put_nums(&w->stream, end, ARRAY_LEN(end), "l S");
}

static void put_line(struct writer *w, HPDF_Page page, const struct ink *ink)
{
	const struct para *p = ink->para;
	const struct line *line = &p->line[ink->line];
	size_t i = line->from;

	while (i < line->to) {
		const struct glyph *g = &p->glyph[i];
		size_t to = i + 1;

		if (is_rule(g)) {
			while (to < line->to && is_rule(&p->glyph[to]))
				to++;
			put_pen_rule(w, ink, i, to);
		} else if (!g->font) {
			put_box(w, ink, g);
			put_box_text(w, page, ink, g);
		} else {
			while (to < line->to && p->glyph[to].font == g->font &&
			       p->glyph[to].y == g->y)
				to++;
			put_glyphs(w, page, ink, i, to);
		}
		i = to;
	}
}

static void put_rule(struct writer *w, const struct ink *ink)
{
	long from[] = { ink->x, SHEET_HEIGHT - ink->y };
	long to[] = { ink->x + ink->w, SHEET_HEIGHT - ink->y - ink->h };

	put_nums(&w->stream, &ink->thick, 1, "w");
	put_nums(&w->stream, from, ARRAY_LEN(from), "m");
	put_nums(&w->stream, to, ARRAY_LEN(to), "l S");
}

/* ISO 32000-1, 8.9.5: an image fills the unit square */
static void put_picture(struct writer *w, HPDF_Page page, const struct ink *ink)
{
	const long matrix[] = {
		ink->w, 0, 0, ink->h, ink->x, SHEET_HEIGHT - ink->y - ink->h
	};
	HPDF_Dict *image = &w->image[ink->picture];

	if (!*image)
		*image = image_embed(w->doc,
				     &w->sheets->picture[ink->picture].picture);
	str_add(&w->stream, "q ");
	put_nums(&w->stream, matrix, ARRAY_LEN(matrix), "cm");
	str_addf(&w->stream, "/%s Do Q\n",
		 HPDF_Page_GetXObjectName(page, *image));
}

/* A grey as an operand, ISO 32000-1, 8.6.8 */
static void put_grey(struct str *s, int percent, const char *op)
{
	str_addf(s, "%d.%02d %s ", percent / 100, percent % 100, op);
}

static void put_points(struct str *s, const struct ink *ink,
		       const struct point *p)
{
	long v[4];

	for (size_t i = 0; i < ink->pointc; i++) {
		v[0] = p[i].x;
		v[1] = SHEET_HEIGHT - p[i].y;
		if (ink->kind == INK_PATH) {
			put_nums(s, v, 2, i == 0 ? "m" : "l");
		} else if (i % 2 == 1) {
			v[2] = p[i - 1].x - p[i].x;
			v[3] = p[i].y - p[i - 1].y;
			put_nums(s, v, 4, "re");
		}
	}
}

/* Operators of ISO 32000-1, 8.5.3: what is filled, then what is drawn */
static void put_path(struct writer *w, const struct sheet *sheet,
		     const struct ink *ink)
{
	const struct pen *pen = &ink->pen;
	bool outline = pen->thick > 0 && ink->kind == INK_PATH;
	struct str *s = &w->stream;

	str_add(s, "q ");
	if (pen->fill > 0)
		put_grey(s, pen->fill > FILL_BLACK ? pen->fill : 0, "g");
	if (outline) {
		put_grey(s, pen->grey, "G");
		put_nums(s, &pen->thick, 1, "w");
	}
	if (outline && pen->dash > 0) { /* dashes end where they end */
		str_add(s, "0 J [");
		put_num(s, pen->dash);
		str_add(s, "] 0 d\n");
	}
	put_points(s, ink, &sheet->point[ink->point]);
	if (outline && !pen->open)
		str_add(s, "h ");
	if (pen->fill > 0)
		str_add(s, outline ? "B Q\n" : "f Q\n");
	else
		str_add(s, outline ? "S Q\n" : "n Q\n");
}

static void put_ink(struct writer *w, HPDF_Page page, const struct sheet *sheet,
		    const struct ink *ink)
{
	switch (ink->kind) {
	case INK_TEXT:
		put_line(w, page, ink);
		break;
	case INK_RULE:
		put_rule(w, ink);
		break;
	case INK_PICTURE:
		put_picture(w, page, ink);
		break;
	case INK_PATH:
	case INK_BOXES:
		put_path(w, sheet, ink);
		break;
	}
}

static void put_sheet(struct writer *w, size_t i)
{
	const struct sheet *sheet = &w->sheets->v[i];
	HPDF_Page page = HPDF_AddPage(w->doc);
	HPDF_PageAttr attr = page->attr;

	w->page[i] = page;
	(void)HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
	str_clear(&w->stream);
	str_add(&w->stream, "2 J\n"); /* lines meet in full corners */
	for (size_t k = 0; k < sheet->c; k++)
		put_ink(w, page, sheet, &sheet->ink[k]);
	(void)HPDF_Stream_Write(attr->stream, (const HPDF_BYTE *)w->stream.s,
				(HPDF_UINT)w->stream.len);
	haru_check(w->doc);
}

/* HPDF_Destination_SetXYZ() does not take zoom 0, "as it is" */
static void aim(struct writer *w, HPDF_Destination to, size_t sheet, long y)
{
	HPDF_Array_Clear(to);
	(void)HPDF_Array_Add(to, w->page[sheet]);
	(void)HPDF_Array_AddName(to, "XYZ");
	(void)HPDF_Array_AddReal(to, 0);
	(void)HPDF_Array_AddReal(to,
				 (HPDF_REAL)(SHEET_HEIGHT - y) / (HPDF_REAL)PT);
	(void)HPDF_Array_Add(to,
			     haru_need(w->doc, HPDF_Null_New(w->doc->mmgr)));
}

/* A link without a frame, which would be printed; ISO 32000-1, 12.5.6.5 */
static void put_link(struct writer *w, const struct link *l)
{
	HPDF_Rect at = {
		.left = (HPDF_REAL)l->at[0] / (HPDF_REAL)PT,
		.right = (HPDF_REAL)(l->at[0] + l->at[2]) / (HPDF_REAL)PT,
		.top = (HPDF_REAL)(SHEET_HEIGHT - l->at[1]) / (HPDF_REAL)PT,
		.bottom = (HPDF_REAL)(SHEET_HEIGHT - l->at[1] - l->at[3]) /
			  (HPDF_REAL)PT,
	};
	HPDF_Destination to = haru_need(
		w->doc, HPDF_Page_CreateDestination(w->page[l->to]));
	HPDF_Annotation link = haru_need(
		w->doc, HPDF_Page_CreateLinkAnnot(w->page[l->sheet], at, to));

	(void)HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
	aim(w, to, l->to, l->to_y);
	haru_check(w->doc);
}

static void put_bookmark(struct writer *w, const struct bookmark *b,
			 HPDF_Outline parents[LEVELS + 1])
{
	HPDF_Outline parent = NULL;
	HPDF_Outline item;
	HPDF_Destination to;

	for (int i = 1; i < b->level; i++)
		parent = parents[i] ? parents[i] : parent;
	item = HPDF_CreateOutline(w->doc, parent, "-", NULL);
	(void)HPDF_Dict_Add(item, "Title", utf16(w, b->title, TITLE_MAX));
	for (int i = b->level; i <= LEVELS; i++)
		parents[i] = i == b->level ? item : NULL;

	to = HPDF_Page_CreateDestination(w->page[b->sheet]);
	aim(w, to, b->sheet, b->y);
	(void)HPDF_Outline_SetDestination(item, to);
	haru_check(w->doc);
}

static void put_info(struct writer *w)
{
	struct date day = date_of_instant(w->info->now_ms);
	int64_t s = (w->info->now_ms + CHINA_AHEAD_MS) % MS_PER_DAY / 1000;
	HPDF_Date date = {
		.year = day.year,
		.month = day.month,
		.day = day.day,
		.hour = (int)(s / 3600),
		.minutes = (int)(s / 60 % 60),
		.seconds = (int)(s % 60),
		.ind = '+',
		.off_hour = 8,
	};

	(void)HPDF_SetInfoDateAttr(w->doc, HPDF_INFO_CREATION_DATE, date);
	(void)HPDF_SetInfoAttr(w->doc, HPDF_INFO_CREATOR, "callpermit");
	(void)HPDF_Dict_Add(w->doc->catalog, "Lang",
			    haru_need(w->doc, HPDF_String_New(w->doc->mmgr,
							      LANGUAGE, NULL)));
	(void)HPDF_Dict_Add(w->doc->info, "Title",
			    utf16(w, w->info->title, TITLE_MAX));
	(void)HPDF_Dict_Add(w->doc->info, "Subject",
			    utf16(w, w->info->subject, TITLE_MAX));
	haru_check(w->doc);
}

static void save(struct writer *w)
{
	HPDF_BYTE buf[65536];
	HPDF_UINT32 n = sizeof(buf);

	(void)HPDF_SaveToStream(w->doc);
	(void)HPDF_ResetStream(w->doc);
	/* the end of the stream is an error to libharu: ask no further */
	for (HPDF_UINT32 left = HPDF_GetStreamSize(w->doc); left > 0;
	     left -= n) {
		n = left < sizeof(buf) ? left : (HPDF_UINT32)sizeof(buf);
		(void)HPDF_ReadFromStream(w->doc, buf, &n);
		if (n == 0)
			break;
		str_add_n(w->out, (const char *)buf, n);
	}
}

static void write_all(struct writer *w)
{
	HPDF_Outline parents[LEVELS + 1] = { NULL };

	w->doc = HPDF_New(on_error, w);
	if (!w->doc)
		on_error(HPDF_FAILD_TO_ALLOC_MEM, 0, w);
	w->doc->pdf_version = HPDF_VER_14; /* ActualText */
	(void)HPDF_SetCompressionMode(w->doc, HPDF_COMP_ALL);
	for (size_t i = 0; i < w->sheets->c; i++)
		put_sheet(w, i);
	for (size_t i = 0; i < w->sheets->bookmarkc; i++)
		put_bookmark(w, &w->sheets->bookmark[i], parents);
	for (size_t i = 0; i < w->sheets->linkc; i++)
		put_link(w, &w->sheets->link[i]);
	put_info(w);
	for (size_t i = 0; i < w->embedc && !w->err; i++)
		w->err = embed_finish(w->embed[i]);
	if (!w->err)
		save(w);
}

int page_write(struct str *out, const struct sheets *sheets,
	       const struct page_info *info)
{
	struct writer *w = x_calloc(1, sizeof(*w));
	int err;

	w->sheets = sheets;
	w->info = info;
	w->out = out;
	w->page = x_calloc(sheets->c ? sheets->c : 1, sizeof(HPDF_Page));
	w->image = x_calloc(sheets->picturec + 1, sizeof(HPDF_Dict));
	if (setjmp(w->jump) == 0) /* NOLINT(cert-err52-cpp) */
		write_all(w);

	err = w->err;
	for (size_t i = 0; i < w->embedc; i++)
		embed_free(w->embed[i]);
	if (w->doc) {
		(void)HPDF_SetErrorHandler(w->doc, NULL);
		HPDF_Free(w->doc);
	}
	free(w->embed);
	free(w->page);
	free(w->image);
	str_release(&w->stream);
	free(w);
	return err;
}
