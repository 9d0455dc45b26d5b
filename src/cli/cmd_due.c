/**
 * @file cli/cmd_due.c  due
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/deadline.h"
#include "cli/finding.h"
#include "course/agenda.h"
#include "course/reminder.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

#define WITHIN_DAYS 30
#define WITHIN_ICS  366 /* a calendar looks further ahead */
#define WITHIN_MOST 36500
#define WIDTH_NO    11
#define WIDTH_NAME  28
#define WIDTH_LATE  16
#define WIDTH_SIDE  16

/* The list of an office, being printed */
struct listing {
	struct date today;
	cJSON *list; /* or NULL */
	size_t count;
	size_t late;
	size_t failed;
	size_t sides[SIDE_COUNT]; /* who is waited for */
};

static cJSON *row_json(const struct agenda_row *row)
{
	char text[DATE_TEXT];
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "dossier", row->no);
	(void)cJSON_AddStringToObject(o, "name", row->name);
	(void)cJSON_AddStringToObject(o, "key", row->key);
	(void)cJSON_AddStringToObject(o, "title", row->title);
	(void)cJSON_AddStringToObject(o, "whom", side_name(row->whom));
	if (row->owner)
		(void)cJSON_AddStringToObject(o, "owner", row->owner);
	if (row->backup)
		(void)cJSON_AddStringToObject(o, "backup", row->backup);
	(void)cJSON_AddStringToObject(o, "due", date_encode(text, row->due));
	if (row->opens.year)
		(void)cJSON_AddStringToObject(o, "opens",
					      date_encode(text, row->opens));
	if (row->uncovered)
		(void)cJSON_AddNumberToObject(o, "approximate_from",
					      row->uncovered);
	return o;
}

static void print_row(const struct agenda_row *row)
{
	char due[DATE_TEXT];
	struct str text = { 0 };

	cli_print_cell(date_encode(due, row->due), DATE_TEXT + 1);
	deadline_distance(&text, row->due);
	cli_print_cell(str_text(&text), WIDTH_LATE);
	cli_print_cell(row->no, WIDTH_NO);
	cli_print_cell(row->name, WIDTH_NAME);
	(void)putchar(' ');
	str_clear(&text);
	deadline_whom(&text, row->whom, row->owner, row->backup);
	cli_print_cell(str_text(&text), WIDTH_SIDE);
	str_clear(&text);
	str_addf(&text, "%s  %s", row->title, row->key);
	if (row->uncovered)
		str_addf(&text, _("  approximate: %d is not covered"),
			 row->uncovered);
	print_safe(" ", str_text(&text));
	str_release(&text);
}

static int row_handler(const struct agenda_row *row, void *arg)
{
	struct listing *l = arg;

	l->count++;
	l->late += date_number(row->due) < date_number(l->today);
	l->sides[row->whom]++;
	if (l->list)
		(void)cJSON_AddItemToArray(l->list, row_json(row));
	else
		print_row(row);

	return 0;
}

/* One whose deadlines nobody knows is worse than a late one */
static int failed_handler(const char *no, const char *name, const char *why,
			  void *arg)
{
	struct listing *l = arg;
	struct str text = { 0 };
	cJSON *o;

	l->failed++;
	if (l->list) {
		o = cJSON_CreateObject();
		(void)cJSON_AddStringToObject(o, "dossier", no);
		(void)cJSON_AddStringToObject(o, "name", name);
		(void)cJSON_AddStringToObject(o, "error", why);
		(void)cJSON_AddItemToArray(l->list, o);
		return 0;
	}

	str_addf(&text, _("%s cannot be computed: %s"), no, why);
	print_safe("! ", text.s);
	str_release(&text);
	return 0;
}

/* Whoever relies on a reminder must know that none came */
static int unsent_handler(const char *channel, size_t count, int64_t since,
			  const char *error, void *arg)
{
	struct listing *l = arg;
	char time[DATE_TIME_TEXT];
	struct str text = { 0 };
	cJSON *o;

	l->failed++;
	(void)date_time_encode(time, since);
	if (l->list) {
		o = cJSON_CreateObject();
		(void)cJSON_AddStringToObject(o, "channel", channel);
		(void)cJSON_AddNumberToObject(o, "unsent", (double)count);
		(void)cJSON_AddStringToObject(o, "since", time);
		(void)cJSON_AddStringToObject(o, "error", error);
		(void)cJSON_AddItemToArray(l->list, o);
		return 0;
	}

	str_addf(&text, _("%zu reminders not sent by %s since %s: %s"), count,
		 channel, time, error);
	print_safe("! ", text.s);
	str_release(&text);
	return 0;
}

