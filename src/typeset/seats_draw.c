/**
 * @file typeset/seats_draw.c  A seat plan, seen from above and to scale
 */
#include <errno.h>
#include <stdio.h>

#include "typeset/figure.h"
#include "typeset/lines.h"
#include "typeset/seats.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* Blank beside the plan: at the left and above for the measures, two lines of
 * them, and for the wall on the other sides */
#define LEFT  (62 * PT)
#define TOP   (36 * PT)
#define WALL  (4 * PT)
#define SIDE  (WALL + 2 * PT)

#define CHAIN (13 * PT)
#define TICK  (2 * PT)

#define SMALL 7000L
#define ROW   (18 * PT)

/* A chair, and the blank between it and the desk, in mm */
#define CHAIR_W	  480
#define CHAIR_D	  420
#define CHAIR_GAP 60

/* Least passage that a chair is drawn in */
#define CHAIR_AISLE 700

/* From this scale on lines and dashes are finer */
#define FINE_SCALE 125
#define FINE_DASH  1000

#define DOOR_USUAL 1500

/* Smallest and largest type of a seat's number, in the plan */
#define NUMBER_MIN 3000L
#define NUMBER_MAX 9000L

/* Segments of the scale bar, and its greatest length */
#define BAR_PARTS 4
#define BAR_MOST  (150 * PT)

#define ARC	  8

#define TEXT	  64

/* Part of the field that must be left so that no new page is begun */
#define ROOM_PERCENT 60

static const struct pen thin = { .thick = DRAWING_THIN };
static const struct pen solid = { .thick = 700, .fill = 90 };
static const struct pen dashed = { .thick = 600, .dash = 2000 };

static const long scales[] = { 50,  75,	 100, 125, 150,	 200,
			       250, 300, 400, 500, 1000, 2000 };

struct plan {
	struct drawing d;
	const struct seats *seats;
	struct seats_door door[SEATS_DOORS_MAX];
	size_t doorc;
	long scale;
	bool upright;  /* the longer side runs down the paper */
	long room[2];  /* on the paper, in mm: across and down */
	struct box at; /* of the room in the drawing */
	long right;    /* blank beside it */
	long bottom;
	long size; /* of the numbers */
	struct para *text;
};

/* A length of the room on the paper */
static long paper(const struct plan *p, long mm)
{
	return (long)((int64_t)mm * MM / p->scale);
}

/* The doors as they are on the paper: upright is mirrored along the diagonal */
static void set_doors(struct plan *p)
{
	static const enum seats_wall turned[] = {
		[WALL_TOP] = WALL_LEFT,
		[WALL_LEFT] = WALL_TOP,
		[WALL_RIGHT] = WALL_BOTTOM,
		[WALL_BOTTOM] = WALL_RIGHT,
	};
	const struct seats *s = p->seats;
	bool level = s->across == p->upright;
	long margin[2];

	p->doorc = s->doorc;
	for (size_t i = 0; i < s->doorc; i++) {
		p->door[i] = s->door[i];
		if (p->upright)
			p->door[i].wall = turned[s->door[i].wall];
	}
	if (s->doorc > 0)
		return;

	/* where the passage before the first row ends */
	seats_margin(s, margin);
	p->doorc = 1;
	p->door[0].wall = level ? WALL_RIGHT : WALL_BOTTOM;
	p->door[0].width = margin[1] < DOOR_USUAL ? margin[1] : DOOR_USUAL;
	p->door[0].at = (margin[1] - p->door[0].width) / 2;
}

static void set_blanks(struct plan *p)
{
	p->right = SIDE;
	p->bottom = SIDE;
	for (size_t i = 0; i < p->doorc; i++) {
		const struct seats_door *door = &p->door[i];
		long leaf = paper(p, door->width) / 2 + SIDE;

		if (door->wall == WALL_RIGHT && leaf > p->right)
			p->right = leaf;
		if (door->wall == WALL_BOTTOM && leaf > p->bottom)
			p->bottom = leaf;
	}
}

