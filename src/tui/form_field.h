/**
 * @file tui/form_field.h  Fields that are filled in by choosing or elsewhere
 */
#ifndef TUI_FORM_FIELD_H
#define TUI_FORM_FIELD_H

#include <stdbool.h>

#include "tui/form_lines.h"
#include "tui/view.h"

/** True if one types straight into the field */
bool field_is_typed(const struct field *field);

/** Label in the user's language */
const char *field_label(const struct field *field);

/** Help for whoever fills it in, in the user's language; NULL if there is none
 */
const char *field_hint(const struct field *field);

/** What a finding says is to be done, unless the field's hint says so already;
 *  NULL if there is nothing */
const char *field_fix(const struct field *field, const struct finding *f);

/** Open the popup or the editor of a field that is not typed into; EINVAL for
 *  one that is, which its value must have forbidden; EPERM for one that is
 *  calculated */
int field_open(struct screen *s, const struct form_line *line);

/** Open the editor of a long text with a text that is not saved yet; NULL: with
 *  what is stored; EINVAL if the editor cannot hold what is stored */
int field_open_area(struct screen *s, const struct form_line *line,
		    const char *typed);

/** Write the text of several lines of the row of the cursor in the user's own
 *  editor */
press_h field_press_outside;
why_not_h field_why_not_outside;

#endif
