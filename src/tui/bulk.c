/**
 * @file tui/bulk.c  One thing done with many dossiers
 */
#include "tui/bulk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/fact.h"
#include "dossier/journal.h"
#include "paper/desk.h"
#include "tui/form_field.h"
#include "tui/papers.h"
#include "tui/text.h"
#include "tui/work.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

void bulk_release(struct bulk *b)
{
	free(b->v);
	free(b->what);
	*b = (struct bulk){ .v = NULL };
}

/* Setting */

/* What is being set */
struct setting_all {
	struct tui *tui;
	const struct marks *in;
	const char *name; /* as typed */
	const char *text;
	struct work *work;
	struct bulk *to;
	struct str label; /* of the first dossier's field */
};

/* The name of the field of a label in the pack of the dossier, where it stands
 * once; ENOENT */
static int find_label(const struct pack *pack, const char *label,
		      struct str *name)
{
	size_t found = 0;

	for (unsigned i = 0; i < pack->fields_count; i++) {
		const struct pack_field *at = &pack->fields[i];

		if (at->section->repeat ||
		    !text_same(field_label(at->field), label))
			continue;
		str_clear(name);
		str_addf(name, "%s.%s", at->section->group, at->field->key);
		found++;
	}

	if (found == 1)
		return 0;
	return err_set(ENOENT,
		       found ? _("several fields are called %s; write its name "
				 "as callpermit show --all has it")
			     : _("no field is called %s"),
		       label);
}

/* The fact a name or a label means */
static int find_fact(struct setting_all *all, struct str *name)
{
	const struct pack *pack = all->tui->pack;
	const struct field *field = NULL;
	struct fact_key key;
	int err;

	str_add(name, all->name);
	err = fact_key_decode(&key, pack, all->name, NULL, &field);
	if (err && !strchr(all->name, '.')) {
		err = find_label(pack, all->name, name);
		if (!err)
			err = fact_key_decode(&key, pack, name->s, NULL,
					      &field);
	}
	if (!err && all->label.len == 0)
		str_add(&all->label, field_label(field));
	return err;
}

static int set_one(struct setting_all *all, const struct dossier *d)
{
	static const struct fact_change change = { .origin = "entry" };
	struct fact_set setv[2] = { { .text = all->text }, { .key = NULL } };
	struct db *db = all->tui->db;
	struct str name = { 0 };
	int64_t before = 0;
	int64_t after = 0;
	int err = tui_use(all->tui, d);

	if (!err)
		err = find_fact(all, &name);
	setv[0].key = str_text(&name);
	if (!err)
		err = journal_last(db, d->id, &before);
	if (!err)
		err = fact_set(db, all->tui->pack, d->id, setv, &change, NULL);
	if (!err)
		err = journal_last(db, d->id, &after);
	if (!err && after != before)
		all->to->v[all->to->c++] = (struct bulk_part){
			.dossier = d->id,
			.change = after,
		};
	str_release(&name);
	return err;
}

static int set_work(struct db *db, void *arg)
{
	struct setting_all *all = arg;
	int err = 0;

	for (size_t i = 0; i < all->in->c && !err; i++) {
		struct dossier d = { 0 };

		err = dossier_get(db, all->in->v[i], &d);
		if (!err)
			err = work_step(d.no, i, all->in->c, all->work);
		if (!err) {
			err = set_one(all, &d);
			if (err && err != ECANCELED)
				err = err_prefix(err, "%s", d.no);
		}
		dossier_release(&d);
	}

	return err;
}

static void say_set(struct tui *tui, const struct bulk *b, size_t of)
{
	if (b->c == 0)
		view_say(tui, DRAW_WARN,
			 _("All %zu dossiers have it already: %s"), of,
			 b->what);
	else
		view_say(
			tui, DRAW_GOOD,
			_("Set in %zu of %zu dossiers: %s.  u takes it back in "
			  "all."),
			b->c, of, b->what);
}

static void say_cancelled(struct tui *tui)
{
	view_say(tui, DRAW_WARN, "%s", _("Cancelled; nothing was changed."));
}

int bulk_set(struct tui *tui, const struct marks *in, const char *wish,
	     struct bulk *b)
{
	const char *eq = strchr(wish, '=');
	struct bulk to = { .v = NULL };
	struct work work;
	struct setting_all all = { .tui = tui, .in = in, .work = &work };
	char *name;
	int err;

