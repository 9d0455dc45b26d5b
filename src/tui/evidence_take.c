/**
 * @file tui/evidence_take.c  Files are asked for and taken in as evidence
 */
#include <errno.h>
#include <stdlib.h>

#include "tui/evidence_state.h"
#include "tui/papers.h"
#include "util/chain.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

static const char *const labels[TAKING_COUNT] = {
	[TAKING_PATH] = N_("File:"),
	[TAKING_TITLE] = N_("Title (empty: the name of the file):"),
	[TAKING_FROM] = N_("In force from, a day (may stay empty):"),
	[TAKING_TO] = N_("In force until, a day (may stay empty):"),
	[TAKING_NOTE] = N_("Note (may stay empty):"),
};

static void forget(struct taking *t)
{
	for (size_t i = 0; i < t->pathc; i++)
		free(t->pathv[i]);
	t->pathc = 0;
	for (int i = 0; i < TAKING_COUNT; i++) {
		free(t->textv[i]);
		t->textv[i] = NULL;
	}
}

static void ask(struct screen *s, struct taking *t, enum taking_want at)
{
	t->at = at;
	t->question.label = at == TAKING_PATH && t->pathc > 0
				    ? N_("Another file (empty: no more):")
				    : labels[at];
	view_ask(s, &t->question, t->textv[at] ? t->textv[at] : "");
}

static const char *given(const struct taking *t, enum taking_want want)
{
	const char *text = t->textv[want];

	return text && *text ? text : NULL;
}

static int commit(struct screen *s, struct evidence_state *e)
{
	struct taking *t = &e->taking;
	char today[DATE_TEXT];
	const struct exhibit_wish wish = {
		.record = t->record,
		.title = given(t, TAKING_TITLE),
		.pathv = (const char *const *)t->pathv,
		.pathc = t->pathc,
		.words = { .from = given(t, TAKING_FROM),
			   .to = given(t, TAKING_TO),
			   .note = given(t, TAKING_NOTE),
			   .received = date_encode(today, clock_today()),
			   .by = chain_account() },
	};
	int n = 0;
	int err = exhibit_keep(s->tui->db, s->tui->pack, e->d.id, &wish, &n);

	if (err)
		return err;

	view_say(s->tui, DRAW_GOOD,
		 _("E-%d: %zu files kept.  u takes it back."), n, t->pathc);
	forget(t);
	view_load_all(s->tui);
	for (size_t row = 0; row < s->rowc; row++) {
		if (evidence_is_record(s, row) &&
		    evidence_record(s, row)->n == n)
			return view_move(s, row);
	}
	return 0;
}

static int take_path(struct screen *s, struct taking *t, const char *text)
{
	char *path = NULL;
	int err;

	if (!*text && t->pathc > 0) {
		ask(s, t, t->record ? TAKING_FROM : TAKING_TITLE);
		return 0;
	}
	if (t->pathc == EXHIBIT_FILES_MAX)
		return err_set(EINVAL, _("at most %d files at a time"),
			       EXHIBIT_FILES_MAX);

	err = papers_path(&path, text);
	if (err)
		return err;

	t->pathv = x_grow(t->pathv, t->pathc, sizeof(*t->pathv));
	t->pathv[t->pathc++] = path;
	ask(s, t, TAKING_PATH);
	return 0;
}

static int answered(struct screen *s, const char *text)
{
	struct evidence_state *e = s->data;
	struct taking *t = &e->taking;

	if (t->at == TAKING_PATH)
		return take_path(s, t, text);

	free(t->textv[t->at]);
	t->textv[t->at] = x_strdup(text);
	if (t->at == TAKING_NOTE)
		return commit(s, e);

	ask(s, t, (enum taking_want)(t->at + 1));
	return 0;
}

static void dropped(struct screen *s)
{
	view_say(s->tui, DRAW_PLAIN, "%s", _("Nothing was done."));
}

void evidence_take(struct screen *s, int record)
{
	struct evidence_state *e = s->data;
	struct taking *t = &e->taking;

	forget(t);
	t->record = record;
	t->question.done = answered;
	t->question.dropped = dropped;
	ask(s, t, TAKING_PATH);
}
