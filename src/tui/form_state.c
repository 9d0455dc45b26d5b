/**
 * @file tui/form_state.c  What the form screen knows of its dossier
 */
#include "tui/form_state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/journal.h"
#include "tui/form_field.h"
#include "tui/typing.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"

int form_state_open(struct form_state *f, struct tui *tui, const char *no)
{
	int err = dossier_find(tui->db, no, &f->d);

	if (!err)
		err = tui_use(tui, &f->d);
	if (!err && tui->pack->forms_count == 0)
		err = err_set(ENOENT, _("the rule pack has no forms"));
	return err;
}

static void release_content(struct form_state *f)
{
	form_lines_release(&f->lines);
	findings_release(&f->findings);
	facts_release(&f->facts);
}

void form_state_release(struct form_state *f)
{
	release_content(f);
	dossier_release(&f->d);
	free(f->theirs);
	free(f->ours);
	free(f->kept);
	free(f->minev);
	free(f->asked.was);
	f->asked.was = NULL;
	f->ours = f->theirs = f->kept = NULL;
	f->minev = NULL;
	f->minec = 0;
}

const struct form *form_state_form(const struct form_state *f,
				   const struct tui *tui)
{
	return tui->pack->forms[f->form];
}

int form_state_keep(struct form_state *f, struct tui *tui, const char *key,
		    const char *text)
{
	int err;

	if (f->kept && strcmp(f->kept, text) == 0)
		return 0;

	err = typing_keep(tui->db, f->d.no, key, text);
	if (err) {
		log_warn(err, "tui: typing is not kept");
		return err;
	}

	free(f->kept);
	f->kept = x_strdup(text);
	return 0;
}

void form_state_forget(struct form_state *f, struct tui *tui)
{
	if (f->kept)
		typing_forget(tui->db);
	free(f->kept);
	f->kept = NULL;
}

struct form_line *form_line_here(const struct screen *s)
{
	const struct form_state *f = s->data;

	return s->cursor < f->lines.c ? &f->lines.v[s->cursor] : NULL;
}

int form_state_load(struct form_state *f, struct tui *tui)
{
	struct form_state now = { .d = { .id = 0 } };
	int err = dossier_find(tui->db, f->d.no, &now.d);

	if (!err)
		err = tui_use(tui, &now.d);
	if (!err)
		err = facts_load(&now.facts, tui->db, tui->pack, f->d.id);
	if (!err)
		err = check_facts(tui->checker, &now.facts, &now.findings);
	if (!err && view_is_masked(tui))
		check_hide(&now.facts, &now.findings);
	if (err) {
		/* the old lines stay on the screen */
		form_state_release(&now);
		return err;
	}

	release_content(f);
	dossier_release(&f->d);
	f->d = now.d;
	f->facts = now.facts;
	f->findings = now.findings;
	form_lines_build(&f->lines, form_state_form(f, tui), &f->facts,
			 &f->open, &f->findings);
	return 0;
}

/* A change of one fact or, if there is no line, the removal of a row */
struct changing {
	struct form_state *f;
	const struct pack *pack;
	const struct form_line *line;
	const char *text;
};

static int save_fact(struct db *db, const struct changing *c)
{
	const struct form_line *line = c->line;
	const struct fact_set set[] = { { .key = line->key, .text = c->text },
					{ .key = NULL } };
	const struct fact_change change = { .origin = "entry",
					    .draft = true,
					    .attach = true };
	struct facts now = { 0 };
	const struct fact *fact;
	const char *value;
	int err;

	/* what is shown is not among the facts that are kept */
	if (line->field->calculate)
		return err_set(EPERM, _("%s is calculated and not typed"),
			       field_label(line->field));

	err = facts_load(&now, db, c->pack, c->f->d.id);
	if (err)
		return err;

	fact = facts_find(&now, line->section->group, line->n,
			  line->field->key);
	value = fact ? fact->value : "";
	if (strcmp(value, line->value) != 0) {
		c->f->theirs = x_strdup(value);
		err = err_set(EBUSY, _("someone else has changed this field"));
	} else {
		err = fact_set(db, c->pack, c->f->d.id, set, &change, NULL);
	}
	facts_release(&now);
	return err;
}

/* All that a row holds, as a text to be compared */
static char *row_content(const struct facts *facts, const char *group, int n)
{
	struct str all = { 0 };

	for (size_t i = 0; i < facts->c; i++) {
		const struct fact *fact = &facts->v[i];

		if (fact->key.n == n && strcmp(fact->key.group, group) == 0)
			str_addf(&all, "%s %zu %s\n", fact->key.key,
				 strlen(fact->value), fact->value);
	}

	return str_take(&all);
}

