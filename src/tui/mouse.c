/**
 * @file tui/mouse.c  What the mouse does on every screen
 */
#include "tui/mouse.h"

#include "tui/keys.h"
#include "tui/paint.h"
#include "util/lang.h"

/* Rows that the wheel turns the list by */
#define WHEEL_ROWS 3

int mouse_up(struct screen *s)
{
	return view_step(s, -WHEEL_ROWS);
}

int mouse_down(struct screen *s)
{
	return view_step(s, WHEEL_ROWS);
}

/* A row that was hit is gone to, a key of the bar pressed */
int mouse_click(struct screen *s)
{
	const struct rect *r = &s->rows;
	const struct key *key;
	int y;
	int x;
	size_t row;

	keys_mouse_at(&y, &x);
	key = s->tui->question ? NULL : paint_key_at(s, y, x);
	if (key) {
		view_press_key(s, key);
		return 0;
	}

	row = s->first + (size_t)(y - r->y);
	if (y < r->y || y >= r->y + r->h || x < r->x || x >= r->x + r->w ||
	    row >= s->rowc || view_is_heading(s, row))
		return 0;

	return view_move(s, row);
}

int mouse_press(struct screen *s)
{
	const bool on = !settings_is(&s->tui->settings, "mouse", "on");
	int err = settings_set(&s->tui->settings, "mouse", on ? "on" : "off");

	keys_mouse(on);
	if (!err)
		view_say(s->tui, DRAW_PLAIN, "%s",
			 on ? _("The mouse is used: a click selects, the wheel "
				"scrolls; with Shift held the terminal marks "
				"text.")
			    : _("The mouse is left to the terminal."));
	return err;
}
