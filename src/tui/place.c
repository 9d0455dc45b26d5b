/**
 * @file tui/place.c  The screens that can be gone to by name
 */
#include "tui/place.h"

#include <errno.h>
#include <string.h>

#include "tui/board.h"
#include "tui/course.h"
#include "tui/form.h"
#include "tui/papers.h"
#include "tui/record.h"
#include "util/err.h"
#include "util/lang.h"

/* clang-format off */
const struct place places[] = {
	{ &view_dossiers,  N_("the list of dossiers"),                               false },
	{ &view_due,       N_("what is due in all dossiers"),                        false },
	{ &view_search,    N_("search through everything in all dossiers"),          false },
	{ &view_form,      N_("the forms of the dossier"),                           true  },
	{ &view_findings,  N_("all findings of the dossier"),                        true  },
	{ &view_overview,  N_("stages, readiness, tasks and flags of the dossier"),   true  },
	{ &view_course,    N_("where the dossier is, what can be done and is due"),  true  },
	{ &view_forecast,  N_("forecast and deadlines as a chart"),                  true  },
	{ &view_papers,    N_("the papers of the dossier"),                          true  },
	{ &view_bundle,    N_("see what speaks against filing, make the bundle"),    true  },
	{ &view_versions,  N_("filing versions and what differs"),                   true  },
	{ &view_checklist, N_("the self-check and the list of the visit"),           true  },
	{ &view_evidence,  N_("what the dossier rests on: records, revisions, files"), true },
	{ &view_visit,     N_("the day of the visit: call, questions, evidence, result"), true },
	{ &view_journal,   N_("what was changed, by whom and when"),                 true  },
	{ &view_wall,      N_("the board of the engine: seats, queues, calls"),      false },
	{ &view_settings,  N_("language, colours, mouse and what else is set for you"), false },
	{ &view_guide,     N_("first steps: sample dossier, first dossier, help"),   false },
	{ NULL,            NULL,                                                     false },
};
/* clang-format on */

const struct place *place_find(const char *name)
{
	for (const struct place *p = places; p->view; p++) {
		if (strcmp(p->view->name, name) == 0)
			return p;
	}

	return NULL;
}

int place_open(struct tui *tui, const struct place *place, const char *no)
{
	const struct form_ask form = { .no = no };
	const struct course_ask course = { .no = no };
	const struct papers_ask papers = { .no = no };
	const struct record_ask record = { .no = no };
	const struct view *view = place->view;

	if (place->dossier && !no)
		return err_set(EINVAL, "%s", _("No dossier is chosen here."));
	if (view == &view_wall)
		return board_go(tui);
	if (!place->dossier)
		return view_open(tui, view, NULL);
	if (view == &view_form || view == &view_findings)
		return view_open(tui, view, &form);
	if (view == &view_course || view == &view_journal ||
	    view == &view_forecast || view == &view_overview)
		return view_open(tui, view, &course);
	if (view == &view_checklist || view == &view_evidence ||
	    view == &view_visit)
		return view_open(tui, view, &record);

	return view_open(tui, view, &papers);
}

const char *place_dossier(const struct screen *s)
{
	const char *no = NULL;

	for (; s && !no; s = s->below)
		no = s->view->no ? s->view->no(s) : NULL;
	return no;
}
