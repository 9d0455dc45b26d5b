/**
 * @file tui/view_settings.c  What the user has chosen: language, colours, mouse
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/choice.h"
#include "tui/terminal.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* A change that can be taken back; NULL: not chosen */
struct change {
	char *name;
	char *old;
	char *new_;
};

/* A row: a setting, or a filter by its name and text */
struct own {
	char *name; /* as in the file, "filter.NAME" */
	char *text;
};

struct state {
	size_t settings; /* rows that are settings; then a heading, then own */
	struct own *ownv;
	size_t ownc;
	struct change *changev;
	size_t changec;
	size_t done;	 /* of the changes, those that are not taken back */
	struct str path; /* of the file, or why it is not read */
};

static int settings_open(struct screen *s, const void *arg)
{
	struct state *st = x_calloc(1, sizeof(*st));

	(void)arg;
	while (settings_rows[st->settings].name)
		st->settings++;
	s->data = st;
	return 0;
}

static void forget_own(struct state *st)
{
	for (size_t i = 0; i < st->ownc; i++) {
		free(st->ownv[i].name);
		free(st->ownv[i].text);
	}
	free(st->ownv);
	st->ownv = NULL;
	st->ownc = 0;
}

static void forget_changes(struct state *st, size_t from)
{
	for (size_t i = from; i < st->changec; i++) {
		free(st->changev[i].name);
		free(st->changev[i].old);
		free(st->changev[i].new_);
	}
	st->changec = from;
}

static void settings_close(struct screen *s)
{
	struct state *st = s->data;

	forget_own(st);
	forget_changes(st, 0);
	free(st->changev);
	str_release(&st->path);
	free(st);
}

static void add_own(const char *name, const char *text, void *arg)
{
	struct state *st = arg;
	struct str whole = { 0 };

	str_addf(&whole, "filter.%s", name);
	st->ownv = x_grow(st->ownv, st->ownc, sizeof(*st->ownv));
	st->ownv[st->ownc++] = (struct own){ .name = str_take(&whole),
					     .text = x_strdup(text) };
}

/* The file as people write it, ~ being the home */
static void add_place(struct str *to, const char *path)
{
	const char *home = getenv("HOME");
	const size_t n = home ? strlen(home) : 0;
	struct str name = { 0 };

	if (n > 1 && strncmp(path, home, n) == 0 && path[n] == '/')
		str_addf(&name, "~%s", path + n);
	else
		str_add(&name, path);
	str_addf(to, _("Kept in %s"), str_text(&name));
	str_release(&name);
}

/* Another program may have changed the file */
static int settings_load_rows(struct screen *s)
{
	struct state *st = s->data;
	struct settings now;
	int err = settings_load(&now);

	settings_release(&s->tui->settings);
	s->tui->settings = now;
	terminal_use(&now);
	forget_own(st);
	settings_each(&now, "filter", add_own, st);
	s->rowc = st->settings + (st->ownc ? 1 + st->ownc : 0);
	str_clear(&st->path);
	if (err)
		str_add(&st->path, err_text(err));
	else if (settings_flaws(&now, &st->path) == 0)
		add_place(&st->path, now.path);
	return 0;
}

static const struct setting *row_of(const struct screen *s, size_t row)
{
	const struct state *st = s->data;

	return row < st->settings ? &settings_rows[row] : NULL;
}

static const struct own *own_of(const struct screen *s, size_t row)
{
	const struct state *st = s->data;
	const size_t first = st->settings + 1;

	return row >= first && row - first < st->ownc ? &st->ownv[row - first]
						      : NULL;
}

static const char *heading(const struct screen *s, size_t row,
			   enum draw_style *stylep)
{
	const struct state *st = s->data;

	*stylep = DRAW_SECTION;
	return row == st->settings ? _("Saved filters") : NULL;
}

/* Doing */

