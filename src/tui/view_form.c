/**
 * @file tui/view_form.c  Filling in the forms of a dossier
 *
 * One types straight into the field of the cursor.  Leaving a field saves it,
 * as typed if it is not valid; nothing is overwritten that someone else has
 * changed since the field was shown.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/choice.h"
#include "tui/form.h"
#include "tui/form_cells.h"
#include "tui/form_field.h"
#include "tui/form_rows.h"
#include "tui/form_state.h"
#include "tui/text.h"
#include "tui/typing.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/text.h"
#include "value/value.h"

/* The editor */

static void stop_editing(struct screen *s)
{
	struct form_state *f = s->data;

	if (s->edit)
		edit_release(&f->edit);
	s->edit = NULL;
	s->unit = NULL;
}

static void start_editing(struct screen *s)
{
	struct form_state *f = s->data;
	const struct form_line *line = form_line_here(s);

	stop_editing(s);
	if (!line || !line->field || !field_is_typed(line->field) ||
	    line->field->calculate)
		return;

	edit_init(&f->edit, line->value, 0, false);
	if (!edit_holds(&f->edit, line->value)) {
		edit_release(&f->edit); /* leaving would lose the rest */
		return;
	}
	s->edit = &f->edit;
	s->unit = line->field->unit;
}

static bool is_changed(const struct screen *s)
{
	const struct form_line *line = form_line_here(s);

	return s->edit && line && !edit_holds(s->edit, line->value);
}

/* Life */

static int form_open(struct screen *s, const void *arg)
{
	const struct form_ask *ask = arg;
	struct form_state *f = x_calloc(1, sizeof(*f));
	int err;

	s->data = f;
	err = form_state_open(f, s->tui, ask->no);
	if (!err && ask->place)
		err = form_jump(s, ask->place);
	return err;
}

/* The line nearest to where the cursor was that it may stand on */
static size_t nearest(const struct form_lines *lines, size_t row)
{
	size_t at = row < lines->c ? row : lines->c - 1;

	while (at > 0 && (lines->v[at].kind == LINE_SECTION ||
			  lines->v[at].kind == LINE_COLUMNS))
		at--;

	return at > 0 ? at : 1;
}

static int form_read(struct screen *s)
{
	struct form_state *f = s->data;
	struct form_line *line = form_line_here(s);
	char *here = line && line->key ? x_strdup(line->key) : NULL;
	bool changed = line && is_changed(s);
	/* an answer that is under way is compared with what it began from */
	bool under_way = changed || (s->tui->top != s && !f->saved);
	char *base = line && line->value ? x_strdup(line->value) : NULL;
	int err = form_state_load(f, s->tui);
	size_t at;

	s->rowc = f->lines.c;
	at = here ? form_lines_find(&f->lines, here) : SIZE_MAX;
	if (line && s->rowc > 0)
		s->cursor = at != SIZE_MAX ? at : nearest(&f->lines, s->cursor);
	if (under_way && at != SIZE_MAX && base) {
		free(f->lines.v[at].value);
		f->lines.v[at].value = base;
		base = NULL;
	}
	if (!changed && s->tui->top == s) {
		form_state_forget(f, s->tui);
		start_editing(s);
	}
	free(base);
	free(here);
	return err;
}

static void form_close(struct screen *s)
{
	struct form_state *f = s->data;

	stop_editing(s);
	form_state_release(f);
	free(f);
}

/* Saving */

static int conflict_done(struct screen *s, uint64_t chosen)
{
	struct form_state *f = s->data;
	struct form_line *line = form_line_here(s);
	char *ours = f->ours;
	int err = 0;

	/* either way the field now begins from the other's value */
	free(line->value);
	line->value = x_strdup(f->theirs);
	f->ours = NULL;
	if (chosen & 2)
		start_editing(s);
	else
		err = form_save(s, ours);
	free(ours);

	/* an editor that the answer came from is done with it */
	for (struct screen *up = s->tui->top; up != s && !err; up = up->below)
		view_close(up);
	return err;
}

