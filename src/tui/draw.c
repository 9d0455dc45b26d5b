/**
 * @file tui/draw.c  Text on the screen, by columns
 */
#include "tui/draw.h"

#include <curses.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tui/draw_page.h"
#include "tui/wrap.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* The caret is shown at the next draw_flush() */
static bool caret;

/* Bytes of a text that can matter: the widest screen is far narrower */
#define TEXT_MAX 4096

/* Stands for a character that the terminal's tables do not know (geta mark) */
#define UNKNOWN_WIDE 0x3013

/* Foregrounds: of eight colours, and of the 256 of xterm; -1: as the terminal
 * has it.  Yellow and cyan cannot be read on white. */
/* clang-format off */
static const struct style {
	attr_t attr;
	int dark;
	int light;
	int dark256;
	int light256;
} styles[DRAW_STYLE_COUNT] = {
	[DRAW_PLAIN]   = { A_NORMAL,             -1,           -1,            -1,  -1  },
	[DRAW_TITLE]   = { A_REVERSE | A_BOLD,   -1,           -1,            -1,  -1  },
	[DRAW_HEAD]    = { A_BOLD | A_UNDERLINE, -1,           -1,            -1,  -1  },
	[DRAW_SECTION] = { A_BOLD,               COLOR_CYAN,   COLOR_BLUE,    80,  25  },
	[DRAW_CURSOR]  = { A_REVERSE,            -1,           -1,            -1,  -1  },
	[DRAW_STRONG]  = { A_BOLD,               -1,           -1,            -1,  -1  },
	[DRAW_FIELD]   = { A_UNDERLINE,          -1,           -1,            -1,  -1  },
	[DRAW_DIM]     = { A_DIM,                -1,           -1,            -1,  -1  },
	[DRAW_GOOD]    = { A_NORMAL,             COLOR_GREEN,  COLOR_GREEN,   114, 28  },
	[DRAW_WARN]    = { A_BOLD,               COLOR_YELLOW, COLOR_MAGENTA, 221, 130 },
	[DRAW_BAD]     = { A_BOLD,               COLOR_RED,    COLOR_RED,     203, 160 },
};
/* clang-format on */

static bool in_colour;

/* rxvt and konsole set it to "15;0" or "15;default;0", the last number being
 * the background; 7 and the bright ones but grey are light */
static bool is_light(const char *background)
{
	const char *set = getenv("COLORFGBG");
	const char *last = set ? strrchr(set, ';') : NULL;
	long n;

	if (strcmp(background, "auto") != 0)
		return strcmp(background, "light") == 0;
	if (!last || !last[1])
		return false;

	n = strtol(last + 1, NULL, 10);
	return n == 7 || (n > 8 && n < 16);
}

/* How many colours to use: as asked, if the terminal has them */
static int colours_of(const char *colours)
{
	const char *no = getenv("NO_COLOR");
	const int asked = (int)strtol(colours, NULL, 10);

	if (strcmp(colours, "auto") == 0)
		return no && *no ? 0 : 8;

	return asked < COLORS ? asked : COLORS;
}

static int colour_of(const struct style *style, int colours, bool light)
{
	const int of8 = light ? style->light : style->dark;

	if (of8 < 0)
		return of8;
	if (colours >= 256)
		return light ? style->light256 : style->dark256;

	/* the bright ones are for dark ground only */
	return colours >= 16 && !light ? of8 + 8 : of8;
}

void draw_use(const char *colours, const char *background)
{
	const bool light = is_light(background);
	int c;

	in_colour = false;
	if (!has_colors())
		return;

	(void)start_color(); /* counts them */
	(void)use_default_colors();
	c = colours_of(colours);
	in_colour = c > 0;
	for (int i = 0; i < DRAW_STYLE_COUNT; i++)
		(void)init_extended_pair(i + 1, colour_of(&styles[i], c, light),
					 -1);
}

struct rect draw_screen(void)
{
	return (struct rect){ 0, 0, LINES, COLS };
}

void draw_anew(void)
{
	if (page_is_open())
		return;
	(void)clearok(curscr, TRUE);
}

void draw_clear(void)
{
	(void)erase();
	caret = false;
}

static void set_style(enum draw_style style)
{
	(void)attr_set(styles[style].attr, in_colour ? (short)(style + 1) : 0,
		       NULL);
}

/* What stands for a character that the terminal shows in two columns and the
 * library takes for one */
/* clang-format off */
static const struct {
	uint32_t cp;
	const char *sign; /* two columns */
} signs[] = {
	{ 0x00A7, "S " }, { 0x00B0, "o " }, { 0x00B1, "+-" }, { 0x00B7, ". " },
	{ 0x00D7, "x " }, { 0x00F7, "/ " }, { 0x2013, "- " }, { 0x2014, "--" },
	{ 0x2015, "--" }, { 0x2018, " '" }, { 0x2019, "' " }, { 0x201C, " \"" },
	{ 0x201D, "\" " }, { 0x2022, "* " }, { 0x2025, ".." }, { 0x2026, ".." },
	{ 0x2030, "%o" }, { 0x203B, "* " }, { 0x2103, "oC" }, { 0x2116, "No" },
	{ 0x2190, "<-" }, { 0x2191, "^ " }, { 0x2192, "->" }, { 0x2193, "v " },
	{ 0x221A, "V " }, { 0x2264, "<=" }, { 0x2265, ">=" }, { 0x2260, "!=" },
	{ 0x2248, "~=" }, { 0x25A0, "# " }, { 0x25A1, "[]" }, { 0x25B2, "^ " },
	{ 0x25BC, "v " }, { 0x25CB, "o " }, { 0x25CF, "* " }, { 0x2605, "* " },
	{ 0x2606, "* " },
};
/* clang-format on */

