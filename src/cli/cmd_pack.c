/**
 * @file cli/cmd_pack.c  pack
 */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/finding.h"
#include "dossier/check.h"
#include "dossier/pack_test.h"
#include "pack/lint.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define WIDTH_KEY 14

static void print_row(const char *key, const char *word, const char *title)
{
	(void)fputs("  ", stdout);
	cli_print_cell(key, WIDTH_KEY);
	cli_print_cell(word, WIDTH_KEY);
	print_safe("", title);
}

static void show_forms(const struct pack *pack)
{
	for (unsigned i = 0; i < pack->forms_count; i++)
		print_row(pack->forms[i]->form, "",
			  lang_pick(pack->forms[i]->title,
				    pack->forms[i]->title_en));
}

static void show_rules(const struct pack *pack)
{
	for (unsigned i = 0; i < pack->rules_count; i++) {
		const struct rule *r = &pack->rules[i];

		print_row(r->id, severity_name(r->severity),
			  lang_pick(r->title, r->title_en));
	}
}

static void show_papers(const struct pack *pack)
{
	for (unsigned i = 0; i < pack->papers_count; i++) {
		const struct paper *p = &pack->papers[i];

		print_row(p->id, paper_kind_title(p->kind),
			  lang_pick(p->title, p->title_en));
	}
}

static void show_profiles(const struct pack *pack)
{
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

static void show_notes(const struct pack *pack)
{
	for (unsigned i = 0; i < pack->notes_count; i++) {
		const struct note *n = &pack->notes[i];

		print_row(n->key, n->topic, lang_pick(n->title, n->title_en));
		print_safe("    ", lang_pick(n->text, n->text_en));
		print_sources(pack, n->sources, n->sources_count);
	}
}

static void show_glossary(const struct pack *pack)
{
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

static void show_words(const struct pack *pack)
{
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

static void show_sources(const struct pack *pack)
{
	for (unsigned i = 0; i < pack->sources_count; i++) {
		const struct source *s = &pack->sources[i];

		print_row(s->key, strength_title(s->strength),
			  lang_pick(s->title, s->title_en));
		if (s->address)
			print_safe("    ", s->address);
	}
}

/* clang-format off */
static const struct {
	const char *name;
	void (*show)(const struct pack *pack);
} parts[] = {
	{ "forms",    show_forms    },
	{ "rules",    show_rules    },
	{ "papers",   show_papers   },
	{ "profiles", show_profiles },
	{ "words",    show_words    },
	{ "notes",    show_notes    },
	{ "glossary", show_glossary },
	{ "sources",  show_sources  },
};
/* clang-format on */

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

static int show(const struct pack *pack, const char *part)
{
	for (size_t i = 0; part && i < ARRAY_LEN(parts); i++) {
		if (strcmp(parts[i].name, part) == 0) {
			parts[i].show(pack);
			return 0;
		}
	}
	if (part)
		return refuse_part(part);

	cli_say(_("rule pack %s, SHA-256 %s"), pack->version, pack->sha256);
	show_forms(pack);
	show_rules(pack);
	show_papers(pack);
	return 0;
}

static void complaint_handler(const char *complaint, void *arg)
{
	(void)arg;
	print_safe("", complaint);
}

static int lint(struct cli *cli)
{
	const struct pack *pack = cli->shipped;
	struct checker *checker = NULL;
	int err = checker_alloc(&checker, pack);
	size_t n;

	checker_free(checker);
	if (err)
		return err;

	n = pack_lint(pack, complaint_handler, NULL);
	cli->findings = n > 0;
	if (n > LINT_MAX)
		cli_say(_("... and %zu more"), n - LINT_MAX);
	cli_say(_("rule pack %s: %u forms, %u fields, %u rules, %u papers, %u "
		  "profiles, %u sources; %zu complaints"),
		pack->version, pack->forms_count, pack->fields_count,
		pack->rules_count, pack->papers_count, pack->profiles_count,
		pack->sources_count, n);
	return 0;
}

static int test_one(struct cli *cli, struct checker *checker, const char *path)
{
	struct str say = { 0 };
	bool right = false;
	int err = pack_test_run(checker, cli->shipped, path, &say, &right);

	if (!err) {
		cli_say("%s %s", right ? "ok" : "not ok", path);
		print_lines("", str_text(&say));
		cli->findings |= !right;
	}
	str_release(&say);
	return err;
}

/* The files given, or all that come with the pack */
static int test(struct cli *cli, int argc, char **argv)
{
	struct checker *checker = NULL;
	struct str pattern = { 0 };
	glob_t found = { 0 };
	int err = checker_alloc(&checker, cli->shipped);

	str_addf(&pattern, "%s/data/tests/*.yaml", cli->shipped->files.origin);
	for (int i = 0; i < argc && !err; i++)
		err = test_one(cli, checker, argv[i]);
	if (!err && argc == 0 && glob(pattern.s, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc && !err; i++)
			err = test_one(cli, checker, found.gl_pathv[i]);
		globfree(&found);
	} else if (!err && argc == 0) {
		err = err_set(ENOENT, _("%s: no tests there"), pattern.s);
	}

	str_release(&pattern);
	checker_free(checker);
	return err;
}

int cmd_pack(struct cli *cli, int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int err = pack_load(&cli->shipped);

	if (err)
		return err;
	if (strcmp(what, "lint") == 0 && argc == 2)
		return lint(cli);
	if (strcmp(what, "show") == 0 && argc <= 3)
		return show(cli->shipped, argc > 2 ? argv[2] : NULL);
	if (strcmp(what, "test") == 0)
		return test(cli, argc - 2, argv + 2);

	return cli_usage(argv[0]);
}
