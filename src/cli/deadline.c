/**
 * @file cli/deadline.c  Deadlines as text and as JSON
 */
#include "cli/deadline.h"

#include <stdio.h>

#include "cli/cli.h"
#include "cli/finding.h"
#include "util/lang.h"
#include "util/str.h"

#define WIDTH_STATE 16
#define WIDTH_SIDE  16

void print_deadline(const struct deadline *d)
{
	char due[DATE_TEXT] = "-";
	struct str text = { 0 };

	if (d->due.year)
		(void)date_encode(due, d->due);
	(void)fputs("  ", stdout);
	cli_print_cell(due, DATE_TEXT + 1);
	if (d->state != DEADLINE_OPEN)
		str_add(&text, deadline_state_title(d->state));
	else if (d->due.year)
		deadline_distance(&text, d->due);
	cli_print_cell(str_text(&text), WIDTH_STATE);
	str_clear(&text);
	deadline_whom(&text, d->whom, d->owner, d->backup);
	cli_print_cell(str_text(&text), WIDTH_SIDE);
	str_clear(&text);
	str_addf(&text, "%s  %s", deadline_title(d), d->key);
	deadline_doubt(&text, d);
	print_safe(" ", str_text(&text));
	str_release(&text);
}

static void add_date(cJSON *o, const char *name, struct date date)
{
	char text[DATE_TEXT];

	if (date.year)
		(void)cJSON_AddStringToObject(o, name, date_encode(text, date));
}

cJSON *deadline_json(const struct pack *pack, const struct deadline *d)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "key", d->key);
	(void)cJSON_AddStringToObject(o, "title", deadline_title(d));
	(void)cJSON_AddStringToObject(o, "whom", side_name(d->whom));
	if (d->owner)
		(void)cJSON_AddStringToObject(o, "owner", d->owner);
	if (d->backup)
		(void)cJSON_AddStringToObject(o, "backup", d->backup);
	(void)cJSON_AddStringToObject(o, "state",
				      deadline_state_name(d->state));
	add_date(o, "due", d->due);
	add_date(o, "opens", d->opens);
	add_date(o, "done", d->done);
	if (d->state == DEADLINE_PAUSED)
		(void)cJSON_AddNumberToObject(o, "left", d->left);
	(void)cJSON_AddStringToObject(o, "unit", clock_unit_name(d->unit));
	if (d->uncovered)
		(void)cJSON_AddNumberToObject(o, "approximate_from",
					      d->uncovered);
	if (d->note)
		(void)cJSON_AddStringToObject(o, "note", d->note);
	if (d->consequence)
		(void)cJSON_AddStringToObject(o, "consequence", d->consequence);
	(void)cJSON_AddItemToObject(
		o, "sources", sources_json(pack, d->sources, d->sources_count));
	return o;
}
