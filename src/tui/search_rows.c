/**
 * @file tui/search_rows.c  What a search has found, as rows
 */
#include "tui/search_rows.h"

#include <stdlib.h>
#include <string.h>

#include "dossier/fact.h"
#include "tui/course.h"
#include "tui/form.h"
#include "tui/form_field.h"
#include "tui/match.h"
#include "tui/papers.h"
#include "util/date.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"

/* Versions and journal rows that are listed */
#define PAST_MAX 200

void search_rows_release(struct search_rows *rows)
{
	for (size_t i = 0; i < rows->c; i++) {
		free(rows->v[i].no);
		free(rows->v[i].name);
		free(rows->v[i].place);
		free(rows->v[i].label);
		free(rows->v[i].excerpt);
		free(rows->v[i].text);
	}
	free(rows->v);
	*rows = (struct search_rows){ .v = NULL };
}

/* "Staff 3  Name": the group, if it repeats or there is room, and the field */
static char *label_of(const struct pack *pack, const struct search_fact *f)
{
	const struct section *section = pack_section(pack, f->key.group);
	const char *title = section ? lang_pick(section->title,
						section->title_en)
				    : "";
	struct str label = { 0 };
	struct str to = { 0 };

	if (f->field)
		str_add(&label, lang_pick(f->field->label, f->field->label_en));
	else
		fact_key_encode(&label, &f->key);
	if (f->key.n > 0)
		str_addf(&to, "%s %d  ", title, f->key.n);
	else if (text_width(title) + text_width(str_text(&label)) + 4 <=
		 SEARCH_PLACE_W)
		str_addf(&to, "%s  ", title);
	str_add(&to, str_text(&label));
	str_release(&label);
	return str_take(&to);
}

static void add_row(struct search_rows *rows, struct search_row row)
{
	rows->v = x_grow(rows->v, rows->c, sizeof(*rows->v));
	rows->v[rows->c++] = row;
}

static void add_fact(struct search_rows *rows, const char *no,
		     const struct search_fact *f)
{
	struct str place = { 0 };
	struct str excerpt = { 0 };
	struct str text = { 0 };

	fact_key_encode(&place, &f->key);
	search_show(&excerpt, f->field, f->excerpt);
	search_show(&text, f->field, f->text);
	add_row(rows, (struct search_row){ .kind = ROW_FACT,
					   .no = x_strdup(no),
					   .place = str_take(&place),
					   .label = label_of(rows->pack, f),
					   .excerpt = str_take(&excerpt),
					   .text = str_take(&text) });
}

int search_rows_hit(const struct search_hit *hit, void *arg)
{
	struct search_rows *rows = arg;

	rows->dossiers++;
	add_row(rows, (struct search_row){ .no = x_strdup(hit->d->no),
					   .name = x_strdup(hit->d->name) });
	for (size_t i = 0; i < hit->factc; i++)
		add_fact(rows, hit->d->no, &hit->factv[i]);
	if (hit->facts > hit->factc)
		add_row(rows,
			(struct search_row){ .kind = ROW_REST,
					     .no = x_strdup(hit->d->no),
					     .rest = hit->facts - hit->factc });
	return 0;
}

/* What the index does not have */

/* A dossier stands above what is of it */
static void add_dossier(struct search_rows *rows, const char *no,
			const char *name)
{
	if (rows->c > 0 && strcmp(rows->v[rows->c - 1].no, no) == 0)
		return;

	add_row(rows, (struct search_row){ .no = x_strdup(no),
					   .name = x_strdup(name) });
}

static void tell(struct str *to, const struct pack *pack,
		 const struct search_past *past)
{
	const struct field *field = NULL;
	struct fact_key key;

	if (past->key &&
	    fact_key_decode(&key, pack, past->key, NULL, &field) != 0)
		field = NULL;
	if (past->key) {
		str_addf(to, "%s: ", field ? field_label(field) : past->key);
		form_tell_value(to, field, past->old, past->old_ok);
		str_add(to, " -> ");
		form_tell_value(to, field, past->new_, past->ok);
	} else if (past->new_) {
		str_add(to, past->new_);
	}
	if (past->zip)
		str_add(to, past->zip);
	if (past->reason)
		str_addf(to, "%s%s", to->len ? "  " : "", past->reason);
}

