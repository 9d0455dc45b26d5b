/**
 * @file tui/edit.c  Editing a line or an area of text
 */
#include "tui/edit.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "tui/border.h"
#include "tui/edit_rows.h"
#include "tui/word.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

/* Changes of one kind in a row are one step of undo */
enum run { RUN_NONE, RUN_INSERT, RUN_ERASE };

/* Text steps */

static void step_set(struct edit_step *step, const struct edit *e)
{
	step->text = x_strdup(str_text(&e->text));
	step->caret = e->caret;
}

static void forget(struct edit *e, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		free(e->stepv[i].text);
}

/* Remember the text before a change, unless the change goes on with a run */
static void remember(struct edit *e, enum run run)
{
	bool same = run != RUN_NONE && e->run == (int)run;

	if (e->pasting || same)
		return;

	forget(e, e->at, e->stepc);
	if (e->at == EDIT_UNDO_MAX) {
		forget(e, 0, 1);
		e->at--;
		memmove(e->stepv, e->stepv + 1, e->at * sizeof(e->stepv[0]));
	}
	step_set(&e->stepv[e->at++], e);
	e->stepc = e->at;
	e->run = run;
}

/* A step holds the text of the other side: undo and redo are the same swap */
static void swap(struct edit *e, struct edit_step *step)
{
	struct edit_step now;

	step_set(&now, e);
	str_clear(&e->text);
	str_add(&e->text, step->text);
	e->caret = step->caret;
	e->length = text_length(step->text);
	free(step->text);
	*step = now;
}

static bool undo(struct edit *e)
{
	if (e->at == 0)
		return false;

	swap(e, &e->stepv[--e->at]);
	return true;
}

static bool redo(struct edit *e)
{
	if (e->at == e->stepc)
		return false;

	swap(e, &e->stepv[e->at++]);
	return true;
}

/* Borders of clusters */

static size_t line_start(const struct edit *e, size_t at)
{
	while (at > 0 && e->text.s[at - 1] != '\n')
		at--;

	return at;
}

static size_t line_end(const struct edit *e, size_t at)
{
	return at + strcspn(str_text(&e->text) + at, "\n");
}

static size_t next(const struct edit *e, size_t at)
{
	return border_after(str_text(&e->text), at);
}

static size_t previous(const struct edit *e, size_t at)
{
	return border_before(str_text(&e->text), at);
}

static size_t border(const struct edit *e, size_t at)
{
	return border_from(str_text(&e->text), at);
}

/* What is selected */

bool edit_selection(const struct edit *e, size_t *fromp, size_t *top)
{
	if (e->anchor == EDIT_NOWHERE)
		return false;

	*fromp = e->anchor < e->caret ? e->anchor : e->caret;
	*top = e->anchor < e->caret ? e->caret : e->anchor;
	return *fromp < *top;
}

bool edit_is_selecting(const struct edit *e)
{
	return e->anchor != EDIT_NOWHERE;
}

void edit_unselect(struct edit *e)
{
	e->anchor = EDIT_NOWHERE;
	e->marked = false;
}

/* Changes */

static bool erase(struct edit *e, size_t from, size_t to, enum run run)
{
	if (from >= to)
		return false;

	remember(e, run);
	for (const char *s = e->text.s + from; s < e->text.s + to;
	     (void)text_next(&s))
		e->length--;
	memmove(e->text.s + from, e->text.s + to, e->text.len - to + 1);
	e->text.len -= to - from;
	e->caret = border(e, from);
	edit_unselect(e);
	return true;
}

static bool erase_selection(struct edit *e, enum run run)
{
	size_t from;
	size_t to;

	return edit_selection(e, &from, &to) && erase(e, from, to, run);
}

/* Take out, to be put back; with what was taken out just before */
static bool take_out(struct edit *e, size_t from, size_t to,
		     enum kills_side side)
{
	if (from >= to)
		return false;

	if (e->kills)
		kills_add(e->kills, e->took ? side : KILLS_NEW,
			  e->text.s + from, to - from);
	e->took = true;
	return erase(e, from, to, RUN_NONE);
}

