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
	struct checklist of;
	struct check_run run; /* n is 0: there is none */
	int64_t version;      /* of the database */
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

int board_list_open(struct board_list **lp, const struct checklist *c)
{
	struct board_list *l = x_calloc(1, sizeof(*l));
	int err;

	l->of = *c;
	l->version = db_data_version(c->db);
	err = load(&l->run, c);
	if (err) {
		free(l);
		return err;
	}
	*lp = l;
	return 0;
}

void board_list_look(struct board_list *l)
{
	const int64_t version = db_data_version(l->of.db);
	struct check_run run;

	if (version == l->version || load(&run, &l->of))
		return;
	l->version = version;
	if (l->run.n)
		checklist_release(&l->run);
	l->run = run;
}

/* Rows: one for each item, and one above each group */

static bool is_first(const struct check_run *run, size_t i)
{
	return i == 0 ||
	       strcmp(run->v[i].item->group, run->v[i - 1].item->group) != 0;
}

size_t board_list_rows(const struct board_list *l)
{
	size_t rows = l->run.c;

	for (size_t i = 0; i < l->run.c; i++)
		rows += is_first(&l->run, i);
	return rows;
}

size_t board_list_next(const struct board_list *l)
{
	size_t row = 0;

	for (size_t i = 0; i < l->run.c; i++) {
		row += is_first(&l->run, i);
		if (l->run.v[i].answer == ANSWER_TODO)
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

static int widest(const struct check_run *run, bool answers)
{
	int most = 0;

	for (size_t i = 0; !answers && i < run->c; i++) {
		int w = text_width(run->v[i].item->id);

		most = w > most ? w : most;
	}
	for (int a = 0; answers && a < ANSWER_COUNT; a++) {
		int w = text_width(answer_title((enum answer)a));

		most = w > most ? w : most;
	}
	return most + GAP;
}

/* Number, answer, what it is about, and what was measured */
static void draw_item(const struct check_run *run, const struct rect *r,
		      const struct check_line *line)
{
	const enum draw_style style = style_of(line->answer);
	const int id = widest(run, false);
	const int answer = widest(run, true);
	struct str text = { 0 };

	str_add(&text, lang_pick(line->item->title, line->item->title_en));
	if (line->measured)
		str_addf(&text, " (%s)", line->measured);
	draw_text(r->y, r->x, id, style, line->item->id);
	draw_text(r->y, r->x + id, answer, style, answer_title(line->answer));
	draw_text(r->y, r->x + id + answer, r->w - id - answer, style, text.s);
	str_release(&text);
}

static void draw_title(const struct board_list *l, const struct rect *r,
		       bool active)
{
	const struct check_sum *sum = &l->run.sum;
	struct str text = { 0 };

	if (l->run.n)
		str_addf(&text,
			 _("List of the visit, run %d: %zu pass, %zu fail, "
			   "%zu open"),
			 l->run.n, sum->count[ANSWER_PASS],
			 sum->count[ANSWER_FAIL], sum->count[ANSWER_TODO]);
	else
		str_add(&text, _("List of the visit"));
	draw_text(r->y, r->x, r->w, active ? DRAW_CURSOR : DRAW_HEAD, text.s);
	str_release(&text);
}

void board_list_draw(const struct board_list *l, const struct rect *r,
		     size_t first, bool active)
{
	const struct check_run *run = &l->run;
	struct rect line = { r->y + 1, r->x, 1, r->w };
	size_t row = 0;

	draw_title(l, r, active);
	if (!run->n) {
		line.h = r->h - 1;
		(void)draw_lines(&line, DRAW_DIM,
				 _("There is no run; begin one with: "
				   "callpermit checklist NO start onsite"));
		return;
	}
	for (size_t i = 0; i < run->c && line.y < r->y + r->h; i++) {
		const struct item *item = run->v[i].item;

		if (is_first(run, i) && row++ >= first) {
			draw_text(line.y, line.x, line.w, DRAW_SECTION,
				  lang_pick(item->group, item->group_en));
			if (++line.y >= r->y + r->h)
				break;
		}
		if (row++ >= first) {
			draw_item(run, &line, &run->v[i]);
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
	free(l);
}
