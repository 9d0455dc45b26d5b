/**
 * @file tui/view_board.c  The board: wall of seats, queues, calls
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dossier/dossier.h"
#include "tui/board.h"
#include "tui/board_list.h"
#include "tui/place.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/token.h"
#include "util/util.h"

#define SEAT_W	 19
#define CELL_W	 8
#define GAP	 1
#define BESIDE	 110 /* columns from which the list is beside the board */
#define STEP_MS	 100
#define FIRST_MS 5000 /* that lines wait for the first board */

enum pane { PANE_BOARD, PANE_LIST, PANES };

/* What is looked at */
struct sight {
	struct board_options options;
	struct str token; /* of the settings; the others are theirs who ask */
	char *url;
	char *ca_file;
	struct checklist checklist;
	struct follow follow;
	bool following;
	bool told; /* that there is no connection */
	struct board_list *list;
	bool listed;
	enum pane at;	   /* is moved by the keys */
	size_t top[PANES]; /* row at its top, of the other one */
};

/* Where lines go: rows above first are scrolled away */
struct page {
	struct rect r;
	int first;
	int row; /* next one, from the top of it all */
};

static bool page_shows(const struct page *p)
{
	return p->row >= p->first && p->row < p->first + p->r.h;
}

static void page_text(const struct page *p, int x, int w, enum draw_style style,
		      const char *text)
{
	if (x + w > p->r.w)
		w = p->r.w - x;
	if (page_shows(p))
		draw_text(p->r.y + p->row - p->first, p->r.x + x, w, style,
			  text);
}

static void page_line(struct page *p, enum draw_style style, const char *text)
{
	page_text(p, 0, p->r.w, style, text);
	p->row++;
}

static enum draw_style style_of(enum seat_state state)
{
	static const enum draw_style styles[SEAT_STATE_COUNT] = {
		[SEAT_OFFLINE] = DRAW_DIM,    [SEAT_PAUSED] = DRAW_FIELD,
		[SEAT_READY] = DRAW_GOOD,     [SEAT_RINGING] = DRAW_WARN,
		[SEAT_TALKING] = DRAW_CURSOR, [SEAT_WRAP_UP] = DRAW_SECTION,
	};

	return styles[state];
}

static void draw_figures(struct page *p, const struct follow *f)
{
	const struct board *b = f->board;
	const struct queue_figures today = board_today(b);
	const struct board_load load = board_load(b, NULL);
	const int level = figures_service_level(&today);
	struct str line = { 0 };
	char wait[16];

	board_lamp(&line, b);
	page_line(p, b->breaches ? DRAW_BAD : DRAW_GOOD, str_text(&line));
	str_clear(&line);
	str_addf(&line, _("waiting %zu  longest %s  talking %zu"), load.waiting,
		 load.oldest ? board_span(wait, follow_now(f) - load.oldest)
			     : "-",
		 load.talking);
	page_line(p, DRAW_STRONG, str_text(&line));
	str_clear(&line);
	if (level >= 0)
		str_addf(&line, _("service level %d%%  "), level);
	str_addf(&line, _("answered %lld  abandoned %lld  recordings %lld"),
		 (long long)today.answered, (long long)today.abandoned,
		 (long long)b->recordings);
	page_line(p, DRAW_STRONG, str_text(&line));
	if (b->unrecorded)
		page_line(p, DRAW_BAD,
			  _("Recording has stopped: the disk "
			    "takes none"));
	str_clear(&line);
	board_drill(&line, b, follow_now(f));
	if (line.len)
		page_line(p,
			  board_drill_stopped(b, follow_now(f)) ? DRAW_BAD
								: DRAW_SECTION,
			  str_text(&line));
	str_release(&line);
}

static void draw_seat(const struct page *p, int x, const struct follow *f,
		      const struct board_seat *s)
{
	struct str text = { 0 };
	char ms[16];

	str_addf(&text, "%s %s", s->id, word_text(&seat_states, (int)s->state));
	if (s->state != SEAT_OFFLINE)
		str_addf(&text, " %s",
			 board_span(ms, follow_now(f) - s->since));
	page_text(p, x, SEAT_W, style_of(s->state), str_text(&text));
	str_release(&text);
}

