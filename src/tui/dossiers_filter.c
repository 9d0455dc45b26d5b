/**
 * @file tui/dossiers_filter.c  Filters of the list of dossiers that have names
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/choice.h"
#include "tui/dossiers.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* What a choice has room for */
#define SAVED_MAX 64

/* The saved filters; their strings are the file's */
struct saved {
	char *labels[SAVED_MAX];
	char *texts[SAVED_MAX];
	size_t c;
};

static void add_saved(const char *name, const char *text, void *arg)
{
	struct saved *all = arg;
	struct str label = { 0 };

	if (all->c == SAVED_MAX)
		return;

	str_add(&label, name);
	if (strcmp(name, text) != 0)
		str_addf(&label, _(" (\"%s\")"), text);
	all->labels[all->c] = str_take(&label);
	all->texts[all->c++] = x_strdup(text);
}

static void release(struct saved *all)
{
	for (size_t i = 0; i < all->c; i++) {
		free(all->labels[i]);
		free(all->texts[i]);
	}
}

static int saved_done(struct screen *s, uint64_t chosen)
{
	struct saved all = { .c = 0 };

	settings_each(&s->tui->settings, "filter", add_saved, &all);
	for (size_t i = 0; i < all.c; i++) {
		if (chosen & (UINT64_C(1) << i))
			sieve_set(s, all.texts[i], false);
	}
	release(&all);
	return 0;
}

const char *dossiers_why_not_saved(const struct screen *s)
{
	struct saved all = { .c = 0 };
	size_t c;

	settings_each(&s->tui->settings, "filter", add_saved, &all);
	c = all.c;
	release(&all);
	return c ? NULL : _("No filter is saved yet; S saves the present one.");
}

int dossiers_press_saved(struct screen *s)
{
	struct saved all = { .c = 0 };
	struct choice_ask ask = { .title = _("Saved filters"),
				  .done = saved_done,
				  .s = s };
	int err;

	settings_each(&s->tui->settings, "filter", add_saved, &all);
	for (size_t i = 0; i < all.c; i++) {
		if (strcmp(all.texts[i], view_filter(s)) == 0)
			ask.chosen |= UINT64_C(1) << i;
	}
	ask.labels = (const char *const *)all.labels;
	ask.count = all.c;
	err = view_open(s->tui, &view_choice, &ask);
	release(&all);
	return err;
}

static int name_done(struct screen *s, const char *typed)
{
	struct str name = { 0 };
	const char *old;
	char *was;
	int err;

	str_addf(&name, "filter.%s", typed + strspn(typed, " "));
	while (name.s[name.len - 1] == ' ')
		name.s[--name.len] = '\0';
	old = settings_get(&s->tui->settings, str_text(&name));
	was = old ? x_strdup(old) : NULL;
	err = settings_set(&s->tui->settings, str_text(&name), view_filter(s));
	if (err == ENOENT)
		err = err_set(EINVAL,
			      _("a name has 1 to %d characters and no equals "
				"sign"),
			      SETTINGS_NAME_MAX - (int)strlen("filter."));
	if (!err && was && strcmp(was, view_filter(s)) != 0)
		view_say(s->tui, DRAW_WARN,
			 _("Saved in place of \"%s\".  f takes it."), was);
	else if (!err)
		view_say(s->tui, DRAW_GOOD, "%s",
			 _("Saved.  f takes it; the settings have all of "
			   "them."));
	free(was);
	str_release(&name);
	return err;
}

static const struct question ask_save = {
	.label = N_("Name of the filter:"),
	.done = name_done,
};

const char *dossiers_why_not_save(const struct screen *s)
{
	return *view_filter(s) ? NULL
			       : _("There is no filter to save; / begins one.");
}

int dossiers_press_save(struct screen *s)
{
	view_ask(s, &ask_save, view_filter(s));
	return 0;
}