/* The largest usual scale at which the plan goes into the field */
static int set_scale(struct plan *p, long width, long height)
{
	const long *room = p->seats->v[SEATS_ROOM];

	for (size_t i = 0; i < 2 * ARRAY_LEN(scales); i++) {
		p->scale = scales[i / 2];
		p->upright = i % 2 == 1;
		p->room[0] = room[p->upright];
		p->room[1] = room[!p->upright];
		set_doors(p);
		set_blanks(p);
		p->at = (struct box){ LEFT, TOP, paper(p, p->room[0]),
				      paper(p, p->room[1]) };
		if (LEFT + p->at.w + p->right <= width &&
		    TOP + p->at.h + p->bottom <= height)
			return 0;
	}

	return err_set(EBADMSG, _("%s:%u: the room is too large for a plan"),
		       p->seats->name, p->seats->lines[SEATS_ROOM]);
}

static int set_size(struct plan *p, long count)
{
	const long *seat = p->seats->v[SEATS_SEAT];
	bool level = p->seats->across == p->upright;
	long w = paper(p, seat[!level]);
	long h = paper(p, seat[level]);
	long digits = count > 999 ? 4 : count > 99 ? 3 : 2;

	p->size = h * 7 / 10;
	if (p->size > w * 15 / 10 / digits)
		p->size = w * 15 / 10 / digits;
	if (p->size > NUMBER_MAX)
		p->size = NUMBER_MAX;
	if (p->size >= NUMBER_MIN)
		return 0;

	return err_set(EBADMSG,
		       _("%s:%u: at 1:%ld the seats are too small for their "
			 "numbers"),
		       p->seats->name, p->seats->lines[SEATS_ROOM], p->scale);
}

/* A part of the room: x along the rows, y across them, in mm */
static struct box on_paper(const struct plan *p, struct box b)
{
	bool level = p->seats->across == p->upright;
	long x1 = paper(p, level ? b.x : b.y);
	long y1 = paper(p, level ? b.y : b.x);
	long x2 = paper(p, level ? b.x + b.w : b.y + b.h);
	long y2 = paper(p, level ? b.y + b.h : b.x + b.w);

	return (struct box){ p->at.x + x1, p->at.y + y1, x2 - x1, y2 - y1 };
}

static void draw_seat(struct plan *p, long i, bool planned)
{
	struct box desk = seats_place(p->seats, i);
	long w = desk.w < CHAIR_W ? desk.w : CHAIR_W;
	struct box chair = { desk.x + (desk.w - w) / 2,
			     desk.y + desk.h + CHAIR_GAP, w, CHAIR_D };
	struct box b = on_paper(p, desk);
	struct label label = { p->size, b.w, ALIGN_CENTER, false };
	struct pen pen = planned ? dashed : thin;
	struct pen outline = planned ? dashed : solid;
	char number[TEXT];

	if (planned && p->scale > FINE_SCALE)
		pen.dash = outline.dash = FINE_DASH;
	if (p->scale > FINE_SCALE)
		outline.thick = pen.thick = DRAWING_THIN;
	if (p->seats->v[SEATS_AISLE][0] >= CHAIR_AISLE)
		ink_box(&p->d, on_paper(p, chair), &pen);
	ink_box(&p->d, b, &outline);
	(void)snprintf(number, sizeof(number), "%02ld", i + 1);
	ink_label(&p->d, label_words(p->d.flow, number, &label), b);
}

static void draw_walls(struct plan *p)
{
	static const struct pen wall = { .thick = DRAWING_THIN, .fill = 50 };
	static const struct pen inside = { .thick = DRAWING_THIN,
					   .fill = FILL_WHITE };
	struct box b = p->at;

	b.x -= WALL;
	b.y -= WALL;
	b.w += 2 * WALL;
	b.h += 2 * WALL;
	ink_box(&p->d, b, &wall);
	ink_box(&p->d, p->at, &inside);
}

/* One leaf of a door from its hinge, and the way it swings */
static void draw_leaf(struct plan *p, struct point hinge, struct point along,
		      struct point out, long leaf)
{
	/* cosines of 0 to 90 degrees, in thousandths */
	static const long cosine[ARC + 1] = { 1000, 981, 924, 831, 707,
					      556,  383, 195, 0 };
	static const struct pen arc = { .thick = DRAWING_THIN, .open = true };
	static const struct pen wood = { .thick = DRAWING_THICK, .open = true };
	struct point way[ARC + 1];

