/**
 * @file tui/form_undo.c  Take back the last change and say what it was
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/journal.h"
#include "tui/choice.h"
#include "tui/form.h"
#include "tui/form_field.h"
#include "tui/form_state.h"
#include "tui/place.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "value/value.h"

/* One change of the journal */
struct change {
	int64_t number;
	size_t facts;
	bool undone;
	struct str text; /* the first fact, as taking it back would turn it */
};

struct changes {
	const struct pack *pack;
	struct change *v;
	size_t c;
};

void form_tell_value(struct str *to, const struct field *field,
		     const char *value, bool ok)
{
	if (!value)
		str_add(to, _("(empty)"));
	else if (field && ok)
		value_print(to, field, value);
	else
		str_add(to, value);
}

static void tell(struct str *to, const struct pack *pack,
		 const struct journal_row *row)
{
	const struct field *field = NULL;
	struct fact_key key;

	if (fact_key_decode(&key, pack, row->key, NULL, &field) != 0)
		field = NULL;
	str_addf(to, "%s: ", field ? field_label(field) : row->key);
	form_tell_value(to, field, row->new_, row->ok);
	str_add(to, " -> ");
	form_tell_value(to, field, row->old, row->old_ok);
}

static int journal_handler(const struct journal_row *row, void *arg)
{
	struct changes *all = arg;
	struct change *last = all->c > 0 ? &all->v[all->c - 1] : NULL;

	if (row->undoes && strcmp(row->act, "undo") == 0) {
		for (size_t i = 0; i < all->c; i++)
			all->v[i].undone |= all->v[i].number == row->undoes;
		return 0;
	}
	if (strcmp(row->act, "set") != 0 || !row->key)
		return 0;

	if (!last || last->number != row->change) {
		all->v = x_reallocarray(all->v, all->c + 1, sizeof(*all->v));
		last = &all->v[all->c++];
		*last = (struct change){ .number = row->change };
		tell(&last->text, all->pack, row);
	}
	last->facts++;
	return 0;
}

static void changes_release(struct changes *all)
{
	for (size_t i = 0; i < all->c; i++)
		str_release(&all->v[i].text);
	free(all->v);
}

int form_undo_preview(struct tui *tui, int64_t dossier, struct str *to,
		      int64_t *changep)
{
	struct changes all = { .pack = tui->pack };
	int err = journal_each(tui->db, dossier, journal_handler, &all);
	size_t i = all.c;

	while (!err && i > 0 && all.v[i - 1].undone)
		i--;
	if (!err && i == 0)
		err = err_set(EPERM, _("there is nothing to undo"));
	if (!err) {
		const struct change *last = &all.v[i - 1];

		*changep = last->number;
		str_add(to, str_text(&last->text));
		if (last->facts > 1)
			str_addf(to, _(" (%zu facts in all)"), last->facts);
	}
	changes_release(&all);
	return err;
}

int form_undo(struct tui *tui, int64_t dossier, int64_t change)
{
	struct str what = { 0 };
	int64_t last;
	int err = form_undo_preview(tui, dossier, &what, &last);

	if (!err)
		err = journal_undo(tui->db, dossier, change, NULL);
	if (!err)
		view_say(tui, DRAW_GOOD, _("Taken back.  %s"), str_text(&what));
	str_release(&what);
	return err;
}

static int undo_done(struct screen *s, uint64_t chosen)
{
	struct tui *tui = s->tui;
	int err;

	if (!(chosen & 2))
		return 0;

	err = form_undo(tui, tui->undo_dossier, tui->undo_change);
	if (!err)
		view_load_all(tui);
	return err;
}

/* The last change may be a whole import, so it is shown before it goes */
int form_undo_ask(struct screen *s, int64_t dossier)
{
	struct str what = { 0 };
	const char *labels[2] = { _("leave it as it is") };
	const struct choice_ask ask = {
		.title = _("Take back the last change?"),
		.labels = labels,
		.count = 2,
		.chosen = 1,
		.done = undo_done,
		.s = s,
	};
	int err;

	s->tui->undo_dossier = dossier;
	err = form_undo_preview(s->tui, dossier, &what, &s->tui->undo_change);
	labels[1] = str_text(&what);
	if (!err)
		err = view_open(s->tui, &view_choice, &ask);
	str_release(&what);
	return err;
}

/* The dossier of the screen; 0, EPERM if there is none */
static int dossier_of(struct screen *s, struct dossier *d)
{
	const char *no = place_dossier(s);

	return no ? dossier_find(s->tui->db, no, d)
		  : err_set(EPERM, "%s", _("No dossier is chosen here."));
}

int form_press_undo(struct screen *s)
{
	struct dossier d = { 0 };
	int err = dossier_of(s, &d);

	if (!err)
		err = tui_use(s->tui, &d);
	if (!err)
		err = form_undo_ask(s, d.id);
	dossier_release(&d);
	return err;
}

int form_press_redo(struct screen *s)
{
	struct dossier d = { 0 };
	struct str what = { 0 };
	int64_t change = 0;
	int err;

	/* typing first, as it is taken back */
	if (s->edit && edit_press(s->edit, EDIT_REDO))
		return 0;

	err = s->view->leave ? s->view->leave(s) : 0;
	if (!err)
		err = dossier_of(s, &d);
	if (!err)
		err = tui_use(s->tui, &d);
	if (!err)
		err = journal_redo(s->tui->db, d.id, NULL);
	if (!err)
		err = form_undo_preview(s->tui, d.id, &what, &change);
	if (!err) {
		if (s->view == &view_form)
			form_state_mine(s->data, change);
		view_load_all(s->tui);
		view_say(s->tui, DRAW_GOOD,
			 _("Brought back.  u would undo: %s"), str_text(&what));
	}
	str_release(&what);
	dossier_release(&d);
	return err;
}
