/**
 * @file tui/form.h  What other screens ask of the form screen
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "tui/view.h"

/** Which dossier to open, and where */
struct form_ask {
	const char *no;	   /**< Its number */
	const char *place; /**< Fact, e.g. "holder[2].ratio"; NULL: first */
};

extern const struct view view_form;	/**< arg: struct form_ask */
extern const struct view view_findings; /**< arg: struct form_ask */

/** Go to the field of a fact, in whichever form it is; ENOENT if in none */
int form_jump(struct screen *s, const char *place);

/** Make the lines anew and go to a fact or row ("holder[2]"); to the first
 *  line if place is NULL or not there.  What was typed must be saved before. */
int form_show(struct screen *s, const char *place);

/** Save a text as the field of the cursor of a form screen; ECANCELED if the
 *  user is asked first because someone else has changed it; EBUSY; EIO */
int form_save(struct screen *s, const char *text);

/** Keep a text that is being typed into the field of the cursor of a form
 *  screen, against a sudden end */
void form_keep(struct screen *s, const char *text);

/** Append a value of the journal as people read it; NULL: "(empty)"; field:
 *  NULL if the pack no longer has it; ok: it was valid */
void form_tell_value(struct str *to, const struct field *field,
		     const char *value, bool ok);

/**
 * Say what taking back the last change of a dossier would do
 *
 * @param to       Receives "label: value now -> value before"
 * @param changep  Set to the number of the change, for form_undo()
 *
 * @return 0; EPERM if there is nothing to take back; EIO
 */
int form_undo_preview(struct tui *tui, int64_t dossier, struct str *to,
		      int64_t *changep);

/** Take back a change and say so; EPERM if there is nothing; EBUSY if it is not
 *  the last one any more, or from the database; EIO */
int form_undo(struct tui *tui, int64_t dossier, int64_t change);

/** Ask whether the last change of a dossier is to be taken back, saying what it
 *  was, and do so; 0, or the errors of form_undo_preview() */
int form_undo_ask(struct screen *s, int64_t dossier);

press_h form_press_undo; /**< The same of the dossier that a screen is about */
press_h form_press_redo; /**< Bring back what was taken back last */

#endif
