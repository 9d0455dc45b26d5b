/**
 * @file tui/view_choice.c  Choosing one or some of a list, in a popup
 */
#include "tui/choice.h"

#include <stdlib.h>

#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

struct choice_state {
	struct choice_ask ask;
	char *title;
	char **labels;
};

#define BIT(row) (UINT64_C(1) << (row))

static int choice_open(struct screen *s, const void *arg)
{
	const struct choice_ask *ask = arg;
	struct choice_state *c = x_calloc(1, sizeof(*c));

	c->ask = *ask;
	c->title = x_strdup(ask->title);
	c->ask.count = ask->count < 64 ? ask->count : 64;
	c->labels = x_calloc(ask->count, sizeof(*c->labels));
	for (size_t i = 0; i < c->ask.count; i++)
		c->labels[i] = x_strdup(ask->labels[i]);
	for (size_t i = c->ask.count; i-- > 0;) {
		if (c->ask.chosen & BIT(i))
			s->cursor = i;
	}
	s->data = c;
	s->rowc = c->ask.count;
	return 0;
}

static int choice_load(struct screen *s)
{
	(void)s;
	return 0;
}

static void choice_close(struct screen *s)
{
	struct choice_state *c = s->data;

	for (size_t i = 0; i < c->ask.count; i++)
		free(c->labels[i]);
	free(c->labels);
	free(c->title);
	free(c);
}

static void choice_title(const struct screen *s, struct str *to)
{
	const struct choice_state *c = s->data;

	str_add(to, c->title);
}

static void cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct choice_state *c = s->data;
	bool on = c->ask.chosen & BIT(row);

	if (c->ask.several)
		str_add(&cell->text, on ? "[x]" : "[ ]");
	else
		str_add(&cell->text, on ? "(o)" : "( )");
}

static void cell_number(const struct screen *s, size_t row, struct cell *cell)
{
	(void)s;
	str_addf(&cell->text, "%zu", row + 1);
}

static void cell_label(const struct screen *s, size_t row, struct cell *cell)
{
	const struct choice_state *c = s->data;

	str_add(&cell->text, c->labels[row]);
}

static int press_toggle(struct screen *s)
{
	struct choice_state *c = s->data;

	if (c->ask.several)
		c->ask.chosen ^= BIT(s->cursor);
	else
		c->ask.chosen = BIT(s->cursor);
	return 0;
}

static int press_enter(struct screen *s)
{
	struct choice_state *c = s->data;
	int err;

	if (!c->ask.several)
		c->ask.chosen = BIT(s->cursor);
	err = c->ask.done(c->ask.s, c->ask.chosen);
	if (!err)
		view_close(s);
	return err;
}

/* A digit goes to its row, a character to the next row that begins with it */
static bool type(struct screen *s, int key)
{
	const struct choice_state *c = s->data;

	if (key >= '1' && key <= '9') {
		if ((size_t)(key - '1') < s->rowc)
			s->cursor = (size_t)(key - '1');
		return true;
	}
	for (size_t i = 1; keys_is_text(key) && i <= s->rowc; i++) {
		size_t row = (s->cursor + i) % s->rowc;
		const char *label = c->labels[row];

		if (text_next(&label) == (uint32_t)key) {
			s->cursor = row;
			return true;
		}
	}

	return false;
}

/* clang-format off */
static const struct column columns[] = {
	{ NULL, 3, 0, false, cell_mark   },
	{ NULL, 2, 0, false, cell_number },
	{ NULL, 0, 0, false, cell_label  },
	{ NULL, 0, 0, false, NULL        },
};

static const struct key keys[] = {
	{ '\n',     N_("take"),   N_("take it and go back"), press_enter,     NULL },
	{ ' ',      N_("mark"),   N_("mark or unmark"),      press_toggle,    NULL },
	{ KEYS_ESC, N_("cancel"), N_("change nothing"),      view_press_back, NULL },
	{ 0,        NULL,         NULL,                      NULL,            NULL },
};
/* clang-format on */

const struct view view_choice = {
	.name = "choice",
	.title = N_("Choose"),
	.columns = columns,
	.keys = keys,
	.popup = true,
	.open = choice_open,
	.load = choice_load,
	.close = choice_close,
	.title_of = choice_title,
	.type = type,
};
