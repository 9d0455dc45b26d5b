/**
 * @file tui/editing.c  Keys in an editor of a screen
 */
#include "tui/editing.h"

#include "util/clip.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* What keys do with a selection */
/* clang-format off */
static const struct { int key; enum edit_verb verb; } wanted[] = {
	{ KEYS_CTRL('C'),      EDIT_COPY },
	{ KEYS_COPY,           EDIT_COPY },
	{ KEYS_CTRL('X'),      EDIT_CUT  },
	{ KEYS_CTRL('W'),      EDIT_CUT  },
	{ KEYS_WORD_BACKSPACE, EDIT_CUT  },
};
/* clang-format on */

bool editing_wants(const struct edit *e, int key)
{
	size_t from;
	size_t to;

	if (!e || e->pasting || !edit_is_selecting(e))
		return false;
	if (key == KEYS_ESC)
		return true;

	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		if (wanted[i].key == key)
			return edit_selection(e, &from, &to);
	}

	return false;
}

/* The terminal gets it too */
static void share(struct tui *tui, bool copied)
{
	struct str sequence = { 0 };

	if (clip_sequence(&sequence, kills_text(&tui->kills)) == 0)
		draw_send(str_text(&sequence));
	view_say(tui, DRAW_GOOD, "%s",
		 copied ? _("Copied, also for the terminal; ^V puts it in.")
			: _("Cut, also for the terminal; ^V puts it back."));
	str_release(&sequence);
}

static void use_selection(struct tui *tui, struct edit *e, int key)
{
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		if (wanted[i].key == key && edit_press(e, wanted[i].verb))
			share(tui, wanted[i].verb == EDIT_COPY);
	}
	if (key == KEYS_ESC)
		edit_unselect(e);
}

bool editing_key(struct tui *tui, struct edit *e, int key)
{
	enum keys_result result;

	e->kills = &tui->kills;
	if (editing_wants(e, key)) {
		use_selection(tui, e, key);
		return true;
	}

	result = keys_edit(e, key);
	if (result == KEYS_REFUSED && !keys_is_text(key) &&
	    !kills_text(&tui->kills))
		view_say(tui, DRAW_WARN, "%s",
			 _("Nothing was cut, copied or deleted yet."));
	else if (result == KEYS_REFUSED)
		view_say(tui, DRAW_WARN, _("No more than %zu characters here."),
			 e->limit);

	return result != KEYS_OTHER;
}