static size_t selected_length(const struct edit *e)
{
	size_t from;
	size_t to;
	size_t n = 0;

	if (!edit_selection(e, &from, &to))
		return 0;

	for (const char *s = e->text.s + from; s < e->text.s + to;
	     (void)text_next(&s))
		n++;
	return n;
}

static bool is_allowed(uint32_t cp)
{
	char raw[8];
	char safe[8];

	if (!utf8proc_codepoint_valid((utf8proc_int32_t)cp) || cp == 0)
		return false;

	(void)text_put(raw, cp);
	text_printable(safe, sizeof(safe), raw);
	return strcmp(raw, safe) == 0;
}

static void put(struct edit *e, uint32_t cp)
{
	char bytes[8];
	size_t n = text_put(bytes, cp);
	size_t tail = e->text.len - e->caret;

	str_add_n(&e->text, bytes, n); /* makes room; order is set below */
	memmove(e->text.s + e->caret + n, e->text.s + e->caret, tail);
	memcpy(e->text.s + e->caret, bytes, n);
	e->length++;
	/* a character may join the one behind it; not while more is to come */
	e->caret = e->pasting ? e->caret + n : border(e, e->caret + n);
}

bool edit_insert(struct edit *e, uint32_t cp)
{
	bool ends_run;

	if (cp == '\t' || (cp == '\n' && !e->area))
		cp = ' ';
	if (cp != '\n' && !is_allowed(cp))
		return false;
	if (e->length - selected_length(e) >= e->limit)
		return false;

	/* what is typed over is one step with the typing */
	(void)erase_selection(e, RUN_INSERT);
	edit_unselect(e);
	e->took = false;
	e->put_at = EDIT_NOWHERE;
	ends_run = cp == ' ' || cp == '\n' || cp == 0x3002 || cp == 0xFF0C;
	remember(e, RUN_INSERT);
	put(e, cp);
	e->goal = -1;
	if (ends_run)
		e->run = RUN_NONE;
	return true;
}

void edit_replace(struct edit *e, const char *text)
{
	remember(e, RUN_NONE);
	e->pasting = true;
	str_clear(&e->text);
	edit_unselect(e);
	e->caret = e->length = 0;
	for (uint32_t cp = text_next(&text); cp; cp = text_next(&text))
		(void)edit_insert(e, cp);
	e->pasting = false;
}

/* Verbs */

static bool move_to(struct edit *e, size_t at)
{
	bool moved = at != e->caret;

	e->caret = at;
	return moved;
}

static bool press_left(struct edit *e)
{
	return move_to(e, previous(e, e->caret));
}

static bool press_right(struct edit *e)
{
	return move_to(e, next(e, e->caret));
}

static bool press_up(struct edit *e)
{
	return edit_row_move(e, false);
}

static bool press_down(struct edit *e)
{
	return edit_row_move(e, true);
}

static bool press_home(struct edit *e)
{
	return move_to(e, line_start(e, e->caret));
}

static bool press_end(struct edit *e)
{
	return move_to(e, line_end(e, e->caret));
}

static bool press_word_left(struct edit *e)
{
	return move_to(e, word_before(str_text(&e->text), e->caret));
}

static bool press_word_right(struct edit *e)
{
	return move_to(e, word_after(str_text(&e->text), e->caret));
}

static bool press_backspace(struct edit *e)
{
	return erase(e, previous(e, e->caret), e->caret, RUN_ERASE);
}

static bool press_delete(struct edit *e)
{
	return erase(e, e->caret, next(e, e->caret), RUN_ERASE);
}

static bool press_cut(struct edit *e)
{
	size_t from;
	size_t to;

	return edit_selection(e, &from, &to) &&
	       take_out(e, from, to, KILLS_NEW);
}

static bool press_word_backspace(struct edit *e)
{
	const size_t from = word_before(str_text(&e->text), e->caret);

	return press_cut(e) || take_out(e, from, e->caret, KILLS_BEFORE);
}

static bool press_cut_head(struct edit *e)
{
	return take_out(e, line_start(e, e->caret), e->caret, KILLS_BEFORE);
}