	if (!eq || eq == wish)
		return err_set(EINVAL,
			       _("%s: write FACT=VALUE, for example "
				 "site.area=160"),
			       wish);

	name = x_strndup(wish, (size_t)(eq - wish));
	all.name = name;
	all.text = eq + 1;
	all.to = &to;
	to.v = x_calloc(in->c + 1, sizeof(*to.v));
	work_begin(&work, tui, _("Filling in"));
	err = db_atomic(tui->db, set_work, &all);
	(void)work_step(NULL, in->c, in->c, &work);
	if (!err) {
		str_addf(&all.label, ": %s",
			 *all.text ? all.text : _("(empty)"));
		to.what = str_take(&all.label);
		say_set(tui, &to, in->c);
	} else if (err == ECANCELED) {
		say_cancelled(tui);
	}
	if (!err && to.c > 0) {
		bulk_release(b);
		*b = to;
	} else {
		bulk_release(&to);
	}
	str_release(&all.label);
	free(name);
	return err;
}

/* Taking back, and bringing back */

struct turning {
	struct tui *tui;
	struct bulk *b;
	struct work *work;
	struct bulk_part *v; /* as it will be */
};

static int turn_one(struct turning *t, size_t i)
{
	struct db *db = t->tui->db;
	struct bulk_part *part = &t->v[i];
	int64_t last = 0;
	int err;

	*part = t->b->v[i];
	if (!t->b->undone) {
		err = journal_undo(db, part->dossier, part->change, NULL);
		return err ? err
			   : journal_undone(db, part->dossier, &part->undo);
	}

	err = journal_undone(db, part->dossier, &last);
	if (!err && last != part->undo)
		err = err_set(EBUSY, _("it was changed since; nothing was "
				       "brought back"));
	if (!err)
		err = journal_redo(db, part->dossier, NULL);
	return err ? err : journal_last(db, part->dossier, &part->change);
}

static int turn_work(struct db *db, void *arg)
{
	struct turning *t = arg;
	int err = 0;

	for (size_t i = 0; i < t->b->c && !err; i++) {
		struct dossier d = { 0 };

		err = dossier_get(db, t->b->v[i].dossier, &d);
		if (!err)
			err = work_step(d.no, i, t->b->c, t->work);
		if (!err) {
			err = turn_one(t, i);
			if (err)
				err = err_prefix(err, "%s", d.no);
		}
		dossier_release(&d);
	}

	return err;
}

static int turn(struct tui *tui, struct bulk *b, const char *title,
		const char *done)
{
	struct work work;
	struct turning t = { .tui = tui, .b = b, .work = &work };
	int err;

	t.v = x_calloc(b->c + 1, sizeof(*t.v));
	work_begin(&work, tui, title);
	err = db_atomic(tui->db, turn_work, &t);
	(void)work_step(NULL, b->c, b->c, &work);
	if (err) {
		if (err == ECANCELED)
			say_cancelled(tui);
		free(t.v);
		return err;
	}

	free(b->v);
	b->v = t.v;
	b->undone = !b->undone;
	view_say(tui, DRAW_GOOD, "%s  %s (%zu)", done, b->what, b->c);
	return 0;
}

int bulk_undo(struct tui *tui, struct bulk *b)
{
	return turn(tui, b, _("Taking back"), _("Taken back."));
}

int bulk_redo(struct tui *tui, struct bulk *b)
{
	return turn(tui, b, _("Bringing back"), _("Brought back."));
}

/* Writing */

/* What is written of each dossier; the dossier's pack is in use */
typedef int write_h(struct tui *tui, const struct dossier *d, const char *dir,
		    size_t *filesp, struct work *work);

struct writing {
	const char *title;
	write_h *write;
	size_t done;
	size_t files;
	size_t failed;
	struct str why; /* they failed, a line each */
};

