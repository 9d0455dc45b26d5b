/**
 * @file tui/sieve.c  Rows of a list that have in them what is typed
 */
#include "tui/sieve.h"

#include <stdlib.h>
#include <string.h>

#include "tui/match.h"
#include "tui/view.h"
#include "util/clock.h"
#include "util/lang.h"
#include "util/mem.h"

/* How long rows are looked at before the keyboard is */
#define GO_MS 20

/* Rows between two looks at the clock */
#define GO_ROWS 64

/* U+3000, the blank of an input method */
#define WIDE_BLANK "\343\200\200"

struct sieve {
	char *text;
	size_t *rowv; /* rows of the view that are shown */
	size_t c;
	size_t rowc;	/* rows of the view */
	size_t next;	/* first that was not looked at */
	size_t heading; /* above it, not shown yet; SIZE_MAX: none */
	size_t home;	/* row that the cursor belongs to */
	size_t put;	/* row where it was put instead */
	bool own;	/* rows are the view's own just now */
	bool typing;
	struct question question;
};

static bool is_on(const struct screen *s)
{
	return s->sieve && *s->sieve->text && !s->view->sifts;
}

const char *view_filter(const struct screen *s)
{
	return s->sieve ? s->sieve->text : "";
}

bool sieve_is_typing(const struct screen *s)
{
	return s->sieve && s->sieve->typing;
}

size_t view_rows(const struct screen *s)
{
	return is_on(s) ? s->sieve->rowc : s->rowc;
}

size_t view_row(const struct screen *s, size_t row)
{
	if (!is_on(s) || s->sieve->own)
		return row;

	return row < s->sieve->c ? s->sieve->rowv[row] : SIZE_MAX;
}

/* Looking at rows */

static void add_words(const struct screen *s, size_t row, struct str *to)
{
	const char *across = s->view->across ? s->view->across(s, row) : NULL;

	for (const struct column *c = s->view->columns; c->cell; c++) {
		struct cell cell = { .style = DRAW_PLAIN };

		c->cell(s, row, &cell);
		str_addf(to, "%s\n", str_text(&cell.text));
		str_release(&cell.text);
	}
	if (across)
		str_addf(to, "%s\n", across);
	if (s->view->words)
		s->view->words(s, row, to);
}

/* Whether each word of what is typed is in a row, which is no title */
static bool is_wanted(const struct screen *s, size_t row)
{
	struct str all = { 0 };
	bool wanted = true;
	char *rest = NULL;
	char *typed;
	char *at;

	if (view_is_heading(s, row))
		return false;

	typed = x_strdup(s->sieve->text);
	while ((at = strstr(typed, WIDE_BLANK)) != NULL)
		memset(at, ' ', strlen(WIDE_BLANK));
	add_words(s, row, &all);
	for (char *word = strtok_r(typed, " ", &rest); word && wanted;
	     word = strtok_r(NULL, " ", &rest))
		wanted = match_text(str_text(&all), word);
	str_release(&all);
	free(typed);
	return wanted;
}

static void show(struct sieve *v, size_t row)
{
	v->rowv = x_grow(v->rowv, v->c, sizeof(*v->rowv));
	v->rowv[v->c++] = row;
}

static void look(struct screen *s)
{
	struct sieve *v = s->sieve;
	const size_t row = v->next++;

	if (view_is_heading(s, row)) {
		v->heading = row;
		return;
	}
	if (!is_wanted(s, row))
		return;

	if (v->heading != SIZE_MAX)
		show(v, v->heading);
	v->heading = SIZE_MAX;
	show(v, row);
}

/* The row that the cursor belongs to, or the next that is shown, or the last */
static void put_cursor(struct screen *s)
{
	struct sieve *v = s->sieve;
	size_t at = 0;

	while (at + 1 < v->c &&
	       (v->rowv[at] < v->home || view_is_heading(s, at)))
		at++;
	s->cursor = at;
	v->put = view_row(s, at);
}

/* Where the cursor stands is where it belongs, unless its row may still come */
static void remember_cursor(struct screen *s)
{
	struct sieve *v = s->sieve;
	const size_t row = view_row(s, s->cursor);
	const bool waits = v->next < v->rowc && row == v->put;

	if (row != SIZE_MAX && !waits)
		v->home = row;
}

