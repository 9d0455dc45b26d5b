/**
 * @file tui/view_text.c  A longer text to read, in a popup
 */
#include "tui/text.h"

#include <stdlib.h>
#include <string.h>

#include "tui/wrap.h"
#include "util/lang.h"
#include "util/mem.h"

/* Columns of the popup at the smallest terminal, less the mark and a margin;
 * the text is short, so it is not broken anew on wider ones */
#define LINE_W 44

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

/* Start of a line of the broken text, or its end */
static const char *line_at(const struct text_state *t, size_t row,
			   size_t *bytesp)
{
	const char *s = t->text;
	size_t step;

	*bytesp = wrap_line(s, LINE_W, &step);
	while (row-- > 0 && step > 0) {
		s += step;
		*bytesp = wrap_line(s, LINE_W, &step);
	}

	return s;
}

static int text_load(struct screen *s)
{
	const struct text_state *t = s->data;
	size_t bytes;

	s->rowc = 0;
	while (*line_at(t, s->rowc, &bytes))
		s->rowc++;
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

static void cell_line(const struct screen *s, size_t row, struct cell *cell)
{
	size_t bytes;
	const char *line = line_at(s->data, row, &bytes);

	str_add_n(&cell->text, line, bytes);
}

/* clang-format off */
static const struct column columns[] = {
	{ NULL, 0, 0, false, cell_line },
	{ NULL, 0, 0, false, NULL      },
};

static const struct key keys[] = {
	{ '\n',             NULL,       NULL, view_press_back, NULL },
	{ 'q',              NULL,       NULL, view_press_back, NULL },
	{ SPECIAL(KEY_F(1)),NULL,       NULL, view_press_back, NULL },
	{ KEYS_ESC,         N_("back"), NULL, view_press_back, NULL },
	{ 0,                NULL,       NULL, NULL,            NULL },
};
/* clang-format on */

const struct view view_text = {
	.name = "text",
	.title = N_("About"),
	.columns = columns,
	.keys = keys,
	.popup = true,
	.is_form = true,
	.open = text_open,
	.load = text_load,
	.close = text_close,
	.title_of = text_title,
};
