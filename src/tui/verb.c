/**
 * @file tui/verb.c  Commands of the command line: what they need to be told
 */
#include "tui/verb.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/office.h"
#include "tui/choice.h"
#include "tui/papers.h"
#include "tui/place.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"
#include "util/ways.h"

/* What a choice has room for */
#define CHOICES 64

/* A part of a way: a word as it is, one that stands for something, or several
 * of those that go together and may be left out */
struct part {
	char *text;
	bool optional;
};

struct errand {
	const struct verb *verb;
	struct part *partv;
	size_t partc;
	char **todov; /* words of the way that are left, last first */
	size_t todoc;
	char **wordv; /* the command so far, ended by NULL */
	size_t wordc;
	size_t given; /* answers to the word at hand */
	struct str label;
	struct question question;
};

/* clang-format off */
/* What words in capitals stand for, to people */
static const struct { const char *word; const char *title; } titles[] = {
	{ "FILE",        N_("file")            },
	{ "FILE.zip",    N_("zip file")        },
	{ "FILE.pdf",    N_("PDF file")        },
	{ "FILE.md",     N_("Markdown file")   },
	{ "DIR",         N_("folder")          },
	{ "NO",          N_("dossier")         },
	{ "TEXT",        N_("text")            },
	{ "NAME",        N_("name")            },
	{ "WHO",         N_("who")             },
	{ "DAY",         N_("day")             },
	{ "DATE",        N_("day")             },
	{ "DAYS",        N_("days")            },
	{ "N",           N_("number")          },
	{ "ROLE",        N_("role")            },
	{ "KIND",        N_("kind")            },
	{ "VALUE",       N_("value")           },
	{ "FACT",        N_("fact")            },
	{ "FACT=VALUE",  N_("fact and value")  },
	{ "DOC",         N_("paper")           },
	{ "RECORD",      N_("record")          },
	{ "ITEM",        N_("item")            },
	{ "CODE",        N_("code")            },
	{ "GROUP",       N_("group")           },
	{ "URL",         N_("address")         },
	{ "HOUSE",       N_("data folder or configuration of the engine") },
};
/* clang-format on */

static void free_all(char **v, size_t c)
{
	for (size_t i = 0; i < c; i++)
		free(v[i]);
	free(v);
}

void verb_release(struct tui *tui)
{
	struct errand *e = tui->errand;

	if (!e)
		return;

	for (size_t i = 0; i < e->partc; i++)
		free(e->partv[i].text);
	free(e->partv);
	free_all(e->todov, e->todoc);
	free_all(e->wordv, e->wordc);
	str_release(&e->label);
	free(e);
	tui->errand = NULL;
}

static void add_word(struct errand *e, const char *word)
{
	e->wordv = x_reallocarray(e->wordv, e->wordc + 2, sizeof(*e->wordv));
	e->wordv[e->wordc++] = x_strdup(word);
	e->wordv[e->wordc] = NULL;
}

/* Roles */

static const char *refusal(const struct tui *tui, enum office_right right)
{
	return tui->rights >> right & 1U ? NULL : str_text(&tui->may_not);
}

/* The right that one of the ways takes, before anything is asked */
static enum office_right right_of(const struct verb *verb,
				  const struct ways_part *way)
{
	const struct ways_part word = ways_word(way);
	char *name = x_strndup(word.at, word.n);
	char *words[] = { name, NULL, NULL };
	enum office_right right;

	if (word.at != way->at) {
		words[0] = (char *)"NO";
		words[1] = word.n ? name : NULL;
	}
	right = office_right_of(verb->name, words);
	free(name);
	return right;
}

const char *verb_why_not(const struct tui *tui, const struct verb *verb)
{
	const char *rest = verb->args;
	const char *why_not = NULL;
	struct ways_part way;

	while (ways_next(&rest, &way)) {
		why_not = refusal(tui, right_of(verb, &way));
		if (!why_not)
			return NULL;
	}

	return why_not;
}

/* Parts of a way */

static void add_part(struct errand *e, const char *at, size_t n, bool optional)
{
	if (n == 0)
		return;

	e->partv = x_grow(e->partv, e->partc, sizeof(*e->partv));
	e->partv[e->partc++] = (struct part){ .text = x_strndup(at, n),
					      .optional = optional };
}

/* Each of the ways in a pair of brackets is a part of its own, and so is what
 * may be left out of it in turn */
static void add_optional(struct errand *e, const struct ways_part *brackets)
{
	const char *close = brackets->at + brackets->n;
	char *inner;
	const char *rest;
	struct ways_part way;

	while (*close != ']')
		close--;
	inner = x_strndup(brackets->at + 1, (size_t)(close - brackets->at) - 1);
	rest = inner;
	while (ways_next(&rest, &way)) {
		const char *own = memchr(way.at, '[', way.n);
		struct ways_part word;
		size_t n = own ? (size_t)(own - way.at) : way.n;

		while (n > 0 && way.at[n - 1] == ' ')
			n--;
		add_part(e, way.at, n, true);
		while (own && ways_take(&way, &word)) {
			if (*word.at == '[')
				add_optional(e, &word);
		}
	}
	free(inner);
}

