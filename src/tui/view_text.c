/**
 * @file tui/view_text.c  A longer text to read, in a popup
 */
#include "tui/text.h"

#include <stdlib.h>
#include <string.h>

#include "tui/wrap.h"
#include "util/lang.h"
#include "util/mem.h"

/* Columns there are at the smallest terminal; the height of the popup follows
 * from them */
#define LINE_W 45

struct text_state {
	char *title;
	char *text;
};

static int text_open(struct screen *s, const void *arg)
{
	const struct text_ask *ask = arg;
	struct text_state *t = x_calloc(1, sizeof(*t));

	t->title = x_strdup(ask->title);
	t->text = x_strdup(ask->text);
	s->data = t;
	return 0;
}

static int text_load(struct screen *s)
{
	const struct text_state *t = s->data;
	const char *at = t->text;
	size_t step;

	s->rowc = 0;
	while (*at) {
		(void)wrap_line(at, LINE_W, &step);
		at += step;
		s->rowc++;
	}

	return 0;
}

static void text_close(struct screen *s)
{
	struct text_state *t = s->data;

	free(t->title);
	free(t->text);
	free(t);
}

static void text_title(const struct screen *s, struct str *to)
{
	const struct text_state *t = s->data;

	str_add(to, t->title);
}

/* The cursor is the first line shown, as far as there are lines below */
static void text_draw(struct screen *s, const struct rect *r)
{
	const struct text_state *t = s->data;
	const char *at = t->text;
	size_t step;

	s->page = (size_t)r->h;
	if (s->cursor + s->page > s->rowc)
		s->cursor = s->rowc > s->page ? s->rowc - s->page : 0;
	for (size_t i = 0; i < s->cursor && *at; i++) {
		(void)wrap_line(at, r->w - 1, &step);
		at += step;
	}
	(void)draw_lines(r, DRAW_PLAIN, at);
}

/* clang-format off */
static const struct key keys[] = {
	{ '\n',      NULL,       NULL, view_press_back, NULL },
	{ 'q',       NULL,       NULL, view_press_back, NULL },
	{ KEYS_F(1), NULL,       NULL, view_press_back, NULL },
	{ KEYS_ESC,  N_("back"), NULL, view_press_back, NULL },
	{ 0,         NULL,       NULL, NULL,            NULL },
};
/* clang-format on */

const struct view view_text = {
	.name = "text",
	.title = N_("About"),
	.keys = keys,
	.popup = true,
	.is_form = true,
	.open = text_open,
	.load = text_load,
	.close = text_close,
	.title_of = text_title,
	.draw = text_draw,
};
