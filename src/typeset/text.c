/**
 * @file typeset/text.c  A paragraph: characters in, placed glyphs out
 */
#include "typeset/text.h"

#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/wrap.h"
#include "util/mem.h"
#include "util/text.h"

/* Blank that stays beside a squeezed mark, in thousandths of the size */
#define MARK_AIR 60

/* Most that a gap is stretched: this part of the size.  Wider gaps look worse
 * than a ragged line. */
#define STRETCH_PART 4

/* A wide line may exceed its width by this, from rounding */
#define SLACK 10

/* Glyphs that stay together: a cluster of HarfBuzz */
struct unit {
	size_t glyph; /* first */
	size_t glyphc;
	size_t first; /* first character */
	size_t c;
	long width;
	long trail; /* blank at its end that may hang over the line */
	enum wrap_class class;
};

struct setter {
	struct para *para;
	struct fontset *fonts;
	const struct look *look;
	const struct rich *rich;
	struct missing *missing;
	long width;
	hb_buffer_t *buffer;
	const struct font **font; /* by character */
	uint32_t *drawn;	  /* characters, as the fonts draw them */
	bool *may;
	struct unit *unit;
	size_t unitc;
	size_t glyph_cap;
};

void rich_add(struct rich *rich, uint32_t cp, bool strong)
{
	if (rich->c == rich->cap) {
		rich->cap = rich->cap ? 2 * rich->cap : 64;
		rich->cp = x_reallocarray(rich->cp, rich->cap,
					  sizeof(*rich->cp));
		rich->strong = x_reallocarray(rich->strong, rich->cap,
					      sizeof(*rich->strong));
	}
	rich->cp[rich->c] = cp;
	rich->strong[rich->c++] = strong;
}

void rich_add_text(struct rich *rich, const char *s, bool strong)
{
	uint32_t cp;

	while ((cp = text_next(&s)) != 0)
		rich_add(rich, cp, strong);
}

static bool is_mark(uint32_t cp)
{
	return cp >= WRAP_BREAK && cp <= WRAP_LAST;
}

void rich_plain(const struct rich *rich, struct str *to)
{
	char buf[8];

	for (size_t i = 0; i < rich->c && i < RICH_PLAIN; i++) {
		if (!is_mark(rich->cp[i]))
			str_add_n(to, buf, text_put(buf, rich->cp[i]));
	}
}

void rich_release(struct rich *rich)
{
	free(rich->cp);
	free(rich->strong);
	*rich = (struct rich){ 0 };
}

/* Characters that belong to the font of the one before them */
static bool follows(const struct font *before, uint32_t cp)
{
	hb_unicode_funcs_t *u = hb_unicode_funcs_get_default();
	hb_unicode_general_category_t category;

	if (!before)
		return false;

	category = hb_unicode_general_category(u, cp);
	if (category == HB_UNICODE_GENERAL_CATEGORY_FORMAT ||
	    (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF))
		return true;

	return (category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
		category == HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR) &&
	       font_glyph(before, cp) != 0;
}

static void miss(struct setter *s, uint32_t cp)
{
	if (s->missing->count++ > 0)
		return;

	s->missing->cp = cp;
	s->missing->line = s->rich->line;
}

static void choose_fonts(struct setter *s)
{
	const struct rich *rich = s->rich;
	const struct font *font = NULL;

	for (size_t i = 0; i < rich->c; i++) {
		uint32_t cp = rich->cp[i];

		s->drawn[i] = cp;
		s->font[i] = NULL;
		if (is_mark(cp)) {
			font = NULL;
			continue;
		}
		if (!follows(font, cp) ||
		    (i > 0 && rich->strong[i] != rich->strong[i - 1]))
			font = fontset_pick(s->fonts,
					    rich->strong[i] ? s->look->strong
							    : s->look->role,
					    cp);
		if (!font) {
			miss(s, cp);
			continue;
		}
		s->font[i] = font;
		s->drawn[i] = font_substitute(font, cp);
	}
}

static struct glyph *add_glyph(struct setter *s)
{
	struct para *p = s->para;

	if (p->glyphc == s->glyph_cap) {
		s->glyph_cap = s->glyph_cap ? 2 * s->glyph_cap : 64;
		p->glyph = x_reallocarray(p->glyph, s->glyph_cap,
					  sizeof(*p->glyph));
	}
	p->glyph[p->glyphc] = (struct glyph){ 0 };
	return &p->glyph[p->glyphc++];
}

static long scaled(const struct setter *s, long units, const struct font *font)
{
	return units * s->look->size / font_units(font);
}

static struct unit *add_unit(struct setter *s, size_t first, size_t c)
{
	struct unit *u = &s->unit[s->unitc++];

	*u = (struct unit){
		.glyph = s->para->glyphc,
		.first = first,
		.c = c,
		.class = wrap_class(s->rich->cp[first]),
	};
	return u;
}