/* What failed has no room in one line */
static int say_written(struct tui *tui, const struct writing *w,
		       const char *dir)
{
	struct str title = { 0 };
	struct text_ask ask = { .text = str_text(&w->why) };
	int err = 0;

	view_say(tui, w->failed ? DRAW_BAD : DRAW_GOOD,
		 _("%zu dossiers, %zu files in %s"), w->done, w->files, dir);
	if (w->failed) {
		str_addf(&title, _("%zu dossiers failed"), w->failed);
		ask.title = str_text(&title);
		err = view_open(tui, &view_text, &ask);
	}
	str_release(&title);
	return err;
}

static int write_one(struct tui *tui, const struct dossier *d,
		     struct writing *w, const char *dir, struct work *work)
{
	int err = tui_use(tui, d);

	if (!err)
		err = w->write(tui, d, dir, &w->files, work);
	if (err == ECANCELED)
		return err;

	w->done += !err;
	w->failed += err != 0;
	if (err)
		str_addf(&w->why, "%s: %s\n", d->no, err_text(err));
	return 0;
}

static int write_all(struct tui *tui, const struct marks *in, const char *dir,
		     struct writing *w)
{
	struct work work;
	int err = file_mkdirs(dir);

	if (err)
		return err;

	work_begin(&work, tui, w->title);
	for (size_t i = 0; i < in->c && !err; i++) {
		struct dossier d = { 0 };

		err = dossier_get(tui->db, in->v[i], &d);
		if (!err)
			err = work_step(d.no, i, in->c, &work);
		if (!err)
			err = write_one(tui, &d, w, dir, &work);
		dossier_release(&d);
	}
	(void)work_step(NULL, in->c, in->c, &work);
	if (!err)
		err = say_written(tui, w, dir);
	else if (err == ECANCELED)
		view_say(tui, DRAW_WARN,
			 _("Cancelled; %zu dossiers were written in %s."),
			 w->done, dir);
	str_release(&w->why);
	return err;
}

static int make_due(struct paper_desk *desk, const char *dir, size_t *filesp,
		    struct work *work)
{
	const struct pack *pack = desk->place.pack;
	const struct paper **v = x_calloc(pack->papers_count + 1,
					  sizeof(struct paper *));
	const size_t c = paper_desk_set(desk, PAPERS_DUE, v);
	int err = paper_desk_twins(desk, v, c);

	for (size_t i = 0; i < c && !err; i++) {
		struct str what = { 0 };
		struct str path = { 0 };

		str_addf(&what, "%s %s", desk->d.no, v[i]->title);
		err = work_step(str_text(&what), i, c, work);
		if (!err)
			err = paper_desk_make(desk, v[i], dir, false, &path,
					      NULL);
		*filesp += !err;
		str_release(&path);
		str_release(&what);
	}
	free(v);
	return err;
}

static int write_papers(struct tui *tui, const struct dossier *d,
			const char *dir, size_t *filesp, struct work *work)
{
	struct paper_place place;
	struct paper_desk desk = { 0 };
	struct str folder = { 0 };
	int err = papers_place(tui, d, &place);

	str_addf(&folder, "%s/%s", dir, d->no);
	if (!err)
		err = file_mkdirs(str_text(&folder));
	if (!err) {
		err = paper_desk_open(&desk, &place, d, NULL);
		if (!err)
			err = make_due(&desk, str_text(&folder), filesp, work);
		paper_desk_close(&desk);
	}
	str_release(&folder);
	return err;
}

static int write_yaml(struct tui *tui, const struct dossier *d, const char *dir,
		      size_t *filesp, struct work *work)
{
	struct str text = { 0 };
	struct str path = { 0 };
	int err = dossier_export(tui->db, tui->pack, d, &text);

	(void)work;
	str_addf(&path, "%s/%s.yaml", dir, d->no);
	if (!err)
		err = dossier_export_files(tui->db, tui->pack, d,
					   str_text(&path));
	if (!err)
		err = file_write(str_text(&path), str_text(&text), text.len);
	*filesp += !err;
	str_release(&text);
	str_release(&path);
	return err;
}

int bulk_papers(struct tui *tui, const struct marks *in, const char *dir)
{
	struct writing w = { .title = _("Making papers"),
			     .write = write_papers };

	return write_all(tui, in, dir, &w);
}

int bulk_export(struct tui *tui, const struct marks *in, const char *dir)
{
	struct writing w = { .title = _("Writing dossiers"),
			     .write = write_yaml };

	return write_all(tui, in, dir, &w);
}