	for (int i = 0; i <= ARC; i++) {
		long a = leaf * cosine[i] / 1000;
		long o = leaf * cosine[ARC - i] / 1000;

		way[i].x = hinge.x + along.x * a + out.x * o;
		way[i].y = hinge.y + along.y * a + out.y * o;
	}
	ink_line(&p->d, hinge, way[ARC], &wood);
	ink_path(&p->d, way, ARRAY_LEN(way), &arc);
}

/* Two leaves; they open outwards where there is blank, else they are not
 * drawn, only the gap in the wall */
static void draw_door(struct plan *p, const struct seats_door *door)
{
	static const struct pen gap = { .fill = FILL_WHITE };
	bool side = door->wall == WALL_LEFT || door->wall == WALL_RIGHT;
	long at = paper(p, door->at);
	long width = paper(p, door->width);
	struct box b = { p->at.x + at, p->at.y - WALL, width, WALL };
	struct point along = { !side, side };
	struct point out = { side, !side };
	struct point one;
	struct point two;

	if (side)
		b = (struct box){ p->at.x - WALL, p->at.y + at, WALL, width };
	if (door->wall == WALL_RIGHT)
		b.x = p->at.x + p->at.w;
	if (door->wall == WALL_BOTTOM)
		b.y = p->at.y + p->at.h;
	ink_box(&p->d, b, &gap);
	one = (struct point){ b.x + out.x * b.w, b.y + out.y * b.h };
	two = (struct point){ one.x + along.x * width,
			      one.y + along.y * width };
	if (door->wall == WALL_TOP || door->wall == WALL_LEFT) {
		ink_line(&p->d, one, two, &thin);
		return;
	}

	draw_leaf(p, one, along, out, width / 2);
	along = (struct point){ -along.x, -along.y };
	draw_leaf(p, two, along, out, width / 2);
}

static const char *metres(char buf[TEXT], long mm)
{
	(void)snprintf(buf, TEXT, "%ld.%02ld", (mm + 5) / 1000,
		       (mm + 5) % 1000 / 10);
	return buf;
}

/* A measured length: between two ticks its number, if there is room for it */
static void measure(struct plan *p, bool down, long line, long from, long to)
{
	struct label label = { SMALL, 0, ALIGN_CENTER, false };
	long a = (down ? p->at.y : p->at.x) + paper(p, from);
	long b = (down ? p->at.y : p->at.x) + paper(p, to);
	long room = b - a;
	char buf[TEXT];
	struct box box;

	if (to - from < 10)
		return;

	label.width = label_width(p->d.flow, metres(buf, to - from), SMALL);
	for (int i = 0; i < 2; i++) {
		long at = i ? b : a;
		struct point t1 = { at - TICK, line + TICK };
		struct point t2 = { at + TICK, line - TICK };

		if (down) {
			t1 = (struct point){ line - TICK, at + TICK };
			t2 = (struct point){ line + TICK, at - TICK };
		}
		ink_line(&p->d, t1, t2, &thin);
	}
	if (down) {
		ink_line(&p->d, (struct point){ line, a },
			 (struct point){ line, b }, &thin);
		box = (struct box){ line - label.width - 2 * PT, a, 0, room };
		if (room < SMALL + PT)
			return;
	} else {
		ink_line(&p->d, (struct point){ a, line },
			 (struct point){ b, line }, &thin);
		box = (struct box){ a, line - SMALL - 3 * PT, 0, SMALL };
		label.width = room;
		if (room < label_width(p->d.flow, buf, SMALL) + PT)
			return;
	}
	ink_label(&p->d, label_words(p->d.flow, buf, &label), box);
}

/* Seats and passages one after the other, along the rows or across them */
static void measure_parts(struct plan *p, bool down, long line)
{
	const struct seats *s = p->seats;
	bool rows = down != (s->across == p->upright);
	long step = rows ? s->v[SEATS_BLOCK][0] : 1;
	long count = s->v[rows ? SEATS_COLUMNS : SEATS_ROWS][0];
	long each = rows ? 1 : s->v[SEATS_COLUMNS][0];
	long last = 0;

	for (long i = 0; i < count; i += step) {
		long upto = i + step < count ? i + step : count;
		struct box first = seats_place(s, i * each);
		struct box end = seats_place(s, (upto - 1) * each);
		long from = rows ? first.x : first.y;

		measure(p, down, line, last, from);
		last = rows ? end.x + end.w : end.y + end.h;
		measure(p, down, line, from, last);
	}
	measure(p, down, line, last, p->room[down]);
}

