/**
 * @file tui/view_palette.c  Every command of a screen, and every screen, by
 * name
 */
#include <stdlib.h>
#include <string.h>

#include "tui/dossiers.h"
#include "tui/match.h"
#include "tui/place.h"
#include "tui/verb.h"
#include "util/lang.h"
#include "util/mem.h"

/* A row: a key of the screen below, a place to go to, a saved filter of the
 * list of dossiers, or a command of the command line */
struct palette_row {
	const struct key *key;
	const struct place *place;
	const struct verb *verb;
	char *name; /* of a filter */
	char *text;
};

struct palette {
	struct palette_row *rowv;
	size_t c;
	char *typed;
	bool asked;
};

static const char *const filter_help = N_("take a saved filter");

static bool is_place(const struct place *place, const char *typed)
{
	return match_message(place->help, typed) ||
	       match_message(place->view->title, typed) ||
	       match_text(place->view->name, typed);
}

/* A key that leads to a place is found by the place's names too */
static bool is_wanted(const struct palette_row *row, const char *typed)
{
	const struct key *key = row->key;
	bool wanted;

	if (row->name)
		return match_text(row->name, typed) ||
		       match_message(filter_help, typed);
	if (row->verb)
		return match_message(row->verb->help, typed) ||
		       match_text(row->verb->name, typed);
	if (!key)
		return is_place(row->place, typed);

	wanted = match_message(key->help, typed) ||
		 (key->word && match_message(key->word, typed));
	for (const struct place *place = places; place->view; place++)
		wanted |= strcmp(place->help, key->help) == 0 &&
			  is_place(place, typed);
	return wanted;
}

static void forget_rows(struct palette *p)
{
	for (size_t i = 0; i < p->c; i++) {
		free(p->rowv[i].name);
		free(p->rowv[i].text);
	}
	p->c = 0;
}

static void add_row(struct palette *p, struct palette_row row)
{
	if (!is_wanted(&row, p->typed)) {
		free(row.name);
		free(row.text);
		return;
	}

	p->rowv = x_grow(p->rowv, p->c, sizeof(*p->rowv));
	p->rowv[p->c++] = row;
}

/* A second key for the same thing adds nothing */
static bool is_first(const struct key *table, const struct key *key)
{
	for (; table < key; table++) {
		if (table->press == key->press)
			return false;
	}

	return true;
}

/* The screen itself, or one that a key of it leads to */
static bool is_near(const struct view *view, const struct place *place)
{
	bool near = view == place->view;

	for (const struct key *k = view->keys; k->press; k++)
		near |= k->help && strcmp(k->help, place->help) == 0;
	return near;
}

static void add_filter(const char *name, const char *text, void *arg)
{
	add_row(arg, (struct palette_row){ .name = x_strdup(name),
					   .text = x_strdup(text) });
}

static int palette_load(struct screen *s)
{
	struct palette *p = s->data;
	const struct key *table = s->below->view->keys;

	forget_rows(p);
	for (const struct key *k = table; k->press; k++) {
		if (k->help && is_first(table, k))
			add_row(p, (struct palette_row){ .key = k });
	}
	for (const struct place *place = places; s->tui->db && place->view;
	     place++) {
		if (!is_near(s->below->view, place))
			add_row(p, (struct palette_row){ .place = place });
	}
	if (s->below->view == &view_dossiers)
		settings_each(&s->tui->settings, "filter", add_filter, p);
	for (const struct verb *v = s->tui->verbs; v && v->name; v++)
		add_row(p, (struct palette_row){ .verb = v });
	s->rowc = p->c;
	return 0;
}

static int palette_open(struct screen *s, const void *arg)
{
	struct palette *p = x_calloc(1, sizeof(*p));

	(void)arg;
	p->typed = x_strdup("");
	s->data = p;
	return 0;
}

static void palette_shut(struct screen *s)
{
	struct palette *p = s->data;

	forget_rows(p);
	free(p->rowv);
	free(p->typed);
	free(p);
}

static void changed(struct screen *s, const char *text)
{
	struct palette *p = s->data;

	if (strcmp(p->typed, text) == 0)
		return;

	free(p->typed);
	p->typed = x_strdup(text);
	s->cursor = 0;
	s->first = 0;
	(void)view_load(s);
}

static int run_key(struct screen *s, const void *arg)
{
	const struct key *key = arg;
	const char *why_not = view_why_not(s, key);

	if (!why_not)
		return key->press(s);

	view_say(s->tui, DRAW_WARN, "%s", why_not);
	return 0;
}

static int run_place(struct screen *s, const void *arg)
{
	const struct place *place = arg;
	const char *no = place_dossier(s);
	char *copy = no ? x_strdup(no) : NULL;
	int err = s->view->leave ? s->view->leave(s) : 0;

	/* saving may have read the screen anew */
	if (!err)
		err = place_open(s->tui, place, copy);
	free(copy);
	return err;
}

