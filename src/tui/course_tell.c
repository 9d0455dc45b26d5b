/**
 * @file tui/course_tell.c  All that is known of a line of the course
 */
#include <string.h>

#include "pack/pack.h"
#include "tui/course_state.h"
#include "util/lang.h"
#include "value/value.h"

static void add_sources(const struct screen *s, struct str *to,
			char *const *sources, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		const struct source *source = pack_source(s->tui->pack,
							  sources[i]);

		if (source)
			str_addf(to, "%s: %s\n",
				 strength_title(source->strength),
				 lang_pick(source->title, source->title_en));
	}
}

static void tell_stage(const struct screen *s, struct str *to)
{
	const struct course_state *c = s->data;

	if (c->stage->next)
		str_addf(to, "%s\n",
			 lang_pick(c->stage->next, c->stage->next_en));
	add_sources(s, to, c->stage->sources, c->stage->sources_count);
}

static void tell_act(const struct screen *s, const struct stage_act *a,
		     struct str *to)
{
	const struct stage *stage = pack_stage(s->tui->pack, a->act->to);

	if (a->why)
		str_addf(to, _("closed: %s\n"), a->why);
	str_addf(to, _("leads to: %s\n"),
		 stage ? lang_pick(stage->title, stage->title_en) : a->act->to);
	if (a->act->hands_in)
		str_addf(
			to, "%s\n",
			_("The authority then has what the dossier says; later "
			  "changes stand out."));
	add_sources(s, to, a->act->sources, a->act->sources_count);
}

static void tell_deadline(const struct screen *s, const struct deadline *d,
			  struct str *to)
{
	char day[DATE_TEXT];
	struct str doubt = { 0 };

	deadline_doubt(&doubt, d);
	if (doubt.len > 2)
		str_addf(to, "%s\n", doubt.s + 2);
	if (d->opens.year)
		str_addf(to, _("can be done from %s\n"),
			 date_encode(day, d->opens));
	if (d->done.year)
		str_addf(to, _("done on %s\n"), date_encode(day, d->done));
	if (d->consequence)
		str_addf(to, "%s\n", d->consequence);
	add_sources(s, to, d->sources, d->sources_count);
	str_release(&doubt);
}

static void tell_step(const struct screen *s, size_t n, struct str *to)
{
	const struct course_state *c = s->data;
	const struct section *section = pack_section(s->tui->pack, STEP_GROUP);

	for (unsigned i = 0; section && i < section->fields_count; i++) {
		const struct field *field = &section->fields[i];
		const char *value = course_step(c, n, field->key);

		if (!*value || strcmp(field->key, "act") == 0 ||
		    strcmp(field->key, "from") == 0 ||
		    strcmp(field->key, "to") == 0)
			continue;
		str_addf(to, "%s: ", lang_pick(field->label, field->label_en));
		value_print(to, field, value);
		str_add(to, "\n");
	}
}

static void tell_changed(const struct screen *s, struct str *to)
{
	const struct course_state *c = s->data;

	str_addf(to, _("handed in on %s\n"), c->handed_in.date);
	if (c->handed_in.fields)
		str_addf(to, _("asked for: %s\n"), c->handed_in.fields);
	str_add(to, _("! was not asked for"));
}

void course_tell(const struct screen *s, const struct rect *r)
{
	const struct line *line = course_line(s, s->cursor);
	const struct course_state *c = s->data;
	struct rect rest = { r->y, r->x + 1, r->h, r->w - 2 };
	struct str text = { 0 };

	switch (line->kind) {
	case LINE_HEADING:
		break;
	case LINE_STAGE:
		tell_stage(s, &text);
		break;
	case LINE_ACT:
		tell_act(s, &c->acts.v[line->i], &text);
		break;
	case LINE_DEADLINE:
		tell_deadline(s, &c->due.v[line->i], &text);
		break;
	case LINE_CHANGED:
		tell_changed(s, &text);
		break;
	case LINE_STEP:
		tell_step(s, line->i, &text);
		break;
	}
	(void)draw_lines(&rest, DRAW_PLAIN, str_text(&text));
	str_release(&text);
}