static void take_apart(struct errand *e, struct ways_part way)
{
	struct ways_part word;

	while (ways_take(&way, &word)) {
		if (*word.at == '[')
			add_optional(e, &word);
		else
			add_part(e, word.at, word.n, false);
	}
}

/* A word that stands for something, or one of several */
static bool is_asked(const char *word)
{
	for (; *word; word++) {
		if (isupper((unsigned char)*word) || *word == '|')
			return true;
	}

	return false;
}

/* Words, the last first, so that the next one is at the end */
static void make_todo(struct errand *e, uint64_t chosen)
{
	size_t bit = 0;
	struct ways_part word;

	for (size_t i = 0; i < e->partc; i++) {
		const struct part *p = &e->partv[i];
		struct ways_part rest = { p->text, strlen(p->text) };

		if (p->optional && !(chosen >> bit++ & 1))
			continue;
		while (ways_take(&rest, &word)) {
			e->todov = x_grow(e->todov, e->todoc,
					  sizeof(*e->todov));
			memmove(e->todov + 1, e->todov,
				e->todoc * sizeof(*e->todov));
			e->todov[0] = x_strndup(word.at, word.n);
			e->todoc++;
		}
	}
}

/* Asking */

static int go_on(struct screen *s);

static bool is_several(const char *word)
{
	const size_t n = strlen(word);

	return n > 3 && strcmp(word + n - 3, "...") == 0;
}

/* A path that begins in the home folder, as a shell takes it */
static char *typed_word(const char *text)
{
	const char *home = getenv("HOME");
	struct str path = { 0 };

	text += strspn(text, " ");
	if (strncmp(text, "~/", 2) == 0 && home)
		str_add(&path, home);
	str_add(&path, path.len ? text + 1 : text);
	while (path.len > 0 && path.s[path.len - 1] == ' ')
		path.s[--path.len] = '\0';
	return str_take(&path);
}

static void next_todo(struct errand *e)
{
	free(e->todov[--e->todoc]);
	e->given = 0;
}

static int answered(struct screen *s, const char *text)
{
	struct errand *e = s->tui->errand;
	const bool several = is_several(e->todov[e->todoc - 1]);
	char *word = typed_word(text);

	if (*word) {
		add_word(e, word);
		e->given++;
	}
	if (*word ? !several : e->given > 0)
		next_todo(e);
	else if (!*word)
		view_say(s->tui, DRAW_WARN, "%s",
			 _("This cannot be left out; Esc gives up."));
	free(word);
	return go_on(s);
}

static void dropped(struct screen *s)
{
	verb_release(s->tui);
	view_say(s->tui, DRAW_PLAIN, "%s", _("Nothing was done."));
}

static const char *title_of(const char *word, size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
		if (strlen(titles[i].word) == n &&
		    strncmp(titles[i].word, word, n) == 0)
			return _(titles[i].title);
	}

	return NULL;
}

/* "backup, file (FILE):", "export, file (-o FILE):" */
static void ask(struct screen *s, const char *word)
{
	struct errand *e = s->tui->errand;
	const size_t n = strlen(word) - (is_several(word) ? 3 : 0);
	const char *title = title_of(word, n);
	const char *before = e->wordv[e->wordc - 1];
	const bool option = e->wordc > 1 && *before == '-' && e->given == 0;

	str_clear(&e->label);
	str_addf(&e->label, "%s", e->verb->name);
	if (option)
		str_addf(&e->label, " %s", before);
	str_addf(&e->label, "  %s%s%.*s%s", title ? title : "",
		 title ? " (" : "", (int)n, word, title ? ")" : "");
	str_add(&e->label, e->given > 0 ? _(", nothing ends:") : _(":"));
	e->question = (struct question){ .label = str_text(&e->label),
					 .done = answered,
					 .dropped = dropped };
	view_ask(s, &e->question, "");
}

/* Doing it */

static int show_line(struct screen *s)
{
	struct errand *e = s->tui->errand;
	struct str line = { 0 };
	struct str text = { 0 };
	int err;

	verb_line(s->tui, e->wordv, &line);
	str_addf(&text, "%s\n\n%s", str_text(&line),
		 e->verb->here
			 ? _("y copies the line; type it in a shell.")
			 : _("This needs the terminal for itself, or the "
			     "database alone.  y copies the line; leave with "
			     "q and type it in a shell."));
	err = view_open(s->tui, &view_output,
			&(struct read_ask){ .title = _("Command"),
					    .text = str_text(&text) });
	str_release(&text);
	str_release(&line);
	return err;
}

static int run_it(struct screen *s, const void *arg)
{
	int err;

	(void)arg;
	err = verb_run(s, s->tui->errand->wordv);
	verb_release(s->tui);
	return err;
}

static int show_it(struct screen *s, const void *arg)
{
	int err;

	(void)arg;
	err = show_line(s);
	verb_release(s->tui);
	return err;
}

static int sure(struct screen *s, uint64_t chosen)
{
	s->tui->then = chosen & 1 ? run_it : show_it;
	return 0;
}

