/**
 * @file tui/board_list.c  The list of the visit, beside the board
 */
#include "tui/board_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

#define LIST "onsite"
#define GAP  1

struct board_list {
	bool own; /* of a dossier; else the engine's */
	struct checklist of;
	struct check_run run; /* n is 0: there is none */
	int64_t version;      /* of the database */
	struct notice *copy;  /* of the run */
	const struct notice *shown;
};

/* The last run of the list that is open, else the last */
static int load(struct check_run *run, const struct checklist *c)
{
	struct check_run last = { .n = 0 };
	int n = 1;
	int err = 0;

	*run = (struct check_run){ .n = 0 };
	while (!err) {
		struct check_run next = { .n = 0 };

		err = checklist_load(&next, c, n++);
		if (err)
			break;
		if (strcmp(next.list, LIST) != 0 ||
		    (last.n && next.closed && !last.closed)) {
			checklist_release(&next);
			continue;
		}
		if (last.n)
			checklist_release(&last);
		last = next;
	}
	if (err == ENOENT)
		err = 0;
	if (!err)
		*run = last;
	else if (last.n)
		checklist_release(&last);
	return err;
}

int board_list_open(struct board_list **lp, const struct checklist *c,
		    const struct notice *told)
{
	struct board_list *l = x_calloc(1, sizeof(*l));
	int err = 0;

	l->shown = told;
	if (c) {
		l->own = true;
		l->of = *c;
		l->version = db_data_version(c->db);
		l->copy = x_calloc(1, sizeof(*l->copy));
		l->shown = l->copy;
		err = load(&l->run, c);
	}
	if (err) {
		board_list_free(l);
		return err;
	}
	if (c)
		notice_of_run(l->copy, &l->run);
	*lp = l;
	return 0;
}

void board_list_look(struct board_list *l)
{
	const int64_t version = l->own ? db_data_version(l->of.db) : 0;
	struct check_run run;

	if (version == l->version || load(&run, &l->of))
		return;
	l->version = version;
	if (l->run.n)
		checklist_release(&l->run);
	l->run = run;
	notice_of_run(l->copy, &l->run);
}

bool board_list_is_there(const struct board_list *l)
{
	return l->own || l->shown->itemc > 0;
}

/* Rows: one for each item, and one above each group */

static bool is_first(const struct notice *n, size_t i)
{
	return i == 0 || n->itemv[i].group != n->itemv[i - 1].group;
}

size_t board_list_rows(const struct board_list *l)
{
	const struct notice *n = l->shown;
	size_t rows = n->itemc;

	for (size_t i = 0; i < n->itemc; i++)
		rows += is_first(n, i);
	return rows;
}

size_t board_list_next(const struct board_list *l)
{
	const struct notice *n = l->shown;
	size_t row = 0;

	for (size_t i = 0; i < n->itemc; i++) {
		row += is_first(n, i);
		if (n->itemv[i].answer == ANSWER_TODO)
			return row > 0 ? row - 1 : 0;
		row++;
	}
	return 0;
}

static enum draw_style style_of(enum answer answer)
{
	static const enum draw_style styles[ANSWER_COUNT] = {
		[ANSWER_TODO] = DRAW_PLAIN,
		[ANSWER_PASS] = DRAW_GOOD,
		[ANSWER_FAIL] = DRAW_BAD,
		[ANSWER_NA] = DRAW_DIM,
	};

	return styles[answer];
}

static int widest(const struct notice *n, bool answers)
{
	int most = 0;

	for (size_t i = 0; !answers && i < n->itemc; i++) {
		int w = text_width(n->itemv[i].id);

		most = w > most ? w : most;
	}
	for (int a = 0; answers && a < ANSWER_COUNT; a++) {
		int w = text_width(answer_title((enum answer)a));

		most = w > most ? w : most;
	}
	return most + GAP;
}

/* Number, answer, what it is about, and what was measured, which the engine is
 * not told */
static void draw_item(const struct board_list *l, const struct rect *r,
		      size_t i)
{
	const struct notice_item *item = &l->shown->itemv[i];
	const enum draw_style style = style_of(item->answer);
	const int id = widest(l->shown, false);
	const int answer = widest(l->shown, true);
	struct str text = { 0 };

	str_add(&text, lang_pick(item->title, item->title_en));
	if (l->own && i < l->run.c && l->run.v[i].measured)
		str_addf(&text, " (%s)", l->run.v[i].measured);
	draw_text(r->y, r->x, id, style, item->id);
	draw_text(r->y, r->x + id, answer, style, answer_title(item->answer));
	draw_text(r->y, r->x + id + answer, r->w - id - answer, style,
		  str_text(&text));
	str_release(&text);
}

void board_list_title(struct str *to, const struct notice *n)
{
	if (n->itemc)
		str_addf(to,
			 _("List of the visit, run %d: %zu pass, %zu fail, "
			   "%zu open"),
			 n->run, n->count[ANSWER_PASS], n->count[ANSWER_FAIL],
			 n->count[ANSWER_TODO]);
	else
		str_add(to, _("List of the visit"));
}

static void draw_none(const struct board_list *l, const struct rect *r)
{
	const struct rect rest = { r->y + 1, r->x, r->h - 1, r->w };

	(void)draw_lines(&rest, DRAW_DIM,
			 l->own ? _("There is no run; begin one with: "
				    "callpermit checklist NO start onsite")
				: _("Nobody tells the engine of it any more"));
}

void board_list_draw(const struct board_list *l, const struct rect *r,
		     size_t first, bool active)
{
	const struct notice *n = l->shown;
	struct rect line = { r->y + 1, r->x, 1, r->w };
	struct str title = { 0 };
	size_t row = 0;

	board_list_title(&title, n);
	draw_text(r->y, r->x, r->w, active ? DRAW_CURSOR : DRAW_HEAD, title.s);
	str_release(&title);
	if (!n->itemc)
		draw_none(l, r);
	for (size_t i = 0; i < n->itemc && line.y < r->y + r->h; i++) {
		const struct notice_group *g = &n->groupv[n->itemv[i].group];

		if (is_first(n, i) && row++ >= first) {
			draw_text(line.y, line.x, line.w, DRAW_SECTION,
				  lang_pick(g->title, g->title_en));
			if (++line.y >= r->y + r->h)
				break;
		}
		if (row++ >= first) {
			draw_item(l, &line, i);
			line.y++;
		}
	}
}

void board_list_free(struct board_list *l)
{
	if (!l)
		return;
	if (l->run.n)
		checklist_release(&l->run);
	free(l->copy);
	free(l);
}
