/**
 * @file tui/checklist_state.c  A run of a checklist as lines
 */
#include "tui/checklist_state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

struct checklist checklist_of(const struct screen *s)
{
	const struct checklist_state *c = s->data;

	return (struct checklist){ .checker = s->tui->checker,
				   .pack = s->tui->pack,
				   .db = s->tui->db,
				   .dossier = c->d.id };
}

void checklist_tell_sum(struct str *to, const struct check_sum *sum)
{
	str_addf(to, _("pass %zu  fail %zu  open %zu  n/a %zu"),
		 sum->count[ANSWER_PASS], sum->count[ANSWER_FAIL],
		 sum->count[ANSWER_TODO], sum->count[ANSWER_NA]);
}

static struct checklist_line *add_line(struct checklist_state *c)
{
	c->linev = x_grow(c->linev, c->linec, sizeof(*c->linev));
	c->linev[c->linec] = (struct checklist_line){ .heading = NULL };
	return &c->linev[c->linec++];
}

static void free_lines(struct checklist_state *c)
{
	for (size_t i = 0; i < c->linec; i++)
		free(c->linev[i].heading);
	c->linec = 0;
}

static void make_lines(struct checklist_state *c)
{
	free_lines(c);
	for (size_t i = 0; i < c->run.c;) {
		const struct item *item = c->run.v[i].item;
		struct str text = { 0 };
		struct check_sum sum;
		const size_t next = checklist_part(&c->run, i, &sum);

		str_addf(&text, " %s  ",
			 lang_pick(item->group, item->group_en));
		checklist_tell_sum(&text, &sum);
		add_line(c)->heading = str_take(&text);
		for (; i < next; i++)
			add_line(c)->i = i;
	}
}

int checklist_state_load(struct checklist_state *c, const struct screen *s)
{
	struct check_run run = { 0 };
	struct checklist list;
	int err = tui_use(s->tui, &c->d);

	if (err)
		return err;

	list = checklist_of(s);
	err = checklist_load(&run, &list, c->n);
	if (err == ENOENT && c->n > 0) {
		c->n = 0; /* taken back */
		err = checklist_load(&run, &list, 0);
	}
	if (err && err != ENOENT)
		return err;

	if (c->begun)
		checklist_release(&c->run);
	c->begun = !err;
	c->run = run;
	make_lines(c);
	return 0;
}

void checklist_state_release(struct checklist_state *c)
{
	struct answering *a = &c->answering;

	free_lines(c);
	free(c->linev);
	if (c->begun)
		checklist_release(&c->run);
	free(a->item);
	for (int i = 0; i < WANT_COUNT; i++)
		free(a->textv[i]);
	str_release(&a->label);
	clash_release(&a->clash);
	dossier_release(&c->d);
}

const struct check_line *checklist_at(const struct screen *s, size_t row)
{
	const struct checklist_state *c = s->data;
	const size_t own = view_row(s, row);

	return own < c->linec && !c->linev[own].heading
		       ? &c->run.v[c->linev[own].i]
		       : NULL;
}

static void add_fact(struct str *to, const char *what, const char *text)
{
	if (text && *text)
		str_addf(to, "%s %s\n", what, text);
}

static void add_task(struct str *to, const struct check_run *run, int task)
{
	static const char *const keys[] = { "owner", "due", "done" };

	if (task == 0)
		return;
	str_addf(to, "%s task[%d]", _("correction:"), task);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const char *value = facts_value(run->facts, "task", task,
						keys[i]);

		if (value)
			str_addf(to, "  %s", value);
	}
	str_add_char(to, '\n');
}

static void add_sources(struct str *to, const struct pack *pack,
			const struct item *item)
{
	for (unsigned i = 0; i < item->sources_count; i++) {
		const struct source *source = pack_source(pack,
							  item->sources[i]);

		if (source)
			str_addf(to, "%s: %s\n",
				 strength_title(source->strength),
				 lang_pick(source->title, source->title_en));
	}
}

void checklist_tell(const struct screen *s, const struct rect *r)
{
	const struct checklist_state *c = s->data;
	const struct check_line *line = checklist_at(s, s->cursor);
	struct rect rest = { r->y + 1, r->x + 1, r->h - 1, r->w - 2 };
	struct str text = { 0 };
	const struct item *item;

	if (!line)
		return;
	item = line->item;
	str_addf(&text, " %s  %s  %s", item->id,
		 lang_pick(item->title, item->title_en),
		 answer_title(line->answer));
	draw_text(r->y, r->x, r->w, DRAW_HEAD, str_text(&text));
	str_clear(&text);
	add_fact(&text, _("measured:"), line->measured);
	if (line->verdict != ANSWER_TODO)
		add_fact(&text, _("measured is:"), answer_title(line->verdict));
	add_fact(&text, _("note:"), line->note);
	add_fact(&text, _("evidence:"), line->evidence);
	add_fact(&text, _("other than measured because:"), line->reason);
	add_task(&text, &c->run, line->task);
	if (line->by)
		str_addf(&text, "%s %s\n", line->date ? line->date : "",
			 line->by);
	add_fact(&text, _("to hold:"), lang_pick(item->hold, item->hold_en));
	add_sources(&text, s->tui->pack, item);
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}