/* The text is ours to free */
static int run_filter(struct screen *s, const void *arg)
{
	char *text = (char *)arg;

	sieve_set(s, text, false);
	free(text);
	return 0;
}

static int done(struct screen *s, const char *text)
{
	struct palette *p = s->data;

	changed(s, text);
	view_close(s);
	if (s->rowc == 0) {
		view_say(s->tui, DRAW_WARN, _("There is no command \"%s\"."),
			 text);
	} else if (p->rowv[s->cursor].name) {
		s->tui->then = run_filter;
		s->tui->then_arg = x_strdup(p->rowv[s->cursor].text);
	} else if (p->rowv[s->cursor].verb) {
		s->tui->then = verb_begin;
		s->tui->then_arg = p->rowv[s->cursor].verb;
	} else if (p->rowv[s->cursor].key) {
		s->tui->then = run_key;
		s->tui->then_arg = p->rowv[s->cursor].key;
	} else {
		s->tui->then = run_place;
		s->tui->then_arg = p->rowv[s->cursor].place;
	}
	return 0;
}

static const struct question ask_command = {
	.label = N_("Command:"),
	.changed = changed,
	.done = done,
	.dropped = view_close,
};

static void arrive(struct screen *s)
{
	struct palette *p = s->data;

	if (!p->asked)
		view_ask(s, &ask_command, "");
	p->asked = true;
}

static const char *empty(const struct screen *s)
{
	(void)s;
	return _("No command is called so.  Chinese, its pinyin initials and "
		 "English are understood.");
}

/* Cells */

static const char *why_not_row(const struct screen *s, size_t row)
{
	const struct palette *p = s->data;
	const struct palette_row *r = &p->rowv[row];
	const char *why_not;

	if (r->verb)
		return verb_why_not(s->tui, r->verb);
	if (r->key)
		return view_why_not(s->below, r->key);
	if (!r->place)
		return NULL;

	why_not = view_why_not_open(s->tui, r->place->view);
	return !why_not && r->place->dossier && !place_dossier(s->below)
		       ? _("No dossier is chosen here.")
		       : why_not;
}

static const char *help_of(const struct palette_row *row)
{
	return row->key	   ? row->key->help
	       : row->verb ? row->verb->help
			   : row->place->help;
}

static void cell_what(const struct screen *s, size_t row, struct cell *cell)
{
	const struct palette *p = s->data;
	const char *why_not = why_not_row(s, row);

	if (p->rowv[row].name) {
		str_addf(&cell->text, "%s: %s", _(filter_help),
			 p->rowv[row].name);
		return;
	}
	if (p->rowv[row].verb)
		str_addf(&cell->text, "%s  ", p->rowv[row].verb->name);
	str_add(&cell->text, _(help_of(&p->rowv[row])));
	if (why_not) {
		str_addf(&cell->text, " (%s)", why_not);
		cell->style = DRAW_DIM;
	}
}

static void cell_name(const struct screen *s, size_t row, struct cell *cell)
{
	const struct palette *p = s->data;
	const struct key *key = p->rowv[row].key;

	if (p->rowv[row].name)
		str_add(&cell->text, p->rowv[row].text);
	else if (p->rowv[row].place)
		str_add(&cell->text, p->rowv[row].place->view->name);
	else if (key && key->word)
		str_add(&cell->text, _(key->word));
	cell->style = why_not_row(s, row) ? DRAW_DIM : DRAW_PLAIN;
}

static void cell_key(const struct screen *s, size_t row, struct cell *cell)
{
	const struct palette *p = s->data;
	const struct key *key = p->rowv[row].key;
	char name[16];

	if (key)
		str_add(&cell->text, keys_name(key->key, name, sizeof(name)));
	else if (p->rowv[row].verb)
		str_add(&cell->text, "$");
	cell->style = why_not_row(s, row) ? DRAW_DIM : DRAW_PLAIN;
}

static void status(const struct screen *s, struct str *to)
{
	str_addf(to, "%zu/%zu", s->rowc ? s->cursor + 1 : 0, s->rowc);
}

/* clang-format off */
static const struct column columns[] = {
	{ NULL, 0,  0,  false, cell_what },
	{ NULL, 10, 70, false, cell_name },
	{ NULL, 6,  0,  false, cell_key  },
	{ NULL, 0,  0,  false, NULL      },
};

static const struct key keys[] = {
	{ '\n',     N_("do it"),  N_("do it"),          view_press_back, NULL },
	{ KEYS_ESC, N_("cancel"), N_("change nothing"), view_press_back, NULL },
	{ 0,        NULL,         NULL,                 NULL,            NULL },
};
/* clang-format on */

const struct view view_palette = {
	.name = "palette",
	.title = N_("Commands"),
	.columns = columns,
	.keys = keys,
	.popup = true,
	.open = palette_open,
	.load = palette_load,
	.close = palette_shut,
	.status = status,
	.empty = empty,
	.arrive = arrive,
};
