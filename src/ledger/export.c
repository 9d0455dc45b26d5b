/**
 * @file ledger/export.c  Calls leave the house with two persons' consent
 */
#include "ledger/export.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/csv.h"
#include "util/date.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

#define FIELDS_MAX 64
#define FLUSH	   65536
#define COLUMNS                                                     \
	"id, at, who, reason, filter, unmask, approved, approver, " \
	"written, writer, file, calls, sha256"

/* Filters; the values are borrowed from the copy */
static int read_filter(struct calls_filter *filter, char *copy)
{
	char *rest = copy;
	char *line;

	*filter = (struct calls_filter){ 0 };
	while ((line = strsep(&rest, "\n"))) {
		char *value = strchr(line, '=');
		int err;

		if (!*line)
			continue;
		if (!value)
			return err_set(EINVAL, _("%s: expected NAME=VALUE"),
				       line);
		*value++ = '\0';
		err = calls_filter_set(filter, line, value);
		if (err)
			return err;
	}
	return 0;
}

static int check_filter(const char *text)
{
	struct calls_filter filter;
	char *copy = x_strdup(text);
	int err = *text ? desk_check("filter", text, DESK_TEXT_MAX) : 0;

	if (!err)
		err = read_filter(&filter, copy);
	free(copy);
	return err;
}

/* Requests */

static void read_export(const struct row *row, struct export *to)
{
	*to = (struct export){
		.id = row_int(row, 0),
		.at = row_int(row, 1),
		.who = row_text(row, 2),
		.reason = row_text(row, 3),
		.filter = row_text(row, 4),
		.unmask = row_int(row, 5) != 0,
		.approved = row_int(row, 6),
		.approver = row_text(row, 7),
		.written = row_int(row, 8),
		.writer = row_text(row, 9),
		.file = row_text(row, 10),
		.calls = row_int(row, 11),
		.sha256 = row_text(row, 12),
	};
}

struct visit {
	export_h *h;
	void *arg;
};

static int visit_handler(const struct row *row, void *arg)
{
	const struct visit *v = arg;
	struct export e;

	read_export(row, &e);
	return v->h(&e, v->arg);
}

int export_each(struct db *desk, export_h *h, void *arg)
{
	struct visit v = { h, arg };

	return db_each(desk, "SELECT " COLUMNS " FROM export ORDER BY id DESC",
		       NULL, visit_handler, &v);
}

static int get(struct db *desk, int64_t id, export_h *h, void *arg)
{
	struct visit v = { h, arg };
	int err = db_one(desk, "SELECT " COLUMNS " FROM export WHERE id = ?",
			 BIND(INT(id)), visit_handler, &v);

	return err == ENOENT ? err_set(ENOENT, _("there is no export %lld"),
				       (long long)id)
			     : err;
}

struct order {
	const struct desk_person *person;
	int64_t id;
	const char *filter;
	bool unmask;
	const char *reason;
};

static int request_work(struct db *desk, void *arg)
{
	struct order *o = arg;
	struct str detail = { 0 };
	int err = db_run(desk,
			 "INSERT INTO export(at, who, reason, filter, unmask) "
			 "VALUES(?, ?, ?, ?, ?)",
			 BIND(INT(clock_now()), TEXT(o->person->who),
			      TEXT(o->reason), TEXT(o->filter),
			      INT(o->unmask)));

	o->id = db_last_id(desk);
	str_addf(&detail, "%s%s\n%s", o->unmask ? "unmask: " : "", o->reason,
		 o->filter);
	if (!err)
		err = desk_log(desk, o->person, "request", "export", o->id,
			       detail.s);
	str_release(&detail);
	return err;
}

int export_request(struct db *desk, const struct desk_person *person,
		   const char *filter, bool unmask, const char *reason,
		   int64_t *idp)
{
	struct order o = { person, 0, filter, unmask, reason };
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	if (!err)
		err = desk_check("--reason", reason, DESK_TEXT_MAX);
	if (!err)
		err = check_filter(filter);
	if (!err)
		err = db_atomic(desk, request_work, &o);
	*idp = o.id;
	return err;
}

static int may_approve(const struct export *e, void *arg)
{
	const struct order *o = arg;

	if (e->approved)
		return err_set(EEXIST, _("export %lld was approved by %s"),
			       (long long)e->id, e->approver);
	if (text_same(e->who, o->person->who))
		return err_set(EPERM,
			       _("%s asked for export %lld; somebody "
				 "else must approve it"),
			       e->who, (long long)e->id);
	return 0;
}

static int approve_work(struct db *desk, void *arg)
{
	const struct order *o = arg;
	int err = get(desk, o->id, may_approve, arg);

	if (!err)
		err = db_run(desk,
			     "UPDATE export SET approved = ?, approver = ? "
			     "WHERE id = ?",
			     BIND(INT(clock_now()), TEXT(o->person->who),
				  INT(o->id)));
	if (!err)
		err = desk_log(desk, o->person, "approve", "export", o->id, "");
	return err;
}