/* At the end of a line its end goes, as in other editors */
static bool press_cut_tail(struct edit *e)
{
	const size_t end = line_end(e, e->caret);

	return take_out(e, e->caret, end > e->caret ? end : next(e, e->caret),
			KILLS_BEHIND);
}

static bool press_copy(struct edit *e)
{
	size_t from;
	size_t to;

	if (!e->kills || !edit_selection(e, &from, &to))
		return false;

	kills_add(e->kills, KILLS_NEW, e->text.s + from, to - from);
	edit_unselect(e);
	return true;
}

static bool press_mark(struct edit *e)
{
	const bool on = !e->marked;

	edit_unselect(e);
	e->anchor = on ? e->caret : EDIT_NOWHERE;
	e->marked = on;
	return true;
}

/* In place of what is selected, whole or not at all */
static bool put_back(struct edit *e, const char *text)
{
	const bool pasting = e->pasting;
	size_t at;

	if (!text ||
	    e->length - selected_length(e) + text_length(text) > e->limit)
		return false;

	remember(e, RUN_NONE);
	e->pasting = true;
	(void)erase_selection(e, RUN_NONE);
	at = e->caret;
	for (uint32_t cp = text_next(&text); cp; cp = text_next(&text))
		(void)edit_insert(e, cp);
	e->pasting = pasting;
	e->caret = border(e, e->caret);
	e->run = RUN_NONE;
	e->put_at = at;
	return true;
}

static bool press_yank(struct edit *e)
{
	return e->kills && put_back(e, kills_text(e->kills));
}

/* An older piece in the place of the one that was just put back */
static bool press_yank_older(struct edit *e)
{
	if (!e->kills || e->put_at == EDIT_NOWHERE)
		return false;

	e->anchor = e->put_at;
	if (put_back(e, kills_turn(e->kills)))
		return true;

	edit_unselect(e);
	return false;
}

static bool press_paste_begin(struct edit *e)
{
	remember(e, RUN_NONE);
	e->pasting = true;
	(void)erase_selection(e, RUN_NONE);
	return true;
}

static bool press_paste_end(struct edit *e)
{
	e->pasting = false;
	e->caret = border(e, e->caret);
	return true;
}

/* What a verb does with the selection */
enum selects {
	SEL_DROP,
	SEL_MOVE,   /* drops it, unless it goes with the caret */
	SEL_EXTEND, /* begins it where the caret is */
	SEL_ERASE,  /* erases it and nothing else */
	SEL_USE,    /* the verb looks at it */
};

