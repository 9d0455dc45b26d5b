/**
 * @file ledger/proof.c  The evidence of one call as a file
 */
#include "ledger/proof.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger/calls.h"
#include "ledger/hold.h"
#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/zip.h"

#define RECORDING_MAX ((size_t)1 << 30)

struct proof {
	const struct proof_house *house;
	const struct desk_person *person;
	const char *reason;
	struct zip *zip;
	struct str manifest;
	struct record record;
};

static int add(struct proof *p, const char *name, const void *data, size_t size)
{
	char hex[SHA256_TEXT];

	file_sha256_mem(hex, data, size);
	str_addf(&p->manifest, "%s  %s\n", hex, name);
	return zip_add(p->zip, name, data, size);
}

static int add_json(struct proof *p, const char *name, cJSON *tree)
{
	char *text = cJSON_Print(tree);
	int err = text ? add(p, name, text, strlen(text))
		       : err_set(ENOMEM, "%s", strerror(ENOMEM));

	cJSON_free(text);
	cJSON_Delete(tree);
	return err;
}

/* Instants as people read them: the reader is a court, not a program */
static cJSON *tree_of(const void *rec, const struct record_field *fields)
{
	cJSON *o = cJSON_CreateObject();
	char at[DATE_TIME_TEXT];

	for (const struct record_field *f = fields; f->name; f++) {
		if (f->type == RECORD_INSTANT && record_number(rec, f))
			(void)cJSON_AddStringToObject(
				o, f->name,
				date_time_encode(at, record_number(rec, f)));
		else if (record_is_number(f))
			(void)cJSON_AddNumberToObject(
				o, f->name, (double)record_number(rec, f));
		else
			(void)cJSON_AddStringToObject(o, f->name,
						      record_text(rec, f));
	}
	return o;
}

/* A sound file, if it is the one on record */
static int add_sound(struct proof *p, const char *recording, const char *sha256,
		     const char *name)
{
	struct str path = { 0 };
	struct str data = { 0 };
	char hex[SHA256_TEXT];
	int err;

	str_addf(&path, "%s/%s", p->house->folder, recording);
	err = file_read(&data, path.s, RECORDING_MAX);
	if (!err) {
		file_sha256_mem(hex, str_text(&data), data.len);
		if (strcmp(hex, sha256) != 0)
			err = err_set(EBADMSG,
				      _("%s is not the recording on record"),
				      recording);
	}
	if (!err)
		err = add(p, name, str_text(&data), data.len);
	str_release(&data);
	str_release(&path);
	return err;
}

static int consent_handler(const struct row *row, void *arg)
{
	struct proof *p = arg;
	struct record_consent c = { 0 };
	struct str name = { 0 };
	int err = calls_take(&c, record_consent_fields, row, 1);

	str_addf(&name, "consent-%lld.json", (long long)row_int(row, 0));
	if (!err)
		err = add_json(p, name.s, tree_of(&c, record_consent_fields));
	str_clear(&name);
	str_addf(&name, "consent-%lld.wav", (long long)row_int(row, 0));
	if (!err && *c.recording)
		err = add_sound(p, c.recording, c.sha256, name.s);
	str_release(&name);
	return err;
}

static int add_consents(struct proof *p)
{
	struct str sql = { 0 };
	int err;

	str_add(&sql, "SELECT id, ");
	calls_columns(&sql, record_consent_fields);
	str_add(&sql, " FROM consent WHERE call = ? OR (caller = ? AND caller "
		      "!= '') ORDER BY id");
	err = db_each(p->house->calls, sql.s,
		      BIND(INT(p->record.id), TEXT(p->record.caller)),
		      consent_handler, p);
	str_release(&sql);
	return err;
}

