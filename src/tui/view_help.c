/**
 * @file tui/view_help.c  The keys of a screen, from its own table
 */
#include <stdlib.h>

#include "tui/view.h"
#include "util/lang.h"
#include "util/mem.h"

struct help {
	struct key *rowv;
};

/* Keys that lists have in common, and those of the editor */
/* clang-format off */
static const struct key list_keys[] = {
	{ KEYS_UP,        NULL, N_("row above; k too"),      NULL, NULL },
	{ KEYS_DOWN,      NULL, N_("row below; j too"),      NULL, NULL },
	{ KEYS_PAGE_UP,   NULL, N_("page up"),               NULL, NULL },
	{ KEYS_PAGE_DOWN, NULL, N_("page down"),             NULL, NULL },
	{ KEYS_HOME,      NULL, N_("first row; g too"),      NULL, NULL },
	{ KEYS_END,       NULL, N_("last row; G too"),       NULL, NULL },
	{ KEYS_CTRL('L'), NULL, N_("draw the screen again"), NULL, NULL },
	{ 0,              NULL, NULL,                        NULL, NULL },
};

static const struct key edit_keys[] = {
	{ KEYS_HOME,      NULL, N_("start of the text; ^A too"), NULL, NULL },
	{ KEYS_END,       NULL, N_("end of the text; ^E too"),   NULL, NULL },
	{ KEYS_CTRL('W'), NULL, N_("delete the word before"),    NULL, NULL },
	{ KEYS_CTRL('U'), NULL, N_("delete all before"),         NULL, NULL },
	{ KEYS_CTRL('K'), NULL, N_("delete all behind"),         NULL, NULL },
	{ KEYS_CTRL('Z'), NULL, N_("undo typing"),               NULL, NULL },
	{ KEYS_CTRL('Y'), NULL, N_("redo typing"),               NULL, NULL },
	{ KEYS_PAGE_UP,   NULL, N_("page up"),                   NULL, NULL },
	{ KEYS_PAGE_DOWN, NULL, N_("page down"),                 NULL, NULL },
	{ KEYS_CTRL('L'), NULL, N_("draw the screen again"),     NULL, NULL },
	{ 0,              NULL, NULL,                            NULL, NULL },
};
/* clang-format on */

static void add_rows(struct screen *s, const struct key *table)
{
	struct help *h = s->data;

	for (; table->key; table++) {
		if (!table->help)
			continue;
		h->rowv = x_reallocarray(h->rowv, s->rowc + 1,
					 sizeof(*h->rowv));
		h->rowv[s->rowc++] = *table;
	}
}

static int help_open(struct screen *s, const void *arg)
{
	const struct screen *about = arg;

	s->data = x_calloc(1, sizeof(struct help));
	add_rows(s, about->view->keys);
	add_rows(s, about->view->is_form ? edit_keys : list_keys);
	return 0;
}

static int help_load(struct screen *s)
{
	(void)s;
	return 0;
}

static void help_close(struct screen *s)
{
	struct help *h = s->data;

	free(h->rowv);
	free(h);
}

static void help_title(const struct screen *s, struct str *to)
{
	str_addf(to, "%s: %s", _(s->view->title), _(s->below->view->title));
}

static void cell_key(const struct screen *s, size_t row, struct cell *cell)
{
	const struct help *h = s->data;
	char name[16];

	str_add(&cell->text, keys_name(h->rowv[row].key, name, sizeof(name)));
}

static void cell_help(const struct screen *s, size_t row, struct cell *cell)
{
	const struct help *h = s->data;

	str_add(&cell->text, _(h->rowv[row].help));
}

/* clang-format off */
static const struct column columns[] = {
	{ NULL, 10, 0, false, cell_key  },
	{ NULL, 0,  0, false, cell_help },
	{ NULL, 0,  0, false, NULL      },
};

static const struct key keys[] = {
	{ 'q',      NULL,       NULL, view_press_back, NULL },
	{ '?',      NULL,       NULL, view_press_back, NULL },
	{ KEYS_ESC, N_("back"), NULL, view_press_back, NULL },
	{ 0,        NULL,       NULL, NULL,            NULL },
};
/* clang-format on */

const struct view view_help = {
	.name = "help",
	.title = N_("Keys"),
	.columns = columns,
	.keys = keys,
	.popup = true,
	.open = help_open,
	.load = help_load,
	.close = help_close,
	.title_of = help_title,
};
