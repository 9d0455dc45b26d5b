/**
 * @file tui/chart.c  Days as cells
 */
#include "tui/chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* Columns of a month with its year, and a blank */
#define YEAR_W 8

void chart_fit(struct chart *c, struct date today, struct date from,
	       struct date to, int w)
{
	int64_t last = date_number(to);

	c->w = w > 1 ? w : 1;
	c->today = date_number(today);
	c->from = date_number(from);
	if (c->from > c->today)
		c->from = c->today;
	if (last < c->today)
		last = c->today;
	c->days = (int)((last - c->from) / c->w + 1);
}

static int cell_of(const struct chart *c, int64_t day)
{
	const int64_t at = day - c->from;

	if (at < 0)
		return -1;
	return at / c->days < c->w ? (int)(at / c->days) : c->w;
}

int chart_cell(const struct chart *c, struct date day)
{
	return cell_of(c, date_number(day));
}

/* The first month has its year where the next one leaves room for it */
static bool has_room(const struct chart *c)
{
	const int64_t behind = c->from + (int64_t)YEAR_W * c->days;

	return date_from_number(behind).month ==
	       date_from_number(c->from + c->days - 1).month;
}

void chart_months(const struct chart *c, struct str *to)
{
	char *line = x_calloc((size_t)c->w + 16, 1);
	int free_from = 0;

	memset(line, ' ', (size_t)c->w);
	for (int x = 0; x < c->w; x++) {
		const int64_t day = c->from + (int64_t)x * c->days;
		const struct date before = date_from_number(day - 1);
		const struct date last = date_from_number(day + c->days - 1);
		char label[16];
		int n;

		if ((x > 0 && before.month == last.month) || x < free_from)
			continue;
		n = (x == 0 && has_room(c)) || last.month == 1
			    ? snprintf(label, sizeof(label), "%04d-%02d",
				       last.year, last.month)
			    : snprintf(label, sizeof(label), "%02d",
				       last.month);
		if (x + n > c->w)
			break;
		memcpy(line + x, label, (size_t)n);
		free_from = x + n + 1;
	}
	str_add(to, line);
	free(line);
}

void chart_days_off(const struct chart *c, const struct calendar *calendar,
		    struct str *to)
{
	for (int x = 0; x < c->w; x++) {
		bool working = false;
		bool holiday = false;

		for (int i = 0; i < c->days; i++) {
			const struct calendar_day day = calendar_day(
				calendar,
				date_from_number(c->from +
						 (int64_t)x * c->days + i));

			working |= day.working;
			holiday |= day.name && !day.working;
		}
		str_add_char(to, holiday || !working ? '-' : ' ');
	}
}

/* From one day to another, as far as the scale goes */
static void fill(const struct chart *c, char *line, struct date from,
		 struct date to, char sign)
{
	int a = chart_cell(c, from);
	int b = chart_cell(c, to);

	for (int x = a < 0 ? 0 : a; x <= b && x < c->w; x++)
		line[x] = sign;
}

static void put(const struct chart *c, char *line, struct date day, char sign)
{
	const int x = day.year ? chart_cell(c, day) : -1;

	if (x >= c->w)
		line[c->w - 1] = '>';
	else if (x >= 0)
		line[x] = sign;
}

void chart_draw(const struct chart *c, const struct chart_row *row,
		struct str *to)
{
	const struct date today = date_from_number(c->today);
	char *line = x_calloc((size_t)c->w + 1, 1);

	memset(line, ' ', (size_t)c->w);
	if (row->since.year) {
		fill(c, line, row->since, today, '=');
		if (chart_cell(c, row->since) < 0)
			line[0] = '<';
	}
	if (row->p10.year)
		fill(c, line, row->p10, row->p90, '.');
	put(c, line, today, '|');
	put(c, line, row->p10, '<');
	put(c, line, row->p90, '>');
	put(c, line, row->last, '!');
	put(c, line, row->p50, '#');
	put(c, line, row->reached, '*');
	str_add(to, line);
	free(line);
}
