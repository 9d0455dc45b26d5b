/**
 * @file tui/asked.c  What is typed as the answer of a question, kept
 */
#include "tui/asked.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/place.h"
#include "tui/typing.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"

/* In the place of the name of a fact: "ask visit" */
#define KEY "ask "

static void pairs_add(struct asked_pairs *p, const char *label,
		      const char *text)
{
	p->v = x_grow(p->v, p->c, sizeof(*p->v));
	p->v[p->c++] = (struct asked_pair){ x_strdup(label), x_strdup(text) };
}

static void pairs_release(struct asked_pairs *p)
{
	for (size_t i = 0; i < p->c; i++) {
		free(p->v[i].label);
		free(p->v[i].text);
	}
	free(p->v);
	*p = (struct asked_pairs){ .c = 0 };
}

/* "label TAB text" in lines; neither has such a character */
static void pairs_read(struct asked_pairs *p, const char *text)
{
	while (*text) {
		const size_t n = strcspn(text, "\n");
		const size_t k = strcspn(text, "\t\n");
		char *label = x_strndup(text, k);
		char *rest = x_strndup(text + k + (k < n), n - k - (k < n));

		if (*label)
			pairs_add(p, label, rest);
		free(label);
		free(rest);
		text += n + (text[n] != '\0');
	}
}

static void pairs_write(const struct asked_pairs *p, struct str *to)
{
	for (size_t i = 0; i < p->c; i++)
		str_addf(to, "%s\t%s\n", p->v[i].label, p->v[i].text);
}

bool asked_is_key(const char *key)
{
	return strncmp(key, KEY, strlen(KEY)) == 0;
}

/* Screens about all dossiers ask for none of them */
static const char *no_of(const struct screen *s)
{
	const struct place *place = place_find(s->view->name);
	const char *no = place && !place->dossier ? NULL : place_dossier(s);

	return no ? no : "-";
}

static bool is_kept(const struct tui *tui)
{
	return tui->question && !tui->question->changed && tui->db;
}

/* Questions that a program left which is no more; its file stays until they
 * are answered or given up */
struct looking {
	const char *view;
	struct asked *to;
};

static int left_handler(const struct typing *typing, void *arg)
{
	const struct looking *l = arg;

	if (!l->to->left_path && asked_is_key(typing->key) &&
	    strcmp(typing->key + strlen(KEY), l->view) == 0) {
		l->to->left_path = x_strdup(typing->path);
		l->to->left_row = SIZE_MAX;
		pairs_read(&l->to->left, typing->text);
	}
	return ECANCELED;
}

static void look(struct asked *to, const struct screen *s)
{
	struct looking l = { s->view->name, to };

	typing_each(s->tui->db, no_of(s), left_handler, &l);
}

void asked_offer(struct screen *s)
{
	struct asked found = { .row = 0 };

	if (!s->tui->db || s->view->popup)
		return;

	look(&found, s);
	if (found.left.c > 0) {
		const struct asked_pair *last = &found.left.v[found.left.c - 1];

		view_say(s->tui, DRAW_WARN,
			 _("Not saved before the sudden end: %s %s  The same "
			   "key asks again with it."),
			 last->label, last->text);
	}
	asked_release(&found);
}

/* A question that is asked again may have a remark in front */
static bool is_same(const char *a, const char *b)
{
	const size_t n = strlen(a);
	const size_t k = strlen(b);

	return n < k ? strcmp(a, b + k - n) == 0 : strcmp(a + n - k, b) == 0;
}

static void take_left(struct asked *a, struct tui *tui)
{
	const char *label = _(tui->question->label);

	for (size_t i = 0; i < a->left.c; i++) {
		struct asked_pair *pair = &a->left.v[i];

		if (!*pair->label || !is_same(pair->label, label))
			continue;
		if (*pair->text && !edit_holds(&tui->answer, pair->text))
			edit_replace(&tui->answer, pair->text);
		*pair->label = '\0';
		a->taken = true;
		return;
	}
}

void asked_begin(struct screen *s)
{
	struct tui *tui = s->tui;
	struct asked *a = &tui->asked;

	if (!is_kept(tui))
		return;

	if (a->given.c == 0) {
		if (a->left.c > 0 &&
		    (a->view != s->view->name ||
		     (a->left_row != SIZE_MAX && a->left_row != s->cursor)))
			pairs_release(&a->left);
		free(a->no);
		a->no = x_strdup(no_of(s));
		a->view = s->view->name;
		a->row = s->cursor;
		if (a->left.c == 0 && !a->left_path)
			look(a, s);
	}
	take_left(a, tui);
}

static void keep(struct tui *tui, bool asking)
{
	struct asked *a = &tui->asked;
	struct str text = { 0 };
	struct str key = { 0 };
	int err = 0;

	pairs_write(&a->given, &text);
	if (asking)
		str_addf(&text, "%s\t%s\n", _(tui->question->label),
			 edit_text(&tui->answer));
	str_addf(&key, "%s%s", KEY, a->view);
	if (!a->kept || strcmp(a->kept, str_text(&text)) != 0) {
		err = typing_keep(tui->db, a->no, key.s, str_text(&text));
		free(a->kept);
		a->kept = err ? NULL : x_strdup(str_text(&text));
	}
	if (err)
		log_warn(err, "tui: an answer is not kept");
	str_release(&key);
	str_release(&text);
}

void asked_keep(struct tui *tui)
{
	const struct asked *a = &tui->asked;

	if (is_kept(tui) && a->view &&
	    (a->given.c > 0 || *edit_text(&tui->answer)))
		keep(tui, true);
}

void asked_give(struct tui *tui, const char *label, const char *text)
{
	if (is_kept(tui))
		pairs_add(&tui->asked.given, label, text);
}

void asked_forget(struct tui *tui)
{
	struct asked *a = &tui->asked;

	if (a->kept)
		typing_forget(tui->db);
	if (a->left_path && a->taken)
		(void)unlink(a->left_path);
	asked_release(a);
}

void asked_end(struct tui *tui, int err)
{
	struct asked *a = &tui->asked;

	if (a->given.c == 0)
		return;

	if (tui->question) {
		asked_keep(tui);
	} else if (err) {
		keep(tui, false);
		pairs_release(&a->left);
		a->left = a->given;
		a->left_row = a->row;
		a->given = (struct asked_pairs){ .c = 0 };
	} else {
		asked_forget(tui);
	}
}

void asked_release(struct asked *a)
{
	pairs_release(&a->given);
	pairs_release(&a->left);
	free(a->left_path);
	free(a->no);
	free(a->kept);
	*a = (struct asked){ .row = 0 };
}
