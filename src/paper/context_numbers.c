/**
 * @file paper/context_numbers.c  Storage, load and the room, reckoned
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paper/capacity.h"
#include "paper/context_private.h"
#include "util/str.h"

#define SECONDS_HOUR 3600.0
#define PERCENT	     100.0
#define GB	     1000.0 /* MB */

/* How a seat and an aisle are drawn if nobody has measured them, m */
#define SEAT_WIDTH "1.2"
#define SEAT_DEPTH "0.7"
#define AISLE	   "1.2"

/* Most that is drawn */
#define SEATS_MAX 2000
#define AREA_MAX  100000
#define SIDE_MAX  500

/* A positive number among the facts; 0 if there is none */
static double number(const struct facts *facts, const char *group,
		     const char *key)
{
	const char *value = facts_value(facts, group, 0, key);
	const double n = value ? strtod(value, NULL) : 0;

	return n > 0 ? n : 0;
}

/* MB are facts (cap.day_mb), exact; 1 GB is 1000 of them */
static void add_storage(cJSON *to, const struct facts *facts)
{
	const double day = number(facts, "cap", "day_mb") / GB;
	const double kept = number(facts, "cap", "kept_mb") / GB;
	const double disk = number(facts, "cap", "disk_gb");
	cJSON *o;

	if (day <= 0 || kept <= 0) {
		(void)cJSON_AddFalseToObject(to, "storage");
		return;
	}

	o = cJSON_AddObjectToObject(to, "storage");
	context_put_decimal(o, "day", day, 5);
	context_put_decimal(o, "kept", kept, 5);
	(void)cJSON_AddBoolToObject(o, "planned", disk > 0);
	if (disk <= 0)
		return;

	(void)cJSON_AddBoolToObject(o, "enough", disk >= kept);
	context_put_decimal(o, "spare", disk >= kept ? disk - kept : 0, 5);
	context_put_decimal(o, "short", disk >= kept ? 0 : kept - disk, 5);
	context_put_decimal(o, "days", floor(disk / day), 0);
}

static void add_level(cJSON *o, const struct facts *facts, double load,
		      double handle, int seats)
{
	const double target = number(facts, "qos", "level") / PERCENT;
	const double within = number(facts, "qos", "seconds");
	const double level = capacity_level(seats, load, handle, within);
	int least;

	(void)cJSON_AddBoolToObject(o, "target", target > 0 && within > 0);
	if (target <= 0 || within <= 0)
		return;

	least = capacity_seats(load, handle, within, target, 100000);
	context_put_decimal(o, "level", level * PERCENT, 2);
	(void)cJSON_AddBoolToObject(o, "met", level >= target);
	if (least > 0)
		context_putf(o, "least", "%d", least);
	else
		(void)cJSON_AddFalseToObject(o, "least");
}

/* A call holds a line while it waits too, and gives it back before the work
 * after it: the handling time stands for both */
static void add_lines(cJSON *o, const struct facts *facts, double load)
{
	const int lines = (int)number(facts, "cap", "channels");
	double lost;

	if (lines <= 0) {
		(void)cJSON_AddFalseToObject(o, "lines");
		return;
	}

	o = cJSON_AddObjectToObject(o, "lines");
	context_putf(o, "channels", "%d", lines);
	lost = capacity_lost(lines, load) * PERCENT;
	if (lost < 0.0001)
		context_put(o, "lost", "小于0.0001");
	else
		context_put_decimal(o, "lost", lost, 4);
}

static void add_calls(cJSON *to, const struct facts *facts)
{
	const double calls = number(facts, "cap", "busy_calls");
	const double handle = number(facts, "cap", "handle_seconds");
	const double load = calls * handle / SECONDS_HOUR;
	const double duty = number(facts, "cap", "duty_seats");
	const double all = number(facts, "cc", "seats_total");
	const int seats = (int)(duty > 0 ? duty : all);
	cJSON *o;

	if (load <= 0 || seats <= 0 || seats > 100000) {
		(void)cJSON_AddFalseToObject(to, "calls");
		return;
	}

	o = cJSON_AddObjectToObject(to, "calls");
	context_put_decimal(o, "load", load, 4);
	context_putf(o, "seats", "%d", seats);
	(void)cJSON_AddBoolToObject(o, "assumed", duty <= 0);
	(void)cJSON_AddBoolToObject(o, "over", seats <= load);
	context_put_decimal(o, "busy", load / seats * PERCENT, 2);
	context_put_decimal(o, "wait", capacity_wait(seats, load) * PERCENT, 2);
	context_put_decimal(o, "mean", capacity_mean(seats, load, handle), 2);
	add_level(o, facts, load, handle, seats);
	add_lines(o, facts, load);
}

/* A measure of the drawing, and a note if it is none of the facts */
static void put_measure(cJSON *o, struct str *assumed,
			const struct facts *facts, const char *key,
			const char *otherwise, const char *what)
{
	const char *value = facts_value(facts, "room", 0, key);

	context_put_decimal(o, key, strtod(value ? value : otherwise, NULL), 3);
	if (!value)
		str_addf(assumed, "%s%s按%s米", assumed->len ? "、" : "", what,
			 otherwise);
}

/* Lengths in mm, as the drawing has them (typeset/seats.h): in front of the
 * first row, behind every row, at both ends and after BLOCK seats is a
 * passage */
#define BLOCK 10
#define MM    1000

