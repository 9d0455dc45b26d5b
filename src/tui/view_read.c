/**
 * @file tui/view_read.c  A text of lines on the whole screen
 *
 * Unlike view_text its lines are not broken: they are those of a page.
 */
#include <stdlib.h>
#include <string.h>

#include "tui/papers.h"
#include "tui/verb.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

/* Columns that a key moves the window */
#define STEP_W 8

struct reading {
	char *title;
	char **linev; /* owned each */
	size_t linec;
	size_t *pagev; /* line that each page begins with */
	size_t pagec;
	int widest;
	int left; /* first column shown */
};

static void add_line(struct reading *r, const char *text, size_t n)
{
	r->linev = x_grow(r->linev, r->linec, sizeof(*r->linev));
	r->linev[r->linec] = x_strndup(text, n);
	if (text_width(r->linev[r->linec]) > r->widest)
		r->widest = text_width(r->linev[r->linec]);
	r->linec++;
}

static void add_page(struct reading *r)
{
	r->pagev = x_grow(r->pagev, r->pagec, sizeof(*r->pagev));
	r->pagev[r->pagec++] = r->linec;
}

static void split(struct reading *r, const char *text)
{
	if (strchr(text, '\f'))
		add_page(r);
	while (*text) {
		const size_t n = strcspn(text, "\n\f");

		if (n > 0 || text[n] != '\f')
			add_line(r, text, n);
		if (text[n] == '\f' && text[n + 1]) {
			add_line(r, "", 0);
			add_page(r);
		}
		text += n + (text[n] != '\0');
	}
}

static int read_open(struct screen *s, const void *arg)
{
	const struct read_ask *ask = arg;
	struct reading *r = x_calloc(1, sizeof(*r));

	s->data = r;
	r->title = x_strdup(ask->title);
	split(r, ask->text);
	return 0;
}

static int read_load(struct screen *s)
{
	const struct reading *r = s->data;

	s->rowc = r->linec;
	return 0;
}

static void read_close(struct screen *s)
{
	struct reading *r = s->data;

	for (size_t i = 0; i < r->linec; i++)
		free(r->linev[i]);
	free(r->linev);
	free(r->pagev);
	free(r->title);
	free(r);
}

static void read_title(const struct screen *s, struct str *to)
{
	const struct reading *r = s->data;

	str_add(to, r->title);
}

/* The first line in sight */
static void read_copied(const struct screen *s, struct str *to)
{
	const struct reading *r = s->data;

	str_add(to, r->linev[s->cursor]);
}

static size_t page_at(const struct reading *r, size_t line)
{
	size_t page = 0;

	while (page < r->pagec && r->pagev[page] <= line)
		page++;
	return page;
}

static void read_status(const struct screen *s, struct str *to)
{
	const struct reading *r = s->data;

	if (r->pagec > 0)
		str_addf(to, _("page %zu of %zu"), page_at(r, s->cursor),
			 r->pagec);
}

/* The rest of a line behind some columns; *shiftp: those to leave blank, as a
 * wide character that is cut is not shown */
static const char *behind(const char *line, int columns, int *shiftp)
{
	int taken = 0;
	int width = 0;
	size_t n = columns > 0 ? text_fit(line, columns, &taken) : 0;

	*shiftp = 0;
	if (taken < columns && line[n]) {
		n += text_cluster(line + n, &width);
		*shiftp = taken + width - columns;
	}
	return line + n;
}

/* The cursor is the first line shown, as far as there are lines below */
static void read_draw(struct screen *s, const struct rect *r)
{
	struct reading *t = s->data;
	const int most = t->widest + 2 > r->w ? t->widest + 2 - r->w : 0;

	s->page = (size_t)r->h;
	if (s->cursor + s->page > s->rowc)
		s->cursor = s->rowc > s->page ? s->rowc - s->page : 0;
	if (t->left > most)
		t->left = most;
	for (size_t i = 0; i < s->page && s->cursor + i < s->rowc; i++) {
		int shift;
		const char *line = behind(t->linev[s->cursor + i], t->left,
					  &shift);

		draw_text(r->y + (int)i, r->x + 1 + shift, r->w - 2 - shift,
			  DRAW_PLAIN, line);
	}
}

static int press_left(struct screen *s)
{
	struct reading *r = s->data;

	r->left = r->left > STEP_W ? r->left - STEP_W : 0;
	return 0;
}

static int press_right(struct screen *s)
{
	struct reading *r = s->data;

	r->left += STEP_W;
	return 0;
}

static int press_next_page(struct screen *s)
{
	const struct reading *r = s->data;
	const size_t page = page_at(r, s->cursor);

	if (page < r->pagec)
		s->cursor = r->pagev[page];
	return 0;
}

static int press_page_before(struct screen *s)
{
	const struct reading *r = s->data;
	const size_t page = page_at(r, s->cursor);

	if (page > 0)
		s->cursor = r->pagev[page > 1 ? page - 2 : 0];
	return 0;
}

static const char *why_not_page(const struct screen *s)
{
	const struct reading *r = s->data;

	return r->pagec > 0 ? NULL : _("This text has no pages.");
}

/* clang-format off */
static const struct key keys[] = {
	{ 'n',        N_("page"),   N_("next page"),                        press_next_page,   why_not_page },
	{ 'p',        N_("page before"), N_("page before"),                      press_page_before, why_not_page },
	{ KEYS_LEFT,  NULL,         N_("move to the left, in long lines"),  press_left,        NULL         },
	{ KEYS_RIGHT, NULL,         N_("move to the right, in long lines"), press_right,       NULL         },
	{ '\n',       NULL,         NULL,                                   view_press_back,   NULL         },
	{ 'q',        NULL,         N_("back"),                             view_press_back,   NULL         },
	{ KEYS_ESC,   N_("back"),   N_("back"),                             view_press_back,   NULL         },
	{ '?',        N_("help"),   N_("this help"),                        view_press_help,   NULL         },
	{ 0,          NULL,         NULL,                                   NULL,              NULL         },
};
/* clang-format on */

const struct view view_read = {
	.name = "read",
	.title = N_("Text"),
	.keys = keys,
	.open = read_open,
	.load = read_load,
	.close = read_close,
	.title_of = read_title,
	.status = read_status,
	.draw = read_draw,
	.copied = read_copied,
};

const struct view view_output = {
	.name = "output",
	.title = N_("What a command wrote"),
	.keys = keys,
	.open = read_open,
	.load = read_load,
	.close = read_close,
	.title_of = read_title,
	.status = read_status,
	.draw = read_draw,
	.copied = read_copied,
};
