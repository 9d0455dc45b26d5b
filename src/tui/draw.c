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

/* The caret is shown at the next draw_flush() */
static bool caret;

/* Bytes of a text that can matter: the widest screen is far narrower */
#define TEXT_MAX 4096

/* Stands for a character that the terminal's tables do not know (geta mark) */
#define UNKNOWN_WIDE 0x3013

/* clang-format off */
static const struct style {
	attr_t attr;
	short colour; /* foreground; -1: as the terminal has it */
} styles[DRAW_STYLE_COUNT] = {
	[DRAW_PLAIN]   = { A_NORMAL,             -1           },
	[DRAW_TITLE]   = { A_REVERSE | A_BOLD,   -1           },
	[DRAW_HEAD]    = { A_BOLD | A_UNDERLINE, -1           },
	[DRAW_SECTION] = { A_BOLD,               COLOR_CYAN   },
	[DRAW_CURSOR]  = { A_REVERSE,            -1           },
	[DRAW_STRONG]  = { A_BOLD,               -1           },
	[DRAW_FIELD]   = { A_UNDERLINE,          -1           },
	[DRAW_DIM]     = { A_DIM,                -1           },
	[DRAW_GOOD]    = { A_NORMAL,             COLOR_GREEN  },
	[DRAW_WARN]    = { A_BOLD,               COLOR_YELLOW },
	[DRAW_BAD]     = { A_BOLD,               COLOR_RED    },
};
/* clang-format on */

void draw_open(void)
{
	const char *no = getenv("NO_COLOR");

	if ((no && *no) || !has_colors())
		return;

	(void)start_color();
	(void)use_default_colors();
	for (int i = 0; i < DRAW_STYLE_COUNT; i++)
		(void)init_pair((short)(i + 1), styles[i].colour, -1);
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
	const char *no = getenv("NO_COLOR");
	bool colour = !(no && *no) && has_colors();

	(void)attr_set(styles[style].attr, colour ? (short)(style + 1) : 0,
		       NULL);
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
			to[n++] = width == 2 ? UNKNOWN_WIDE : '?';
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

void draw_send(const char *sequence)
{
	if (page_is_open())
		return;
	(void)refresh();
	(void)fputs(sequence, stdout);
	(void)fflush(stdout);
}
