/**
 * @file cli/cmd_calls.c  calls
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "call/trail.h"
#include "cli/calls.h"
#include "cli/cli.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define PAGE 50

/* What is printed */

const char *calls_time(char *to, int64_t ms)
{
	return ms ? date_time_encode(to, ms) : "";
}

void calls_cell(struct str *to, const void *rec, const struct record_field *f)
{
	char text[DATE_TIME_TEXT];

	if (f->type == RECORD_INSTANT)
		str_add(to, calls_time(text, record_number(rec, f)));
	else if (record_is_number(f))
		str_addf(to, "%lld", (long long)record_number(rec, f));
	else
		str_add(to, record_text(rec, f));
}

cJSON *calls_json(const void *rec, const struct record_field *fields)
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
		(void)cJSON_AddItemToArray(p->list,
					   calls_json(&r, record_fields));
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

static int run_list(struct calls_house *house, int argc, char **argv)
{
	struct cli *cli = house->cli;
	struct db *db = house->db;
	struct calls_filter filter = { 0 };
	struct calls_place place = { 0 };
	struct printing p = { NULL, 0 };
	size_t most = PAGE;
	bool more = false;
	struct record last;
	int err = calls_read_filter(&filter, &place, &most, argv + 1, argc - 1);

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

static int step_print(const struct calls_step *step, void *arg)
{
	char at[DATE_TIME_TEXT];
	int kind = -1;

	(void)arg;
	if (word_decode(&kind, &trail_kinds, step->event))
		kind = -1; /* a newer version wrote it */
	(void)printf("%s.%03d  ", date_time_encode(at, step->at),
		     (int)(step->at % 1000));
	cli_print_cell(kind < 0 ? step->event : word_text(&trail_kinds, kind),
		       24);
	cli_print_cell(step->seat, 8);
	cli_print_cell(step->queue, 16);
	cli_say("%s", step->detail);
	return 0;
}

static int step_handler(const struct calls_step *step, void *arg)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(o, "at", (double)step->at);
	cli_add_text(o, "event", step->event);
	cli_add_text(o, "seat", step->seat);
	cli_add_text(o, "queue", step->queue);
	cli_add_text(o, "detail", step->detail);
	(void)cJSON_AddItemToArray(arg, o);
	return 0;
}

static int note_print(const struct calls_note *note, void *arg)
{
	char at[DATE_TIME_TEXT];

	(void)arg;
	cli_print_cell(date_time_encode(at, note->at), 24);
	cli_print_cell(*note->seat ? note->seat : note->who, 16);
	cli_print_cell(note->code, 16);
	cli_say("%s", note->note);
	return 0;
}

static int note_handler(const struct calls_note *note, void *arg)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddNumberToObject(o, "at", (double)note->at);
	cli_add_text(o, "seat", note->seat);
	cli_add_text(o, "who", note->who);
	cli_add_text(o, "code", note->code);
	cli_add_text(o, "note", note->note);
	(void)cJSON_AddItemToArray(arg, o);
	return 0;
}

static int show_json(struct calls_house *house, const struct record *r)
{
	cJSON *tree = calls_json(r, record_fields);
	cJSON *list = cJSON_AddArrayToObject(tree, "events");
	int err = calls_trail(house->db, r->id, step_handler, list);

	if (!err)
		err = calls_notes(house->db, r->id, note_handler,
				  cJSON_AddArrayToObject(tree, "notes"));
	if (err)
		cJSON_Delete(tree);
	else
		cli_print_json(tree);
	return err;
}

static int run_show(struct calls_house *house, int argc, char **argv)
{
	struct record r = { 0 };
	char *end = NULL;
	int64_t id = argc == 2 ? strtoll(argv[1], &end, 10) : 0;
	int err;

	if (argc != 2 || *end || id < 1)
		return cli_usage_of(CALLS_COMMAND, "show");
	err = calls_get(house->db, id, &r);
	if (err)
		return err;

	mask(r.caller);
	if (house->cli->json)
		return show_json(house, &r);
	for (const struct record_field *f = record_fields; f->name; f++) {
		struct str cell = { 0 };

		calls_cell(&cell, &r, f);
		if (cell.len && strcmp(cell.s, "0") != 0) {
			cli_print_cell(lang_pick(f->zh, f->en), 24);
			cli_say("%s", cell.s);
		}
		str_release(&cell);
	}
	err = calls_trail(house->db, id, step_print, NULL);
	return err ? err : calls_notes(house->db, id, note_print, NULL);
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
		cJSON *o = calls_json(&b, record_breach_fields);

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

static int run_breaches(struct calls_house *house, int argc, char **argv)
{
	struct printing p = { NULL, 0 };
	int err;

	(void)argv;
	if (argc != 1)
		return cli_usage_of(CALLS_COMMAND, "breaches");
	p.list = house->cli->json ? cJSON_CreateArray() : NULL;
	err = calls_breaches(house->db, 0, CALLS_PAGE_MAX, breach_handler, &p);
	if (p.list && err)
		cJSON_Delete(p.list);
	else if (p.list)
		cli_print_json(p.list);
	else if (!err && !p.count)
		cli_say("%s", _("No seat has tried to call outside."));
	return err;
}

static const struct calls_part parts[] = {
	{ "list", DESK_NONE, run_list },
	{ "show", DESK_NONE, run_show },
	{ "breaches", DESK_NONE, run_breaches },
	{ NULL, DESK_NONE, NULL },
};

static const struct calls_part *const lists[] = {
	parts,
	calls_desk_parts,
	calls_export_parts,
	calls_care_parts,
	calls_door_parts,
	calls_remote_parts,
};

static const struct calls_part *find_part(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		for (const struct calls_part *p = lists[i]; p->name; p++) {
			if (!strcmp(p->name, name))
				return p;
		}
	}
	return NULL;
}

static int run_part(struct calls_house *house, const struct calls_part *part,
		    int argc, char **argv)
{
	int err = part->desk == DESK_REMOTE
			  ? 0
			  : calls_open(&house->db, house->folder);

	if (!err && part->desk == DESK_WRITE)
		err = desk_open(&house->desk, house->folder);
	if (!err && part->desk == DESK_READ)
		err = desk_open_reader(&house->desk, house->folder);
	if (err == ENOENT && house->db && part->desk == DESK_READ)
		err = 0;
	if (!err)
		err = part->run(house, argc, argv);
	db_close(house->desk);
	db_close(house->db);
	return err;
}

/* A folder, or the configuration of the engine whose folder it is */
int cmd_calls(struct cli *cli, int argc, char **argv)
{
	const struct calls_part *part = argc < 3 ? NULL : find_part(argv[2]);
	struct calls_house house = { .cli = cli, .folder = argv[1] };
	struct config *conf = NULL;
	struct stat st;
	int err = 0;

	if (argc < 3)
		return cli_usage(CALLS_COMMAND);
	if (!part)
		return cli_unknown(CALLS_COMMAND, argv[2]);

	if (stat(argv[1], &st))
		return err_set(ENOENT, _("%s: not found"), argv[1]);
	if (!S_ISDIR(st.st_mode)) {
		err = config_load(&conf, argv[1]);
		house.conf = conf;
		house.folder = conf ? conf->data : NULL;
	}
	if (!err)
		err = run_part(&house, part, argc - 2, argv + 2);
	config_free(conf);
	return err;
}
