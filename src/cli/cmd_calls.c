/**
 * @file cli/cmd_calls.c  calls
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/calls.h"
#include "cli/cli.h"
#include "pack/config.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define COMMAND "calls"
#define PAGE	50

/* What is printed */

void calls_cell(struct str *to, const void *rec, const struct record_field *f)
{
	char text[DATE_TIME_TEXT];

	if (f->type == RECORD_INSTANT && record_number(rec, f))
		str_add(to, date_time_encode(text, record_number(rec, f)));
	else if (f->type == RECORD_INSTANT)
		str_add(to, "");
	else if (record_is_number(f))
		str_addf(to, "%lld", (long long)record_number(rec, f));
	else
		str_add(to, record_text(rec, f));
}

static cJSON *json_of(const void *rec, const struct record_field *fields)
{
	cJSON *o = cJSON_CreateObject();

	for (const struct record_field *f = fields; f->name; f++) {
		if (record_is_number(f))
			(void)cJSON_AddNumberToObject(
				o, f->name, (double)record_number(rec, f));
		else
			(void)cJSON_AddStringToObject(o, f->name,
						      record_text(rec, f));
	}

	return o;
}

/* Who looks at a screen need not know the whole number (F-24) */
static void mask(char number[RECORD_NUMBER])
{
	char masked[RECORD_NUMBER];

	text_mask(masked, sizeof(masked), number);
	record_put(number, RECORD_NUMBER, masked);
}

/* list */

struct printing {
	cJSON *list; /* NULL: lines */
	size_t count;
};

static int call_handler(const struct record *record, void *arg)
{
	struct printing *p = arg;
	struct record r = *record;
	char start[DATE_TIME_TEXT];

	mask(r.caller);
	p->count++;
	if (p->list) {
		(void)cJSON_AddItemToArray(p->list, json_of(&r, record_fields));
		return 0;
	}

	(void)printf("%9lld  %s  ", (long long)r.id,
		     date_time_encode(start, r.start));
	cli_print_cell(r.caller, 16);
	cli_print_cell(r.called, 14);
	cli_print_cell(r.seat, 6);
	cli_print_cell(word_text(&record_results, (int)r.result), 14);
	(void)printf("%6lld s%s\n", (long long)(r.talk_ms + 500) / 1000,
		     *r.sha256 ? "  ♪" : "");
	return 0;
}

/* Words NAME=VALUE of a filter; "after" is where the page before ended */
static int read_filter(struct calls_filter *filter, struct calls_place *place,
		       size_t *mostp, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char *value = strchr(argv[i], '=');
		char *end = NULL;
		int err = 0;

		if (!value)
			return cli_usage_of(COMMAND, "list");
		*value++ = '\0';
		if (!strcmp(argv[i], "most")) {
			*mostp = strtoul(value, &end, 10);
			if (*end || *mostp < 1 || *mostp > CALLS_PAGE_MAX)
				err = err_set(EINVAL, _("most: 1 to %d"),
					      CALLS_PAGE_MAX);
		} else if (!strcmp(argv[i], "before")) {
			place->id = strtoll(value, &end, 10);
			if (*end || place->id < 1)
				err = err_set(EINVAL,
					      _("before: number of a call"));
		} else {
			err = calls_filter_set(filter, argv[i], value);
		}
		if (err)
			return err;
	}

	return 0;
}

static int run_list(struct cli *cli, struct db *db, int argc, char **argv)
{
	struct calls_filter filter = { 0 };
	struct calls_place place = { 0 };
	struct printing p = { NULL, 0 };
	size_t most = PAGE;
	bool more = false;
	struct record last;
	int err = read_filter(&filter, &place, &most, argc, argv);

	if (!err && place.id) {
		err = calls_get(db, place.id, &last);
		place.start = last.start;
	}
	if (err)
		return err;

	p.list = cli->json ? cJSON_CreateArray() : NULL;
	err = calls_list(db, &filter, &place, most, &more, call_handler, &p);
	if (p.list && err)
		cJSON_Delete(p.list);
	if (err)
		return err;

	if (p.list) {
		cJSON *tree = cJSON_CreateObject();

		(void)cJSON_AddItemToObject(tree, "calls", p.list);
		(void)cJSON_AddBoolToObject(tree, "more", more);
		cli_print_json(tree);
	} else if (!p.count) {
		cli_say("%s", _("There is no such call."));
	} else if (more) {
		cli_say(_("There are more: before=%lld"), (long long)place.id);
	}
	return 0;
}

