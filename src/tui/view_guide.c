/**
 * @file tui/view_guide.c  First steps, for somebody who has no dossier yet
 */
#include <errno.h>
#include <stdlib.h>

#include "tui/dossier_row.h"
#include "tui/form.h"
#include "tui/text.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"

#define SAMPLE "data/sample/complete.yaml"

/* A step, or a line of text between the steps where it has no press */
struct step {
	const char *title; /* N_() */
	const char *help;  /* N_() sentences */
	press_h *press;
};

static const char *const help_text = N_(
	"Each screen shows its keys in the last line.\n"
	"\n"
	"?  or F9   all keys of the screen; / filters them\n"
	":  or F2   every command and screen by its name, its pinyin initials "
	"or its English name\n"
	"/          filters a list as you type\n"
	"u and U    take the last change back, and bring it back\n"
	"F1         in a form: which source a field rests on\n"
	"Esc        back, one step at a time\n"
	"\n"
	"What you type is on disk at once; there is no saving to forget.\n"
	"The manual: man callpermit, man callpermit-keys.\n"
	"This guide again: callpermit tui guide, or : and guide.\n");

static int guide_open(struct screen *s, const void *arg)
{
	(void)arg;
	s->data = NULL;
	return 0;
}

static void guide_close(struct screen *s)
{
	(void)s;
}

/* Steps */

/* Once the guide is gone: the dossier that was made; the number is ours */
static int show_made(struct screen *s, const void *arg)
{
	char *no = (char *)arg;
	const struct form_ask ask = { .no = no };
	int err;

	view_load_all(s->tui);
	err = view_open(s->tui, &view_form, &ask);
	free(no);
	return err;
}

static void go_to_made(struct screen *s, const struct dossier *d)
{
	view_close(s);
	s->tui->then = show_made;
	s->tui->then_arg = x_strdup(d->no);
}

static int press_sample(struct screen *s)
{
	struct dossier d = { 0 };
	char *path = file_shipped(SAMPLE);
	int err = path ? tui_use(s->tui, NULL)
		       : err_set(ENOENT,
				 _("%s is nowhere; install the program again"),
				 SAMPLE);

	if (!err)
		err = dossier_import(s->tui->db, s->tui->pack, path, false, &d);
	if (!err) {
		go_to_made(s, &d);
		view_say(s->tui, DRAW_GOOD,
			 _("%s is the sample: change what you like, u takes it "
			   "back."),
			 d.no);
	}
	dossier_release(&d);
	free(path);
	return err;
}

static int name_done(struct screen *s, const char *name)
{
	struct dossier d = { 0 };
	int err = dossier_row_new(s->tui, name, &d);

	if (!err)
		go_to_made(s, &d);
	dossier_release(&d);
	return err;
}

static const struct question ask_name = {
	.label = N_("Name of the company:"),
	.done = name_done,
};

static int press_first(struct screen *s)
{
	view_ask(s, &ask_name, "");
	return 0;
}

static int press_language(struct screen *s)
{
	const char *other = lang_is_zh() ? "en" : "zh";
	int err;

	/* read it at once, even where it cannot be kept */
	(void)lang_choose(other);
	err = settings_set(&s->tui->settings, "language", other);
	view_load_all(s->tui);
	return err;
}

static int press_settings(struct screen *s)
{
	return view_open(s->tui, &view_settings, NULL);
}

static int press_text(struct screen *s)
{
	const struct text_ask ask = { .title = _("Where help is"),
				      .text = _(help_text) };

	return view_open(s->tui, &view_text, &ask);
}

/* clang-format off */
static const struct step steps[] = {
	{ N_("Applications for the call-centre licence, a dossier each."), NULL, NULL },
	{ N_("First steps; Enter does one:"), NULL, NULL },
	{ N_("Make a sample dossier"),        N_("A made-up company with everything filled in, to look round in: forms, papers, deadlines.  It is a dossier like any other; nothing is sent anywhere."), press_sample },
	{ N_("Start the first real dossier"), N_("Asks for the name of the company, then opens its forms.  All can be left empty and filled in later."), press_first },
	{ "中文 / English",                   N_("Changes the language of the program, now and from now on.  Papers are Chinese in any case."), press_language },
	{ N_("Colours, mouse, first screen"), N_("What you can set for yourself.  Also: callpermit config."), press_settings },
	{ N_("Where help is"),                N_("The keys of each screen, commands by name, how to undo, the manual."), press_text },
	{ N_("To the list of dossiers"),      N_("This guide comes again with  : guide  or  callpermit tui guide."), view_press_back },
};
/* clang-format on */

static int guide_load(struct screen *s)
{
	s->rowc = sizeof(steps) / sizeof(steps[0]);
	return 0;
}

static const char *heading(const struct screen *s, size_t row,
			   enum draw_style *stylep)
{
	(void)s;
	*stylep = row == 0 ? DRAW_STRONG : DRAW_SECTION;
	return steps[row].press ? NULL : _(steps[row].title);
}

static void detail(const struct screen *s, const struct rect *r)
{
	const struct rect inner = { r->y + 1, r->x + 2, r->h - 1, r->w - 4 };

	if (steps[s->cursor].help)
		(void)draw_lines(&inner, DRAW_PLAIN, _(steps[s->cursor].help));
}

static void note(const struct screen *s, struct str *to)
{
	if (steps[s->cursor].help)
		str_add(to, _(steps[s->cursor].help));
}

static void cell_number(const struct screen *s, size_t row, struct cell *cell)
{
	size_t n = 1;

	(void)s;
	for (size_t i = 0; i < row; i++)
		n += steps[i].press != NULL;
	str_addf(&cell->text, "%zu", n);
}

static void cell_title(const struct screen *s, size_t row, struct cell *cell)
{
	(void)s;
	str_add(&cell->text, _(steps[row].title));
}

static int press_do(struct screen *s)
{
	return steps[s->cursor].press(s);
}

/* A digit does its step */
static bool type(struct screen *s, int key)
{
	size_t n = 0;

	for (size_t i = 0; i < s->rowc; i++) {
		n += steps[i].press != NULL;
		if (!steps[i].press || (size_t)(key - '0') != n)
			continue;
		s->cursor = i;
		return true;
	}

	return false;
}

/* clang-format off */
static const struct column columns[] = {
	{ NULL, 2, 0, false, cell_number },
	{ NULL, 0, 0, false, cell_title  },
	{ NULL, 0, 0, false, NULL        },
};

static const struct key keys[] = {
	{ '\n',     N_("do it"), N_("do the step of the cursor; a digit goes to a step"), press_do, NULL },
	{ KEYS_ESC, N_("back"),  N_("to the list of dossiers"), view_press_back, NULL },
	{ 'q',      N_("quit"),  N_("quit; everything is saved"), view_press_quit, NULL },
	{ '?',      N_("help"),  N_("this help"), view_press_help, NULL },
	{ 0,        NULL,        NULL, NULL, NULL },
};
/* clang-format on */

const struct view view_guide = {
	.name = "guide",
	.title = N_("First steps"),
	.columns = columns,
	.keys = keys,
	.open = guide_open,
	.load = guide_load,
	.close = guide_close,
	.heading = heading,
	.detail = detail,
	.note = note,
	.type = type,
};