int export_approve(struct db *desk, const struct desk_person *person,
		   int64_t id)
{
	struct order o = { .person = person, .id = id };
	int err = desk_check("--as", person->who, DESK_NAME_MAX);

	return err ? err : db_atomic(desk, approve_work, &o);
}

/* A request as the writer needs it; its texts are owned */
struct job {
	int64_t id;
	char *filter, *who, *reason, *approver;
	int64_t approved, written;
	bool unmask;

	struct db *calls;
	enum export_form form;
	int fd;
	const char *path;
	struct str out;
	int64_t count;
	struct calls_filter wanted;
};

static void release_job(struct job *job)
{
	free(job->filter);
	free(job->who);
	free(job->reason);
	free(job->approver);
	str_release(&job->out);
}

static int keep(const struct export *e, void *arg)
{
	struct job *job = arg;

	job->id = e->id;
	job->filter = x_strdup(e->filter);
	job->who = x_strdup(e->who);
	job->reason = x_strdup(e->reason);
	job->approver = x_strdup(e->approver);
	job->approved = e->approved;
	job->written = e->written;
	job->unmask = e->unmask;
	return 0;
}

int export_count(struct db *desk, struct db *calls, int64_t id, int64_t most,
		 int64_t *countp)
{
	struct job job = { 0 };
	int err = get(desk, id, keep, &job);

	if (!err)
		err = read_filter(&job.wanted, job.filter);
	if (!err)
		err = calls_count(calls, &job.wanted, most, countp);
	release_job(&job);
	return err;
}

/* Writing */