static int about_handler(const struct row *row, void *arg)
{
	cJSON *list = arg;
	cJSON *o = cJSON_CreateObject();
	char at[DATE_TIME_TEXT];

	(void)cJSON_AddNumberToObject(o, "id", (double)row_int(row, 0));
	(void)cJSON_AddStringToObject(o, "at",
				      date_time_encode(at, row_int(row, 1)));
	(void)cJSON_AddStringToObject(o, "who", row_text(row, 2));
	(void)cJSON_AddStringToObject(o, "source", row_text(row, 3));
	(void)cJSON_AddStringToObject(o, "text", row_text(row, 4));
	(void)cJSON_AddStringToObject(o, "outcome", row_text(row, 5));
	(void)cJSON_AddItemToArray(list, o);
	return 0;
}

static int add_complaints(struct proof *p)
{
	cJSON *list = cJSON_CreateArray();
	int err = db_each(p->house->desk,
			  "SELECT id, at, who, source, text, outcome FROM "
			  "ticket WHERE call = ? ORDER BY id",
			  BIND(INT(p->record.id)), about_handler, list);

	if (!err && cJSON_GetArraySize(list))
		return add_json(p, "complaints.json", list);
	cJSON_Delete(list);
	return err;
}

static int add_origin(struct proof *p, int64_t now)
{
	cJSON *o = cJSON_CreateObject();
	char at[DATE_TIME_TEXT];

	(void)cJSON_AddNumberToObject(o, "call", (double)p->record.id);
	(void)cJSON_AddStringToObject(o, "made", date_time_encode(at, now));
	(void)cJSON_AddStringToObject(o, "by", p->person->who);
	(void)cJSON_AddStringToObject(o, "reason", p->reason);
	(void)cJSON_AddStringToObject(o, "zone", "UTC+8");
	return add_json(p, "origin.json", o);
}

static int add_all(struct proof *p, int64_t now)
{
	int err = add_origin(p, now);

	if (!err)
		err = add_json(p, "record.json",
			       tree_of(&p->record, record_fields));
	if (!err && *p->record.recording)
		err = add_sound(p, p->record.recording, p->record.sha256,
				"recording.wav");
	if (!err)
		err = add_consents(p);
	if (!err)
		err = add_complaints(p);
	if (!err)
		err = zip_add(p->zip, "MANIFEST.sha256", str_text(&p->manifest),
			      p->manifest.len);
	return err;
}

static int write_file(struct proof *p, const char *path, char *sha256)
{
	const int64_t now = clock_now();
	const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int done;
	int err;

	if (fd < 0 && errno == EEXIST)
		return err_set(EEXIST, _("%s is there already"), path);
	if (fd < 0)
		return err_set(EIO, "%s: %s", path, strerror(errno));

	err = zip_open(&p->zip, fd, path, now);
	if (!err)
		err = add_all(p, now);
	done = zip_close(p->zip);
	err = err ? err : done;
	if (!err && fsync(fd))
		err = err_set(EIO, "%s: %s", path, strerror(errno));
	if (!err)
		err = file_sync_folder(path);
	if (!err)
		err = file_sha256(sha256, path);
	(void)close(fd);
	if (err)
		(void)unlink(path);
	return err;
}

struct note {
	const struct desk_person *person;
	int64_t call;
	const char *reason;
	const char *sha256;
};

static int note_work(struct db *desk, void *arg)
{
	const struct note *n = arg;
	struct str detail = { 0 };
	int err;

	str_addf(&detail, "%s; SHA-256 %s", n->reason, n->sha256);
	err = desk_log(desk, n->person, "evidence", "call", n->call, detail.s);
	str_release(&detail);
	return err;
}

int proof_write(const struct proof_house *house,
		const struct desk_person *person, int64_t call,
		const char *reason, const char *path, char sha256[SHA256_TEXT])
{
	struct proof p = {
		.house = house,
		.person = person,
		.reason = reason,
	};
	struct note note = { person, call, reason, sha256 };
	/* Held first, so that it does not go meanwhile */
	int err = hold_add(house->desk, house->calls, person, call, reason,
			   NULL);

	if (!err)
		err = calls_get(house->calls, call, &p.record);
	if (!err)
		err = write_file(&p, path, sha256);
	if (!err) {
		err = db_atomic(house->desk, note_work, &note);
		if (err)
			(void)unlink(path);
	}
	str_release(&p.manifest);
	return err;
}