/* show */

static int run_show(struct cli *cli, struct db *db, int argc, char **argv)
{
	struct record r = { 0 };
	char *end = NULL;
	int64_t id = argc == 2 ? strtoll(argv[1], &end, 10) : 0;
	int err;

	if (argc != 2 || *end || id < 1)
		return cli_usage_of(COMMAND, "show");
	err = calls_get(db, id, &r);
	if (err)
		return err;

	mask(r.caller);
	if (cli->json) {
		cli_print_json(json_of(&r, record_fields));
		return 0;
	}
	for (const struct record_field *f = record_fields; f->name; f++) {
		struct str cell = { 0 };

		calls_cell(&cell, &r, f);
		if (cell.len && strcmp(cell.s, "0") != 0) {
			cli_print_cell(lang_pick(f->zh, f->en), 24);
			cli_say("%s", cell.s);
		}
		str_release(&cell);
	}
	return 0;
}

/* breaches */

static int breach_handler(int64_t id, const struct record_breach *breach,
			  void *arg)
{
	struct printing *p = arg;
	struct record_breach b = *breach;
	char at[DATE_TIME_TEXT];

	mask(b.number);
	p->count++;
	if (p->list) {
		cJSON *o = json_of(&b, record_breach_fields);

		(void)cJSON_AddNumberToObject(o, "id", (double)id);
		(void)cJSON_AddItemToArray(p->list, o);
		return 0;
	}

	(void)printf("%s  ", date_time_encode(at, b.at));
	cli_print_cell(b.seat, 6);
	cli_print_cell(b.number, 16);
	cli_print_cell(b.address, 28);
	(void)printf("%d  × %lld\n", b.status, (long long)b.attempts);
	return 0;
}

static int run_breaches(struct cli *cli, struct db *db, int argc, char **argv)
{
	struct printing p = { NULL, 0 };
	int err;

	(void)argv;
	if (argc != 1)
		return cli_usage_of(COMMAND, "breaches");
	p.list = cli->json ? cJSON_CreateArray() : NULL;
	err = calls_breaches(db, 0, CALLS_PAGE_MAX, breach_handler, &p);
	if (p.list && err)
		cJSON_Delete(p.list);
	else if (p.list)
		cli_print_json(p.list);
	else if (!err && !p.count)
		cli_say("%s", _("No seat has tried to call outside."));
	return err;
}

static const struct {
	const char *name;
	int (*run)(struct cli *cli, struct db *db, int argc, char **argv);
} parts[] = {
	{ "list", run_list },
	{ "show", run_show },
	{ "breaches", run_breaches },
};

/* A folder, or the configuration of the engine whose folder it is */
static int open_house(struct db **dbp, const char *house)
{
	struct config *conf = NULL;
	struct stat st;
	int err;

	if (stat(house, &st))
		return err_set(ENOENT, _("%s: not found"), house);
	if (S_ISDIR(st.st_mode))
		return calls_open(dbp, house);
	err = config_load(&conf, house);
	if (!err)
		err = calls_open(dbp, conf->data);
	config_free(conf);
	return err;
}

int cmd_calls(struct cli *cli, int argc, char **argv)
{
	struct db *db = NULL;
	size_t i = 0;
	int err;

	if (argc < 3)
		return cli_usage(COMMAND);
	while (i < ARRAY_LEN(parts) && strcmp(argv[2], parts[i].name) != 0)
		i++;
	if (i == ARRAY_LEN(parts))
		return cli_unknown(COMMAND, argv[2]);

	err = open_house(&db, argv[1]);
	if (!err)
		err = parts[i].run(cli, db, argc - 2, argv + 2);
	db_close(db);
	return err;
}