static int flush(struct job *job, size_t most)
{
	const char *at = job->out.s;
	size_t left = job->out.len;

	if (left <= most)
		return 0;
	while (left > 0) {
		ssize_t n = write(job->fd, at, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(EIO, "%s: %s", job->path,
				       strerror(errno));
		at += n;
		left -= (size_t)n;
	}
	str_clear(&job->out);
	return 0;
}

static void put_text(struct str *to, const char *text)
{
	cJSON *item = cJSON_CreateString(text);
	char *json = item ? cJSON_PrintUnformatted(item) : NULL;

	if (!json)
		abort();
	str_add(to, json);
	cJSON_free(json);
	cJSON_Delete(item);
}

static void put_json(struct job *job, const struct record *r)
{
	str_add(&job->out, job->count ? ",\n{" : "{");
	for (const struct record_field *f = record_fields; f->name; f++) {
		str_addf(&job->out, "%s\"%s\":", f == record_fields ? "" : ",",
			 f->name);
		if (record_is_number(f))
			str_add_int(&job->out, record_number(r, f));
		else
			put_text(&job->out, record_text(r, f));
	}
	str_add_char(&job->out, '}');
}

static void put_cells(struct job *job, const struct record *r)
{
	struct str cells[FIELDS_MAX] = { 0 };
	const char *cellv[FIELDS_MAX] = { NULL };
	char text[DATE_TIME_TEXT];
	size_t n = 0;

	for (const struct record_field *f = record_fields;
	     f->name && n < FIELDS_MAX; f++, n++) {
		if (!r)
			str_add(&cells[n], lang_pick(f->zh, f->en));
		else if (f->type == RECORD_INSTANT && record_number(r, f))
			str_add(&cells[n],
				date_time_encode(text, record_number(r, f)));
		else if (f->type == RECORD_INSTANT)
			str_add(&cells[n], "");
		else if (record_is_number(f))
			str_add_int(&cells[n], record_number(r, f));
		else
			csv_guard(&cells[n], record_text(r, f));
		cellv[n] = str_text(&cells[n]);
	}
	csv_table_write(&job->out, cellv, n);
	for (size_t i = 0; i < n; i++)
		str_release(&cells[i]);
}

static int call_handler(const struct record *record, void *arg)
{
	struct job *job = arg;
	struct record r = *record;
	char masked[RECORD_NUMBER];

	if (!job->unmask) {
		text_mask(masked, sizeof(masked), r.caller);
		record_put(r.caller, sizeof(r.caller), masked);
	}
	if (job->form == EXPORT_JSON)
		put_json(job, &r);
	else
		put_cells(job, &r);
	job->count++;
	return flush(job, FLUSH);
}

/* All pages from one state: calls come in meanwhile */
static int rows_work(struct db *calls, void *arg)
{
	struct job *job = arg;
	struct calls_place place = { 0 };
	bool more = true;
	int err = 0;

	while (more && !err)
		err = calls_list(calls, &job->wanted, &place, CALLS_PAGE_MAX,
				 &more, call_handler, job);
	return err;
}

static int write_rows(struct job *job)
{
	int err;

	if (job->form == EXPORT_JSON) {
		str_add(&job->out, "{\"calls\":[\n");
	} else {
		str_add(&job->out, CSV_TABLE_MARK);
		put_cells(job, NULL);
	}
	err = db_snapshot(job->calls, rows_work, job);
	if (job->form == EXPORT_JSON)
		str_add(&job->out, "\n],\n");
	return err ? err : flush(job, 0);
}

/* A person's name may hold anything but controls */
static int write_mark(struct job *job, const char *writer, int64_t now,
		      const char *sha256)
{
	char at[DATE_TIME_TEXT];
	struct str mark = { 0 };
	const char *cell;

	str_addf(&mark,
		 _("export %lld, %lld calls%s; asked for by %s, approved by "
		   "%s, written by %s, %s; reason: %s; SHA-256 of all above: "
		   "%s"),
		 (long long)job->id, (long long)job->count,
		 job->unmask ? _(", whole numbers") : "", job->who,
		 job->approver, writer, date_time_encode(at, now), job->reason,
		 sha256);
	for (char *p = mark.s; *p; p++) {
		if (*p == '\n')
			*p = ' ';
	}
	if (job->form == EXPORT_JSON) {
		str_add(&job->out, "\"watermark\":");
		put_text(&job->out, mark.s);
		str_add(&job->out, "}\n");
	} else {
		cell = mark.s;
		csv_table_write(&job->out, &cell, 1);
	}
	str_release(&mark);
	return flush(job, 0);
}

static int hash_rows(struct job *job, char sha256[SHA256_TEXT])
{
	int err;

	if (lseek(job->fd, 0, SEEK_SET) < 0)
		return err_set(EIO, "%s: %s", job->path, strerror(errno));
	err = file_sha256_fd(sha256, job->fd, job->path);
	if (!err && lseek(job->fd, 0, SEEK_END) < 0)
		err = err_set(EIO, "%s: %s", job->path, strerror(errno));
	return err;
}

/* What goes into desk.db about a file that was written */
struct note {
	const struct job *job;
	const struct desk_person *person;
	const char *sha256;
	int64_t now;
};

static int note_work(struct db *desk, void *arg)
{
	const struct note *n = arg;
	const char *slash = strrchr(n->job->path, '/');
	struct job again = { 0 };
	struct str detail = { 0 };
	int err = get(desk, n->job->id, keep, &again);

	/* Somebody else may have written it meanwhile */
	if (!err && again.written)
		err = err_set(EPERM, _("export %lld was written before"),
			      (long long)n->job->id);
	str_addf(&detail, "%lld calls, SHA-256 %s", (long long)n->job->count,
		 n->sha256);
	if (!err)
		err = db_run(desk,
			     "UPDATE export SET written = ?, writer = ?, file "
			     "= ?, calls = ?, sha256 = ? WHERE id = ?",
			     BIND(INT(n->now), TEXT(n->person->who),
				  TEXT(slash ? slash + 1 : n->job->path),
				  INT(n->job->count), TEXT(n->sha256),
				  INT(n->job->id)));
	if (!err)
		err = desk_log(desk, n->person, "write", "export", n->job->id,
			       detail.s);
	str_release(&detail);
	release_job(&again);
	return err;
}

static int may_write(const struct job *job)
{
	if (!job->approved)
		return err_set(EPERM, _("nobody has approved export %lld"),
			       (long long)job->id);
	if (job->written)
		return err_set(EPERM, _("export %lld was written before"),
			       (long long)job->id);
	return 0;
}

static int write_file(struct job *job, struct db *desk,
		      const struct desk_person *person, char *sha256)
{
	struct note note = { job, person, sha256, clock_now() };
	int err;

	job->fd = open(job->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (job->fd < 0 && errno == EEXIST)
		return err_set(EEXIST, _("%s is there already"), job->path);
	if (job->fd < 0)
		return err_set(EIO, "%s: %s", job->path, strerror(errno));

	err = write_rows(job);
	if (!err)
		err = hash_rows(job, sha256);
	if (!err)
		err = write_mark(job, person->who, note.now, sha256);
	if (!err && fsync(job->fd))
		err = err_set(EIO, "%s: %s", job->path, strerror(errno));
	if (!err)
		err = file_sync_folder(job->path);
	if (!err)
		err = db_atomic(desk, note_work, &note);
	(void)close(job->fd);
	if (err)
		(void)unlink(job->path);
	return err;
}

int export_write(struct db *desk, struct db *calls,
		 const struct desk_person *person, int64_t id,
		 struct export_file *file)
{
	struct job job = {
		.calls = calls,
		.form = file->form,
		.path = file->path,
	};
	struct desk_person writer = *person;
	int err = get(desk, id, keep, &job);

	if (!err && !writer.who)
		writer.who = job.who;
	if (!err)
		err = desk_check("--as", writer.who, DESK_NAME_MAX);
	if (!err)
		err = may_write(&job);
	if (!err)
		err = read_filter(&job.wanted, job.filter);
	if (!err)
		err = write_file(&job, desk, &writer, file->sha256);
	file->calls = job.count;
	release_job(&job);
	return err;
}