/* Let the change be seen at once */
static void use(struct screen *s, const char *name)
{
	if (strcmp(name, "language") == 0)
		(void)lang_choose(settings_get(&s->tui->settings, name));
	terminal_use(&s->tui->settings);
	draw_anew();
	view_load_all(s->tui);
}

/* What stands in the file for a name; NULL if nothing does */
static char *chosen(const struct screen *s, const char *name)
{
	return settings_is_set(&s->tui->settings, name)
		       ? x_strdup(settings_get(&s->tui->settings, name))
		       : NULL;
}

static int set(struct screen *s, const char *wanted, const char *value)
{
	struct state *st = s->data;
	char *name = x_strdup(wanted); /* the rows are read anew */
	char *old = chosen(s, name);
	int err = settings_set(&s->tui->settings, name, value);

	if (err) {
		free(name);
		free(old);
		return err;
	}

	forget_changes(st, st->done);
	st->changev = x_reallocarray(st->changev, st->changec + 1,
				     sizeof(*st->changev));
	st->changev[st->changec++] = (struct change){
		.name = name,
		.old = old,
		.new_ = value ? x_strdup(value) : NULL,
	};
	st->done = st->changec;
	use(s, name);
	view_say(s->tui, DRAW_GOOD, _("Kept.  u takes it back."));
	return 0;
}

static int choice_done(struct screen *s, uint64_t chosen_bits)
{
	const struct setting *row = row_of(s, s->cursor);

	for (size_t i = 0; row && row->words && row->words[i].word; i++) {
		if (chosen_bits & (UINT64_C(1) << i))
			return set(s, row->name, row->words[i].word);
	}

	return 0;
}

static int text_done(struct screen *s, const char *text)
{
	const struct setting *row = row_of(s, s->cursor);
	const struct own *own = own_of(s, s->cursor);

	return set(s, row ? row->name : own->name, text);
}

static const struct question ask_text = {
	.label = N_("New value:"),
	.done = text_done,
};

static int press_choose(struct screen *s)
{
	const struct setting *row = row_of(s, s->cursor);
	const struct own *own = own_of(s, s->cursor);
	const char *labelv[16];
	struct choice_ask ask = { .labels = labelv,
				  .done = choice_done,
				  .s = s };

	if (own || !row->words) {
		view_ask(s, &ask_text,
			 own ? own->text
			     : settings_get(&s->tui->settings, row->name));
		return 0;
	}

	ask.title = _(row->title);
	for (; row->words[ask.count].word && ask.count < 16; ask.count++) {
		const struct setting_word *w = &row->words[ask.count];

		labelv[ask.count] = _(w->title);
		if (settings_is(&s->tui->settings, row->name, w->word))
			ask.chosen = UINT64_C(1) << ask.count;
	}
	return view_open(s->tui, &view_choice, &ask);
}

static int press_next(struct screen *s)
{
	const struct setting *row = row_of(s, s->cursor);
	const struct setting_word *w = row->words;

	while (w->word && !settings_is(&s->tui->settings, row->name, w->word))
		w++;
	if (!w->word || !(++w)->word)
		w = row->words;
	return set(s, row->name, w->word);
}

static int press_reset(struct screen *s)
{
	const struct setting *row = row_of(s, s->cursor);
	const struct own *own = own_of(s, s->cursor);

	return set(s, row ? row->name : own->name, NULL);
}

/* Go one change back, or forth again */
static int go(struct screen *s, bool back)
{
	struct state *st = s->data;
	const struct change *c;
	int err;

	if (back ? st->done == 0 : st->done == st->changec)
		return err_set(EPERM, back ? _("there is nothing to undo")
					   : _("there is nothing to redo"));

	c = &st->changev[back ? st->done - 1 : st->done];
	err = settings_set(&s->tui->settings, c->name, back ? c->old : c->new_);
	if (err)
		return err;

	st->done += back ? -1 : 1;
	use(s, c->name);
	view_say(s->tui, DRAW_GOOD, "%s",
		 back ? _("Taken back.") : _("Brought back."));
	return 0;
}

