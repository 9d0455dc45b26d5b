/**
 * @file tui/work.c  Long work: told of while it is done, and cancelled
 */
#include "tui/work.h"

#include <errno.h>

#include "tui/keys.h"
#include "tui/paint.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"

/* Between looks at the keyboard and drawings */
#define TELL_MS 50

/* In linear mode what waits is the next line, not a key */
static bool is_cancelled(const struct tui *tui)
{
	while (!tui->plain && keys_waiting()) {
		const int key = keys_read(0);

		if (key == KEYS_ESC || key == KEYS_CTRL('C') ||
		    key == KEYS_LOST)
			return true;
		if (key == KEYS_NONE)
			break;
	}

	return tui_is_ended();
}

void work_begin(struct work *w, struct tui *tui, const char *title)
{
	*w = (struct work){ .tui = tui, .title = title };
	if (!tui->top || tui->ending)
		return;

	view_say(tui, DRAW_PLAIN, "%s …", title);
	paint(tui);
	w->told = clock_mono();
}

/* Whether it is time to say something; what was pressed meanwhile */
static int look(struct work *w, bool *duep)
{
	const int64_t now = clock_mono();

	*duep = now - w->told >= TELL_MS;
	if (!*duep)
		return 0;

	w->told = now;
	if (is_cancelled(w->tui))
		return err_set(ECANCELED, _("cancelled"));
	*duep = w->tui->top && !w->tui->ending;
	return 0;
}

int work_tell(const char *what, struct work *w)
{
	bool due;
	int err = look(w, &due);

	if (!err && due) {
		view_say(w->tui, DRAW_PLAIN, _("%s  (Esc cancels)  %s"),
			 w->title, what);
		paint(w->tui);
	}
	return err;
}

int work_step(const char *what, size_t done, size_t of, void *arg)
{
	struct work *w = arg;
	bool due;
	int err;

	if (!what) {
		str_clear(&w->tui->message);
		return 0;
	}
	err = look(w, &due);
	if (!err && due) {
		view_say(w->tui, DRAW_PLAIN,
			 _("%s  %zu/%zu  %s  (Esc cancels)"), w->title, done,
			 of, what);
		paint(w->tui);
	}
	return err;
}
