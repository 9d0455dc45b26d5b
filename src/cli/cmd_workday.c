/**
 * @file cli/cmd_workday.c  workday
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "pack/calendar.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"

#define COUNT_DIGITS 7 /* of a number on the command line */

/* What is asked, and what it came to */
struct ask {
	struct date event;
	struct date to; /* DATE DATE: the second; else year 0 */
	bool counts;	/* +N or -N was given */
	int n;
	struct workday day; /* that is shown */
	int between;
};

static const char *weekday_title(struct date date)
{
	static const char *const titles[] = {
		N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
		N_("Friday"), N_("Saturday"), N_("Sunday"),
	};

	return _(titles[date_weekday(date)]);
}

static const char *day_title(const struct calendar_day *is)
{
	if (is->name)
		return lang_pick(is->name, is->name_en);
	if (is->special)
		return _("a weekend day that is worked");

	return is->working ? _("working day") : _("weekend");
}

/* "+5" or "-5" among the words, taken out of them: getopt would take -5 for an
 * option */
static const char *take_count(int *argcp, char **argv)
{
	for (int i = 1; i < *argcp; i++) {
		const char *word = argv[i];
		size_t n = strspn(word + (*word == '+' || *word == '-'),
				  "0123456789");

		if ((*word != '+' && *word != '-') || n == 0 || word[1 + n])
			continue;
		memmove(argv + i, argv + i + 1,
			(size_t)(*argcp - i) * sizeof(*argv));
		--*argcp;
		return word;
	}

	return NULL;
}

static int open_calendar(struct calendar **calp, const char *update)
{
	char *path = file_shipped("data/calendar.yaml");
	int err = path ? calendar_load(calp, path)
		       : err_set(ENOENT, _("data/calendar.yaml is not there"));

	if (!err && update)
		err = calendar_update(*calp, update);
	free(path);
	return err;
}

static int answer(const struct calendar *cal, struct ask *ask)
{
	ask->day.date = ask->event;
	if (ask->to.year) {
		ask->day.date = ask->to;
		ask->between = calendar_between(cal, ask->event, ask->to,
						&ask->day.uncovered);
		return 0;
	}
	if (ask->counts && ask->n != 0)
		return calendar_add(cal, &ask->day, ask->event, ask->n);
	if (!calendar_covers(cal, ask->event.year))
		ask->day.uncovered = ask->event.year;

	return 0;
}

static void print_json(const struct calendar *cal, const struct ask *ask)
{
	const struct calendar_day is = calendar_day(cal, ask->day.date);
	const char *sources = calendar_sources(cal, ask->day.date.year);
	cJSON *o = cJSON_CreateObject();
	char text[DATE_TEXT];

	(void)cJSON_AddStringToObject(o, "event",
				      date_encode(text, ask->event));
	if (ask->counts || ask->to.year)
		(void)cJSON_AddNumberToObject(o, "working_days",
					      ask->to.year ? ask->between
							   : ask->n);
	(void)cJSON_AddStringToObject(o, "date",
				      date_encode(text, ask->day.date));
	/* ISO 8601: Monday is 1 */
	(void)cJSON_AddNumberToObject(o, "weekday",
				      date_weekday(ask->day.date) + 1);
	(void)cJSON_AddBoolToObject(o, "working", is.working);
	(void)cJSON_AddStringToObject(o, "day", day_title(&is));
	(void)cJSON_AddBoolToObject(o, "approximate", ask->day.uncovered != 0);
	if (ask->day.uncovered)
		(void)cJSON_AddNumberToObject(o, "uncovered",
					      ask->day.uncovered);
	if (sources)
		(void)cJSON_AddStringToObject(o, "sources", sources);
	cli_print_json(o);
}

static void print_text(const struct calendar *cal, const struct ask *ask)
{
	const struct calendar_day is = calendar_day(cal, ask->day.date);
	const int year = ask->day.date.year;
	char text[DATE_TEXT];

	if (ask->to.year)
		cli_say(_("%d working days, the first day not counted"),
			ask->between);
	cli_say("%s  %s  %s", date_encode(text, ask->day.date),
		weekday_title(ask->day.date), day_title(&is));
	if (ask->day.uncovered)
		cli_say(_("approximate: %d is not covered, its days are "
			  "counted by weekends only"),
			ask->day.uncovered);
	else if (calendar_covers(cal, year))
		cli_say("  %s %s [%s]", _("from"), calendar_title(cal, year),
			calendar_sources(cal, year));
}

static int parse(struct ask *ask, const char *count, int argc, char **argv)
{
	int err;

	if (argc < 1 || argc > 2 || (count && argc == 2))
		return cli_usage("workday");

	err = date_decode(&ask->event, argv[0]);
	if (!err && argc == 2)
		err = date_decode(&ask->to, argv[1]);
	if (err || !count)
		return err;
	if (strlen(count) > COUNT_DIGITS)
		return err_set(EINVAL,
			       _("%s: at most %d working days are "
				 "counted"),
			       count, CALENDAR_COUNT_MAX);

	ask->counts = true;
	ask->n = (int)strtol(count, NULL, 10);
	return 0;
}

int cmd_workday(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "calendar", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 }
	};
	const char *count = take_count(&argc, argv);
	struct calendar *cal = NULL;
	const char *update = NULL;
	struct ask ask = { 0 };
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'c')
			return cli_usage(argv[0]);
		update = optarg;
	}

	err = parse(&ask, count, argc - optind, argv + optind);
	if (!err)
		err = open_calendar(&cal, update);
	if (!err)
		err = answer(cal, &ask);
	if (!err && cli->json)
		print_json(cal, &ask);
	else if (!err)
		print_text(cal, &ask);

	calendar_free(cal);
	return err;
}
