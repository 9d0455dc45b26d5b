/**
 * @file typeset/seats.c  A room with its seats, before it is drawn
 */
#include "typeset/seats.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "typeset/lines.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* Shape of a room of which only the area is known */
#define LONG_SIDE  3
#define SHORT_SIDE 2

/* Seats side by side without a passage, if nothing else is said */
#define BLOCK_USUAL 10

#define NUM_TEXT    24

/* clang-format off */
static const struct key {
	const char *word;
	size_t values;
	bool whole;
	int64_t min; /* thousandths */
	int64_t max;
	long usual[2];
} keys[SEATS_KEYS] = {
	[SEATS_AREA]    = { "area",    1, false, 1000,  100000000, { 0 } },
	[SEATS_ROOM]    = { "room",    2, false, 1000,  500000,    { 0 } },
	[SEATS_ROWS]    = { "rows",    1, true,  1000,  500000,    { 0 } },
	[SEATS_COLUMNS] = { "columns", 1, true,  1000,  500000,    { 0 } },
	[SEATS_COUNT]   = { "count",   1, true,  1000,  SEATS_MAX * MILLI,
			    { 0 } },
	[SEATS_BUILT]   = { "built",   1, true,  0,     SEATS_MAX * MILLI,
			    { 0 } },
	[SEATS_SEAT]    = { "seat",    2, false, 400,   5000, { 1200, 700 } },
	[SEATS_AISLE]   = { "aisle",   1, false, 300,   10000, { 1200 } },
	[SEATS_BLOCK]   = { "block",   1, true,  1000,  500000,
			    { BLOCK_USUAL } },
};

static const char *const walls[] = {
	[WALL_TOP] = "top",       [WALL_RIGHT] = "right",
	[WALL_BOTTOM] = "bottom", [WALL_LEFT] = "left",
};
/* clang-format on */

static int read_key(struct seats *p, const struct lines *l, size_t key)
{
	int err = lines_want(l, keys[key].values + 1, keys[key].values + 1);

	if (!err && p->has[key])
		err = lines_wrong(l, _("\"%s\" is there twice"),
				  keys[key].word);
	for (size_t i = 0; !err && i < keys[key].values; i++) {
		int64_t v = 0;

		if (keys[key].whole)
			err = lines_whole(l, i + 1, keys[key].min / MILLI,
					  keys[key].max / MILLI, &p->v[key][i]);
		else
			err = lines_number(l, i + 1, keys[key].min,
					   keys[key].max, &v);
		if (!keys[key].whole)
			p->v[key][i] = (long)v;
	}
	p->has[key] = true;
	p->lines[key] = l->line;
	return err;
}

static int read_door(struct seats *p, const struct lines *l)
{
	struct seats_door *door = &p->door[p->doorc];
	int64_t at = 0;
	int64_t width = 0;
	size_t wall = 0;
	int err = lines_want(l, 4, 4);

	while (!err && wall < ARRAY_LEN(walls) && !lines_is(l, 1, walls[wall]))
		wall++;
	if (!err && (wall == ARRAY_LEN(walls) || p->doorc == SEATS_DOORS_MAX))
		err = lines_wrong(l, _("a wrong door, or more than %d"),
				  SEATS_DOORS_MAX);
	if (!err)
		err = lines_number(l, 2, 0, keys[SEATS_ROOM].max, &at);
	if (!err)
		err = lines_number(l, 3, 500, 10000, &width);
	if (err)
		return err;

	*door = (struct seats_door){ (enum seats_wall)wall, (long)at,
				     (long)width };
	p->doorc++;
	return 0;
}

static int read_line(struct seats *p, const struct lines *l)
{
	for (size_t key = 0; key < SEATS_KEYS; key++) {
		if (lines_is(l, 0, keys[key].word))
			return read_key(p, l, key);
	}
	if (lines_is(l, 0, "door"))
		return read_door(p, l);
	if (!lines_is(l, 0, "note"))
		return lines_wrong(l, _("an unknown line of a seat plan"));
	if (p->notec == SEATS_NOTES_MAX)
		return lines_wrong(l, _("more than %d notes"), SEATS_NOTES_MAX);

	lines_rich(l, 1, &p->note[p->notec++]);
	return lines_want(l, 2, 2);
}

