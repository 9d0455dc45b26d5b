/**
 * @file cli/watch.c  Published lists and who stands in them, as text and JSON
 */
#include "cli/watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/finding.h"
#include "course/stage.h"
#include "dossier/fact.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define LOOK                                                            \
	N_("The name stands within a longer text: find out whether it " \
	   "is the same company.")

/* What a hit means for its dossier; the commands can be copied */
struct proposal {
	struct dossier d;
	char **commands;
	size_t commands_count;
	char **notes; /* sentences */
	size_t notes_count;
	bool done; /* the dossier says so already */
};

static void add(char ***listp, size_t *countp, struct str *text)
{
	*listp = x_grow(*listp, *countp, sizeof(**listp));
	(*listp)[(*countp)++] = str_take(text);
}

static void add_note(struct proposal *p, const char *text)
{
	struct str note = { 0 };

	str_add(&note, text);
	add(&p->notes, &p->notes_count, &note);
}

static void proposal_release(struct proposal *p)
{
	for (size_t i = 0; i < p->commands_count; i++)
		free(p->commands[i]);
	for (size_t i = 0; i < p->notes_count; i++)
		free(p->notes[i]);
	free(p->commands);
	free(p->notes);
	dossier_release(&p->d);
}

/* The command of an act; words in capitals are to be filled in */
static void propose_open(struct proposal *p, const struct act *act)
{
	struct str text = { 0 };

	str_addf(&text, "callpermit act %s %s --date DATE", p->d.no, act->id);
	for (unsigned i = 0; i < act->needs_count; i++)
		str_addf(&text, " %s=TEXT", act->needs[i]);
	add(&p->commands, &p->commands_count, &text);
}

/* If an act is among the steps done, when is told */
static void note_done(struct proposal *p, const struct facts *facts,
		      const struct act *act)
{
	struct str text = { 0 };

	for (int n = facts_rows(facts, STEP_GROUP); n > 0; n--) {
		const char *id = facts_value(facts, STEP_GROUP, n, "act");
		const char *date = facts_value(facts, STEP_GROUP, n, "date");

		if (!id || strcmp(id, act->id) != 0)
			continue;
		str_addf(&text, _("noted already: %s (%s), %s"), act->id,
			 lang_pick(act->title, act->title_en),
			 date ? date : "");
		add(&p->notes, &p->notes_count, &text);
		p->done = true;
		return;
	}
}

static void note_closed(struct proposal *p, const struct act *act,
			const struct stage *stage, const char *why)
{
	struct str text = { 0 };

	str_addf(&text, _("the act %s (%s) is not open at the stage %s %s"),
		 act->id, lang_pick(act->title, act->title_en),
		 stage ? stage->id : "?",
		 stage ? lang_pick(stage->title, stage->title_en) : "");
	if (why)
		str_addf(&text, ": %s", why);
	add(&p->notes, &p->notes_count, &text);
}

static void propose_act(struct proposal *p, const struct stage_acts *acts,
			const struct act *act, const struct stage *stage)
{
	const char *why = NULL;

	for (size_t i = 0; i < acts->c; i++) {
		if (strcmp(acts->v[i].act->id, act->id) != 0)
			continue;
		if (acts->v[i].open) {
			propose_open(p, act);
			return;
		}
		why = acts->v[i].why;
	}
	note_closed(p, act, stage, why);
}

static int propose_acts(struct proposal *p, struct facts *facts,
			const struct watch_kind *kind, const struct pack *pack,
			struct checker *checker)
{
	struct stage_acts acts = { 0 };
	int err = 0;

	for (unsigned i = 0; i < kind->acts_count; i++) {
		const struct act *act = pack_act(pack, kind->acts[i]);

		if (act)
			note_done(p, facts, act);
	}
	if (p->done || kind->acts_count == 0)
		return 0;

	err = stage_acts(&acts, checker, facts);
	for (unsigned i = 0; i < kind->acts_count && !err; i++) {
		const struct act *act = pack_act(pack, kind->acts[i]);

		if (act)
			propose_act(p, &acts, act, stage_of(pack, facts));
	}
	stage_acts_release(&acts);
	return err;
}

/* A fact that has the value already is no news */
static int propose_set(struct proposal *p, struct facts *facts, const char *set,
		       const struct pack *pack)
{
	const size_t n = strcspn(set, "=");
	char *name = x_strndup(set, n);
	const struct fact_set one[] = { { .key = name,
					  .text = set + n + (set[n] == '=') },
					{ .key = NULL } };
	struct fact_key key;
	struct str text = { 0 };
	char *before = NULL;
	const char *now;
	int err = fact_key_decode(&key, pack, name, NULL, NULL);

	if (!err) {
		now = facts_value(facts, key.group, key.n, key.key);
		before = now ? x_strdup(now) : NULL;
		err = facts_suppose(facts, pack, one);
	}
	if (!err) {
		now = facts_value(facts, key.group, key.n, key.key);
		if (before && now && strcmp(before, now) == 0) {
			str_addf(&text, _("noted already: %s"), set);
			add(&p->notes, &p->notes_count, &text);
			p->done = true;
		} else {
			str_addf(&text, "callpermit set %s %s", p->d.no, set);
			add(&p->commands, &p->commands_count, &text);
		}
	}
	free(before);
	free(name);
	return err;
}