static void draw_wall(struct page *p, const struct follow *f)
{
	const struct board *b = f->board;
	const int columns = (p->r.w + GAP) / (SEAT_W + GAP);
	struct str line = { 0 };

	str_addf(&line, _("Seats %zu"), b->seatc);
	for (int i = SEAT_STATE_COUNT - 1; i >= 0; i--) {
		size_t n = board_count_seats(b, (enum seat_state)i);

		if (n)
			str_addf(&line, "  %s %zu", word_text(&seat_states, i),
				 n);
	}
	page_line(p, DRAW_HEAD, str_text(&line));
	for (size_t i = 0; i < b->seatc; i++) {
		int column = (int)(i % (size_t)columns);

		draw_seat(p, column * (SEAT_W + GAP), f, &b->seatv[i]);
		if (column == columns - 1 || i + 1 == b->seatc)
			p->row++;
	}
	str_release(&line);
}

/* A line of cells, each with its column; one that there is no room for is left
 * out */
static void draw_cells(struct page *p, enum draw_style style,
		       const char *const *textv, const int *atv, int n)
{
	page_text(p, 0, p->r.w, style, "");
	for (int i = 0; i < n && atv[i] + CELL_W <= p->r.w; i++)
		page_text(p, atv[i],
			  (i + 1 < n ? atv[i + 1] - 1 : p->r.w) - atv[i], style,
			  textv[i]);
	p->row++;
}

static const int queue_columns[] = { 0, 20, 28, 38, 46, 58, 68 };

static void draw_queue(struct page *p, const struct follow *f,
		       const struct board_queue *q)
{
	const struct queue_figures *of = &q->figures[FIGURES_TODAY];
	const struct board_load load = board_load(f->board, q->name);
	const int level = figures_service_level(of);
	char text[5][24];
	char wait[16];

	(void)snprintf(text[0], sizeof(text[0]), "%zu", load.waiting);
	(void)snprintf(text[1], sizeof(text[1]), "%zu", load.talking);
	(void)snprintf(text[2], sizeof(text[2]), "%d%%", level);
	(void)snprintf(text[3], sizeof(text[3]), "%lld",
		       (long long)of->answered);
	(void)snprintf(text[4], sizeof(text[4]), "%lld",
		       (long long)of->abandoned);
	draw_cells(
		p, load.waiting ? DRAW_WARN : DRAW_PLAIN,
		(const char *[]){
			q->name, text[0],
			load.oldest
				? board_span(wait, follow_now(f) - load.oldest)
				: "-",
			text[1], level < 0 ? "-" : text[2], text[3], text[4] },
		queue_columns, (int)ARRAY_LEN(queue_columns));
}

static void draw_queues(struct page *p, const struct follow *f)
{
	draw_cells(p, DRAW_HEAD,
		   (const char *[]){ _("Queue"), _("Waiting"), _("Longest"),
				     _("Talking"), _("Level"), _("Answered"),
				     _("Abandoned") },
		   queue_columns, (int)ARRAY_LEN(queue_columns));
	for (size_t i = 0; i < f->board->queuec; i++)
		draw_queue(p, f, &f->board->queuev[i]);
}

static const int call_columns[] = { 0, 17, 32, 41, 58, 68 };

static void draw_calls(struct page *p, const struct follow *f)
{
	const struct board *b = f->board;

	draw_cells(p, DRAW_HEAD,
		   (const char *[]){ _("Caller"), _("State"), _("Time"),
				     _("Queue"), _("Seat"), _("Called") },
		   call_columns, (int)ARRAY_LEN(call_columns));
	for (size_t i = 0; i < b->callc; i++) {
		const struct board_call *c = &b->callv[i];
		const bool waits = c->state == CALL_QUEUED ||
				   c->state == CALL_RINGING;
		char ms[16];

		draw_cells(p, waits ? DRAW_WARN : DRAW_PLAIN,
			   (const char *[]){
				   c->caller,
				   word_text(&call_states, (int)c->state),
				   board_span(ms, follow_now(f) - c->since),
				   c->queue, c->seat, c->called },
			   call_columns, (int)ARRAY_LEN(call_columns));
	}
	if (!b->callc)
		page_line(p, DRAW_DIM, _("There is no call now."));
}

