/**
 * @file tui/view_area.c  Writing a text of several lines
 */
#include <errno.h>
#include <stdlib.h>

#include "tui/outside.h"
#include "tui/text.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

/* Rows drawn at most */
#define ROWS_MAX 128

struct area {
	struct edit edit;
	char *title;
	char *saved; /* what done() was last given */
	int (*done)(struct screen *s, const char *text);
	struct outside outside;
};

static int area_open(struct screen *s, const void *arg)
{
	const struct text_ask *ask = arg;
	struct area *a = x_calloc(1, sizeof(*a));

	edit_init(&a->edit, ask->text, ask->limit, true);
	a->title = x_strdup(ask->title);
	a->saved = x_strdup(edit_text(&a->edit));
	a->done = ask->done;
	a->outside.keep = ask->keep;
	s->data = a;
	s->edit = &a->edit;
	if (!edit_holds(&a->edit, ask->text))
		return err_set(EINVAL,
			       _("not edited here: it holds characters that "
				 "cannot be typed, or over %zu of them"),
			       a->edit.limit);

	if (ask->typed)
		edit_replace(&a->edit, ask->typed);
	return 0;
}

static int area_load(struct screen *s)
{
	(void)s;
	return 0;
}

static void area_close(struct screen *s)
{
	struct area *a = s->data;

	edit_release(&a->edit);
	free(a->title);
	free(a->saved);
	outside_release(&a->outside);
	free(a);
}

static void area_title(const struct screen *s, struct str *to)
{
	const struct area *a = s->data;

	str_add(to, a->title);
}

static void area_status(const struct screen *s, struct str *to)
{
	const struct area *a = s->data;

	str_addf(to, _("%zu of %zu characters"),
		 text_length(edit_text(&a->edit)), a->edit.limit);
}

static int area_leave(struct screen *s)
{
	struct area *a = s->data;
	int err;

	if (edit_holds(&a->edit, a->saved))
		return 0;

	err = a->done(s->below, edit_text(&a->edit));
	if (err)
		return err;

	free(a->saved);
	a->saved = x_strdup(edit_text(&a->edit));
	return 0;
}

static void area_idle(struct screen *s)
{
	const struct area *a = s->data;

	if (a->outside.keep && !edit_holds(&a->edit, a->saved))
		a->outside.keep(s->below, edit_text(&a->edit));
}

static void area_draw(struct screen *s, const struct rect *r)
{
	struct area *a = s->data;
	struct edit_row rowv[ROWS_MAX];
	size_t room = r->h < ROWS_MAX ? (size_t)r->h : ROWS_MAX;
	size_t rowc = edit_show(&a->edit, r->w - 4, rowv, room);

	for (size_t i = 0; i < rowc; i++) {
		int y = r->y + (int)i;
		char *part = x_strndup(edit_text(&a->edit) + rowv[i].start,
				       rowv[i].bytes);

		draw_text(y, r->x + 2, r->w - 4, DRAW_PLAIN, part);
		free(part);
		if (rowv[i].caret >= 0) {
			s->tui->caret_y = y;
			s->tui->caret_x = r->x + 2 + rowv[i].caret;
		}
	}
}

static int press_newline(struct screen *s)
{
	(void)edit_insert(s->edit, '\n');
	return 0;
}

static int press_save(struct screen *s)
{
	int err = area_leave(s);

	if (!err)
		view_say(s->tui, DRAW_GOOD, "%s", _("Saved."));
	return err;
}

int area_press_outside(struct screen *s)
{
	struct area *a = s->data;
	int err;

	/* what is typed so far is not lost if the editor, or we, do not end */
	area_idle(s);
	err = outside_edit(s, &a->outside);
	area_idle(s);
	return err;
}

/* clang-format off */
static const struct key keys[] = {
	{ '\n',      NULL,       N_("new line"),      press_newline,   NULL },
	{ KEYS_F(5), N_("save"), N_("save"),          press_save,      NULL },
	{ KEYS_CTRL('O'), N_("editor"), N_("go on in the program that VISUAL or EDITOR names"), area_press_outside, NULL },
	{ KEYS_ESC,  N_("back"), N_("save, go back"), view_press_back, NULL },
	{ KEYS_F(9), N_("keys"), N_("this help"),     view_press_help, NULL },
	{ 0,         NULL,       NULL,                NULL,            NULL },
};
/* clang-format on */

const struct view view_area = {
	.name = "area",
	.title = N_("Text"),
	.keys = keys,
	.is_form = true,
	.open = area_open,
	.load = area_load,
	.close = area_close,
	.title_of = area_title,
	.status = area_status,
	.draw = area_draw,
	.leave = area_leave,
	.idle = area_idle,
};
