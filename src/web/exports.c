/**
 * @file web/exports.c  Exports over HTTP
 *
 * The file lies in exports/ of the data folder, from where it can be fetched as
 * often as is put on record.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ledger/export.h"
#include "util/file.h"
#include "util/str.h"
#include "web/acts_private.h"

#define COUNT_MAX 1000000

static int request_work(struct act *act, struct db *desk, struct db *calls)
{
	int64_t id = 0;
	int err = export_request(desk, &act->person, act->text, act->flag,
				 act->reason, &id);

	(void)calls;
	json_open(&act->json, NULL, '{');
	json_int(&act->json, "id", id);
	json_close(&act->json, '}');
	return err;
}

/* Members of the filter as lines; false if one is no text */
static bool take_filter(const cJSON *filter, char *to, size_t size)
{
	size_t n = 0;

	*to = '\0';
	if (filter && !cJSON_IsObject(filter))
		return false;
	for (const cJSON *i = filter ? filter->child : NULL; i; i = i->next) {
		int more;

		if (!cJSON_IsString(i) || strpbrk(i->string, "=\n") ||
		    strchr(i->valuestring, '\n'))
			return false;
		more = snprintf(to + n, size - n, "%s=%s\n", i->string,
				i->valuestring);
		if (more < 0 || (size_t)more >= size - n)
			return false;
		n += (size_t)more;
	}
	return true;
}

/* {"filter": {"seat": "01"}, "unmask": false, "reason": "..."} */
void acts_request_export(struct visit *v)
{
	char filter[ACT_TEXT];
	char reason[ACT_TEXT];
	struct act *act;
	cJSON *tree;
	bool unmask;

	if (!visit_body(v, &tree) ||
	    !act_take(v, tree, "reason", reason, sizeof(reason)))
		return;
	unmask = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(tree, "unmask"));
	if (!take_filter(cJSON_GetObjectItemCaseSensitive(tree, "filter"),
			 filter, sizeof(filter))) {
		answer_problem(v->rq, 400,
			       "filter is an object of texts by name", NULL);
		cJSON_Delete(tree);
		return;
	}
	cJSON_Delete(tree);
	act = act_begin(v);
	if (!act)
		return;
	memcpy(act->text, filter, sizeof(filter));
	memcpy(act->reason, reason, sizeof(reason));
	act->flag = unmask;
	act->desk_work = request_work;
	act_on_desk(act);
}

static int approve_work(struct act *act, struct db *desk, struct db *calls)
{
	int64_t count = 0;
	int err = export_count(desk, calls, act->id, COUNT_MAX, &count);

	if (!err)
		err = export_approve(desk, &act->person, act->id);
	json_open(&act->json, NULL, '{');
	json_int(&act->json, "calls", count);
	json_close(&act->json, '}');
	return err;
}

void acts_approve_export(struct visit *v)
{
	struct act *act;
	int64_t id;

	if (!visit_id(v, &id, "there is no such export") ||
	    !(act = act_begin(v)))
		return;
	act->id = id;
	act->desk_work = approve_work;
	act_on_desk(act);
}

static int write_work(struct act *act, struct db *desk, struct db *calls)
{
	struct export_file file = {
		.form = act->flag ? EXPORT_JSON : EXPORT_CSV,
	};
	struct str path = { 0 };
	int err;

	str_addf(&path, "%s/exports", act->acts->folder);
	err = file_mkdirs(path.s);
	str_addf(&path, "/export-%lld.%s", (long long)act->id,
		 act->flag ? "json" : "csv");
	file.path = path.s;
	if (!err)
		err = export_write(desk, calls, &act->person, act->id, &file);
	json_open(&act->json, NULL, '{');
	json_int(&act->json, "calls", file.calls);
	json_text(&act->json, "sha256", file.sha256);
	json_close(&act->json, '}');
	str_release(&path);
	return err;
}

/* {"form": "csv"} or {"form": "json"} */
void acts_write_export(struct visit *v)
{
	bool good = true;
	const char *form;
	struct act *act;
	bool json;
	cJSON *tree;
	int64_t id;

	if (!visit_id(v, &id, "there is no such export") ||
	    !visit_body(v, &tree))
		return;
	form = visit_text(tree, "form", &good);
	json = form && !strcmp(form, "json");
	good = good && (!form || json || !strcmp(form, "csv"));
	cJSON_Delete(tree);
	if (!good) {
		answer_problem(v->rq, 400, "form is csv or json", NULL);
		return;
	}
	act = act_begin(v);
	if (!act)
		return;
	act->id = id;
	act->flag = json;
	act->desk_work = write_work;
	act_on_desk(act);
}

static int on_export(const struct export *e, void *arg)
{
	struct json *j = arg;

	json_open(j, NULL, '{');
	json_int(j, "id", e->id);
	json_int(j, "at", e->at);
	json_text(j, "who", e->who);
	json_text(j, "reason", e->reason);
	json_text(j, "filter", e->filter);
	json_bool(j, "unmask", e->unmask);
	if (e->approved) {
		json_int(j, "approved", e->approved);
		json_text(j, "approver", e->approver);
	}
	if (e->written) {
		json_int(j, "written", e->written);
		json_text(j, "writer", e->writer);
		json_text(j, "file", e->file);
		json_int(j, "calls", e->calls);
		json_text(j, "sha256", e->sha256);
	}
	json_close(j, '}');
	return 0;
}

static int list_work(struct act *act, struct db *desk, struct db *calls)
{
	int err;

	(void)calls;
	json_open(&act->json, NULL, '{');
	json_open(&act->json, "exports", '[');
	err = export_each(desk, on_export, &act->json);
	json_close(&act->json, ']');
	json_close(&act->json, '}');
	return err;
}

void acts_list_exports(struct visit *v)
{
	struct act *act = act_begin(v);

	if (!act)
		return;
	act->desk_work = list_work;
	act_on_desk(act);
}

/* Fetching */

static int keep_name(const struct row *row, void *arg)
{
	struct act *act = arg;

	(void)snprintf(act->text, sizeof(act->text), "exports/%s",
		       row_text(row, 0));
	(void)snprintf(act->reason, sizeof(act->reason), "%s",
		       row_text(row, 1));
	return 0;
}

static int note_fetch(struct db *desk, void *arg)
{
	struct act *act = arg;

	return desk_log(desk, &act->person, "fetch", "export", act->id, "");
}

static int fetch_work(struct act *act, struct db *desk, struct db *calls)
{
	int err = db_one(desk,
			 "SELECT file, sha256 FROM export WHERE id = ? AND "
			 "written > 0",
			 BIND(INT(act->id)), keep_name, act);

	(void)calls;
	return err ? err : db_atomic(desk, note_fetch, act);
}

static void fetch(struct act *act)
{
	const char *dot = strrchr(act->text, '.');

	archive_file(act->web->calls, act->rq, act->text, act->reason,
		     dot && !strcmp(dot, ".json") ? "application/json"
						  : "text/csv");
	act_gone(act);
}

void acts_fetch_export(struct visit *v)
{
	struct act *act;
	int64_t id;

	if (!visit_id(v, &id, "there is no such export") ||
	    !(act = act_begin(v)))
		return;
	act->id = id;
	act->desk_work = fetch_work;
	act->then = fetch;
	act_on_desk(act);
}