/* Characters [from, to) of one font; x is kept inside each unit */
static void shape(struct setter *s, size_t from, size_t to)
{
	const struct font *font = s->font[from];
	const hb_glyph_info_t *info;
	const hb_glyph_position_t *pos;
	struct unit *u = s->unit;
	size_t before = s->unitc;
	unsigned n;

	hb_buffer_clear_contents(s->buffer);
	hb_buffer_add_codepoints(s->buffer, s->drawn, (int)s->rich->c,
				 (unsigned)from, (int)(to - from));
	hb_buffer_set_direction(s->buffer, HB_DIRECTION_LTR);
	hb_buffer_set_script(s->buffer, HB_SCRIPT_HAN);
	hb_buffer_set_language(s->buffer, hb_language_from_string("zh-cn", -1));
	hb_buffer_set_flags(s->buffer,
			    HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
	hb_shape(font_hb(font), s->buffer, NULL, 0);
	info = hb_buffer_get_glyph_infos(s->buffer, &n);
	pos = hb_buffer_get_glyph_positions(s->buffer, &n);

	for (unsigned i = 0; i < n; i++) {
		struct glyph *g;

		if (s->unitc == before || info[i].cluster != u->first) {
			if (s->unitc > before)
				u->c = info[i].cluster - u->first;
			u = add_unit(s, info[i].cluster, to - info[i].cluster);
		}
		if (info[i].codepoint == 0)
			miss(s, s->rich->cp[u->first]);
		g = add_glyph(s);
		g->font = font;
		g->glyph = info[i].codepoint;
		g->x = (int32_t)(u->width + scaled(s, pos[i].x_offset, font));
		g->y = (int32_t)scaled(s, pos[i].y_offset, font);
		g->first = (uint32_t)u->first;
		u->width += scaled(s, pos[i].x_advance, font);
		u->glyphc++;
	}
}

/* Boxes and rules are glyphs of no font; a line end has none at all */
static void add_mark(struct setter *s, size_t at)
{
	struct unit *u = add_unit(s, at, 1);

	if (s->rich->cp[at] == WRAP_BREAK)
		return;

	add_glyph(s)->glyph = s->rich->cp[at] - WRAP_UNTICKED;
	u->glyphc = 1;
	u->width = s->look->size;
}

static void shape_all(struct setter *s)
{
	const struct rich *rich = s->rich;
	size_t to;

	for (size_t i = 0; i < rich->c; i = to) {
		to = i + 1;
		if (s->font[i]) {
			while (to < rich->c && s->font[to] == s->font[i])
				to++;
			shape(s, i, to);
		} else if (is_mark(rich->cp[i])) {
			add_mark(s, i);
		}
	}

	/* the first glyph of a unit stands for its characters */
	for (size_t k = 0; k < s->unitc; k++) {
		struct unit *u = &s->unit[k];

		if (u->glyphc > 0) {
			s->para->glyph[u->glyph].first = (uint32_t)u->first;
			s->para->glyph[u->glyph].c = (uint32_t)u->c;
		}
	}
}

/* Blank of a mark that can be taken away on one side */
static long blank(const struct setter *s, const struct unit *u, bool left)
{
	const struct glyph *g = &s->para->glyph[u->glyph];
	struct font_ink ink;
	long most = s->look->size / 2;
	long have;

	if (u->glyphc != 1 || !g->font)
		return 0;

	ink = font_ink(g->font, g->glyph);
	have = (left ? ink.left : ink.right) - MARK_AIR;
	have = have * s->look->size / 1000;
	if (have < 0)
		return 0;
	return have < most ? have : most;
}

static bool ends(enum wrap_class class)
{
	return class == WRAP_CLOSE || class == WRAP_STOP;
}

/* Two full-width marks that meet share one blank */
static void squeeze(struct setter *s, size_t i)
{
	struct unit *u = &s->unit[i];
	enum wrap_class after = i + 1 < s->unitc ? u[1].class : WRAP_OTHER;
	long cut;

	if (ends(u->class)) {
		cut = blank(s, u, false);
		if (ends(after) || after == WRAP_OPEN)
			u->width -= cut;
		else
			u->trail = cut;
	} else if (u->class == WRAP_OPEN && after == WRAP_OPEN) {
		cut = blank(s, &u[1], true);
		u[1].width -= cut;
		for (size_t k = 0; k < u[1].glyphc; k++)
			s->para->glyph[u[1].glyph + k].x -= (int32_t)cut;
	}
}

static bool is_space(const struct setter *s, const struct unit *u)
{
	uint32_t cp = s->rich->cp[u->first];

	return cp == ' ' || cp == 0x3000;
}

static bool is_wide(const struct unit *u)
{
	return u->class != WRAP_OTHER && u->class != WRAP_DIGIT;
}

/* May the gap behind this unit be stretched? */
static bool stretches(const struct setter *s, const struct unit *u)
{
	const struct unit *next = u + 1;

	if (u->class == WRAP_OPEN || u->class == WRAP_BOX ||
	    ends(next->class) ||
	    (u->class == WRAP_PEN && next->class == WRAP_PEN))
		return false;

	return is_space(s, u) || is_wide(u) || is_wide(next);
}

/* Where the line that begins at unit from ends; the next begins there */
static size_t find_end(struct setter *s, size_t from, long width)
{
	size_t good = 0;
	long at = 0;

	for (size_t i = from; i < s->unitc; i++) {
		const struct unit *u = &s->unit[i];

		if (s->rich->cp[u->first] == WRAP_BREAK)
			return i + 1;
		at += u->width;
		if (!is_space(s, u) && at - u->trail > width + SLACK &&
		    i > from) {
			s->para->torn |= good <= from;
			return good > from ? good : i;
		}
		if (s->may[u->first + u->c - 1])
			good = i + 1;
	}

	return s->unitc;
}

/* Put the units [from, to) on a line that starts at x */
static void place(struct setter *s, size_t from, size_t to, long x, bool last)
{
	struct para *p = s->para;
	struct line *line = &p->line[p->linec++];
	long room = s->width - x;
	long used = 0;
	long gaps = 0;
	long done = 0;

	while (to > from && (is_space(s, &s->unit[to - 1]) ||
			     s->rich->cp[s->unit[to - 1].first] == WRAP_BREAK))
		to--;
	for (size_t i = from; i < to; i++) {
		used += s->unit[i].width;
		gaps += i + 1 < to && stretches(s, &s->unit[i]);
	}
	if (to > from)
		used -= s->unit[to - 1].trail;

	room -= used;
	if (s->look->align == ALIGN_CENTER)
		x += room / 2;
	else if (s->look->align == ALIGN_RIGHT)
		x += room;
	if (s->look->align != ALIGN_JUSTIFY || last || room < 0 ||
	    (gaps > 0 && room / gaps > s->look->size / STRETCH_PART))
		gaps = 0;

	line->from = line->to = from < to ? s->unit[from].glyph : 0;
	line->width = used;
	for (size_t i = from, gap = 0; i < to; i++) {
		const struct unit *u = &s->unit[i];

		for (size_t k = 0; k < u->glyphc; k++)
			p->glyph[u->glyph + k].x += (int32_t)x;
		line->to = u->glyph + u->glyphc;
		x += u->width;
		if (gaps > 0 && i + 1 < to && stretches(s, u)) {
			long upto = room * (long)++gap / gaps;

			x += upto - done;
			done = upto;
		}
	}
}

static void break_lines(struct setter *s)
{
	struct para *p = s->para;
	long x = s->look->indent;
	size_t from = 0;

	p->line = x_calloc(s->unitc + 1, sizeof(*p->line));
	while (from < s->unitc) {
		size_t to = find_end(s, from, s->width - x);
		bool last = to == s->unitc ||
			    s->rich->cp[s->unit[to - 1].first] == WRAP_BREAK;

		place(s, from, to, x, last);
		from = to;
		x = last ? s->look->indent : 0;
	}
}

void para_set(struct para *para, struct fontset *fonts, const struct rich *rich,
	      const struct look *look, long width, struct missing *missing)
{
	size_t n = rich->c ? rich->c : 1;
	struct setter s = {
		.para = para,
		.fonts = fonts,
		.look = look,
		.rich = rich,
		.missing = missing,
		.width = width,
		.buffer = hb_buffer_create(),
		.font = x_calloc(n, sizeof(struct font *)),
		.drawn = x_calloc(n, sizeof(*s.drawn)),
		.may = x_calloc(n, sizeof(*s.may)),
		.unit = x_calloc(n, sizeof(*s.unit)),
	};

	*para = (struct para){ .size = look->size, .lead = look->lead };
	para->cp = x_calloc(n, sizeof(*para->cp));
	if (rich->c > 0)
		memcpy(para->cp, rich->cp, rich->c * sizeof(*para->cp));
	wrap_points(s.may, rich->cp, rich->c);
	choose_fonts(&s);
	shape_all(&s);
	for (size_t i = 0; i < s.unitc; i++)
		squeeze(&s, i);
	break_lines(&s);

	/* papers of many pages keep every paragraph to the end */
	if (para->glyphc > 0)
		para->glyph = x_reallocarray(para->glyph, para->glyphc,
					     sizeof(*para->glyph));
	if (para->linec > 0)
		para->line = x_reallocarray(para->line, para->linec,
					    sizeof(*para->line));

	hb_buffer_destroy(s.buffer);
	free(s.font);
	free(s.drawn);
	free(s.may);
	free(s.unit);
}

void para_release(struct para *para)
{
	free(para->cp);
	free(para->glyph);
	free(para->line);
	*para = (struct para){ 0 };
}

long para_width(const struct para *para)
{
	long width = 0;

	for (size_t i = 0; i < para->linec; i++) {
		if (para->line[i].width > width)
			width = para->line[i].width;
	}

	return width;
}