static void draw_breaches(struct page *p, const struct board *b)
{
	struct str line = { 0 };

	page_line(p, DRAW_HEAD, _("Latest attempts to call out"));
	for (size_t i = 0; i < b->breachc; i++) {
		str_clear(&line);
		board_breach(&line, &b->breachv[i]);
		page_line(p, DRAW_BAD, str_text(&line));
	}
	if (!b->breachc)
		page_line(p, DRAW_DIM, _("None so far."));
	str_release(&line);
}

/* The screen: the cursor is the row at the top of the pane at hand */

static void fit(struct screen *s, size_t rows, int h)
{
	s->page = (size_t)h;
	s->rowc = rows > s->page ? rows - s->page + 1 : 1;
	if (s->cursor >= s->rowc)
		s->cursor = s->rowc - 1;
}

static void draw_pane_board(struct screen *s, const struct rect *r)
{
	const struct sight *g = s->data;
	const struct follow *f = &g->follow;
	struct page p = { .r = *r };

	p.first = (int)(g->at == PANE_BOARD ? s->cursor : g->top[PANE_BOARD]);
	draw_figures(&p, f);
	draw_wall(&p, f);
	draw_queues(&p, f);
	draw_calls(&p, f);
	draw_breaches(&p, f->board);
	if (g->at == PANE_BOARD)
		fit(s, (size_t)p.row, r->h);
}

static void draw_pane_list(struct screen *s, const struct rect *r)
{
	const struct sight *g = s->data;
	const bool active = g->at == PANE_LIST;

	if (active)
		fit(s, board_list_rows(g->list), r->h - 1);
	board_list_draw(g->list, r, active ? s->cursor : g->top[PANE_LIST],
			active);
}

static void board_draw(struct screen *s, const struct rect *r)
{
	const struct sight *g = s->data;
	struct rect left = *r;
	struct rect right = *r;

	if (!g->listed || r->w < BESIDE) {
		if (g->at == PANE_LIST)
			draw_pane_list(s, r);
		else
			draw_pane_board(s, r);
		return;
	}
	left.w = r->w - r->w * 2 / 5;
	right.x = r->x + left.w + GAP;
	right.w = r->w - left.w - GAP;
	draw_pane_board(s, &left);
	draw_pane_list(s, &right);
}

static void go_to(struct screen *s, enum pane pane)
{
	struct sight *g = s->data;

	g->top[g->at] = s->cursor;
	g->at = pane;
	s->cursor = g->top[pane];
	s->rowc = s->cursor + 1; /* until it is drawn */
}

static int press_list(struct screen *s)
{
	struct sight *g = s->data;

	g->listed = !g->listed;
	g->top[PANE_LIST] = board_list_next(g->list);
	go_to(s, g->listed ? PANE_LIST : PANE_BOARD);
	return 0;
}

static int press_other(struct screen *s)
{
	const struct sight *g = s->data;

	go_to(s, g->at == PANE_LIST ? PANE_BOARD : PANE_LIST);
	return 0;
}

static const char *why_no_list(const struct screen *s)
{
	const struct sight *g = s->data;

	return g->listed || board_list_is_there(g->list)
		       ? NULL
		       : _("Nobody tells of a list: callpermit visit NO tell, "
			   "or callpermit board --dossier NO");
}

static const char *why_no_other(const struct screen *s)
{
	const struct sight *g = s->data;

	return g->listed ? NULL : _("The list is not shown; press c.");
}

static int press_recordings(struct screen *s)
{
	const struct sight *g = s->data;

	return view_open(s->tui, &view_recordings, &g->options);
}

/* A path of the settings; ~/ is the home */
static char *path_of(const char *path)
{
	const char *home = getenv("HOME");
	struct str to = { 0 };

	if (strncmp(path, "~/", 2) == 0 && home)
		str_addf(&to, "%s%s", home, path + 1);
	else
		str_add(&to, path);
	return str_take(&to);
}

