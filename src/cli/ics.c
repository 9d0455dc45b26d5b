/**
 * @file cli/ics.c  Deadlines as an iCalendar, RFC 5545
 *
 * A deadline is an event of a whole day, the last one.  Its UID is made from
 * the dossier's number and the deadline's key, so that a calendar that reads
 * the file again moves the event instead of adding another.
 */
#include <errno.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "cli/deadline.h"
#include "course/agenda.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"

#define PRODID "-//callpermit//deadlines//ZH"

static struct icaltimetype day_of(struct date date)
{
	struct icaltimetype t = icaltime_null_date();

	t.year = date.year;
	t.month = date.month;
	t.day = date.day;
	return t;
}

static void add_texts(icalcomponent *event, const struct agenda_row *row)
{
	struct str text = { 0 };

	str_addf(&text, "%s-%s@callpermit", row->no, row->key);
	icalcomponent_add_property(event, icalproperty_new_uid(text.s));
	str_clear(&text);
	str_addf(&text, "%s %s", row->name, row->title);
	icalcomponent_add_property(event, icalproperty_new_summary(text.s));
	str_clear(&text);
	str_addf(&text, "%s, %s, ", row->no, row->key);
	deadline_whom(&text, row->whom, row->owner, row->backup);
	if (row->uncovered)
		str_addf(&text, _("; approximate: %d is not covered"),
			 row->uncovered);
	icalcomponent_add_property(event, icalproperty_new_description(text.s));
	str_release(&text);
}

static int row_handler(const struct agenda_row *row, void *arg)
{
	icalcomponent *calendar = arg;
	icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
	struct icaltimetype now = icaltime_from_timet_with_zone(
		(time_t)(clock_now() / 1000), 0,
		icaltimezone_get_utc_timezone());
	const struct date next = date_from_number(date_number(row->due) + 1);

	add_texts(event, row);
	icalcomponent_add_property(event, icalproperty_new_dtstamp(now));
	icalcomponent_add_property(event,
				   icalproperty_new_dtstart(day_of(row->due)));
	icalcomponent_add_property(event, icalproperty_new_dtend(day_of(next)));
	icalcomponent_add_property(
		event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	icalcomponent_add_component(calendar, event);
	return 0;
}

int cli_make_ics(struct cli *cli, const struct agenda_filter *filter,
		 struct str *to)
{
	icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	char *text;
	int err;

	icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
	icalcomponent_add_property(calendar, icalproperty_new_prodid(PRODID));
	err = agenda_each(cli->db, filter, row_handler, calendar);
	if (!err) {
		text = icalcomponent_as_ical_string_r(calendar);
		str_add(to, text);
		icalmemory_free_buffer(text);
	}
	icalcomponent_free(calendar);
	return err;
}
