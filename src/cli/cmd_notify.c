/**
 * @file cli/cmd_notify.c  notify
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
#include "course/reminder.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

/* Reports being printed */
struct telling {
	cJSON *list; /* or NULL */
	size_t failed;
};

static cJSON *report_json(const struct reminder_report *r)
{
	char time[DATE_TIME_TEXT];
	cJSON *o = cJSON_CreateObject();
	cJSON *to = cJSON_AddArrayToObject(o, "to");

	for (size_t i = 0; i < r->to_count; i++)
		(void)cJSON_AddItemToArray(to, cJSON_CreateString(r->to[i]));
	(void)cJSON_AddStringToObject(o, "channel", r->channel);
	(void)cJSON_AddStringToObject(o, "kind", r->kind);
	(void)cJSON_AddStringToObject(o, "outcome",
				      reminder_outcome_name(r->outcome));
	(void)cJSON_AddNumberToObject(o, "reminders", (double)r->count);
	(void)cJSON_AddNumberToObject(o, "left", (double)r->left);
	cli_add_text(o, "subject", r->subject);
	cli_add_text(o, "text", r->text);
	cli_add_text(o, "error", r->error);
	cli_add_text(o, "next_at",
		     r->next_at ? date_time_encode(time, r->next_at) : NULL);
	return o;
}

/* The message line by line */
static void print_text(const struct reminder_report *r)
{
	char *text = x_strdup(r->text);
	char *rest = text;
	char *line;

	for (size_t i = 0; i < r->to_count; i++)
		print_safe(i ? "    " : "  > ", r->to[i]);
	while ((line = strsep(&rest, "\n")))
		print_safe("  | ", line);
	free(text);
}

static void print_report(const struct reminder_report *r)
{
	char time[DATE_TIME_TEXT];

	if (r->next_at)
		(void)date_time_encode(time, r->next_at);
	switch (r->outcome) {
	case REMINDER_NOTHING:
		cli_say(_("%s: nothing to send"), r->channel);
		break;
	case REMINDER_SENT:
		cli_say(_("%s: %zu reminders sent"), r->channel, r->count);
		break;
	case REMINDER_WOULD:
		cli_say(_("%s (%s): %zu reminders would be sent"), r->channel,
			r->kind, r->count);
		print_text(r);
		break;
	case REMINDER_WAITING:
		cli_say(_("%s: %zu reminders wait until %s: %s"), r->channel,
			r->count, time, r->error ? r->error : "");
		break;
	case REMINDER_CLAIMED:
		cli_say(_("%s: another run is sending"), r->channel);
		break;
	case REMINDER_FAILED:
		cli_say(_("! %s: %zu reminders not sent, next attempt %s: %s"),
			r->channel, r->count, time, r->error);
		break;
	}
	if (r->left)
		cli_say(_("%s: %zu more follow with the next run"), r->channel,
			r->left);
}

static int report_handler(const struct reminder_report *report, void *arg)
{
	struct telling *t = arg;

	t->failed += report->outcome == REMINDER_FAILED;
	if (t->list)
		(void)cJSON_AddItemToArray(t->list, report_json(report));
	else
		print_report(report);
	return 0;
}

static int load(struct notify_config **confp, const char *path)
{
	int err;

	if (access(path, F_OK) != 0)
		return err_set(ENOENT,
			       _("nothing is sent: %s is not there; write your "
				 "channels into it, see CHANNELS in man "
				 "callpermit"),
			       path);

	err = notify_config_load(confp, path);
	if (!err)
		err = reminder_check(*confp, path);
	return err;
}

static int notify(struct cli *cli, const char *path,
		  const struct reminder_wish *wish)
{
	struct telling t = { .list = NULL };
	struct notify_config *conf = NULL;
	int err = load(&conf, path);

	if (!err)
		err = cli_refresh_agenda(cli);
	if (!err) {
		t.list = cli->json ? cJSON_CreateArray() : NULL;
		err = reminder_run(cli->db, conf, wish, report_handler, &t);
	}
	if (t.list)
		cli_print_json(t.list);
	cli->findings = t.failed > 0;
	notify_config_free(conf);
	return err;
}

int cmd_notify(struct cli *cli, int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "dry-run", no_argument, NULL, 'n' },
		{ "retry", no_argument, NULL, 'r' },
		{ NULL, 0, NULL, 0 }
	};
	struct reminder_wish wish = { .dry_run = false };
	char *path = NULL;
	int err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'c') {
			free(path);
			path = x_strdup(optarg);
		} else if (o == 'n') {
			wish.dry_run = true;
		} else if (o == 'r') {
			wish.retry = true;
		} else {
			break;
		}
	}
	if (o != -1 || optind < argc) {
		free(path);
		return cli_usage(argv[0]);
	}

	if (!path)
		path = file_of_user(FILE_CONFIG, "notify.yaml");
	err = notify(cli, path, &wish);
	free(path);
	return err;
}