static void draw_measures(struct plan *p)
{
	long above = p->at.y - WALL - 6 * PT;
	long beside = p->at.x - WALL - 6 * PT;

	measure_parts(p, false, above);
	measure(p, false, above - CHAIN, 0, p->room[0]);
	measure_parts(p, true, beside);
	measure(p, true, beside - 2 * CHAIN, 0, p->room[1]);
}

/* A sample and what it means; returns where the next begins */
static long legend(struct plan *p, long x, long y, const struct pen *pen,
		   const char *words)
{
	long w = label_width(p->d.flow, words, DRAWING_SIZE);
	struct label label = { DRAWING_SIZE, w + PT, ALIGN_LEFT, false };
	struct box sample = { x, y + (ROW - 10 * PT) / 2, 18 * PT, 10 * PT };

	if (pen) {
		ink_box(&p->d, sample, pen);
		x += sample.w + 4 * PT;
	}
	ink_label(&p->d, label_words(p->d.flow, words, &label),
		  (struct box){ x, y, w, ROW });
	return x + w + 16 * PT;
}

static void draw_legend(struct plan *p, long y)
{
	const struct seats *s = p->seats;
	long count = s->v[SEATS_COUNT][0];
	long built = s->v[SEATS_BUILT][0];
	long x = 0;
	char text[TEXT];

	if (!s->has[SEATS_BUILT]) {
		(void)snprintf(text, TEXT, "座席 %ld 个", count);
		x = legend(p, x, y, &solid, text);
	}
	if (s->has[SEATS_BUILT] && built > 0) {
		(void)snprintf(text, TEXT, "已建座席 %ld 个", built);
		x = legend(p, x, y, &solid, text);
	}
	if (s->has[SEATS_BUILT] && built < count) {
		(void)snprintf(text, TEXT, "规划座席 %ld 个", count - built);
		x = legend(p, x, y, &dashed, text);
	}
	(void)snprintf(text, TEXT, "合计 %ld 个座席", count);
	(void)legend(p, x, y, NULL, text);
}

/* Length of one part of the scale bar, in mm */
static long bar_part(const struct plan *p)
{
	static const long parts[] = { 50000, 20000, 10000, 5000, 2000, 1000 };

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (paper(p, BAR_PARTS * parts[i]) <= BAR_MOST)
			return parts[i];
	}

	return 500;
}

static void draw_bar(struct plan *p, long y)
{
	static const struct pen black = { .thick = DRAWING_THIN,
					  .fill = FILL_BLACK };
	struct label label = { SMALL, 30 * PT, ALIGN_CENTER, false };
	long x = label.width / 2 - 8 * PT;
	long part = bar_part(p);
	char text[TEXT];

	for (long i = 0; i <= BAR_PARTS; i++) {
		long from = x + paper(p, i * part);
		struct box b = { from, y, x + paper(p, (i + 1) * part) - from,
				 4 * PT };

		if (i < BAR_PARTS)
			ink_box(&p->d, b, i % 2 ? &thin : &black);
		(void)snprintf(text, TEXT,
			       part % 1000 ? "%ld.%ld%s" : "%ld%.0ld%s",
			       i * part / 1000, i * part % 1000 / 100,
			       i == BAR_PARTS ? " m" : "");
		ink_text(&p->d, label_words(p->d.flow, text, &label),
			 from - label.width / 2, y + 5 * PT);
	}

	(void)snprintf(text, TEXT, "比例 1:%ld（A4 原大）", p->scale);
	x += paper(p, BAR_PARTS * part) + 24 * PT;
	(void)legend(p, x, y - ROW / 2 + 2 * PT, NULL, text);
	if (p->doorc > 0)
		(void)legend(p, p->d.w - 90 * PT, y - ROW / 2 + 2 * PT, NULL,
			     "墙上开口处为门");
}