/* clang-format off */
static const struct verb {
	bool (*press)(struct edit *e);
	enum selects selects;
	bool keeps_run;  /* goes on with the run of changes */
	bool keeps_goal; /* aims at the same column */
	bool takes_out;  /* goes on with what was taken out */
} verbs[EDIT_VERB_COUNT] = {
	[EDIT_LEFT]              = { press_left,           SEL_MOVE,   false, false, false },
	[EDIT_RIGHT]             = { press_right,          SEL_MOVE,   false, false, false },
	[EDIT_UP]                = { press_up,             SEL_MOVE,   false, true,  false },
	[EDIT_DOWN]              = { press_down,           SEL_MOVE,   false, true,  false },
	[EDIT_HOME]              = { press_home,           SEL_MOVE,   false, false, false },
	[EDIT_END]               = { press_end,            SEL_MOVE,   false, false, false },
	[EDIT_WORD_LEFT]         = { press_word_left,      SEL_MOVE,   false, false, false },
	[EDIT_WORD_RIGHT]        = { press_word_right,     SEL_MOVE,   false, false, false },
	[EDIT_BACKSPACE]         = { press_backspace,      SEL_ERASE,  true,  false, false },
	[EDIT_DELETE]            = { press_delete,         SEL_ERASE,  true,  false, false },
	[EDIT_WORD_BACKSPACE]    = { press_word_backspace, SEL_USE,    false, false, true  },
	[EDIT_CUT_HEAD]          = { press_cut_head,       SEL_DROP,   false, false, true  },
	[EDIT_CUT_TAIL]          = { press_cut_tail,       SEL_DROP,   false, false, true  },
	[EDIT_UNDO]              = { undo,                 SEL_DROP,   false, false, false },
	[EDIT_REDO]              = { redo,                 SEL_DROP,   false, false, false },
	[EDIT_PASTE_BEGIN]       = { press_paste_begin,    SEL_USE,    false, false, false },
	[EDIT_PASTE_END]         = { press_paste_end,      SEL_USE,    false, false, false },
	[EDIT_MARK]              = { press_mark,           SEL_USE,    false, false, false },
	[EDIT_SELECT_LEFT]       = { press_left,           SEL_EXTEND, false, false, false },
	[EDIT_SELECT_RIGHT]      = { press_right,          SEL_EXTEND, false, false, false },
	[EDIT_SELECT_UP]         = { press_up,             SEL_EXTEND, false, true,  false },
	[EDIT_SELECT_DOWN]       = { press_down,           SEL_EXTEND, false, true,  false },
	[EDIT_SELECT_HOME]       = { press_home,           SEL_EXTEND, false, false, false },
	[EDIT_SELECT_END]        = { press_end,            SEL_EXTEND, false, false, false },
	[EDIT_SELECT_WORD_LEFT]  = { press_word_left,      SEL_EXTEND, false, false, false },
	[EDIT_SELECT_WORD_RIGHT] = { press_word_right,     SEL_EXTEND, false, false, false },
	[EDIT_CUT]               = { press_cut,            SEL_USE,    false, false, false },
	[EDIT_COPY]              = { press_copy,           SEL_USE,    false, false, false },
	[EDIT_YANK]              = { press_yank,           SEL_USE,    false, false, false },
	[EDIT_YANK_OLDER]        = { press_yank_older,     SEL_DROP,   false, false, false },
};
/* clang-format on */

/* What is selected ends at the side that the caret goes to */
static bool collapse(struct edit *e, enum edit_verb verb)
{
	size_t from;
	size_t to;
	const bool any = edit_selection(e, &from, &to);

	edit_unselect(e);
	if (!any || (verb != EDIT_LEFT && verb != EDIT_RIGHT))
		return false;

	e->caret = verb == EDIT_LEFT ? from : to;
	return true;
}

/* True if that was all there is to do */
static bool select_first(struct edit *e, enum edit_verb verb)
{
	switch (verbs[verb].selects) {
	case SEL_MOVE:
		return !e->marked && collapse(e, verb);
	case SEL_EXTEND:
		if (e->anchor == EDIT_NOWHERE)
			e->anchor = e->caret;
		return false;
	case SEL_ERASE:
		if (erase_selection(e, RUN_NONE))
			return true;
		edit_unselect(e);
		return false;
	case SEL_DROP:
		edit_unselect(e);
		return false;
	case SEL_USE:
		break;
	}

	return false;
}

bool edit_press(struct edit *e, enum edit_verb verb)
{
	const struct verb *v = &verbs[verb];
	const size_t put_at = e->put_at;

	if (!v->keeps_run)
		e->run = RUN_NONE;
	if (!v->keeps_goal)
		e->goal = -1;
	if (!v->takes_out)
		e->took = false;
	e->put_at = verb == EDIT_YANK_OLDER ? put_at : EDIT_NOWHERE;

	return select_first(e, verb) || v->press(e);
}

void edit_init(struct edit *e, const char *text, size_t limit, bool area)
{
	*e = (struct edit){ .limit = limit ? limit : EDIT_LIMIT,
			    .area = area,
			    .width = 80,
			    .goal = -1,
			    .anchor = EDIT_NOWHERE,
			    .put_at = EDIT_NOWHERE,
			    .pasting = true };

	edit_replace(e, text);
	e->run = RUN_NONE;
}

void edit_release(struct edit *e)
{
	forget(e, 0, e->stepc);
	str_release(&e->text);
	e->stepc = e->at = 0;
}

const char *edit_text(const struct edit *e)
{
	return str_text(&e->text);
}

bool edit_holds(const struct edit *e, const char *text)
{
	return strcmp(str_text(&e->text), text) == 0;
}

bool edit_can_undo(const struct edit *e)
{
	return e->at > 0;
}
