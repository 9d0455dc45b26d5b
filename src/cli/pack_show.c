/**
 * @file cli/pack_show.c  The contents of a rule pack as text and as JSON
 */
#include "cli/pack_show.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/finding.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define WIDTH_KEY 14

static void print_row(const char *key, const char *word, const char *title)
{
	(void)fputs("  ", stdout);
	cli_print_cell(key, WIDTH_KEY);
	cli_print_cell(word, WIDTH_KEY);
	print_safe("", title);
}

static void show_forms(const struct pack *pack, bool brief)
{
	(void)brief;
	for (unsigned i = 0; i < pack->forms_count; i++)
		print_row(pack->forms[i]->form, "",
			  lang_pick(pack->forms[i]->title,
				    pack->forms[i]->title_en));
}

static void show_rules(const struct pack *pack, bool brief)
{
	for (unsigned i = 0; i < pack->rules_count; i++) {
		const struct rule *r = &pack->rules[i];

		print_row(r->id, severity_name(r->severity),
			  lang_pick(r->title, r->title_en));
		if (!brief)
			print_sources(pack, r->sources, r->sources_count);
	}
}

static void show_papers(const struct pack *pack, bool brief)
{
	for (unsigned i = 0; i < pack->papers_count; i++) {
		const struct paper *p = &pack->papers[i];

		print_row(p->id, paper_kind_title(p->kind),
			  lang_pick(p->title, p->title_en));
		if (!brief && p->template)
			cli_say(_("      template %s"), p->template);
		if (!brief)
			print_sources(pack, p->sources, p->sources_count);
	}
}

static void show_profiles(const struct pack *pack, bool brief)
{
	(void)brief;
	for (unsigned i = 0; i < pack->profiles_count; i++) {
		const struct profile *p = &pack->profiles[i];

		print_row(p->key, p->phone ? p->phone : "", p->authority);
		if (p->phone_note)
			print_safe("    ", p->phone_note);
		print_numbers(pack, p, NULL);
		for (unsigned k = 0; k < p->extras_count; k++) {
			print_safe("    ", lang_pick(p->extras[k].text,
						     p->extras[k].text_en));
			print_sources(pack, p->extras[k].sources,
				      p->extras[k].sources_count);
		}
	}
}

static void show_notes(const struct pack *pack, bool brief)
{
	(void)brief;
	for (unsigned i = 0; i < pack->notes_count; i++) {
		const struct note *n = &pack->notes[i];

		print_row(n->key, n->topic, lang_pick(n->title, n->title_en));
		print_safe("    ", lang_pick(n->text, n->text_en));
		print_sources(pack, n->sources, n->sources_count);
	}
}

static void show_glossary(const struct pack *pack, bool brief)
{
	(void)brief;
	for (unsigned i = 0; i < pack->terms_count; i++) {
		const struct term *t = &pack->terms[i];

		(void)fputs("  ", stdout);
		cli_print_cell(t->id, WIDTH_KEY + 4);
		cli_print_cell(t->zh, 2 * WIDTH_KEY);
		print_safe("", t->en);
		if (t->note)
			print_safe("    ", lang_pick(t->note, t->note_en));
	}
}

static void show_words(const struct pack *pack, bool brief)
{
	(void)brief;
	for (unsigned i = 0; i < pack->lists_count; i++) {
		const struct word_list *l = &pack->lists[i];
		struct str words = { 0 };

		for (unsigned k = 0; k < l->words_count; k++)
			str_addf(&words, "%s%s", k ? "、" : "", l->words[k]);
		print_row(l->key, "", lang_pick(l->title, l->title_en));
		print_safe("    ", str_text(&words));
		print_sources(pack, l->sources, l->sources_count);
		str_release(&words);
	}
}

static void show_sources(const struct pack *pack, bool brief)
{
	(void)brief;
	for (unsigned i = 0; i < pack->sources_count; i++) {
		const struct source *s = &pack->sources[i];

		print_row(s->key, strength_title(s->strength),
			  lang_pick(s->title, s->title_en));
		if (s->address)
			print_safe("    ", s->address);
	}
}

