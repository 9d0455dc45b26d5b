/**
 * @file tui/evidence_state.c  Evidence of a dossier as lines
 */
#include "tui/evidence_state.h"

#include <stdlib.h>
#include <string.h>

#include "util/clock.h"
#include "util/date.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

static void add_line(struct evidence_state *e, size_t record, size_t revision)
{
	e->linev = x_grow(e->linev, e->linec, sizeof(*e->linev));
	e->linev[e->linec++] = (struct evidence_line){ .record = record,
						       .revision = revision };
}

int evidence_state_load(struct evidence_state *e, struct tui *tui)
{
	struct facts now = { NULL, 0 };
	int err = tui_use(tui, &e->d);

	if (!err)
		err = facts_load(&now, tui->db, tui->pack, e->d.id);
	if (err)
		return err;

	if (view_is_masked(tui))
		facts_hide(&now);
	exhibits_release(&e->all);
	facts_release(&e->facts);
	e->facts = now;
	exhibits_of_facts(&e->all, &e->facts, &e->vault);
	e->linec = 0;
	for (size_t i = 0; i < e->all.c; i++) {
		const size_t c = e->all.v[i].c;

		/* the newest is told in the line of the record */
		add_line(e, i, SIZE_MAX);
		for (size_t k = c > 1 ? c : 0; k-- > 0;)
			add_line(e, i, k);
	}
	return 0;
}

void evidence_state_release(struct evidence_state *e)
{
	struct taking *t = &e->taking;

	for (size_t i = 0; i < t->pathc; i++)
		free(t->pathv[i]);
	free(t->pathv);
	for (int i = 0; i < TAKING_COUNT; i++)
		free(t->textv[i]);
	for (size_t i = 0; i < e->badc; i++)
		free(e->badv[i]);
	free(e->badv);
	free(e->linked);
	free(e->linev);
	exhibits_release(&e->all);
	facts_release(&e->facts);
	vault_release(&e->vault);
	dossier_release(&e->d);
}

const struct exhibit *evidence_record(const struct screen *s, size_t row)
{
	const struct evidence_state *e = s->data;
	const size_t own = view_row(s, row);

	return own < e->linec ? &e->all.v[e->linev[own].record] : NULL;
}

const struct exhibit_revision *evidence_revision(const struct screen *s,
						 size_t row)
{
	const struct evidence_state *e = s->data;
	const struct exhibit *record = evidence_record(s, row);
	size_t k;

	if (!record || record->c == 0)
		return NULL;

	k = e->linev[view_row(s, row)].revision;
	return &record->v[k == SIZE_MAX ? record->c - 1 : k];
}

bool evidence_is_record(const struct screen *s, size_t row)
{
	const struct evidence_state *e = s->data;

	return e->linev[view_row(s, row)].revision == SIZE_MAX;
}

bool evidence_is_bad(const struct evidence_state *e, const char *sha256)
{
	for (size_t i = 0; i < e->badc; i++) {
		if (strcmp(e->badv[i], sha256) == 0)
			return true;
	}

	return false;
}

size_t evidence_flaws(const struct evidence_state *e,
		      const struct exhibit_revision *r)
{
	size_t c = 0;

	for (size_t i = 0; i < r->c; i++)
		c += !r->v[i].kept || evidence_is_bad(e, r->v[i].sha256);
	return c;
}

bool evidence_is_over(const struct exhibit_revision *r)
{
	char today[DATE_TEXT];

	return r->words.to &&
	       strcmp(r->words.to, date_encode(today, clock_today())) < 0;
}

static void tell_words(struct str *to, const struct exhibit_words *w)
{
	const struct {
		const char *title;
		const char *text;
	} words[] = {
		{ N_("obtained"), w->obtained },
		{ N_("in force from"), w->from },
		{ N_("in force until"), w->to },
		{ N_("received"), w->received },
		{ N_("by"), w->by },
		{ N_("method"), w->method },
		{ N_("note"), w->note },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (words[i].text)
			str_addf(to, "  %s: %s\n", _(words[i].title),
				 words[i].text);
	}
}

void evidence_tell(const struct evidence_state *e, const struct exhibit *record,
		   struct str *to)
{
	if (*record->links)
		str_addf(to, "%s %s\n", _("stands for:"), record->links);
	for (size_t k = record->c; k-- > 0;) {
		const struct exhibit_revision *r = &record->v[k];

		str_addf(to, _("revision %d"), r->number);
		str_add(to, evidence_is_over(r) ? _("  over") : "");
		str_add_char(to, '\n');
		tell_words(to, &r->words);
		for (size_t i = 0; i < r->c; i++) {
			const struct attached *file = &r->v[i];

			str_addf(to, "  %s (%lld)%s\n  %s\n", file->name,
				 (long long)file->size,
				 !file->kept ? _("  not kept")
				 : evidence_is_bad(e, file->sha256)
					 ? _("  changed since")
					 : "",
				 file->sha256);
		}
	}
}
