/**
 * @file tui/form_rows.c  Opening, adding and removing rows on the form screen
 */
#include "tui/form_rows.h"

#include <stdlib.h>

#include "tui/choice.h"
#include "tui/form.h"
#include "tui/form_field.h"
#include "tui/form_state.h"
#include "util/lang.h"

const char *form_why_not_add(const struct screen *s)
{
	const struct form_line *line = form_line_here(s);

	return line && line->section->repeat
		       ? NULL
		       : _("This section has just one row.");
}

const char *form_why_not_remove(const struct screen *s)
{
	const struct form_line *line = form_line_here(s);

	return line && line->n > 0 ? NULL
				   : _("There is no row here to remove.");
}

/* Go to the line of a row, or to that of the row before it */
static int show_row(struct screen *s, const struct section *section, int n)
{
	struct form_state *f = s->data;
	int rows = facts_rows(&f->facts, section->group);
	struct str key = { 0 };
	int err;

	str_addf(&key, "%s[%d]", section->group, n < rows ? n : rows);
	err = form_show(s, str_text(&key));
	str_release(&key);
	return err;
}

/* Open a row, its first field first */
static int open_row(struct screen *s, const struct section *section, int n)
{
	struct form_state *f = s->data;
	char *key = form_field_key(section, n, &section->fields[0]);
	int err;

	f->open = (struct form_open){ section, n };
	err = form_show(s, key);
	/* its fields are worth more than what is above */
	s->first = s->cursor;
	free(key);
	return err;
}

static int close_row(struct screen *s)
{
	struct form_state *f = s->data;
	const struct form_open was = f->open;
	int err = s->view->leave(s);

	if (err)
		return err;

	f->open.section = NULL;
	return show_row(s, was.section, was.n);
}

int form_press_add_row(struct screen *s)
{
	struct form_state *f = s->data;
	const struct section *section = form_line_here(s)->section;
	int err = s->view->leave(s);

	return err ? err
		   : open_row(s, section,
			      facts_rows(&f->facts, section->group) + 1);
}

int form_press_enter(struct screen *s)
{
	const struct form_state *f = s->data;
	const struct form_line *line = form_line_here(s);

	if (!line)
		return 0;
	if (line->kind == LINE_NO_ROW)
		return form_press_add_row(s);
	if (line->kind == LINE_ROW && f->open.section == line->section &&
	    f->open.n == line->n)
		return close_row(s);
	if (line->kind == LINE_ROW)
		return open_row(s, line->section, line->n);
	if (!field_is_typed(line->field))
		return field_open(s, line);

	return view_step(s, 1);
}

/* Esc peels one layer: the open row first */
int form_press_esc(struct screen *s)
{
	const struct form_state *f = s->data;
	const struct form_line *line = form_line_here(s);

	return f->open.section && line && line->n > 0 && !s->warned
		       ? close_row(s)
		       : view_press_back(s);
}

static int remove_done(struct screen *s, uint64_t chosen)
{
	struct form_state *f = s->data;
	int err;

	if (!(chosen & 2))
		return 0;

	err = form_state_remove_row(f, s->tui);
	if (!err)
		err = form_state_load(f, s->tui);
	return err ? err : show_row(s, f->asked.section, f->asked.n);
}

int form_press_remove_row(struct screen *s)
{
	const struct form_line *line = form_line_here(s);
	const char *labels[] = { _("keep it"),
				 _("remove it; ^Z brings it back") };
	struct str title = { 0 };
	struct choice_ask ask = { .labels = labels,
				  .count = 2,
				  .chosen = 1,
				  .done = remove_done,
				  .s = s };
	int err;

	str_addf(&title, "%s %d",
		 lang_pick(line->section->title, line->section->title_en),
		 line->n);
	ask.title = str_text(&title);
	form_state_ask_row(s->data, line);
	err = view_open(s->tui, &view_choice, &ask);
	str_release(&title);
	return err;
}