static int ask_whose(struct screen *s, const char *mine, const char *theirs)
{
	struct str labels[2] = { { 0 }, { 0 } };
	const char *texts[2];
	struct choice_ask ask = {
		.title = _("Someone else has changed this field"),
		.labels = texts,
		.count = 2,
		.chosen = 2,
		.done = conflict_done,
		.s = s,
	};
	struct form_state *f = s->data;
	int err;

	free(f->ours);
	f->ours = x_strdup(mine);

	str_addf(&labels[0], _("save mine: %s"), mine);
	str_addf(&labels[1], _("keep theirs: %s"), theirs);
	texts[0] = str_text(&labels[0]);
	texts[1] = str_text(&labels[1]);
	err = view_open(s->tui, &view_choice, &ask);
	str_release(&labels[0]);
	str_release(&labels[1]);
	return err ? err : ECANCELED;
}

int form_save(struct screen *s, const char *text)
{
	struct form_state *f = s->data;
	const struct form_line *line = form_line_here(s);
	int err = form_state_save(f, s->tui, line, text);

	if (err == EBUSY && f->theirs)
		return ask_whose(s, text, f->theirs);
	if (err)
		return err;

	/* what was typed is what is stored now: begin from there */
	stop_editing(s);
	f->saved = true;
	err = view_load(s);
	f->saved = false;
	if (!err)
		start_editing(s);
	form_state_forget(f, s->tui);
	return err;
}

static int form_leave(struct screen *s)
{
	if (is_changed(s))
		return form_save(s, edit_text(s->edit));

	form_state_forget(s->data, s->tui);
	return 0;
}

/* Against a sudden end */

void form_keep(struct screen *s, const char *text)
{
	const struct form_line *line = form_line_here(s);

	if (line && line->field)
		(void)form_state_keep(s->data, s->tui, line->key, text);
}

static void form_idle(struct screen *s)
{
	if (is_changed(s))
		form_keep(s, edit_text(s->edit));
}

/* Bring back what a killed program was being typed into */
static int resume(struct screen *s, const struct typing *typing)
{
	const struct form_line *line;
	int err = form_jump(s, typing->key);

	if (err)
		return err;

	line = form_line_here(s);
	if (!line || !line->field || strcmp(line->key, typing->key) != 0)
		return err_set(ENOENT, _("no form asks for %s"), typing->key);

	if (s->edit)
		edit_replace(s->edit, typing->text);
	else if (line->field->type == FIELD_LONG)
		err = field_open_area(s, line, typing->text);
	else
		err = err_set(EINVAL, _("one cannot type into %s"),
			      typing->key);
	if (!err)
		err = form_state_keep(s->data, s->tui, line->key, typing->text);
	return err;
}

static int typing_handler(const struct typing *typing, void *arg)
{
	struct screen *s = arg;
	int err;

	if (asked_is_key(typing->key))
		return ENOENT; /* of a question; its screen asks again */

	err = resume(s, typing);

	if (err) {
		const char *slash = strrchr(typing->path, '/');

		log_warn(err, "tui: %s stays", typing->path);
		view_say(s->tui, DRAW_BAD,
			 _("Typing left in %s is not taken up: %s"),
			 slash ? slash + 1 : typing->path, err_line(err));
		return err;
	}

	view_say(s->tui, DRAW_WARN, "%s",
		 _("What was typed before the sudden end is here "
		   "again: Enter saves it, ^Z gives it up."));
	return 0;
}

static void form_arrive(struct screen *s)
{
	struct form_state *f = s->data;

	start_editing(s);
	if (f->looked || s->tui->top != s)
		return;

	f->looked = true;
	typing_each(s->tui->db, f->d.no, typing_handler, s);
}

/* Title and rows */

static void form_title(const struct screen *s, struct str *to)
{
	const struct form_state *f = s->data;
	const struct form *form = form_state_form(f, s->tui);

	str_addf(to, "%s %s - %s", f->d.no, f->d.name,
		 lang_pick(form->title, form->title_en));
}

static void form_status(const struct screen *s, struct str *to)
{
	const struct form_state *f = s->data;
	size_t failing = form_state_failing(f);

	if (failing)
		str_addf(to, _("%zu to do"), failing);
	str_addf(to, "  %zu/%u", f->form + 1, s->tui->pack->forms_count);
}

static const char *form_heading(const struct screen *s, size_t row,
				enum draw_style *stylep)
{
	const struct form_state *f = s->data;
	const struct form_line *line = &f->lines.v[row];

	if (line->kind != LINE_SECTION && line->kind != LINE_COLUMNS)
		return NULL;