/* The sentences below the plan */
static void set_text(struct plan *p, struct flow *flow)
{
	const struct seats *s = p->seats;
	struct label label = { DRAWING_SIZE, flow_width(flow), ALIGN_JUSTIFY,
			       false };
	struct rich rich = { .line = s->line };
	struct str t = { 0 };
	char buf[4][TEXT];

	str_addf(&t, "房间长 %s m、宽 %s m",
		 metres(buf[0], s->v[SEATS_ROOM][0]),
		 metres(buf[1], s->v[SEATS_ROOM][1]));
	if (s->has[SEATS_AREA]) {
		str_add(&t, s->guessed ? "（按面积 " : "，场地面积 ");
		lines_number_text(&t, s->v[SEATS_AREA][0]);
		str_add(&t, s->guessed
				    ? " ㎡、长宽比 3:2 折算，以现场实测为准）"
				    : " ㎡");
	}
	str_addf(&t,
		 "；座席共 %ld 排、每排 %ld 个，每个座席 %s m × %s m，"
		 "通道宽不小于 %s m。",
		 s->v[SEATS_ROWS][0], s->v[SEATS_COLUMNS][0],
		 metres(buf[0], s->v[SEATS_SEAT][0]),
		 metres(buf[1], s->v[SEATS_SEAT][1]),
		 metres(buf[2], s->v[SEATS_AISLE][0]));
	if (s->doorc == 0)
		str_add(&t, "门的位置为示意，以现场为准。");
	rich_add_text(&rich, str_text(&t), false);
	for (size_t i = 0; i < s->notec; i++) {
		rich_add(&rich, WRAP_BREAK, false);
		for (size_t k = 0; k < s->note[i].c; k++)
			rich_add(&rich, s->note[i].cp[k], s->note[i].strong[k]);
	}
	p->text = label_set(flow, &rich, &label);
	rich_release(&rich);
	str_release(&t);
}

static int put(struct plan *p, struct flow *flow)
{
	const struct seats *s = p->seats;
	long most = drawing_most(flow);
	long below;
	int err;

	set_text(p, flow);
	below = 2 * ROW + 8 * PT + label_height(p->text);
	if (below > most / 2)
		return err_set(EBADMSG, _("%s:%u: too many notes"), s->name,
			       s->line);
	if (drawing_room(flow) > most * ROOM_PERCENT / 100)
		most = drawing_room(flow);
	err = set_scale(p, flow_width(flow), most - below);
	if (!err)
		err = set_size(p, s->v[SEATS_COUNT][0]);
	if (!err)
		err = drawing_begin(&p->d, flow,
				    TOP + p->at.h + p->bottom + below);
	if (err)
		return err;

	p->at.x = (p->d.w - p->at.w - LEFT - p->right) / 2 + LEFT;
	draw_walls(p);
	for (size_t i = 0; i < p->doorc; i++)
		draw_door(p, &p->door[i]);
	for (long i = 0; i < s->v[SEATS_COUNT][0]; i++)
		draw_seat(p, i,
			  s->has[SEATS_BUILT] && i >= s->v[SEATS_BUILT][0]);
	draw_measures(p);
	draw_legend(p, p->d.h - below + 2 * PT);
	draw_bar(p, p->d.h - below + ROW + 8 * PT);
	ink_text(&p->d, p->text, 0, p->d.h - label_height(p->text));
	drawing_end(&p->d);
	return 0;
}

/* Doors must be in the wall they are said to be in */
static int check_doors(const struct plan *p)
{
	const struct seats *s = p->seats;

	for (size_t i = 0; i < s->doorc; i++) {
		const struct seats_door *door = &s->door[i];
		bool side = door->wall == WALL_LEFT || door->wall == WALL_RIGHT;

		if (door->at + door->width > s->v[SEATS_ROOM][side])
			return err_set(EBADMSG,
				       _("%s:%u: a door is outside its wall"),
				       s->name, s->line);
	}

	return 0;
}

int seats_put(struct flow *flow, const struct block *b, const char *rest)
{
	struct seats seats;
	struct plan plan = { .seats = &seats };
	int err = seats_read(&seats, b, flow->name);

	(void)rest;
	if (!err)
		err = check_doors(&plan);
	if (!err)
		err = put(&plan, flow);
	seats_release(&seats);
	return err;
}
