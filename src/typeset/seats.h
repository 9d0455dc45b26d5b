/**
 * @file typeset/seats.h  A room with its seats, before it is drawn
 *
 * Lengths are millimetres of the real room.  Seats stand in rows side by side;
 * in front of the first row, behind every row and at both ends of the rows is
 * a passage, and so is one after every block of seats.  What the room has more
 * than it needs makes the passages along the walls wider.
 */
#ifndef TYPESET_SEATS_H
#define TYPESET_SEATS_H

#include <stdbool.h>

#include "typeset/drawing.h"
#include "typeset/markdown.h"

/** Most seats, doors and remarks of a plan */
#define SEATS_MAX	2000
#define SEATS_DOORS_MAX 8
#define SEATS_NOTES_MAX 12

/** What a line of the plan may begin with */
enum seats_key {
	SEATS_AREA,
	SEATS_ROOM,
	SEATS_ROWS,
	SEATS_COLUMNS,
	SEATS_COUNT,
	SEATS_BUILT,
	SEATS_SEAT,
	SEATS_AISLE,
	SEATS_BLOCK,
};

#define SEATS_KEYS (SEATS_BLOCK + 1)

enum seats_wall { WALL_TOP, WALL_RIGHT, WALL_BOTTOM, WALL_LEFT };

struct seats_door {
	enum seats_wall wall;
	long at; /**< From the left or upper end of the wall */
	long width;
};

struct seats {
	const char *name;
	unsigned line;	       /**< Of the directive */
	long v[SEATS_KEYS][2]; /**< Values: mm, thousandths of m2, counts */
	unsigned lines[SEATS_KEYS]; /**< Where they stand */
	bool has[SEATS_KEYS];
	struct seats_door door[SEATS_DOORS_MAX];
	size_t doorc;
	struct rich note[SEATS_NOTES_MAX];
	size_t notec;
	bool guessed; /**< The room was made from the area */
	bool across;  /**< Rows run along the shorter side of the room */
};

/**
 * Read a plan and put its seats into the room
 *
 * @param seats  Receives it; give it to seats_release() in any case
 *
 * @return 0; EBADMSG "NAME:LINE: ...", also if the room is too small
 */
int seats_read(struct seats *seats, const struct block *block,
	       const char *name);

/** Length and depth that the rows need with their passages */
void seats_need(const struct seats *seats, long columns, long rows,
		long need[2]);

/**
 * Where a seat stands
 *
 * @param i  From 0
 *
 * @return x and w run along the rows, y and h across; from the corner of the
 *         room before the first seat
 */
struct box seats_place(const struct seats *seats, long i);

/** Passages before the first row and beside the first seat */
void seats_margin(const struct seats *seats, long margin[2]);

/** Free what is inside */
void seats_release(struct seats *seats);

#endif
