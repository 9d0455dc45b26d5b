/**
 * @file tui/plain_text.c  A screen as lines, from its own tables
 */
#include "tui/plain_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/draw_page.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* Nothing is cut: there is no edge */
static const struct rect everywhere = { 0, 0, 100000, 240 };

/* What signs stand for, to those who hear them */
/* clang-format off */
static const struct { const char *sign; const char *word; } signs[] = {
	{ "x",   N_("problem")    },
	{ "!",   N_("attention")  },
	{ "?",   N_("not known")  },
	{ "+",   N_("yes")        },
	{ "-",   N_("no")         },
	{ ">",   N_("here")       },
	{ "(o)", N_("chosen")     },
	{ "( )", N_("not chosen") },
	{ "[x]", N_("marked")     },
	{ "[ ]", N_("not marked") },
};
/* clang-format on */

static const char *word_of(const char *sign)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		if (strcmp(signs[i].sign, sign) == 0)
			return _(signs[i].word);
	}

	return sign;
}

void plain_add(struct str *to, const char *text)
{
	const char *from = text + strspn(text, " ");
	const size_t size = 4 * strlen(from) + 1;
	char *safe = x_calloc(size, 1);
	size_t n;

	text_printable(safe, size, from);
	n = strlen(safe);
	while (n > 0 && safe[n - 1] == ' ')
		n--;
	str_add_n(to, safe, n);
	free(safe);
}

void plain_title(const struct screen *s, struct str *to)
{
	struct str text = { 0 };

	if (s->view->title_of)
		s->view->title_of(s, &text);
	else
		str_add(&text, _(s->view->title));
	sieve_mark(s, &text);
	plain_add(to, str_text(&text));
	str_clear(&text);
	if (s->view->status)
		s->view->status(s, &text);
	if (text.len > 0) {
		str_add(to, _(", "));
		plain_add(to, str_text(&text));
	}
	str_release(&text);
}

/* A column of signs, which a drawn screen gives no name */
static bool is_mark(const struct column *c)
{
	return c->width > 0 && c->width <= 3 &&
	       (!c->title || strcmp(c->title, " ") == 0);
}

static bool has_name(const struct column *c)
{
	return c->title && strcmp(c->title, " ") != 0;
}

void plain_columns(const struct screen *s, struct str *to)
{
	for (const struct column *c = s->view->columns; c && c->cell; c++) {
		if (has_name(c))
			str_addf(to, "%s%s", to->len ? "; " : "", _(c->title));
	}
}

/* Text of a cell as it is said; what is being typed stands there instead of
 * what is stored */
static void cell_text(const struct screen *s, size_t row,
		      const struct column *c, struct str *to)
{
	struct cell cell = { .style = DRAW_PLAIN };

	if (row == s->cursor && c->edits && s->edit) {
		plain_add(to, edit_text(s->edit));
		if (s->unit)
			str_addf(to, " %s", s->unit);
		return;
	}

	c->cell(s, row, &cell);
	plain_add(to, is_mark(c) ? word_of(str_text(&cell.text))
				 : str_text(&cell.text));
	str_release(&cell.text);
}

static const char *heading_of(const struct screen *s, size_t row)
{
	enum draw_style style;

	return s->view->heading ? s->view->heading(s, row, &style) : NULL;
}

size_t plain_number(const struct screen *s, size_t row)
{
	size_t n = 1;

	if (!s->view->heading)
		return row + 1;
	for (size_t i = 0; i < row; i++)
		n += !heading_of(s, i);
	return n;
}

size_t plain_find(const struct screen *s, size_t number)
{
	size_t n = 0;

	for (size_t row = 0; row < s->rowc; row++) {
		n += !heading_of(s, row);
		if (n == number)
			return row;
	}

	return SIZE_MAX;
}

/* A cell that says something: one without a name may be empty, or the number
 * that the line begins with */
static bool is_said(const struct column *c, const char *text, size_t number)
{
	char own[24];

	(void)snprintf(own, sizeof(own), "%zu", number);
	return has_name(c) || (*text && strcmp(text, own) != 0);
}

void plain_row(const struct screen *s, size_t row, struct str *to)
{
	const size_t number = plain_number(s, row);
	const char *heading = heading_of(s, row);
	const char *across = s->view->across ? s->view->across(s, row) : NULL;
	bool first = true;

	if (heading) {
		plain_add(to, heading);
		return;
	}

	str_addf(to, "%zu. ", number);
	if (s->view->marked && s->view->marked(s, row))
		str_addf(to, "%s; ", _("marked"));
	for (const struct column *c = s->view->columns; c && c->cell; c++) {
		struct str text = { 0 };

		cell_text(s, row, c, &text);
		if (is_said(c, str_text(&text), number)) {
			str_addf(to, "%s%s", first ? "" : "; ",
				 text.len ? text.s : "-");
			first = false;
		}
		str_release(&text);
		if (across) {
			str_add(to, first ? "" : "; ");
			plain_add(to, across);
			break;
		}
	}
}

static void tell_cells(const struct screen *s, struct str *to)
{
	str_addf(to, _("Row %zu\n"), plain_number(s, s->cursor));
	for (const struct column *c = s->view->columns; c && c->cell; c++) {
		struct str text = { 0 };

		cell_text(s, s->cursor, c, &text);
		if (text.len > 0 && has_name(c))
			str_addf(to, "%s: %s\n", _(c->title), text.s);
		str_release(&text);
	}
}

void plain_tell(const struct screen *s, struct str *to)
{
	const struct column *c = s->view->columns;

	if (!c || s->cursor >= s->rowc || heading_of(s, s->cursor))
		return;

	if (has_name(c) || has_name(c + 1)) {
		tell_cells(s, to);
	} else {
		plain_row(s, s->cursor, to);
		str_add_char(to, '\n');
	}
	if (s->view->detail) {
		s->view->detail(s, &everywhere);
		page_take(to);
	} else if (s->view->note) {
		struct str note = { 0 };

		s->view->note(s, &note);
		plain_add(to, str_text(&note));
		str_add(to, note.len ? "\n" : "");
		str_release(&note);
	}
}

/* A text of several lines that is being written */
static void add_area(const struct edit *e, struct str *to)
{
	const char *text = edit_text(e);

	while (*text) {
		const size_t n = strcspn(text, "\n");
		char *line = x_strndup(text, n);

		plain_add(to, line);
		str_add_char(to, '\n');
		free(line);
		text += n + (text[n] != '\0');
	}
}

void plain_whole(struct screen *s, struct str *to)
{
	if (s->edit && s->edit->area) {
		add_area(s->edit, to);
	} else if (s->view->say) {
		s->view->say(s, to);
	} else if (s->view->draw) {
		s->view->draw(s, &everywhere);
		page_take(to);
	}
}

void plain_keys(const struct screen *s, struct str *to)
{
	for (const struct key *k = s->view->keys; k->press; k++) {
		char name[16];

		if (!k->word || view_why_not(s, k))
			continue;
		str_addf(to, "%s%s %s", to->len ? ", " : "",
			 keys_name(k->key, name, sizeof(name)), _(k->word));
	}
}