/* Largest whole number whose square is at most v */
static long root(int64_t v)
{
	int64_t low = 0;
	int64_t high = 1L << 30;

	while (low < high) {
		int64_t mid = (low + high + 1) / 2;

		if (mid * mid <= v)
			low = mid;
		else
			high = mid - 1;
	}

	return (long)low;
}

static int set_room(struct seats *p)
{
	long *room = p->v[SEATS_ROOM];
	int64_t mm2 = (int64_t)p->v[SEATS_AREA][0] * 1000;
	long unit;

	p->guessed = !p->has[SEATS_ROOM];
	if (p->guessed && !p->has[SEATS_AREA])
		return err_set(EBADMSG,
			       _("%s:%u: a seat plan without room and area"),
			       p->name, p->line);
	if (p->guessed) {
		unit = root(mm2 / (LONG_SIDE * SHORT_SIDE));
		room[0] = LONG_SIDE * unit;
		room[1] = SHORT_SIDE * unit;
		p->lines[SEATS_ROOM] = p->lines[SEATS_AREA];
	} else if (room[0] < room[1]) {
		long swap = room[0];

		room[0] = room[1];
		room[1] = swap;
	}

	return 0;
}

void seats_need(const struct seats *p, long columns, long rows, long need[2])
{
	long aisle = p->v[SEATS_AISLE][0];
	long block = p->v[SEATS_BLOCK][0];

	need[0] = columns * p->v[SEATS_SEAT][0] +
		  (2 + (columns - 1) / block) * aisle;
	need[1] = rows * p->v[SEATS_SEAT][1] + (rows + 1) * aisle;
}

static long lacking(long need, long have)
{
	return need > have ? need - have : 0;
}

/* How much is missing for an arrangement; 0 if it fits */
static long misfit(const struct seats *p, long columns, long rows, bool across)
{
	const long *room = p->v[SEATS_ROOM];
	long need[2];

	seats_need(p, columns, rows, need);
	return lacking(need[0], room[across]) + lacking(need[1], room[!across]);
}

/* Rows and columns that are not given: those that leave the most even rest */
static void choose(struct seats *p)
{
	const long *room = p->v[SEATS_ROOM];
	long count = p->v[SEATS_COUNT][0];
	long best = -1;
	long best_lack = 0;

	for (long columns = 1; columns <= count; columns++) {
		long rows = (count + columns - 1) / columns;

		for (int across = 0; across < 2; across++) {
			long lack = misfit(p, columns, rows, across);
			long need[2];
			long uneven;

			seats_need(p, columns, rows, need);
			uneven = room[across] - need[0] -
				 (room[!across] - need[1]);
			uneven = uneven < 0 ? -uneven : uneven;
			if (best >= 0 &&
			    (lack > best_lack ||
			     (lack == best_lack && uneven >= best)))
				continue;
			best = uneven;
			best_lack = lack;
			p->v[SEATS_COLUMNS][0] = columns;
			p->v[SEATS_ROWS][0] = rows;
		}
	}
}

/* Size of the fewest equal parts of at most some size */
static long even_part(long all, long most)
{
	long parts = (all + most - 1) / most;

	return (all + parts - 1) / parts;
}