static int remove_row(struct db *db, const struct changing *c)
{
	const struct form_row *row = &c->f->asked;
	const char *group = row->section->group;
	struct facts now = { 0 };
	char *content;
	int err = facts_load(&now, db, c->pack, c->f->d.id);

	if (err)
		return err;

	content = row_content(&now, group, row->n);
	if (strcmp(content, row->was) != 0)
		err = err_set(EBUSY, _("someone else has changed this row "
				       "meanwhile; it was not removed"));
	else
		err = fact_remove_row(db, c->pack, c->f->d.id, group, row->n);
	free(content);
	facts_release(&now);
	return err == ENOENT ? 0 : err; /* a row with nothing in it yet */
}

static int change_work(struct db *db, void *arg)
{
	const struct changing *c = arg;
	struct form_state *f = c->f;
	int64_t before;
	int64_t after;
	int err = journal_last(db, f->d.id, &before);

	if (!err)
		err = c->line ? save_fact(db, c) : remove_row(db, c);
	if (!err)
		err = journal_last(db, f->d.id, &after);
	if (!err && after != before)
		form_state_mine(f, after);

	return err;
}

int form_state_save(struct form_state *f, struct tui *tui,
		    const struct form_line *line, const char *text)
{
	struct changing c = { f, tui->pack, line, text };

	free(f->theirs);
	f->theirs = NULL;
	return db_atomic(tui->db, change_work, &c);
}

void form_state_ask_row(struct form_state *f, const struct form_line *line)
{
	free(f->asked.was);
	f->asked = (struct form_row){
		.section = line->section,
		.n = line->n,
		.was = row_content(&f->facts, line->section->group, line->n),
	};
}

int form_state_remove_row(struct form_state *f, struct tui *tui)
{
	struct changing c = { .f = f, .pack = tui->pack };
	int err = db_atomic(tui->db, change_work, &c);

	if (!err)
		f->open.section = NULL;
	return err;
}

static bool section_has(const struct section *section, const char *key)
{
	for (unsigned i = 0; i < section->fields_count; i++) {
		if (strcmp(section->fields[i].key, key) == 0)
			return true;
	}

	return false;
}

int form_state_open_place(struct form_state *f, const struct pack *pack,
			  const char *place)
{
	size_t len = strcspn(place, ".[");

	for (size_t i = 0; i < pack->forms_count; i++) {
		const struct form *form = pack->forms[i];

		for (unsigned k = 0; k < form->sections_count; k++) {
			const struct section *s = &form->sections[k];
			const char *dot = strchr(place, '.');

			if (strncmp(s->group, place, len) != 0 || s->group[len])
				continue;
			if (dot && !section_has(s, dot + 1))
				continue;
			f->form = i;
			f->open.section = s->repeat ? s : NULL;
			f->open.n = place[len] == '['
					    ? (int)strtol(place + len + 1, NULL,
							  10)
					    : 0;
			return 0;
		}
	}

	return err_set(ENOENT, _("no form asks for %s"), place);
}

size_t form_state_failing(const struct form_state *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->lines.c; i++) {
		const struct finding *finding = f->lines.v[i].finding;

		n += finding && finding->outcome == OUTCOME_FAIL;
	}

	return n;
}

static void add_sources(char *const *keyv, unsigned keyc,
			const struct pack *pack, struct str *to)
{
	for (unsigned i = 0; i < keyc; i++) {
		const struct source *source = pack_source(pack, keyv[i]);

		if (!source)
			continue;
		str_addf(to, "%s: %s\n", strength_title(source->strength),
			 lang_pick(source->title, source->title_en));
		if (source->address)
			str_addf(to, "  %s\n", source->address);
	}
}

void form_state_explain(const struct form_line *line, const struct pack *pack,
			struct str *to)
{
	const struct finding *f = line->finding;

	if (f && f->outcome != OUTCOME_PASS) {
		str_addf(to, "%s %s\n", finding_mark(f), f->sentence);
		if (field_fix(line->field, f))
			str_addf(to, "%s\n", f->fix);
		str_add(to, "\n");
		if (f->numbers)
			str_addf(to, "%s\n", f->numbers);
	}
	if (line->field->hint)
		str_addf(to, "%s\n\n", field_hint(line->field));
	add_sources(line->field->sources, line->field->sources_count, pack, to);
	if (f && f->sources != line->field->sources)
		add_sources(f->sources, f->sources_count, pack, to);
	if (line->field->sources_count == 0 && !(f && f->sources_count))
		str_add(to, _("No source is named for this field."));
}

void form_state_mine(struct form_state *f, int64_t change)
{
	f->minev = x_grow(f->minev, f->minec, sizeof(*f->minev));
	f->minev[f->minec++] = change;
}