static int propose(struct proposal *p, struct db *db, struct library *library,
		   const struct watch_kind *kind, const struct watch_hit *hit)
{
	const struct pack *pack = NULL;
	struct checker *checker = NULL;
	struct facts facts = { 0 };
	int err = dossier_get(db, hit->dossier, &p->d);

	if (hit->how == WATCH_POSSIBLE)
		add_note(p, _(LOOK));
	if (!err)
		err = library_get(library, &p->d, &pack, &checker);
	if (!err)
		err = facts_load(&facts, db, pack, p->d.id);
	if (!err)
		err = propose_acts(p, &facts, kind, pack, checker);
	for (unsigned i = 0; i < kind->set_count && !err; i++)
		err = propose_set(p, &facts, kind->set[i], pack);
	if (kind->advice && !p->done)
		add_note(p, lang_pick(kind->advice, kind->advice_en));
	facts_release(&facts);
	return err;
}

static void print_hit(const struct proposal *p, const struct watch_hit *hit)
{
	struct str text = { 0 };

	str_addf(&text, _("line %zu: %s %s, %s"), hit->line, p->d.no,
		 p->d.name ? p->d.name : "", watch_how_title(hit->how));
	print_safe("  ", text.s);
	str_clear(&text);
	for (size_t i = 0; i < hit->cells_count; i++)
		str_addf(&text, "%s%s", i ? " | " : "", hit->cells[i]);
	print_safe("      ", str_text(&text));
	for (size_t i = 0; i < p->notes_count; i++)
		print_safe("      ", p->notes[i]);
	for (size_t i = 0; i < p->commands_count; i++)
		print_safe("      ", p->commands[i]);
	str_release(&text);
}

static cJSON *texts_json(char *const *v, size_t c)
{
	return c > 0 ? cJSON_CreateStringArray((const char *const *)v, (int)c)
		     : cJSON_CreateArray();
}

static cJSON *hit_json(const struct proposal *p, const struct watch_hit *hit)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(o, "line", (double)hit->line);
	(void)cJSON_AddStringToObject(o, "dossier", p->d.no);
	cli_add_text(o, "name", p->d.name);
	(void)cJSON_AddStringToObject(o, "found", watch_how_name(hit->how));
	(void)cJSON_AddBoolToObject(o, "noted", p->done);
	(void)cJSON_AddItemToObject(o, "cells",
				    texts_json(hit->cells, hit->cells_count));
	(void)cJSON_AddItemToObject(o, "commands",
				    texts_json(p->commands, p->commands_count));
	(void)cJSON_AddItemToObject(o, "notes",
				    texts_json(p->notes, p->notes_count));
	return o;
}

static cJSON *list_json(const struct watch_reading *r)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "list", r->list->name);
	(void)cJSON_AddStringToObject(o, "kind", r->kind->kind);
	(void)cJSON_AddBoolToObject(o, "unchanged", r->unchanged);
	(void)cJSON_AddNumberToObject(o, "rows", (double)r->rows);
	(void)cJSON_AddNumberToObject(o, "damaged", (double)r->damaged);
	(void)cJSON_AddBoolToObject(o, "incomplete", r->cut || r->hits.cut);
	return o;
}

static void print_list(const struct watch_reading *r)
{
	struct str text = { 0 };

	str_addf(&text, _("%s (%s): %zu rows, %zu hits"), r->list->name,
		 lang_pick(r->kind->title, r->kind->title_en), r->rows,
		 r->hits.c);
	if (r->unchanged)
		str_add(&text, _("; unchanged since the last reading"));
	print_safe("", text.s);
	if (r->damaged > 0)
		cli_say(_("  %zu places are no text; a name may be hidden "
			  "there"),
			r->damaged);
	if (r->cut)
		cli_say("%s", _("  the page may be cut off"));
	if (r->hits.cut)
		cli_say(_("  more than %d hits; the others are left out"),
			WATCH_HITS_MAX);
	str_release(&text);
}

size_t watch_print(struct db *db, struct library *library,
		   const struct watch_reading *r, cJSON *lists)
{
	size_t news = 0;
	cJSON *o = lists ? list_json(r) : NULL;
	cJSON *hits = o ? cJSON_AddArrayToObject(o, "hits") : NULL;

	if (!o)
		print_list(r);
	for (size_t i = 0; i < r->hits.c; i++) {
		const struct watch_hit *hit = &r->hits.v[i];
		struct proposal p = { 0 };
		int err = propose(&p, db, library, r->kind, hit);

		if (err)
			add_note(&p, err_text(err));
		if (o)
			(void)cJSON_AddItemToArray(hits, hit_json(&p, hit));
		else
			print_hit(&p, hit);
		news += !p.done;
		proposal_release(&p);
	}
	if (o)
		(void)cJSON_AddItemToArray(lists, o);
	return news;
}

void watch_print_failed(cJSON *lists, const struct watch_list *list,
			const char *why)
{
	struct str text = { 0 };
	cJSON *o;

	if (lists) {
		o = cJSON_CreateObject();
		(void)cJSON_AddStringToObject(o, "list", list->name);
		(void)cJSON_AddStringToObject(o, "kind", list->kind);
		(void)cJSON_AddStringToObject(o, "error", why);
		(void)cJSON_AddItemToArray(lists, o);
		return;
	}

	/* A file is named by most of its messages */
	if (strncmp(why, list->name, strlen(list->name)) == 0)
		str_add(&text, why);
	else
		str_addf(&text, _("%s could not be read: %s"), list->name, why);
	print_safe("! ", text.s);
	str_release(&text);
}
