/**
 * @file tui/form_field.c  Fields that are filled in by choosing or elsewhere
 */
#include "tui/form_field.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/choice.h"
#include "tui/form.h"
#include "tui/form_state.h"
#include "tui/text.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "value/value.h"

bool field_is_typed(const struct field *field)
{
	return field->type != FIELD_LONG && field->type != FIELD_BOOL &&
	       field->type != FIELD_CHOICE && field->type != FIELD_CHOICES;
}

const char *field_label(const struct field *field)
{
	return lang_pick(field->label, field->label_en);
}

const char *field_hint(const struct field *field)
{
	return field->hint ? lang_pick(field->hint, field->hint_en) : NULL;
}

const char *field_fix(const struct field *field, const struct finding *f)
{
	const char *hint = field ? field_hint(field) : NULL;

	return f->fix && hint && strcmp(f->fix, hint) == 0 ? NULL : f->fix;
}

static int choice_done(struct screen *s, uint64_t chosen)
{
	const struct form_state *f = s->data;
	const struct field *field = f->lines.v[s->cursor].field;
	struct str value = { 0 };
	int err;

	for (unsigned i = 0; i < field->choices_count && i < 64; i++) {
		if (chosen & (UINT64_C(1) << i))
			str_addf(&value, "%s%s", value.len ? "," : "",
				 field->choices[i].value);
	}
	err = form_save(s, str_text(&value));
	str_release(&value);
	return err;
}

static int bool_done(struct screen *s, uint64_t chosen)
{
	return form_save(s, chosen & 1 ? "true" : chosen & 2 ? "false" : "");
}

static int open_bool(struct screen *s, const struct form_line *line)
{
	const char *labels[] = { _("yes"), _("no") };
	const struct choice_ask ask = {
		.title = field_label(line->field),
		.labels = labels,
		.count = 2,
		.chosen = strcmp(line->value, "true") == 0    ? 1
			  : strcmp(line->value, "false") == 0 ? 2
							      : 0,
		.done = bool_done,
		.s = s,
	};

	return view_open(s->tui, &view_choice, &ask);
}

static int open_choices(struct screen *s, const struct form_line *line)
{
	const struct field *field = line->field;
	const char **labels = x_calloc(field->choices_count, sizeof(*labels));
	struct choice_ask ask = {
		.title = field_label(field),
		.labels = labels,
		.count = field->choices_count,
		.several = field->type == FIELD_CHOICES,
		.done = choice_done,
		.s = s,
	};
	int err;

	for (unsigned i = 0; i < field->choices_count; i++) {
		const struct choice *c = &field->choices[i];

		labels[i] = lang_pick(c->label, c->label_en);
		if (i < 64 && text_has_word(line->value, c->value))
			ask.chosen |= UINT64_C(1) << i;
	}
	err = view_open(s->tui, &view_choice, &ask);
	free(labels);
	return err;
}

int field_open_area(struct screen *s, const struct form_line *line,
		    const char *typed)
{
	const struct text_ask ask = {
		.title = field_label(line->field),
		.text = line->value,
		.typed = typed,
		.done = form_save,
		.keep = form_keep,
	};

	return view_open(s->tui, &view_area, &ask);
}

int field_open(struct screen *s, const struct form_line *line)
{
	if (line->field->calculate)
		return err_set(EPERM, _("%s is calculated and not typed"),
			       field_label(line->field));

	switch (line->field->type) {
	case FIELD_LONG:
		return field_open_area(s, line, NULL);
	case FIELD_BOOL:
		return open_bool(s, line);
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		return open_choices(s, line);
	default:
		return err_set(EINVAL,
			       _("not edited here: it holds characters that "
				 "cannot be typed, or over %d of them; Del "
				 "empties the field, ^Z brings it back"),
			       EDIT_LIMIT);
	}
}

const char *field_why_not_outside(const struct screen *s)
{
	const struct form_line *line = form_line_here(s);

	return line && line->field && line->field->type == FIELD_LONG &&
			       !line->field->calculate
		       ? NULL
		       : _("Only a text of several lines is written in an "
			   "editor.");
}

/* The area is left as always, so that the text can be looked at first */
int field_press_outside(struct screen *s)
{
	int err = field_open_area(s, form_line_here(s), NULL);

	return err ? err : area_press_outside(s->tui->top);
}
