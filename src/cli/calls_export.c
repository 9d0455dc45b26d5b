/**
 * @file cli/calls_export.c  calls: export
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/calls.h"
#include "ledger/export.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define COUNT_MAX 1000000

static int run_request(struct calls_house *house, const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	struct str filter = { 0 };
	int64_t id = 0;
	int err;

	for (int i = 1; i < w->wordc; i++)
		str_addf(&filter, "%s\n", w->wordv[i]);
	err = export_request(house->desk, &person, str_text(&filter),
			     w->unmask != NULL, w->reason, &id);
	str_release(&filter);
	if (!err)
		cli_say(_("Export %lld is asked for; somebody else must "
			  "approve it."),
			(long long)id);
	return err;
}

static int run_approve(struct calls_house *house, const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	int64_t count = 0;
	int64_t id = 0;
	int err = w->wordc == 2 ? calls_number(&id, w, w->wordv[1])
				: cli_usage_of(CALLS_COMMAND, w->part);

	if (!err)
		err = export_count(house->desk, house->db, id, COUNT_MAX,
				   &count);
	if (!err)
		err = export_approve(house->desk, &person, id);
	if (!err)
		cli_say(_("Export %lld is approved; it has %lld calls at "
			  "present."),
			(long long)id, (long long)count);
	return err;
}

static int run_write(struct calls_house *house, const struct calls_words *w)
{
	struct desk_person person = { w->as, NULL };
	const char *dot = strrchr(w->file, '.');
	const bool json = dot && !strcmp(dot, ".json");
	struct export_file file = {
		.path = w->file,
		.form = json ? EXPORT_JSON : EXPORT_CSV,
	};
	int64_t id = 0;
	int err = w->wordc == 2 ? calls_number(&id, w, w->wordv[1])
				: cli_usage_of(CALLS_COMMAND, w->part);

	if (!err)
		err = export_write(house->desk, house->db, &person, id, &file);
	if (!err)
		cli_say(_("%s: %lld calls, SHA-256 %s"), w->file,
			(long long)file.calls, file.sha256);
	return err;
}

static void print_export(const struct export *e)
{
	char asked[DATE_TIME_TEXT];
	char approved[DATE_TIME_TEXT];
	char written[DATE_TIME_TEXT];
	struct str filter = { 0 };

	str_add(&filter, e->filter);
	for (char *p = filter.s; p && *p; p++) {
		if (*p == '\n')
			*p = ' ';
	}
	cli_say(_("export %lld  %s, %s: %s  %s%s"), (long long)e->id,
		calls_time(asked, e->at), e->who, e->reason, str_text(&filter),
		e->unmask ? _(", whole numbers") : "");
	if (e->approved)
		cli_say(_("  approved %s, %s"),
			calls_time(approved, e->approved), e->approver);
	if (e->written)
		cli_say(_("  written %s, %s: %lld calls, %s, SHA-256 %s"),
			calls_time(written, e->written), e->writer,
			(long long)e->calls, e->file, e->sha256);
	str_release(&filter);
}

struct printing {
	cJSON *list; /* NULL: lines */
	size_t count;
};

static int export_handler(const struct export *e, void *arg)
{
	struct printing *p = arg;
	cJSON *o;

	p->count++;
	if (!p->list) {
		print_export(e);
		return 0;
	}

	o = cJSON_CreateObject();
	(void)cJSON_AddNumberToObject(o, "id", (double)e->id);
	(void)cJSON_AddNumberToObject(o, "at", (double)e->at);
	cli_add_text(o, "who", e->who);
	cli_add_text(o, "reason", e->reason);
	cli_add_text(o, "filter", e->filter);
	(void)cJSON_AddBoolToObject(o, "unmask", e->unmask);
	(void)cJSON_AddNumberToObject(o, "approved", (double)e->approved);
	cli_add_text(o, "approver", e->approver);
	(void)cJSON_AddNumberToObject(o, "written", (double)e->written);
	cli_add_text(o, "writer", e->writer);
	cli_add_text(o, "file", e->file);
	(void)cJSON_AddNumberToObject(o, "calls", (double)e->calls);
	cli_add_text(o, "sha256", e->sha256);
	(void)cJSON_AddItemToArray(p->list, o);
	return 0;
}

static int run_list(struct calls_house *house, const struct calls_words *w)
{
	struct printing p = { NULL, 0 };
	int err;

	if (w->wordc != 1)
		return cli_usage_of(CALLS_COMMAND, w->part);
	p.list = house->cli->json ? cJSON_CreateArray() : NULL;
	err = export_each(house->desk, export_handler, &p);
	if (p.list && err)
		cJSON_Delete(p.list);
	else if (p.list)
		cli_print_json(p.list);
	else if (!err && !p.count)
		cli_say("%s", _("Nobody has asked for an export."));
	return err;
}

static int run_export(struct calls_house *house, int argc, char **argv)
{
	static const struct calls_act acts[] = {
		{ "request", "as! reason! unmask", run_request },
		{ "approve", "as!", run_approve },
		{ "write", "o! as", run_write },
		{ "list", "", run_list },
		{ NULL, NULL, NULL },
	};

	return calls_run(house, acts, argc, argv);
}

const struct calls_part calls_export_parts[] = {
	{ "export", DESK_WRITE, run_export },
	{ NULL, DESK_NONE, NULL },
};