	*stylep = line->kind == LINE_SECTION ? DRAW_SECTION : DRAW_DIM;
	return line->text;
}

static const char *form_across(const struct screen *s, size_t row)
{
	const struct form_state *f = s->data;

	return f->lines.v[row].text;
}

/* Keys */

static int press_next(struct screen *s)
{
	return view_step(s, 1);
}

static int press_previous(struct screen *s)
{
	return view_step(s, -1);
}

static int press_source(struct screen *s)
{
	const struct form_line *line = form_line_here(s);
	struct str text = { 0 };
	struct text_ask ask;
	int err;

	if (!line || !line->field)
		return 0;

	form_state_explain(line, s->tui->pack, &text);
	ask = (struct text_ask){ .title = field_label(line->field),
				 .text = str_text(&text) };
	err = view_open(s->tui, &view_text, &ask);
	str_release(&text);
	return err;
}

int form_show(struct screen *s, const char *place)
{
	struct form_state *f = s->data;
	size_t at = SIZE_MAX;
	int err;

	stop_editing(s);
	err = form_state_load(f, s->tui);
	if (err)
		return err;

	s->rowc = f->lines.c;
	s->cursor = 0; /* a heading, where the cursor never rests */
	if (place)
		at = form_lines_find(&f->lines, place);
	return view_move(s, at != SIZE_MAX ? at : 1);
}

static int go_to_form(struct screen *s, size_t form)
{
	struct form_state *f = s->data;
	int err = form_leave(s);

	if (err)
		return err;

	f->form = form;
	f->open.section = NULL;
	return form_show(s, NULL);
}

int form_jump(struct screen *s, const char *place)
{
	struct form_state *f = s->data;
	int err = form_leave(s);

	if (!err)
		err = form_state_open_place(f, s->tui->pack, place);
	return err ? err : form_show(s, place);
}

static int press_next_form(struct screen *s)
{
	const struct form_state *f = s->data;

	return go_to_form(s, (f->form + 1) % s->tui->pack->forms_count);
}

static int press_previous_form(struct screen *s)
{
	const struct form_state *f = s->data;
	size_t forms = s->tui->pack->forms_count;

	return go_to_form(s, (f->form + forms - 1) % forms);
}

static int press_keep(struct screen *s)
{
	int err = form_leave(s);

	if (!err)
		view_say(s->tui, DRAW_GOOD, "%s",
			 _("Saved as it is, without checks."));
	return err;
}

static int press_next_finding(struct screen *s)
{
	struct form_state *f = s->data;
	int err = form_leave(s);
	char *home;
	size_t at;

	if (err)
		return err;

	at = form_lines_next_finding(&f->lines, s->cursor);
	if (at == SIZE_MAX) {
		view_say(s->tui, DRAW_GOOD, "%s",
			 _("Nothing is wrong in this form."));
		return 0;
	}
	if (f->lines.v[at].kind == LINE_FIELD)
		return view_move(s, at);

	/* a field of a closed row */
	home = finding_home(f->lines.v[at].finding, s->tui->pack);
	err = form_jump(s, home);
	free(home);
	return err;
}

static int press_save(struct screen *s)
{
	const struct form_state *f = s->data;
	int err = form_leave(s);
	size_t failing = form_state_failing(f);

	if (err)
		return err;
	if (failing == 0) {
		view_say(s->tui, DRAW_GOOD, "%s",
			 _("Saved.  Nothing is wrong in this form."));
		return 0;
	}

	if (form_line_here(s) && !form_line_here(s)->finding)
		err = press_next_finding(s);
	view_say(s->tui, DRAW_WARN,
		 _("Saved.  %zu fields of this form need work; F7 goes to the "
		   "next."),
		 failing);
	return err;
}

static int press_submit(struct screen *s)
{
	const struct form_state *f = s->data;
	const struct form_ask ask = { .no = f->d.no };
	int err = form_leave(s);

	return err ? err : view_open(s->tui, &view_findings, &ask);
}

