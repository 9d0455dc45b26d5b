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
#include "dossier/agenda.h"
#include "dossier/stage.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"

#define WITHIN_DAYS 30
#define WITHIN_MOST 36500
#define WIDTH_NO    11
#define WIDTH_NAME  28
#define WIDTH_LATE  14
#define WIDTH_SIDE  10

/* The list of an office, being printed */
struct listing {
	const struct cli *cli;
	struct date today;
	cJSON *list; /* or NULL */
	size_t count;
	size_t late;
};

static void say_distance(struct str *to, const struct listing *l,
			 const struct agenda_row *row)
{
	const int64_t days = date_number(row->due) - date_number(l->today);

	if (days < 0)
		str_addf(to, _("%lld days late"), (long long)-days);
	else
		str_addf(to, _("in %lld days"), (long long)days);
}

static cJSON *row_json(const struct agenda_row *row)
{
	char text[DATE_TEXT];
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "dossier", row->no);
	(void)cJSON_AddStringToObject(o, "name", row->name);
	(void)cJSON_AddStringToObject(o, "key", row->key);
	(void)cJSON_AddStringToObject(o, "title", row->title);
	(void)cJSON_AddStringToObject(o, "whom", side_name(row->whom));
	(void)cJSON_AddStringToObject(o, "due", date_encode(text, row->due));
	if (row->opens.year)
		(void)cJSON_AddStringToObject(o, "opens",
					      date_encode(text, row->opens));
	if (row->uncovered)
		(void)cJSON_AddNumberToObject(o, "approximate_from",
					      row->uncovered);
	return o;
}

static int row_handler(const struct agenda_row *row, void *arg)
{
	struct listing *l = arg;
	char due[DATE_TEXT];
	struct str distance = { 0 };

	l->count++;
	l->late += date_number(row->due) < date_number(l->today);
	if (l->list) {
		(void)cJSON_AddItemToArray(l->list, row_json(row));
		return 0;
	}

	say_distance(&distance, l, row);
	cli_print_cell(date_encode(due, row->due), DATE_TEXT + 1);
	cli_print_cell(str_text(&distance), WIDTH_LATE);
	cli_print_cell(row->no, WIDTH_NO);
	cli_print_cell(row->name, WIDTH_NAME);
	(void)putchar(' ');
	cli_print_cell(side_title(row->whom), WIDTH_SIDE);
	print_safe("", row->title);
	if (row->uncovered)
		(void)printf(
			_("            approximate: the days off of %d are "
			  "not known yet\n"),
			row->uncovered);
	str_release(&distance);
	return 0;
}

/* Long work says how far it is, on a terminal */
static int progress_handler(size_t done, size_t of, void *arg)
{
	(void)arg;
	if (of > 200 && isatty(STDERR_FILENO) &&
	    (done % 100 == 0 || done == of))
		(void)fprintf(stderr, "\r%zu / %zu%s", done, of,
			      done == of ? "\n" : "");
	return 0;
}

int cli_refresh_agenda(struct cli *cli)
{
	char *path = file_shipped("data/calendar.yaml");
	struct calendar *calendar = NULL;
	struct library *library = NULL;
	char id[SHA256_TEXT] = "";
	int err = cli_calendar(&calendar);

	if (!err)
		err = file_sha256(id, path);
	if (!err)
		err = library_open(&library, cli->db, cli->shipped);
	if (!err)
		err = agenda_refresh(cli->db, library, calendar, id,
				     progress_handler, NULL);
	library_close(library);
	calendar_free(calendar);
	free(path);
	return err;
}

static int print_due(struct cli *cli, int64_t dossier, int within)
{
	struct listing l = { .cli = cli,
			     .today = clock_today(),
			     .list = cli->json ? cJSON_CreateArray() : NULL };
	const struct date until = date_from_number(date_number(l.today) +
						   within);
	int err = agenda_each(cli->db, until, dossier, row_handler, &l);

	if (l.list)
		cli_print_json(l.list);
	else if (!err)
		cli_say(_("%zu due within %d days, %zu of them late"), l.count,
			within, l.late);
	cli->findings = l.late > 0;
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

int cmd_due(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "within", required_argument, NULL, 'w' },
		{ "ics", no_argument, NULL, 'i' },
		{ NULL, 0, NULL, 0 }
	};
	struct dossier d = { 0 };
	int within = WITHIN_DAYS;
	bool ics = false;
	int err = 0;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'w')
			err = read_days(optarg, &within);
		else if (o == 'i')
			ics = true;
		else
			return cli_usage(argv[0]);
		if (err)
			return err;
	}
	if (argc - optind > 1)
		return cli_usage(argv[0]);

	if (optind < argc)
		err = dossier_find(cli->db, argv[optind], &d);
	if (!err)
		err = cli_refresh_agenda(cli);
	if (!err && ics)
		err = cli_print_ics(cli, d.id, within);
	else if (!err)
		err = print_due(cli, d.id, within);
	dossier_release(&d);
	return err;
}