static int past_handler(const struct search_past *past, void *arg)
{
	struct search_rows *rows = arg;
	char at[DATE_TIME_TEXT];
	struct str label = { 0 };
	struct str told = { 0 };
	struct str text = { 0 };

	(void)date_time_encode(at, past->at);
	if (past->version)
		str_addf(&label, _("version %lld"), (long long)past->version);
	else
		str_addf(&label, _("journal %.10s"), at);
	tell(&told, rows->pack, past);
	search_show(&text, NULL, str_text(&told));
	add_dossier(rows, past->no, past->name);
	add_row(rows, (struct search_row){ .kind = past->version ? ROW_VERSION
								 : ROW_JOURNAL,
					   .no = x_strdup(past->no),
					   .place = x_strdup(at),
					   .label = str_take(&label),
					   .excerpt = x_strdup(str_text(&text)),
					   .text = x_strdup(str_text(&text)) });
	str_release(&told);
	str_release(&text);
	return 0;
}

/* Whether all words are in what a paper is called, in either language */
static bool is_paper(const struct paper *paper, const char *query)
{
	char *typed = x_strdup(query);
	struct str all = { 0 };
	bool found = true;
	char *rest = NULL;

	sieve_word(&all, paper->id);
	sieve_word(&all, paper->title);
	sieve_word(&all, paper->title_en);
	for (char *word = strtok_r(typed, " ", &rest); word && found;
	     word = strtok_r(NULL, " ", &rest))
		found = match_text(str_text(&all), word);
	str_release(&all);
	free(typed);
	return found;
}

static void add_papers(struct search_rows *rows, const struct dossier *d,
		       const char *query)
{
	for (unsigned i = 0; i < rows->pack->papers_count; i++) {
		const struct paper *paper = &rows->pack->papers[i];
		const char *title = lang_pick(paper->title, paper->title_en);
		struct str label = { 0 };

		if (!is_paper(paper, query))
			continue;
		str_addf(&label, _("paper %s"), paper->id);
		add_dossier(rows, d->no, d->name);
		add_row(rows, (struct search_row){ .kind = ROW_PAPER,
						   .no = x_strdup(d->no),
						   .place = x_strdup(paper->id),
						   .label = str_take(&label),
						   .excerpt = x_strdup(title),
						   .text = x_strdup(title) });
	}
}

int search_rows_past(struct search_rows *rows, struct tui *tui,
		     const struct search_past_ask *ask)
{
	struct search_past_ask wanted = *ask;
	struct search_rows more = { .pack = rows->pack };
	struct dossier d = { 0 };
	bool left = false;
	int err;

	wanted.most = PAST_MAX;
	if (ask->first && dossier_find(tui->db, ask->first, &d) == 0)
		add_papers(&more, &d, ask->text);
	dossier_release(&d);
	err = search_past(tui->db, &wanted, past_handler, &more, &left);
	if (!err && left)
		add_row(&more, (struct search_row){ .kind = ROW_END,
						    .no = x_strdup("") });
	for (size_t i = 0; i < more.c && !err; i++)
		add_row(rows, more.v[i]);
	if (!err)
		more.c = 0;
	search_rows_release(&more);
	return err;
}

/* Opening */

/* A screen of changes or papers, with those that were looked for */
static int open_filtered(struct tui *tui, const struct view *view,
			 const void *ask, const char *filter)
{
	int err = view_open(tui, view, ask);

	if (!err)
		sieve_set(tui->top, filter, false);
	return err;
}

int search_rows_open(struct tui *tui, const struct search_row *row,
		     const char *query)
{
	const struct form_ask form = { .no = row->no, .place = row->place };
	const struct course_ask course = { .no = row->no };
	const struct papers_ask papers = { .no = row->no };

	switch (row->kind) {
	case ROW_JOURNAL:
		return open_filtered(tui, &view_journal, &course, query);
	case ROW_PAPER:
		return open_filtered(tui, &view_papers, &papers, row->place);
	case ROW_VERSION:
		return view_open(tui, &view_versions, &papers);
	case ROW_END:
	case ROW_REST:
		return 0;
	case ROW_DOSSIER:
	case ROW_FACT:
		break;
	}
	return view_open(tui, &view_form, &form);
}