/* ^Z takes back what was done on this screen, not what came from elsewhere */
static int press_undo(struct screen *s)
{
	struct form_state *f = s->data;
	int err;

	if (s->edit && edit_press(s->edit, EDIT_UNDO))
		return 0;
	if (f->minec == 0) {
		view_say(s->tui, DRAW_WARN, "%s",
			 _("Nothing more of this screen to undo; u in the list "
			   "of dossiers takes back older changes."));
		return 0;
	}

	err = form_undo(s->tui, f->d.id, f->minev[f->minec - 1]);
	if (err)
		return err;

	f->minec--;
	return view_load(s);
}

static void say_error(struct screen *s, int err)
{
	if (err && err != ECANCELED)
		view_say(s->tui, DRAW_BAD, "%s", err_line(err));
}

/* Keys on a field that is chosen or written elsewhere, or has no editor */
static bool form_type(struct screen *s, int key)
{
	const struct form_line *line = form_line_here(s);
	int err;

	if (!line || !line->field || s->edit)
		return false;

	if (key == KEYS_DELETE || key == KEYS_BACKSPACE) {
		if (*line->value && line->field->type != FIELD_LONG)
			say_error(s, form_save(s, ""));
		return true;
	}
	if (!keys_is_text(key))
		return false;

	/* what is typed goes on where it belongs */
	err = field_open(s, line);
	say_error(s, err);
	if (!err && key != ' ')
		view_press(s->tui, key);
	return true;
}

static const char *form_no(const struct screen *s)
{
	const struct form_state *state = s->data;

	return state->d.no;
}

/* clang-format off */
static const struct column columns[] = {
	{ NULL, 1,  0, false, form_cell_mark  },
	{ NULL, 28, 0, false, form_cell_label },
	{ NULL, 0,  0, true,  form_cell_value },
	{ NULL, 0,  0, false, NULL            },
};

static const struct key keys[] = {
	{ KEYS_F(1),      N_("source"),  N_("what is meant here, and where it is written"),       press_source,          NULL                },
	{ KEYS_F(5),      N_("keep"),    N_("save as it is, without checks"),                     press_keep,            NULL                },
	{ KEYS_F(6),      N_("save"),    N_("save and check this form"),                          press_save,            NULL                },
	{ KEYS_F(7),      N_("next"),    N_("go to the next field that needs work"),              press_next_finding,    NULL                },
	{ KEYS_F(8),      N_("submit"),  N_("save and check the whole dossier"),                  press_submit,          NULL                },
	{ KEYS_F(4),      N_("form"),    N_("next form"),                                         press_next_form,       NULL                },
	{ KEYS_ESC,       N_("back"),    N_("save, go back"),                                     form_press_esc,        NULL                },
	{ KEYS_F(3),      NULL,          N_("form before"),                                       press_previous_form,   NULL                },
	{ '\n',           NULL,          N_("next field, choose, open or close a row"),           form_press_enter,      NULL                },
	{ '\t',           NULL,          N_("next field"),                                        press_next,            NULL                },
	{ KEYS_BACKTAB,   NULL,          N_("field before"),                                      press_previous,        NULL                },
	{ KEYS_CTRL('N'), N_("add row"), N_("add a row to this section"),                         form_press_add_row,    form_why_not_add    },
	{ KEYS_CTRL('X'), NULL,          N_("remove this row of the section"),                    form_press_remove_row, form_why_not_remove },
	{ KEYS_CTRL('R'), NULL,          N_("bring back what was taken back last"),              form_press_redo,       NULL                },
	{ KEYS_CTRL('O'), NULL,          N_("write a text of several lines in the program that VISUAL or EDITOR names"), field_press_outside, field_why_not_outside },
	{ KEYS_CTRL('Z'), N_("undo"),    N_("undo typing, then the last changes of the dossier"), press_undo,            NULL                },
	{ KEYS_F(9),      N_("keys"),    N_("this help"),                                         view_press_help,       NULL                },
	{ 0,              NULL,          NULL,                                                    NULL,                  NULL                },
};
/* clang-format on */

const struct view view_form = {
	.name = "form",
	.title = N_("Form"),
	.columns = columns,
	.keys = keys,
	.is_form = true,
	.open = form_open,
	.load = form_read,
	.close = form_close,
	.title_of = form_title,
	.status = form_status,
	.heading = form_heading,
	.across = form_across,
	.detail = form_detail,
	.note = form_note,
	.leave = form_leave,
	.idle = form_idle,
	.arrive = form_arrive,
	.type = form_type,
	.no = form_no,
};