/* JSON: a function for one row of each part */

static cJSON *words_list(char *const *words, unsigned count)
{
	return words ? cJSON_CreateStringArray((const char *const *)words,
					       (int)count)
		     : cJSON_CreateArray();
}

static void add_sources(cJSON *o, const struct pack *pack, char *const *keys,
			unsigned count)
{
	(void)cJSON_AddItemToObject(o, "sources",
				    sources_json(pack, keys, count));
}

static void add_title(cJSON *o, const char *name, const char *zh,
		      const char *en)
{
	cli_add_text(o, name, zh ? lang_pick(zh, en) : NULL);
}

static void form_json(cJSON *o, const struct pack *pack, unsigned i)
{
	const struct form *f = pack->forms[i];

	cli_add_text(o, "form", f->form);
	add_title(o, "title", f->title, f->title_en);
	(void)cJSON_AddNumberToObject(o, "portal", f->portal);
	add_title(o, "note", f->note, f->note_en);
}

static void rule_json(cJSON *o, const struct pack *pack, unsigned i)
{
	const struct rule *r = &pack->rules[i];

	cli_add_text(o, "id", r->id);
	cli_add_text(o, "group", r->group);
	cli_add_text(o, "severity", severity_name(r->severity));
	add_title(o, "title", r->title, r->title_en);
	cli_add_text(o, "each", r->each);
	cli_add_text(o, "when", r->when);
	cli_add_text(o, "holds", r->holds);
	cli_add_text(o, "scan", r->scan);
	(void)cJSON_AddItemToObject(o, "over",
				    words_list(r->over, r->over_count));
	add_title(o, "sentence", r->sentence, r->sentence_en);
	add_title(o, "fix", r->fix, r->fix_en);
	add_sources(o, pack, r->sources, r->sources_count);
}

static void paper_json(cJSON *o, const struct pack *pack, unsigned i)
{
	const struct paper *p = &pack->papers[i];

	cli_add_text(o, "id", p->id);
	add_title(o, "title", p->title, p->title_en);
	cli_add_text(o, "kind", paper_kind_name(p->kind));
	(void)cJSON_AddBoolToObject(o, "signed", p->is_signed);
	cli_add_text(o, "template", p->template);
	cli_add_text(o, "when", p->when);
	cli_add_text(o, "insist", p->insist);
	add_title(o, "why", p->why, p->why_en);
	cli_add_text(o, "held", p->held);
	cli_add_text(o, "contents", p->contents);
	add_sources(o, pack, p->sources, p->sources_count);
}

static void profile_json(cJSON *o, const struct pack *pack, unsigned i)
{
	const struct profile *p = &pack->profiles[i];
	cJSON *extras;

	cli_add_text(o, "key", p->key);
	cli_add_text(o, "authority", p->authority);
	cli_add_text(o, "phone", p->phone);
	cli_add_text(o, "phone_note", p->phone_note);
	cli_add_text(o, "checked", p->checked);
	(void)cJSON_AddItemToObject(o, "numbers", numbers_json(pack, p));
	extras = cJSON_AddArrayToObject(o, "extras");
	for (unsigned k = 0; k < p->extras_count; k++) {
		const struct extra *e = &p->extras[k];
		cJSON *extra = cJSON_CreateObject();

		add_title(extra, "text", e->text, e->text_en);
		add_sources(extra, pack, e->sources, e->sources_count);
		(void)cJSON_AddItemToArray(extras, extra);
	}
	add_sources(o, pack, p->sources, p->sources_count);
}

static void list_json(cJSON *o, const struct pack *pack, unsigned i)
{
	const struct word_list *l = &pack->lists[i];

	cli_add_text(o, "key", l->key);
	add_title(o, "title", l->title, l->title_en);
	(void)cJSON_AddItemToObject(o, "words",
				    words_list(l->words, l->words_count));
	add_sources(o, pack, l->sources, l->sources_count);
}