static int set_counts(struct seats *p)
{
	bool given = p->has[SEATS_ROWS] && p->has[SEATS_COLUMNS];
	long most = p->v[SEATS_ROWS][0] * p->v[SEATS_COLUMNS][0];
	long *count = p->v[SEATS_COUNT];
	long one;

	if (!p->has[SEATS_COUNT] && (!given || most > SEATS_MAX))
		return err_set(EBADMSG,
			       _("%s:%u: a seat plan without a number of "
				 "seats, or of more than %d"),
			       p->name, p->line, SEATS_MAX);
	if (!p->has[SEATS_COUNT])
		count[0] = most;
	if (!given) {
		one = p->v[SEATS_ROWS][0] + p->v[SEATS_COLUMNS][0];
		if (one == 0)
			choose(p);
		else if (p->has[SEATS_ROWS])
			p->v[SEATS_COLUMNS][0] = (count[0] + one - 1) / one;
		else
			p->v[SEATS_ROWS][0] = (count[0] + one - 1) / one;
		most = p->v[SEATS_ROWS][0] * p->v[SEATS_COLUMNS][0];
	}
	if (!p->has[SEATS_BLOCK]) { /* blocks of much the same size */
		one = p->v[SEATS_COLUMNS][0];
		p->v[SEATS_BLOCK][0] = even_part(one, BLOCK_USUAL);
	}
	if (count[0] > most)
		return err_set(EBADMSG,
			       _("%s:%u: %ld seats do not go into %ld rows of "
				 "%ld: %ld are left over"),
			       p->name, p->lines[SEATS_COUNT], count[0],
			       p->v[SEATS_ROWS][0], p->v[SEATS_COLUMNS][0],
			       count[0] - most);
	if (p->has[SEATS_BUILT] && p->v[SEATS_BUILT][0] > count[0])
		return err_set(EBADMSG, _("%s:%u: %ld seats are built, of %ld"),
			       p->name, p->lines[SEATS_BUILT],
			       p->v[SEATS_BUILT][0], count[0]);

	return 0;
}

static const char *metres(char buf[NUM_TEXT], long mm)
{
	/* never less than it is: a room made so is large enough */
	(void)snprintf(buf, NUM_TEXT, "%ld.%02ld", (mm + 9) / 1000,
		       (mm + 9) % 1000 / 10);
	return buf;
}

static int fit(struct seats *p)
{
	long columns = p->v[SEATS_COLUMNS][0];
	long rows = p->v[SEATS_ROWS][0];
	long straight = misfit(p, columns, rows, false);
	long across = misfit(p, columns, rows, true);
	const long *room = p->v[SEATS_ROOM];
	char s[6][NUM_TEXT];
	long need[2];
	long side[2];

	p->across = across < straight;
	if (straight == 0 || across == 0)
		return 0;

	seats_need(p, columns, rows, need);
	side[0] = need[p->across];
	side[1] = need[!p->across];
	return err_set(
		EBADMSG,
		_("%s:%u: the seats need %s m by %s m, the room has %s m by "
		  "%s m: missing in length %s m, in width %s m"),
		p->name, p->lines[SEATS_ROOM], metres(s[0], side[0]),
		metres(s[1], side[1]), metres(s[2], room[0]),
		metres(s[3], room[1]), metres(s[4], lacking(side[0], room[0])),
		metres(s[5], lacking(side[1], room[1])));
}

int seats_read(struct seats *p, const struct block *b, const char *name)
{
	struct lines lines;
	int err = 0;

	*p = (struct seats){ .name = name, .line = b->line };
	for (size_t i = 0; i < SEATS_KEYS; i++)
		memcpy(p->v[i], keys[i].usual, sizeof(p->v[i]));
	lines_init(&lines, str_text(&b->body), &b->origin, name);
	while (!err && lines_next(&lines))
		err = read_line(p, &lines);
	lines_release(&lines);
	if (!err)
		err = set_room(p);
	if (!err)
		err = set_counts(p);
	if (!err)
		err = fit(p);
	return err;
}

void seats_margin(const struct seats *p, long margin[2])
{
	const long *room = p->v[SEATS_ROOM];
	long need[2];

	seats_need(p, p->v[SEATS_COLUMNS][0], p->v[SEATS_ROWS][0], need);
	for (int i = 0; i < 2; i++)
		margin[i] = p->v[SEATS_AISLE][0] +
			    (room[i == 0 ? p->across : !p->across] - need[i]) /
				    2;
}

struct box seats_place(const struct seats *p, long i)
{
	const long *seat = p->v[SEATS_SEAT];
	long aisle = p->v[SEATS_AISLE][0];
	long column = i % p->v[SEATS_COLUMNS][0];
	long row = i / p->v[SEATS_COLUMNS][0];
	long margin[2];

	seats_margin(p, margin);
	return (struct box){
		margin[0] + column * seat[0] +
			column / p->v[SEATS_BLOCK][0] * aisle,
		margin[1] + row * (seat[1] + aisle),
		seat[0],
		seat[1],
	};
}

void seats_release(struct seats *p)
{
	for (size_t i = 0; i < p->notec; i++)
		rich_release(&p->note[i]);
	p->notec = 0;
}
