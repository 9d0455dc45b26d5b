/**
 * @file tui/dossiers_many.c  Marks in the list of dossiers, and what is done
 * with all that are marked
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/choice.h"
#include "tui/dossiers.h"
#include "tui/form.h"
#include "tui/papers.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Marks */

void dossiers_count_marks(struct dossiers *list)
{
	list->shown = marks_count(&list->marks, list->rows.idv, list->rows.c);
}

void dossiers_say_marks(const struct dossiers *list, struct str *to)
{
	const struct marks *m = &list->marks;

	if (m->c == 0)
		return;
	if (list->shown < m->c)
		str_addf(to, _("%zu marked, %zu of them not shown  "), m->c,
			 m->c - list->shown);
	else
		str_addf(to, _("%zu marked  "), m->c);
}

int dossiers_press_mark(struct screen *s)
{
	struct dossiers *list = s->data;

	marks_turn(&list->marks, list->rows.idv[s->cursor]);
	dossiers_count_marks(list);
	return view_step(s, 1);
}

/* While one types only the beginning of a long list is there */
static int read_rest(struct screen *s)
{
	const struct dossiers *list = s->data;

	return list->rows.more ? view_load(s) : 0;
}

int dossiers_press_all(struct screen *s)
{
	struct dossiers *list = s->data;
	struct marks *m = &list->marks;
	int err = read_rest(s);

	if (err)
		return err;
	if (list->shown == list->rows.c)
		marks_turn_all(m, list->rows.idv, list->rows.c);
	else
		marks_add(m, list->rows.idv, list->rows.c);
	dossiers_count_marks(list);
	return 0;
}

int dossiers_press_turn(struct screen *s)
{
	struct dossiers *list = s->data;
	int err = read_rest(s);

	if (err)
		return err;
	marks_turn_all(&list->marks, list->rows.idv, list->rows.c);
	dossiers_count_marks(list);
	return 0;
}

/* What is done with all */

const char *dossiers_why_not_bulk(const struct screen *s)
{
	const struct dossiers *list = s->data;

	return list->marks.c > 0
		       ? NULL
		       : _("No dossier is marked; the space bar marks one, * "
			   "all that are shown.");
}

/* The folder is asked for by the question before */
static int write_all(struct screen *s, const char *typed,
		     int (*write)(struct tui *tui, const struct marks *in,
				  const char *dir))
{
	const struct dossiers *list = s->data;
	char *dir = NULL;
	int err = papers_path(&dir, typed);

	if (!err)
		err = write(s->tui, &list->marks, dir);
	free(dir);
	return err;
}

static int papers_done(struct screen *s, const char *text)
{
	return write_all(s, text, bulk_papers);
}

static int export_done(struct screen *s, const char *text)
{
	return write_all(s, text, bulk_export);
}

static int fact_done(struct screen *s, const char *text)
{
	struct dossiers *list = s->data;
	int err = bulk_set(s->tui, &list->marks, text, &list->bulk);

	if (!err)
		(void)view_load(s);
	return err;
}

static const struct question ask_papers = {
	.label = N_("Folder for the papers:"),
	.done = papers_done,
};

static const struct question ask_export = {
	.label = N_("Folder for the YAML files:"),
	.done = export_done,
};

static const struct question ask_fact = {
	.label = N_("Field=value:"),
	.done = fact_done,
};

/* clang-format off */
static const struct deed {
	const char *title; /* N_() */
	const struct question *ask;
	const char *text; /* the answer to begin with; NULL: folder of papers */
} deeds[] = {
	{ N_("make their papers, each dossier in a folder of its own"), &ask_papers, NULL     },
	{ N_("write them as YAML files, with what is attached"),        &ask_export, "export" },
	{ N_("set a field in all of them"),                             &ask_fact,   ""       },
	{ N_("take the marks away"),                                    NULL,        NULL     },
};
/* clang-format on */

#define DEED_COUNT (sizeof(deeds) / sizeof(deeds[0]))

static int deed_done(struct screen *s, uint64_t chosen)
{
	struct dossiers *list = s->data;

	for (size_t i = 0; i < DEED_COUNT; i++) {
		const struct deed *d = &deeds[i];

		if (!(chosen & (UINT64_C(1) << i)))
			continue;
		if (d->ask)
			view_ask(s, d->ask,
				 d->text ? d->text
					 : settings_get(&s->tui->settings,
							"papers"));
		else
			marks_release(&list->marks);
	}

	return 0;
}

int dossiers_press_bulk(struct screen *s)
{
	const struct dossiers *list = s->data;
	const char *labels[DEED_COUNT];
	struct str title = { 0 };
	struct choice_ask ask = { .labels = labels,
				  .count = DEED_COUNT,
				  .chosen = 1,
				  .done = deed_done,
				  .s = s };
	int err;

	for (size_t i = 0; i < DEED_COUNT; i++)
		labels[i] = _(deeds[i].title);
	str_addf(&title, _("With the %zu marked dossiers"), list->marks.c);
	ask.title = str_text(&title);
	err = view_open(s->tui, &view_choice, &ask);
	str_release(&title);
	return err;
}

/* Taking back */

const char *dossiers_why_not_undo(const struct screen *s)
{
	const struct dossiers *list = s->data;

	return s->rowc || list->bulk.c
		       ? NULL
		       : _("There is no dossier to do this with.");
}

static int undo_row(struct screen *s, const void *arg)
{
	const struct dossiers *list = s->data;

	(void)arg;
	return s->rowc ? form_undo_ask(s, list->rows.idv[s->cursor]) : 0;
}

static int undo_done(struct screen *s, uint64_t chosen)
{
	struct dossiers *list = s->data;
	int err;

	if (chosen & 2) {
		err = bulk_undo(s->tui, &list->bulk);
		if (!err)
			(void)view_load(s);
		else if (err != ECANCELED)
			view_say(s->tui, DRAW_BAD, "%s", err_text(err));
		return 0; /* there is nothing else to choose */
	}
	if (chosen & 4)
		s->tui->then = undo_row;
	return 0;
}

int dossiers_press_undo(struct screen *s)
{
	const struct dossiers *list = s->data;
	struct str all = { 0 };
	const char *labels[3] = { _("leave it as it is"), NULL,
				  _("another one, of this dossier alone") };
	const struct choice_ask ask = {
		.title = _("Take back the last change?"),
		.labels = labels,
		.count = s->rowc ? 3 : 2,
		.chosen = 1,
		.done = undo_done,
		.s = s,
	};
	int err;

	if (list->bulk.c == 0 || list->bulk.undone)
		return undo_row(s, NULL);

	str_addf(&all, _("in all %zu dossiers: %s"), list->bulk.c,
		 list->bulk.what);
	labels[1] = str_text(&all);
	err = view_open(s->tui, &view_choice, &ask);
	str_release(&all);
	return err;
}

int dossiers_press_redo(struct screen *s)
{
	struct dossiers *list = s->data;
	int err;

	if (list->bulk.c == 0 || !list->bulk.undone)
		return form_press_redo(s);

	err = bulk_redo(s->tui, &list->bulk);
	if (!err)
		(void)view_load(s);
	else if (err != ECANCELED)
		bulk_release(&list->bulk); /* U is for the dossiers again */
	return err;
}
