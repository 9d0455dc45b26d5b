/**
 * @file tui/clash.c  An answer that would replace what someone else has set
 */
#include "tui/clash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tui/choice.h"
#include "util/lang.h"
#include "util/mem.h"

static char *tell(const struct screen *s, const struct clash *c)
{
	struct str text = { 0 };

	c->tell(s, &text);
	str_add(&text, "");
	return str_take(&text);
}

void clash_begin(struct screen *s, struct clash *c)
{
	free(c->was);
	c->was = tell(s, c);
}

struct job {
	struct screen *s;
	struct clash *c;
	bool changed;
};

/* Nobody can change it between the look and the writing */
static int work(struct db *db, void *arg)
{
	struct job *job = arg;
	struct clash *c = job->c;
	int err = view_load(job->s);

	(void)db;
	if (err)
		return err;

	free(c->now);
	c->now = tell(job->s, c);
	job->changed = strcmp(c->now, c->was) != 0;
	return job->changed ? ECANCELED : c->save(job->s);
}

static int chosen_done(struct screen *s, uint64_t chosen)
{
	struct clash *c = s->tui->clash;

	if (chosen & 2) {
		asked_forget(s->tui);
		return c->finish(s, false);
	}

	free(c->was);
	c->was = x_strdup(c->now);
	return clash_save(s, c);
}

static int ask_whose(struct screen *s, struct clash *c)
{
	struct str theirs = { 0 };
	const char *labels[] = { _("save mine"), NULL };
	const struct choice_ask ask = {
		.title = _("Someone else has changed this meanwhile"),
		.labels = labels,
		.count = 2,
		.chosen = 2,
		.done = chosen_done,
		.s = s,
	};
	int err;

	str_addf(&theirs, _("keep theirs: %s"),
		 *c->now ? c->now : _("(empty)"));
	labels[1] = str_text(&theirs);
	s->tui->clash = c;
	err = view_open(s->tui, &view_choice, &ask);
	str_release(&theirs);
	return err ? err : ECANCELED;
}

int clash_save(struct screen *s, struct clash *c)
{
	struct job job = { .s = s, .c = c };
	int err = db_atomic(s->tui->db, work, &job);

	if (job.changed)
		return ask_whose(s, c);
	if (err)
		return err;

	asked_forget(s->tui);
	return c->finish(s, true);
}

void clash_release(struct clash *c)
{
	free(c->was);
	free(c->now);
	c->was = NULL;
	c->now = NULL;
}