/* Whatever changes something is shown before it is done */
static int finish(struct screen *s)
{
	struct errand *e = s->tui->errand;
	const enum office_right right = office_right_of(e->verb->name,
							e->wordv + 1);
	const char *const labels[] = { _("run it"),
				       _("only show the line, to be copied") };
	struct str line = { 0 };
	struct choice_ask choice = { .labels = labels,
				     .count = ARRAY_LEN(labels),
				     .chosen = 1,
				     .done = sure,
				     .s = s };
	int err;

	if (refusal(s->tui, right)) {
		err = err_set(EPERM, "%s", refusal(s->tui, right));
		verb_release(s->tui);
		return err;
	}
	if (!e->verb->here)
		return show_it(s, NULL);
	if (right <= MAY_LOG)
		return run_it(s, NULL);

	verb_line(s->tui, e->wordv, &line);
	choice.title = str_text(&line);
	err = view_open(s->tui, &view_choice, &choice);
	str_release(&line);
	return err;
}

/* The next thing to ask, or to do */
static int go_on(struct screen *s)
{
	struct errand *e = s->tui->errand;

	while (e->todoc > 0) {
		const char *word = e->todov[e->todoc - 1];
		const char *no = place_dossier(s);
		const bool of_option = *e->wordv[e->wordc - 1] == '-';

		if (is_asked(word) &&
		    (strcmp(word, "NO") != 0 || !no || of_option)) {
			ask(s, word);
			return 0;
		}
		add_word(e, is_asked(word) ? no : word);
		next_todo(e);
	}

	return finish(s);
}

static int go_on_then(struct screen *s, const void *arg)
{
	(void)arg;
	return go_on(s);
}

static int options_chosen(struct screen *s, uint64_t chosen)
{
	make_todo(s->tui->errand, chosen);
	s->tui->then = go_on_then;
	return 0;
}

static int ask_options(struct screen *s)
{
	struct errand *e = s->tui->errand;
	const char *labels[CHOICES];
	struct str title = { 0 };
	struct choice_ask choice = { .labels = labels,
				     .several = true,
				     .done = options_chosen,
				     .s = s };
	int err;

	for (size_t i = 0; i < e->partc && choice.count < CHOICES; i++) {
		if (e->partv[i].optional)
			labels[choice.count++] = e->partv[i].text;
	}
	if (choice.count == 0) {
		make_todo(e, 0);
		return go_on(s);
	}

	str_addf(&title, _("%s: with what else?  Space marks"), e->verb->name);
	choice.title = str_text(&title);
	err = view_open(s->tui, &view_choice, &choice);
	str_release(&title);
	return err;
}

static int ask_options_then(struct screen *s, const void *arg)
{
	(void)arg;
	return ask_options(s);
}

/* Which way */

static size_t read_ways(const struct verb *verb, struct ways_part *v)
{
	const char *rest = verb->args;
	size_t c = 0;

	while (c < CHOICES && ways_next(&rest, &v[c]))
		c++;
	return c;
}

static int way_chosen(struct screen *s, uint64_t chosen)
{
	struct errand *e = s->tui->errand;
	struct ways_part v[CHOICES];
	const size_t c = read_ways(e->verb, v);
	size_t i = 0;

	while (i + 1 < c && !(chosen >> i & 1))
		i++;
	if (refusal(s->tui, right_of(e->verb, &v[i])))
		return err_set(EPERM, "%s", str_text(&s->tui->may_not));

	take_apart(e, v[i]);
	s->tui->then = ask_options_then;
	return 0;
}

static int ask_way(struct screen *s, const struct ways_part *v, size_t c)
{
	const struct verb *verb = s->tui->errand->verb;
	char *labels[CHOICES];
	struct choice_ask choice = { .title = _(verb->help),
				     .labels = (const char *const *)labels,
				     .count = c,
				     .chosen = 1,
				     .done = way_chosen,
				     .s = s };
	int err;

	for (size_t i = 0; i < c; i++) {
		struct str text = { 0 };

		str_addf(&text, "%s %.*s", verb->name, (int)v[i].n, v[i].at);
		labels[i] = str_take(&text);
	}
	err = view_open(s->tui, &view_choice, &choice);
	for (size_t i = 0; i < c; i++)
		free(labels[i]);
	return err;
}

int verb_begin(struct screen *s, const void *arg)
{
	const struct verb *verb = arg;
	struct ways_part v[CHOICES];
	const size_t c = read_ways(verb, v);
	int err = s->view->leave ? s->view->leave(s) : 0;

	if (err)
		return err;
	if (verb_why_not(s->tui, verb))
		return err_set(EPERM, "%s", verb_why_not(s->tui, verb));

	verb_release(s->tui);
	s->tui->errand = x_calloc(1, sizeof(*s->tui->errand));
	s->tui->errand->verb = verb;
	add_word(s->tui->errand, verb->name);
	if (c > 1)
		return ask_way(s, v, c);

	take_apart(s->tui->errand, v[0]);
	return ask_options(s);
}