/* Long work says how far it is, on a terminal */
static int progress_handler(size_t done, size_t of, void *arg)
{
	(void)arg;
	if (of > AGENDA_BATCH && isatty(STDERR_FILENO))
		(void)fprintf(stderr, "\r%zu / %zu%s", done, of,
			      done == of ? "\n" : "");
	return 0;
}

static int refresh(struct cli *cli, const char *calendar_id)
{
	struct calendar *calendar = NULL;
	struct library *library = NULL;
	int err = calendar_shipped(&calendar);

	if (!err)
		err = library_open(&library, cli->db, cli->shipped);
	if (!err)
		err = agenda_refresh(cli->db, library, calendar, calendar_id,
				     progress_handler, NULL);
	library_close(library);
	calendar_free(calendar);
	return err;
}

int cli_refresh_agenda(struct cli *cli)
{
	char *path = file_shipped("data/calendar.yaml");
	char id[SHA256_TEXT] = "";
	bool stale = false;
	int err = path ? file_sha256(id, path)
		       : err_set(ENOENT, _("data/calendar.yaml is not there"));

	if (!err)
		err = agenda_is_stale(cli->db, id, &stale);
	if (!err && stale)
		err = refresh(cli, id);
	free(path);
	return err;
}

static void print_sum(const struct listing *l,
		      const struct agenda_filter *filter, int within)
{
	struct str sides = { 0 };

	for (enum side side = 0; side < SIDE_COUNT; side++) {
		if (l->sides[side] > 0)
			str_addf(&sides, "%s%s %zu", sides.len ? ", " : "",
				 side_title(side), l->sides[side]);
	}
	cli_say(filter->opened.year
			? _("%zu due within %d days or to be thought of now, "
			    "%zu of them late")
			: _("%zu due within %d days, %zu of them late"),
		l->count, within, l->late);
	if (sides.len)
		cli_say(_("waiting for: %s"), sides.s);
	str_release(&sides);
}

static int print_due(struct cli *cli, const struct agenda_filter *filter,
		     int within)
{
	struct listing l = { .today = clock_today(),
			     .list = cli->json ? cJSON_CreateArray() : NULL };
	int err = agenda_each(cli->db, filter, row_handler, &l);

	if (!err)
		err = agenda_failed(cli->db, filter->dossier, failed_handler,
				    &l);
	if (!err)
		err = reminder_failed(cli->db, filter->dossier, unsent_handler,
				      &l);
	if (l.list)
		cli_print_json(l.list);
	else if (!err)
		print_sum(&l, filter, within);
	cli->findings = l.late > 0 || l.failed > 0;
	return err;
}

static int read_days(const char *text, int *daysp)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (!*text || *end || n < 0 || n > WITHIN_MOST)
		return err_set(EINVAL, _("%s is no number of days"), text);

	*daysp = (int)n;
	return 0;
}

/* Text to a file that only its owner reads, or to standard output */
static int put_ics(struct cli *cli, const struct agenda_filter *filter,
		   const char *path)
{
	struct str text = { 0 };
	int err = cli_make_ics(cli, filter, &text);

	if (!err && path)
		err = file_write(path, text.s, text.len);
	else if (!err)
		(void)fputs(text.s, stdout);
	str_release(&text);
	return err;
}

/* What the options say */
struct wanted {
	int within; /* days, -1: not said */
	bool ics;
	const char *path;
};

static int show(struct cli *cli, const struct wanted *w, int64_t dossier)
{
	const int within = w->within >= 0 ? w->within
			   : w->ics	  ? WITHIN_ICS
					  : WITHIN_DAYS;
	const struct date today = clock_today();
	/* Unless days are named, what can be done now is shown as well */
	const struct agenda_filter filter = {
		.until = date_from_number(date_number(today) + within),
		.opened = w->within < 0 ? today : (struct date){ 0 },
		.dossier = dossier,
	};
	int err = cli_refresh_agenda(cli);

	if (err)
		return err;

	return w->ics ? put_ics(cli, &filter, w->path)
		      : print_due(cli, &filter, within);
}

int cmd_due(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "within", required_argument, NULL, 'w' },
		{ "ics", no_argument, NULL, 'i' },
		{ NULL, 0, NULL, 0 }
	};
	struct wanted wanted = { .within = -1 };
	struct dossier d = { 0 };
	int err = 0;
	int o;

	while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		if (o == 'w')
			err = read_days(optarg, &wanted.within);
		else if (o == 'i')
			wanted.ics = true;
		else if (o == 'o')
			wanted.path = optarg;
		else
			return cli_usage(argv[0]);
		if (err)
			return err;
	}
	if (argc - optind > 1 || (wanted.path && !wanted.ics))
		return cli_usage(argv[0]);

	if (optind < argc)
		err = dossier_find(cli->db, argv[optind], &d);
	if (!err)
		err = show(cli, &wanted, d.id);
	dossier_release(&d);
	return err;
}
