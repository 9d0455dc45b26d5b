/**
 * @file tui/form_cells.c  What the form screen shows in its rows
 */
#include "tui/form_cells.h"

#include <stdlib.h>
#include <string.h>

#include "tui/form_field.h"
#include "tui/form_state.h"
#include "util/err.h"
#include "util/lang.h"
#include "value/value.h"

static const struct form_line *line_at(const struct screen *s, size_t row)
{
	const struct form_state *f = s->data;

	return &f->lines.v[row];
}

/* Colour of a finding's mark; DRAW_PLAIN unless it fails */
static enum draw_style finding_style(const struct finding *finding)
{
	if (!finding || finding->outcome != OUTCOME_FAIL)
		return DRAW_PLAIN;

	return finding->severity == SEVERITY_ERROR ? DRAW_BAD : DRAW_WARN;
}

void form_cell_mark(const struct screen *s, size_t row, struct cell *cell)
{
	const struct finding *f = line_at(s, row)->finding;

	str_add(&cell->text, finding_mark(f));
	cell->style = finding_style(f);
}

void form_cell_label(const struct screen *s, size_t row, struct cell *cell)
{
	const struct form_line *line = line_at(s, row);
	const struct field *field = line->field;

	if (line->n > 0)
		str_add(&cell->text, "  ");
	str_addf(&cell->text, "%s%s", field_label(field),
		 field->required ? " *" : "");
}

void form_cell_value(const struct screen *s, size_t row, struct cell *cell)
{
	const struct form_line *line = line_at(s, row);
	char *newline;

	if (*line->value && line->ok)
		value_print(&cell->text, line->field, line->value);
	else
		str_add(&cell->text, line->value);
	newline = cell->text.s ? strchr(cell->text.s, '\n') : NULL;
	if (newline) {
		*newline = '\0';
		cell->text.len = (size_t)(newline - cell->text.s);
		str_add(&cell->text, " ...");
	}

	if (*line->value && line->field->unit)
		str_addf(&cell->text, " %s", line->field->unit);
	if (!*line->value && row == s->cursor && !field_is_typed(line->field)) {
		str_add(&cell->text, line->field->type == FIELD_LONG
					     ? _("(Enter: write)")
					     : _("(Enter: choose)"));
		cell->style = DRAW_DIM;
	}
}

/* What is wrong with what is being typed, or how it will be saved; false if
 * there is nothing to say */
static bool tell_typed(const struct screen *s, const struct form_line *line,
		       struct str *to, enum draw_style *stylep)
{
	const char *text = s->edit ? edit_text(s->edit) : "";
	char *value = NULL;
	int err;

	if (!line->field || !*text || strcmp(text, line->value) == 0 ||
	    line->field->type == FIELD_FILE)
		return false;

	err = value_decode(line->field, text, &value);
	*stylep = err ? DRAW_BAD : DRAW_WARN;
	str_add(to, err ? "x " : "! ");
	if (err) {
		str_add(to, err_text(err));
	} else if (!value_warn(to, line->field, value)) {
		str_clear(to);
		*stylep = DRAW_GOOD;
		if (strcmp(value, text) != 0)
			str_addf(to, _("is saved as %s"), value);
	}
	free(value);
	return to->len > 0;
}

/* The same, or what is wrong with what is saved */
static bool tell_wrong(const struct screen *s, const struct form_line *line,
		       struct str *to, enum draw_style *stylep)
{
	const struct finding *f = line->finding;

	if (tell_typed(s, line, to, stylep))
		return true;
	if (!f || f->outcome == OUTCOME_PASS)
		return false;

	str_addf(to, "%s %s", finding_mark(f), f->sentence);
	*stylep = finding_style(f);
	return true;
}

void form_detail(const struct screen *s, const struct rect *r)
{
	const struct form_line *line = line_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };
	const struct finding *f = line->finding;
	enum draw_style style;
	int used;

	if (line->field)
		str_addf(&text, " %s", field_label(line->field));
	else
		str_addf(&text, " %s",
			 lang_pick(line->section->title,
				   line->section->title_en));
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	if (tell_wrong(s, line, &text, &style)) {
		used = draw_lines(&rest, style, str_text(&text));
		rest.y += used;
		rest.h -= used;
	}
	str_clear(&text);
	if (f && f->outcome == OUTCOME_FAIL && field_fix(line->field, f))
		str_addf(&text, "%s\n", f->fix);
	if (line->field && line->field->hint)
		str_add(&text, field_hint(line->field));
	else if (line->kind == LINE_ROW)
		str_add(&text, _("Enter opens or closes the row, ^N adds one, "
				 "^X removes it."));
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}

void form_note(const struct screen *s, struct str *to)
{
	const struct form_line *line = line_at(s, s->cursor);
	enum draw_style style;

	if (!tell_wrong(s, line, to, &style) && line->field &&
	    line->field->hint)
		str_add(to, field_hint(line->field));
}
