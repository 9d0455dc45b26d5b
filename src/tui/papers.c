/**
 * @file tui/papers.c  What the screens about papers share
 */
#include "tui/papers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/work.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"

int papers_place(struct tui *tui, const struct dossier *d,
		 struct paper_place *place)
{
	int err = tui_use(tui, d);

	*place = (struct paper_place){ .db = tui->db,
				       .pack = tui->pack,
				       .shipped = tui->shipped };
	return err;
}

int papers_path(char **pathp, const char *typed)
{
	const char *home = getenv("HOME");
	const char *from = typed + strspn(typed, " ");
	struct str path = { 0 };

	if (strncmp(from, "~/", 2) == 0 && home && *home) {
		str_add(&path, home);
		from++;
	}
	str_add(&path, from);
	while (path.len > 0 && path.s[path.len - 1] == ' ')
		path.s[--path.len] = '\0';
	if (path.len == 0) {
		str_release(&path);
		return err_set(EINVAL, _("no name was given; nothing was "
					 "written"));
	}

	*pathp = str_take(&path);
	return 0;
}

static void say_made(struct tui *tui, const struct paper_desk *desk,
		     const struct paper *paper, size_t c, size_t pages,
		     const char *dir)
{
	if (desk->drafts > 0 && paper->kind != PAPER_WORKING)
		view_say(tui, DRAW_WARN,
			 _("%zu papers, %zu pages in %s, marked as drafts: %zu "
			   "findings can still change them (c)."),
			 c, pages, dir, desk->drafts);
	else
		view_say(tui, DRAW_GOOD, _("%zu papers, %zu pages in %s"), c,
			 pages, dir);
}

int papers_make(struct tui *tui, struct paper_desk *desk,
		const struct paper *const *v, size_t c, const char *dir)
{
	struct paper_result r = { 0 };
	struct work work;
	size_t pages = 0;
	size_t done = 0;
	int err;

	work_begin(&work, tui, _("Making papers"));
	err = paper_desk_twins(desk, v, c);
	if (!err)
		err = file_mkdirs(dir);
	for (; done < c && !err; done += !err) {
		struct str path = { 0 };

		err = work_step(v[done]->title, done, c, &work);
		if (!err)
			err = paper_desk_make(desk, v[done], dir, false, &path,
					      &r);
		if (!err)
			pages += r.pages;
		str_release(&path);
	}
	(void)work_step(NULL, c, c, &work);
	if (!err && c > 0)
		say_made(tui, desk, v[0], c, pages, dir);
	else if (err == ECANCELED)
		view_say(tui, DRAW_WARN,
			 _("Cancelled; %zu papers were made in %s."), done,
			 dir);
	return err;
}

char *papers_unkept(const struct paper *paper, const struct facts *facts,
		    const struct vault *vault)
{
	struct str names = { 0 };

	if (paper_unkept(paper, facts, vault, &names) == 0)
		return NULL;

	return str_take(&names);
}