/* The list of the dossier that the screen below is about, if it can be had */
static void take_list(const struct screen *s, struct sight *g)
{
	const char *no = place_dossier(s->below);
	struct dossier d = { 0 };

	if (no && dossier_find(s->tui->db, no, &d) == 0 &&
	    tui_use(s->tui, &d) == 0) {
		g->checklist = (struct checklist){ .checker = s->tui->checker,
						   .pack = s->tui->pack,
						   .db = s->tui->db,
						   .dossier = d.id };
		g->options.list = &g->checklist;
	}
	dossier_release(&d);
}

static int take_settings(const struct screen *s, struct sight *g)
{
	const struct settings *chosen = &s->tui->settings;
	const char *ca = settings_get(chosen, "ca");
	char *file = path_of(settings_get(chosen, "token"));
	int err = token_read(&g->token, &(struct token_place){ .file = file });

	free(file);
	g->url = x_strdup(settings_get(chosen, "board"));
	g->ca_file = *ca ? path_of(ca) : NULL;
	g->options = (struct board_options){ .url = g->url,
					     .token = str_text(&g->token),
					     .ca_file = g->ca_file };
	take_list(s, g);
	return err;
}

static int board_open(struct screen *s, const void *arg)
{
	struct sight *g = x_calloc(1, sizeof(*g));
	const struct board_options *o = &g->options;
	int err = 0;

	s->data = g;
	if (arg)
		g->options = *(const struct board_options *)arg;
	else
		err = take_settings(s, g);
	if (!err)
		err = follow_init(&g->follow, o->url, o->token, o->ca_file);
	g->following = !err;
	if (!err)
		err = board_list_open(&g->list, o->list, g->follow.list);
	if (!err)
		g->top[PANE_LIST] = board_list_next(g->list);
	/* lines are said once, so they wait for the first board */
	for (int i = 0; s->tui->plain && !err && !g->follow.whole &&
			i < FIRST_MS / STEP_MS && !tui_is_ended();
	     i++)
		err = follow_step(&g->follow, -1, STEP_MS);
	return err;
}

static int board_wait(struct screen *s, int ms)
{
	struct sight *g = s->data;
	int err = follow_step(&g->follow, STDIN_FILENO, ms);
	const char *trouble = "";

	/* also that there was no board at all yet */
	if (g->follow.lost || !g->follow.whole)
		trouble = feed_trouble(g->follow.feed);
	if (*trouble)
		view_say(s->tui, DRAW_BAD, "%s", trouble);
	else if (g->told)
		str_clear(&s->tui->message);
	g->told = *trouble != '\0';
	board_list_look(g->list);
	return err;
}

/* Control characters in what the engine tells are made harmless later */
static void board_say(struct screen *s, struct str *to)
{
	const struct sight *g = s->data;

	if (g->follow.whole)
		board_plain(to, &g->follow);
	else
		str_addf(to, "%s\n", feed_trouble(g->follow.feed));
}

static int board_load_rows(struct screen *s)
{
	if (!s->rowc)
		s->rowc = 1;
	return 0;
}

static void board_close(struct screen *s)
{
	struct sight *g = s->data;

	board_list_free(g->list);
	if (g->following)
		follow_release(&g->follow);
	token_forget(&g->token);
	free(g->url);
	free(g->ca_file);
	free(g);
}

static void board_status(const struct screen *s, struct str *to)
{
	const struct sight *g = s->data;

	board_link(to, &g->follow);
}

/* clang-format off */
static const struct key keys[] = {
	{ '?',      N_("help"), N_("Show the keys"),   view_press_help, NULL },
	{ 'c',      N_("list"), N_("Show or hide the list of the visit"), press_list, why_no_list },
	{ '\t',     NULL,       N_("Move in the list, or in the board"), press_other, why_no_other },
	{ 'r',      N_("recordings"), N_("Hear or save recordings"), press_recordings, NULL },
	{ 'q',      N_("back"), N_("Leave the board"), view_press_back, NULL },
	{ KEYS_ESC, NULL,       N_("Leave the board"), view_press_back, NULL },
	{ 0,        NULL,       NULL,                  NULL,            NULL },
};
/* clang-format on */

const struct view view_wall = {
	.name = "board",
	.title = N_("Call centre board"),
	.keys = keys,
	.open = board_open,
	.load = board_load_rows,
	.close = board_close,
	.status = board_status,
	.draw = board_draw,
	.say = board_say,
	.wait = board_wait,
};
