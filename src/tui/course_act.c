/**
 * @file tui/course_act.c  An act being done: its day and fields asked for
 */
#include "tui/course_act.h"

#include <stdlib.h>
#include <string.h>

#include "course/stage.h"
#include "tui/papers.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

static const struct field *field_of(const struct pack *pack, const char *key)
{
	const struct section *section = pack_section(pack, STEP_GROUP);

	for (unsigned i = 0; section && i < section->fields_count; i++) {
		if (strcmp(section->fields[i].key, key) == 0)
			return &section->fields[i];
	}

	return NULL;
}

static bool is_needed(const struct act *act, const char *key)
{
	for (unsigned i = 0; i < act->needs_count; i++) {
		if (strcmp(act->needs[i], key) == 0)
			return true;
	}

	return false;
}

static void add_choices(struct str *to, const struct field *field)
{
	for (unsigned i = 0; i < field->choices_count; i++)
		str_addf(to, "%s%s", i ? "/" : " ",
			 lang_pick(field->choices[i].label,
				   field->choices[i].label_en));
}

static const char *key_at(const struct course_act *c)
{
	return c->at == 0 ? "date" : c->act->asks[c->at - 1];
}

/* "Document number (may stay empty):" */
static void ask(struct screen *s, struct course_act *c)
{
	const char *key = key_at(c);
	const struct field *field = field_of(s->tui->pack, key);

	str_clear(&c->label);
	str_addf(&c->label, "%s: %s",
		 lang_pick(c->act->title, c->act->title_en),
		 field ? lang_pick(field->label, field->label_en) : key);
	if (field)
		add_choices(&c->label, field);
	if (c->at > 0 && !is_needed(c->act, key))
		str_add(&c->label, _(" (may stay empty)"));
	str_add(&c->label, ":");
	c->question.label = str_text(&c->label);
	view_ask(s, &c->question, c->answerv[c->at] ? c->answerv[c->at] : "");
}

void course_act_release(struct course_act *c)
{
	for (unsigned i = 0; c->act && i <= c->act->asks_count; i++)
		free(c->answerv[i]);
	free(c->answerv);
	c->answerv = NULL;
	c->act = NULL;
	str_release(&c->label);
}

void course_act_begin(struct screen *s, struct course_act *c,
		      const struct act *act)
{
	char today[DATE_TEXT];

	/* One that was refused is asked again with its answers */
	if (c->act != act) {
		course_act_release(c);
		c->act = act;
		c->answerv = x_calloc(act->asks_count + 1, sizeof(char *));
		c->answerv[0] = x_strdup(date_encode(today, clock_today()));
	}
	c->at = 0;
	ask(s, c);
}

/* Files may be named as people type paths */
static int take_text(const struct pack *pack, const char *key,
		     const char *typed, char **textp)
{
	const struct field *field = field_of(pack, key);

	if (field && field->type == FIELD_FILE)
		return papers_path(textp, typed);

	*textp = x_strdup(typed);
	return 0;
}

static int do_act(struct screen *s, struct course_act *c)
{
	const struct act *act = c->act;
	struct fact_set *setv = x_calloc(act->asks_count + 1, sizeof(*setv));
	char **textv = x_calloc(act->asks_count + 1, sizeof(*textv));
	const struct stage_doing doing = { .act = act->id,
					   .date = c->answerv[0],
					   .givenv = setv };
	size_t n = 0;
	int err = 0;

	for (unsigned i = 0; i < act->asks_count && !err; i++) {
		if (!*c->answerv[i + 1])
			continue;
		err = take_text(s->tui->pack, act->asks[i], c->answerv[i + 1],
				&textv[n]);
		if (!err)
			setv[n] = (struct fact_set){ .key = act->asks[i],
						     .text = textv[n] };
		n++;
	}
	if (!err)
		err = stage_do(s->tui->db, s->tui->checker, s->tui->pack,
			       c->calendar, c->dossier, &doing);
	for (unsigned i = 0; i < act->asks_count; i++)
		free(textv[i]);
	free(textv);
	free(setv);
	return err;
}

int course_act_answer(struct screen *s, struct course_act *c, const char *text)
{
	const struct act *act = c->act;
	int err;

	free(c->answerv[c->at]);
	c->answerv[c->at] = x_strdup(text);
	if (c->at < act->asks_count) {
		c->at++;
		ask(s, c);
		return 0;
	}

	err = do_act(s, c);
	if (err)
		return err_prefix(err, "%s", _("not done, Enter asks again"));

	view_say(s->tui, DRAW_GOOD, _("Done: %s.  u takes it back."),
		 lang_pick(act->title, act->title_en));
	course_act_release(c);
	view_load_all(s->tui);
	return view_move(s, 0);
}