static int press_undo(struct screen *s)
{
	return go(s, true);
}

static int press_redo(struct screen *s)
{
	return go(s, false);
}

static const char *why_not_words(const struct screen *s)
{
	const struct setting *row = row_of(s, s->cursor);

	return row && row->words ? NULL
				 : _("This is a text; Enter changes it.");
}

static const char *why_not_set(const struct screen *s)
{
	const struct setting *row = row_of(s, s->cursor);

	return !row || settings_is_set(&s->tui->settings, row->name)
		       ? NULL
		       : _("Nothing was chosen here.");
}

/* Showing */

static void cell_title(const struct screen *s, size_t row, struct cell *cell)
{
	const struct setting *set_row = row_of(s, row);
	const struct own *own = own_of(s, row);

	str_add(&cell->text, set_row ? _(set_row->title)
			     : own   ? own->name + strlen("filter.")
				     : "");
}

static void cell_value(const struct screen *s, size_t row, struct cell *cell)
{
	const struct setting *r = row_of(s, row);
	const struct own *own = own_of(s, row);
	const char *value = r	  ? settings_get(&s->tui->settings, r->name)
			    : own ? own->text
				  : "";
	const struct setting_word *w = r ? r->words : NULL;

	while (w && w->word && strcmp(w->word, value) != 0)
		w++;
	str_add(&cell->text, w && w->word ? _(w->title) : value);
	if (r && !settings_is_set(&s->tui->settings, r->name))
		cell->style = DRAW_DIM;
}

static void cell_name(const struct screen *s, size_t row, struct cell *cell)
{
	const struct setting *r = row_of(s, row);
	const struct own *own = own_of(s, row);

	str_add(&cell->text, r ? r->name : own ? own->name : "");
}

static const char *help_of(const struct screen *s)
{
	const struct setting *row = row_of(s, s->cursor);

	return row ? _(row->help)
		   : _("A filter of the list of dossiers; there f takes it.");
}

static void detail(const struct screen *s, const struct rect *r)
{
	const struct state *st = s->data;
	struct rect inner = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	int used = draw_lines(&inner, DRAW_PLAIN, help_of(s));

	inner.y += used;
	inner.h -= used;
	(void)draw_lines(&inner, DRAW_DIM, str_text(&st->path));
}

static void note(const struct screen *s, struct str *to)
{
	str_add(to, help_of(s));
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("Setting"),     24, 0,  false, cell_title },
	{ N_("Value"),       0,  0,  false, cell_value },
	{ N_("In the file"), 20, 90, false, cell_name  },
	{ NULL,              0,  0,  false, NULL       },
};

static const struct key keys[] = {
	{ '\n',     N_("choose"), N_("choose a value"),                    press_choose,    NULL          },
	{ ' ',      N_("change"), N_("take the next value"),               press_next,      why_not_words },
	{ 'r',      N_("reset"),  N_("as it was at first; a saved filter goes"), press_reset, why_not_set },
	{ 'u',      N_("undo"),   N_("take back the last change here"),    press_undo,      NULL          },
	{ 'U',      NULL,         N_("bring back what was taken back here"), press_redo,    NULL          },
	{ KEYS_ESC, N_("back"),   N_("back; what was chosen is kept"),     view_press_back, NULL          },
	{ '?',      N_("help"),   N_("this help"),                         view_press_help, NULL          },
	{ 0,        NULL,         NULL,                                    NULL,            NULL          },
};
/* clang-format on */

const struct view view_settings = {
	.name = "settings",
	.title = N_("Settings"),
	.columns = columns,
	.keys = keys,
	.open = settings_open,
	.load = settings_load_rows,
	.close = settings_close,
	.heading = heading,
	.detail = detail,
	.note = note,
};