static void note_json(cJSON *o, const struct pack *pack, unsigned i)
{
	const struct note *n = &pack->notes[i];

	cli_add_text(o, "key", n->key);
	cli_add_text(o, "topic", n->topic);
	add_title(o, "title", n->title, n->title_en);
	add_title(o, "text", n->text, n->text_en);
	add_sources(o, pack, n->sources, n->sources_count);
}

static void term_json(cJSON *o, const struct pack *pack, unsigned i)
{
	const struct term *t = &pack->terms[i];

	cli_add_text(o, "id", t->id);
	cli_add_text(o, "zh", t->zh);
	cli_add_text(o, "en", t->en);
	(void)cJSON_AddItemToObject(o, "also",
				    words_list(t->also, t->also_count));
	add_title(o, "note", t->note, t->note_en);
	add_sources(o, pack, t->sources, t->sources_count);
}

static void source_json(cJSON *o, const struct pack *pack, unsigned i)
{
	const struct source *s = &pack->sources[i];

	cli_add_text(o, "key", s->key);
	cli_add_text(o, "strength", strength_name(s->strength));
	add_title(o, "title", s->title, s->title_en);
	cli_add_text(o, "address", s->address);
}

/* clang-format off */
static const struct part {
	const char *name;
	size_t count; /* offset of the number of rows in struct pack */
	bool brief;   /* also shown where no part is named */
	void (*show)(const struct pack *pack, bool brief);
	void (*row)(cJSON *o, const struct pack *pack, unsigned i);
} parts[] = {
	{ "forms",    offsetof(struct pack, forms_count),    true,  show_forms,    form_json    },
	{ "rules",    offsetof(struct pack, rules_count),    true,  show_rules,    rule_json    },
	{ "papers",   offsetof(struct pack, papers_count),   true,  show_papers,   paper_json   },
	{ "profiles", offsetof(struct pack, profiles_count), false, show_profiles, profile_json },
	{ "words",    offsetof(struct pack, lists_count),    false, show_words,    list_json    },
	{ "notes",    offsetof(struct pack, notes_count),    false, show_notes,    note_json    },
	{ "glossary", offsetof(struct pack, terms_count),    false, show_glossary, term_json    },
	{ "sources",  offsetof(struct pack, sources_count),  false, show_sources,  source_json  },
};
/* clang-format on */

static unsigned rows_of(const struct pack *pack, const struct part *part)
{
	return *(const unsigned *)((const char *)pack + part->count);
}

static cJSON *part_json(const struct pack *pack, const struct part *part)
{
	cJSON *list = cJSON_CreateArray();

	for (unsigned i = 0; i < rows_of(pack, part); i++) {
		cJSON *o = cJSON_CreateObject();

		part->row(o, pack, i);
		(void)cJSON_AddItemToArray(list, o);
	}

	return list;
}

static void head_json(const struct pack *pack)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *counts;

	cli_add_text(o, "version", pack->version);
	cli_add_text(o, "sha256", pack->sha256);
	counts = cJSON_AddObjectToObject(o, "parts");
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		(void)cJSON_AddNumberToObject(counts, parts[i].name,
					      rows_of(pack, &parts[i]));
	cli_print_json(o);
}

static void head_text(const struct pack *pack)
{
	cli_say(_("rule pack %s, SHA-256 %s"), pack->version, pack->sha256);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (parts[i].brief)
			parts[i].show(pack, true);
	}
}

static int refuse_part(const char *part)
{
	struct str all = { 0 };
	int err;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		str_addf(&all, "%s%s", i ? ", " : "", parts[i].name);
	err = err_set(EINVAL, _("%s is no part of a pack; they are: %s"), part,
		      all.s);
	str_release(&all);
	return err;
}

int pack_show(const struct pack *pack, const char *part, bool json)
{
	for (size_t i = 0; part && i < ARRAY_LEN(parts); i++) {
		if (strcmp(parts[i].name, part) != 0)
			continue;
		if (json)
			cli_print_json(part_json(pack, &parts[i]));
		else
			parts[i].show(pack, false);
		return 0;
	}
	if (part)
		return refuse_part(part);

	if (json)
		head_json(pack);
	else
		head_text(pack);
	return 0;
}