struct floor {
	long room[2];
	long seat[2];
	long aisle;
	long need[2]; /* of the arrangement tried last */
};

static bool fits_grid(struct floor *f, long rows, long columns)
{
	f->need[0] = columns * f->seat[0] +
		     (2 + (columns - 1) / BLOCK) * f->aisle;
	f->need[1] = rows * f->seat[1] + (rows + 1) * f->aisle;

	return (f->need[0] <= f->room[0] && f->need[1] <= f->room[1]) ||
	       (f->need[0] <= f->room[1] && f->need[1] <= f->room[0]);
}

/* Without rows and columns, whether there are any that fit */
static bool fits_some(struct floor *f, long seats)
{
	for (long columns = 1; columns <= seats; columns++) {
		if (fits_grid(f, (seats + columns - 1) / columns, columns))
			return true;
	}

	return false;
}

static long mm(const cJSON *o, const char *key)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, key));

	return lround(strtod(s, NULL) * MM);
}

/* Where only the area is known the room is taken as three to two */
static void set_room(struct floor *f, const struct facts *facts, double area)
{
	const double unit = floor(sqrt(area / 6) * MM);

	f->room[0] = lround(number(facts, "room", "length") * MM);
	f->room[1] = lround(number(facts, "room", "width") * MM);
	if (f->room[0] >= MM && f->room[1] >= MM)
		return;

	f->room[0] = 3 * (long)unit;
	f->room[1] = 2 * (long)unit;
}

static void add_fit(cJSON *o, const struct facts *facts, long seats, long rows,
		    long columns)
{
	struct floor f = { .seat = { mm(o, "seat_width"), mm(o, "seat_depth") },
			   .aisle = mm(o, "aisle") };
	const bool grid = rows > 0 && columns > 0;
	bool fits;

	set_room(&f, facts, number(facts, "site", "area"));
	fits = grid ? rows * columns >= seats && fits_grid(&f, rows, columns)
		    : fits_some(&f, seats);
	(void)cJSON_AddBoolToObject(o, "fits", fits);
	(void)cJSON_AddBoolToObject(o, "few", grid && rows * columns < seats);
	context_put_decimal(o, "need_length", (double)f.need[0] / MM, 2);
	context_put_decimal(o, "need_width", (double)f.need[1] / MM, 2);
	context_put_decimal(o, "room_length", (double)f.room[0] / MM, 2);
	context_put_decimal(o, "room_width", (double)f.room[1] / MM, 2);
}

static int lesser(int a, int b)
{
	return a < b ? a : b;
}

/* Row by row: which seats, how many, of these built */
static void add_rows(cJSON *o, int seats, int built, int rows, int columns)
{
	cJSON *list = context_put_list(o, "lines");

	for (int i = 0; i < rows && columns > 0 && i * columns < seats; i++) {
		const int from = i * columns;
		const int to = lesser(from + columns, seats);
		const int done = lesser(to, built) - from;
		cJSON *row = context_put_row(list);

		context_putf(row, "n", "%d", i + 1);
		context_putf(row, "from", "%02d", from + 1);
		context_putf(row, "to", "%02d", to);
		context_putf(row, "count", "%d", to - from);
		context_putf(row, "built", "%d", done > 0 ? done : 0);
	}
	context_put_any(o, "lines");
}

static void add_plan(cJSON *to, const struct facts *facts)
{
	const int seats = (int)number(facts, "cc", "seats_total");
	const double built = number(facts, "cc", "seats_built");
	const double area = number(facts, "site", "area");
	const double length = number(facts, "room", "length");
	const double width = number(facts, "room", "width");
	const bool room = length >= 1 && width >= 1 && length <= SIDE_MAX &&
			  width <= SIDE_MAX;
	const int rows = (int)number(facts, "room", "rows");
	const int columns = (int)number(facts, "room", "columns");
	struct str assumed = { 0 };
	cJSON *o;

	if (seats <= 0 || seats > SEATS_MAX || area > AREA_MAX ||
	    (area < 1 && !room)) {
		(void)cJSON_AddFalseToObject(to, "plan");
		return;
	}

	o = cJSON_AddObjectToObject(to, "plan");
	(void)cJSON_AddBoolToObject(o, "measured", room);
	context_put_decimal(o, "length", length, 3);
	context_put_decimal(o, "width", width, 3);
	if (area >= 1)
		context_put_decimal(o, "area", area, 3);
	else
		context_put(o, "area", "");
	(void)cJSON_AddBoolToObject(o, "grid", rows > 0 && columns > 0);
	context_putf(o, "seats", "%d", seats);
	context_putf(o, "built", "%.0f", built < seats ? built : seats);
	put_measure(o, &assumed, facts, "seat_width", SEAT_WIDTH, "座席宽度");
	put_measure(o, &assumed, facts, "seat_depth", SEAT_DEPTH, "座席深度");
	put_measure(o, &assumed, facts, "aisle", AISLE, "过道宽度");
	context_put(o, "assumed", str_text(&assumed));
	if (area > 0)
		context_put_decimal(o, "each", area / seats, 2);
	else
		context_put(o, "each", "");
	add_fit(o, facts, seats, rows, columns);
	add_rows(o, seats, lesser((int)built, seats), rows, columns);
	str_release(&assumed);
}

void context_add_numbers(cJSON *to, const struct facts *facts)
{
	cJSON *o = cJSON_AddObjectToObject(to, "numbers");

	add_storage(o, facts);
	add_calls(o, facts);
	add_plan(o, facts);
}