/* Cells of two columns */
static size_t put_sign(wchar_t *to, uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		if (signs[i].cp != cp)
			continue;
		to[0] = (wchar_t)signs[i].sign[0];
		to[1] = (wchar_t)signs[i].sign[1];
		return 2;
	}
	if (cp >= 0x2460 && cp <= 0x2468) {
		to[0] = (wchar_t)('1' + (cp - 0x2460));
		to[1] = ')';
		return 2;
	}

	to[0] = UNKNOWN_WIDE;
	return 1;
}

static bool is_selector(uint32_t cp)
{
	return cp == 0x200D || (cp >= 0xFE00 && cp <= 0xFE0F) ||
	       (cp >= 0xE0020 && cp <= 0xE01EF);
}

/* One cluster in the columns that util/text counts for it.  What the library
 * would measure otherwise is replaced, so that a row never shifts. */
static size_t put_cluster(wchar_t *to, const char *s, size_t bytes, int width)
{
	const char *end = s + bytes;
	size_t n = 0;
	int used = 0;

	while (s < end && width > 0 && n < 8) {
		uint32_t cp = text_next(&s);
		int w = wcwidth((wchar_t)cp);

		if (is_selector(cp))
			continue;
		if (n == 0 && (w < 1 || w != text_cp_width(cp))) {
			if (width == 2)
				return put_sign(to, cp);
			to[n++] = '?';
			return n;
		}
		if (w < 0 || used + w > width)
			break;
		to[n++] = (wchar_t)cp;
		used += w;
	}
	while (used < width) {
		to[n++] = ' ';
		used++;
	}

	return n;
}

int draw_word(int y, int x, int width, enum draw_style style, const char *text)
{
	char safe[TEXT_MAX];
	wchar_t cells[10];
	int used = 0;

	if (width < 1)
		return 0;
	if (page_is_open()) {
		page_add(y, x, text);
		return text_width(text);
	}

	text_printable(safe, sizeof(safe), text);
	set_style(style);
	(void)move(y, x);
	for (const char *s = safe; *s;) {
		int w;
		size_t n = text_cluster(s, &w);

		if (used + w > width)
			break;
		(void)addnwstr(cells, (int)put_cluster(cells, s, n, w));
		s += n;
		used += w;
	}

	return used;
}

void draw_text(int y, int x, int width, enum draw_style style, const char *text)
{
	int used = draw_word(y, x, width, style, text);

	if (used < width && !page_is_open())
		(void)mvhline(y, x + used, ' ' | styles[style].attr,
			      width - used);
}

void draw_blank(const struct rect *r)
{
	for (int i = 0; i < r->h; i++)
		draw_text(r->y + i, r->x, r->w, DRAW_PLAIN, "");
}

/* A paragraph stays a line: whoever shows it may break it */
static int page_lines(const struct rect *r, const char *text)
{
	int line = 0;

	while (*text) {
		const size_t n = strcspn(text, "\n");
		char *part = x_strndup(text, n);

		page_add(r->y + line++, r->x, part);
		free(part);
		text += n + (text[n] != '\0');
	}

	return line;
}

int draw_lines(const struct rect *r, enum draw_style style, const char *text)
{
	int line = 0;

	if (page_is_open())
		return page_lines(r, text);

	while (line < r->h && *text) {
		char part[TEXT_MAX];
		size_t step;
		size_t n = wrap_line(text, r->w, &step);

		if (n >= sizeof(part))
			n = sizeof(part) - 1;
		memcpy(part, text, n);
		part[n] = '\0';
		draw_text(r->y + line, r->x, r->w, style, part);
		text += step;
		line++;
	}

	return line;
}

void draw_caret(int y, int x)
{
	if (page_is_open())
		return;
	(void)move(y, x);
	(void)leaveok(stdscr, FALSE);
	caret = true;
}

void draw_flush(void)
{
	if (page_is_open())
		return;
	/* one that stays where it was is not sent again, so it does not blink
	 * out at each look */
	(void)curs_set(caret ? 1 : 0);
	(void)refresh();
}

void draw_wide(bool wide)
{
	text_ambiguous(wide);
}

/* The colour behind texts?  Middle dot at the first cell, and where is the
 * cursor then?  The row is sent again at once, with what a terminal may have
 * written there that takes the first question for text. */
void draw_probe(void)
{
	draw_send("\0337\033[1;1H\033]11;?\033\\"
		  "\033[1;1H\302\267\033[6n\0338");
	(void)wredrawln(stdscr, 0, 1);
	(void)refresh();
}

void draw_send(const char *sequence)
{
	if (page_is_open())
		return;
	(void)refresh();
	(void)fputs(sequence, stdout);
	(void)fflush(stdout);
}