/* The view sees its own rows, all of them */
static void take_own(struct screen *s)
{
	s->sieve->own = true;
	s->rowc = s->sieve->rowc;
}

static void look_on(struct screen *s, bool hurried)
{
	struct sieve *v = s->sieve;
	const int64_t until = clock_mono() + GO_MS;

	take_own(s);
	while (v->next < v->rowc) {
		look(s);
		if (hurried && v->next % GO_ROWS == 0 && clock_mono() > until)
			break;
	}
	v->own = false;
	s->rowc = v->c;
}

/* From the first row on */
static void sift(struct screen *s)
{
	struct sieve *v = s->sieve;

	v->c = 0;
	v->next = 0;
	v->heading = SIZE_MAX;
	look_on(s, s->tui->hurried);
	put_cursor(s);
}

bool sieve_go_on(struct screen *s)
{
	if (!is_on(s) || s->sieve->next >= s->sieve->rowc)
		return false;

	remember_cursor(s);
	look_on(s, true);
	put_cursor(s);
	return true;
}

void sieve_before_load(struct screen *s)
{
	struct sieve *v = s->sieve;

	if (!is_on(s))
		return;

	remember_cursor(s);
	s->cursor = v->home;
	take_own(s);
}

void sieve_after_load(struct screen *s)
{
	struct sieve *v = s->sieve;

	if (!is_on(s))
		return;

	v->own = false;
	v->home = s->cursor;
	v->rowc = s->rowc;
	sift(s);
}

/* A filter */

static void release(struct sieve *v)
{
	free(v->text);
	free(v->rowv);
	free(v);
}

void sieve_release(struct screen *s)
{
	if (s->sieve)
		release(s->sieve);
	s->sieve = NULL;
}

static struct sieve *sieve_of(struct screen *s)
{
	if (!s->sieve) {
		s->sieve = x_calloc(1, sizeof(*s->sieve));
		s->sieve->text = x_strdup("");
	}
	return s->sieve;
}

static void set_text(struct sieve *v, const char *text)
{
	char *copy = x_strdup(text);

	free(v->text);
	v->text = copy;
}

/* Other rows than those shown: the cursor stays on its own or goes to the
 * first */
static void sift_anew(struct screen *s, const char *text)
{
	struct sieve *v = s->sieve;

	if (is_on(s)) {
		remember_cursor(s);
	} else {
		v->home = s->cursor;
		v->rowc = s->rowc;
	}

	set_text(v, text);
	if (!is_on(s)) {
		s->cursor = v->home;
		s->rowc = v->rowc;
		return;
	}

	take_own(s);
	if (v->home < v->rowc && !is_wanted(s, v->home))
		v->home = 0;
	v->own = false;
	sift(s);
}

void sieve_set(struct screen *s, const char *text, bool typing)
{
	struct sieve *v = sieve_of(s);

	v->typing = typing;
	if (!s->view->sifts) {
		sift_anew(s, text);
	} else {
		set_text(v, text);
		(void)view_load(s);
	}
	v->typing = false;
}

static void changed(struct screen *s, const char *text)
{
	sieve_set(s, text, true);
}

static int done(struct screen *s, const char *text)
{
	sieve_set(s, text, false);
	return 0;
}

static void dropped(struct screen *s)
{
	sieve_set(s, "", false);
}

int view_press_filter(struct screen *s)
{
	struct sieve *v = sieve_of(s);

	v->question = (struct question){ .label = s->view->filter,
					 .changed = changed,
					 .done = done,
					 .dropped = dropped };
	view_ask(s, &v->question, v->text);
	return 0;
}

/* Words about it */

void sieve_word(struct str *to, const char *text)
{
	if (text)
		str_addf(to, "%s\n", text);
}

void sieve_mark(const struct screen *s, struct str *to)
{
	if (*view_filter(s))
		str_addf(to, _("  filter \"%s\""), view_filter(s));
}

const char *sieve_empty(const struct screen *s)
{
	if (is_on(s))
		return s->sieve->next < s->sieve->rowc
			       ? _("Not among the first; the others follow.")
			       : _("No row has this in it.  Esc shows all "
				   "again.");

	return s->view->empty ? s->view->empty(s) : NULL;
}

const char *sieve_why_not(const struct screen *s)
{
	return is_on(s) && s->rowc == 0
		       ? _("The filter leaves no row.  Esc shows all again.")
		       : NULL;
}
