/**
 * @file tui/view_help.c  The keys of a screen, from its own table
 */
#include <stdlib.h>
#include <string.h>

#include "tui/view.h"
#include "util/lang.h"
#include "util/mem.h"

struct help_row {
	const struct key *key;
};

struct help {
	struct help_row *rowv;
};

/* Keys that lists have in common, and those of the editor */
/* clang-format off */
const struct key help_list_keys[] = {
	{ KEYS_UP,        NULL, N_("row above; k too"),      NULL, NULL },
	{ KEYS_DOWN,      NULL, N_("row below; j too"),      NULL, NULL },
	{ KEYS_LEFT,      NULL, N_("back; h too"),           NULL, NULL },
	{ KEYS_RIGHT,     NULL, N_("what Enter does; l too"), NULL, NULL },
	{ KEYS_PAGE_UP,   NULL, N_("page up"),               NULL, NULL },
	{ KEYS_PAGE_DOWN, NULL, N_("page down"),             NULL, NULL },
	{ KEYS_HOME,      NULL, N_("first row; g too"),      NULL, NULL },
	{ KEYS_END,       NULL, N_("last row; G too"),       NULL, NULL },
	{ KEYS_CTRL('L'), NULL, N_("draw the screen again"), NULL, NULL },
	{ 'y',            NULL, N_("copy the row to the clipboard"), NULL, NULL },
	{ 'U',            NULL, N_("bring back what was taken back last"), NULL, NULL },
	{ ':',            NULL, N_("a command by its name; F2 too"), NULL, NULL },
	{ 'm',            NULL, N_("use the mouse, or leave it to the terminal"), NULL, NULL },
	{ KEYS_CTRL('F'), NULL, N_("search through everything in all dossiers"), NULL, NULL },
	{ 0,              NULL, NULL,                        NULL, NULL },
};

const struct key help_edit_keys[] = {
	{ KEYS_HOME,      NULL, N_("start of the text; ^A too"), NULL, NULL },
	{ KEYS_END,       NULL, N_("end of the text; ^E too"),   NULL, NULL },
	{ KEYS_CTRL('W'), NULL, N_("delete the word before, or cut what is selected; so does ^X"), NULL, NULL },
	{ KEYS_CTRL('U'), NULL, N_("delete all before"),         NULL, NULL },
	{ KEYS_CTRL('K'), NULL, N_("delete all behind"),         NULL, NULL },
	{ KEYS_CTRL('Y'), NULL, N_("put back what was deleted by these, cut or copied last; ^V too"), NULL, NULL },
	{ KEYS_YANK_OLDER, NULL, N_("right after it: what came before, instead"), NULL, NULL },
	{ KEYS_SELECT_RIGHT, NULL, N_("select; so do the other arrows, Home and End"), NULL, NULL },
	{ KEYS_MARK,      NULL, N_("select from here, with the keys that move; Alt-a too"), NULL, NULL },
	{ KEYS_CTRL('C'), NULL, N_("copy what is selected, also for the terminal; Alt-w too"), NULL, NULL },
	{ KEYS_CTRL('Z'), NULL, N_("undo typing"),               NULL, NULL },
	{ KEYS_CTRL('R'), NULL, N_("redo typing"),               NULL, NULL },
	{ KEYS_PAGE_UP,   NULL, N_("page up"),                   NULL, NULL },
	{ KEYS_PAGE_DOWN, NULL, N_("page down"),                 NULL, NULL },
	{ KEYS_CTRL('L'), NULL, N_("draw the screen again"),     NULL, NULL },
	{ KEYS_F(2),      NULL, N_("a command by its name"),     NULL, NULL },
	{ KEYS_CTRL('F'), NULL, N_("search through everything in all dossiers"), NULL, NULL },
	{ 0,              NULL, NULL,                            NULL, NULL },
};
/* clang-format on */

static bool has_key(const struct key *table, int key)
{
	for (; table->key; table++) {
		if (table->key == key)
			return true;
	}

	return false;
}

/* own: the keys of the screen itself, which come before those of all */
static void add_rows(struct screen *s, const struct key *table,
		     const struct key *own)
{
	struct help *h = s->data;

	for (; table->key; table++) {
		if (!table->help || (own && has_key(own, table->key)))
			continue;
		h->rowv = x_grow(h->rowv, s->rowc, sizeof(*h->rowv));
		h->rowv[s->rowc++].key = table;
	}
}

static int help_open(struct screen *s, const void *arg)
{
	struct help *h = x_calloc(1, sizeof(*h));

	(void)arg;
	s->data = h;
	return 0;
}

static int help_load(struct screen *s)
{
	const struct view *about = s->below->view;

	s->rowc = 0;
	add_rows(s, about->keys, NULL);
	add_rows(s, about->is_form ? help_edit_keys : help_list_keys,
		 about->keys);
	return 0;
}

static void help_close(struct screen *s)
{
	struct help *h = s->data;

	free(h->rowv);
	free(h);
}

static const char *help_empty(const struct screen *s)
{
	(void)s;
	return _("No key does that here.  : finds all commands.");
}

static void help_title(const struct screen *s, struct str *to)
{
	str_addf(to, "%s: %s", _(s->view->title), _(s->below->view->title));
}

static const struct key *key_at(const struct screen *s, size_t row)
{
	const struct help *h = s->data;

	return h->rowv[view_row(s, row)].key;
}

static const char *why_not_row(const struct screen *s, size_t row)
{
	return view_why_not(s->below, key_at(s, row));
}

/* Its English too */
static void help_words(const struct screen *s, size_t row, struct str *to)
{
	str_add(to, key_at(s, row)->help);
}

static void cell_key(const struct screen *s, size_t row, struct cell *cell)
{
	char name[16];

	str_add(&cell->text,
		keys_name(key_at(s, row)->key, name, sizeof(name)));
	cell->style = why_not_row(s, row) ? DRAW_DIM : DRAW_PLAIN;
}

static void cell_help(const struct screen *s, size_t row, struct cell *cell)
{
	const char *why_not = why_not_row(s, row);

	str_add(&cell->text, _(key_at(s, row)->help));
	if (!why_not)
		return;

	str_addf(&cell->text, " (%s)", why_not);
	cell->style = DRAW_DIM;
}

/* Keys */

/* clang-format off */
static const struct column columns[] = {
	{ NULL, 10, 0, false, cell_key  },
	{ NULL, 0,  0, false, cell_help },
	{ NULL, 0,  0, false, NULL      },
};

static const struct key keys[] = {
	{ 'q',      NULL,       NULL, view_press_back, NULL },
	{ '?',      NULL,       NULL, view_press_back, NULL },
	{ '/',      N_("filter"), NULL, view_press_filter, NULL },
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
	.empty = help_empty,
	.filter = N_("Filter:"),
	.words = help_words,
};
