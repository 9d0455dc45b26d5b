/**
 * @file dossier/evidence.c  What a drill measured becomes facts
 */
#include "dossier/evidence.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "dossier/fact.h"
#include "dossier/fact_key.h"
#include "store/vault.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define SCHEMA	   "callpermit-drill/1"
#define REPORT_MAX ((size_t)64 << 20)
#define DAY_LEN	   10

/* How a fact is read from a report */
enum reading {
	READ_DAY,    /* the day an instant begins with */
	READ_NUMBER, /* a whole number */
	READ_CHECK,  /* whether the check with that id passed */
	READ_ASKED,  /* the same; what no scenario asked for stays as it is */
	READ_HASH,   /* the hash of the report itself */
};

/* clang-format off */
static const struct {
	const char *fact;
	enum reading reading;
	const char *path; /* members, joined by full stops; or the check's id */
} readings[] = {
	{ "drill.date",             READ_DAY,    "begun"               },
	{ "drill.stations",         READ_NUMBER, "scenario.stations"   },
	{ "drill.calls",            READ_NUMBER, "totals.calls"        },
	{ "drill.answered",         READ_NUMBER, "totals.connected"    },
	{ "drill.together",         READ_NUMBER, "totals.together"     },
	{ "drill.recordings",       READ_NUMBER, "totals.recordings"   },
	{ "drill.recordings_right", READ_CHECK,  "recording-sound"     },
	{ "drill.outbound_refused", READ_CHECK,  "outbound-refused"    },
	{ "drill.keys_right",       READ_ASKED,  "menu-keys"           },
	{ "drill.do_not_call",      READ_ASKED,  "do-not-call"         },
	{ "drill.forged_refused",   READ_ASKED,  "forged-refused"      },
	{ "drill.restored",         READ_ASKED,  "records-stayed"      },
	{ "drill.report_sha256",    READ_HASH,   NULL                  },
};
/* clang-format on */

static const cJSON *member(const cJSON *top, const char *path)
{
	while (top && *path) {
		size_t n = strcspn(path, ".");
		char *name = x_strndup(path, n);

		top = cJSON_GetObjectItemCaseSensitive(top, name);
		free(name);
		path += n + (path[n] == '.');
	}

	return top;
}

static const char *text(const cJSON *top, const char *path)
{
	const char *s = cJSON_GetStringValue(member(top, path));

	return s ? s : "";
}

/* A number, -1 if it is not there or was not measured */
static double number(const cJSON *top, const char *path)
{
	const cJSON *item = member(top, path);

	return cJSON_IsNumber(item) ? item->valuedouble : -1;
}

/* "true", "false", or "" if the check was not measured or not asked for */
static const char *check_passed(const cJSON *top, const char *id)
{
	const cJSON *check;

	cJSON_ArrayForEach(check, member(top, "checks"))
	{
		const char *verdict = text(check, "verdict");

		if (strcmp(text(check, "id"), id) != 0)
			continue;
		if (strcmp(verdict, "pass") == 0)
			return "true";
		if (strcmp(verdict, "fail") == 0)
			return "false";
	}

	return "";
}

static void read_fact(struct str *to, const cJSON *top, size_t i,
		      const char *sha256)
{
	const char *path = readings[i].path;

	switch (readings[i].reading) {
	case READ_DAY:
		str_addf(to, "%.*s", DAY_LEN, text(top, path));
		break;
	case READ_NUMBER:
		if (number(top, path) >= 0 && number(top, path) < 1e9)
			str_addf(to, "%.0f", number(top, path));
		break;
	case READ_CHECK:
	case READ_ASKED:
		str_add(to, check_passed(top, path));
		break;
	case READ_HASH:
		str_add(to, sha256);
		break;
	}
}

static int set_facts(struct db *db, const struct pack *pack, int64_t dossier,
		     const cJSON *top, const char *sha256)
{
	struct fact_set setv[ARRAY_LEN(readings) + 1] = { { .key = NULL } };
	struct str values[ARRAY_LEN(readings)] = { { NULL, 0, 0 } };
	struct str reason = { 0 };
	struct fact_change change = { .origin = "drill" };
	struct fact_key key;
	size_t n = 0;
	int err;

	for (size_t i = 0; i < ARRAY_LEN(readings); i++) {
		const bool asked = readings[i].reading == READ_ASKED;

		read_fact(&values[i], top, i, sha256);
		/* a pack that a dossier keeps may be older */
		if (asked &&
		    (!values[i].len ||
		     fact_key_decode(&key, pack, readings[i].fact, NULL, NULL)))
			continue;
		setv[n++] = (struct fact_set){ .key = readings[i].fact,
					       .text = str_text(&values[i]) };
	}
	str_addf(&reason, "drill report %s", sha256);
	change.reason = reason.s;
	err = fact_set(db, pack, dossier, setv, &change, NULL);

	for (size_t i = 0; i < ARRAY_LEN(readings); i++)
		str_release(&values[i]);
	str_release(&reason);
	return err;
}

/* What a link leads to may be another file tomorrow, and lie anywhere */
static int check_place(const char *folder, const char *path)
{
	struct str file = { 0 };
	struct str straight = { 0 };
	char *top = realpath(folder, NULL);
	char *real;
	int err = 0;

	str_addf(&file, "%s/%s", folder, path);
	real = realpath(file.s, NULL);
	if (!top || !real)
		err = err_set(ENOENT, "%s: %s", file.s, strerror(errno));
	else
		str_addf(&straight, "%s/%s", top, path);
	if (!err && strcmp(straight.s, real) != 0)
		err = err_set(EBADMSG,
			      _("%s is reached by a link, which is "
				"no evidence"),
			      file.s);
	free(top);
	free(real);
	str_release(&straight);
	str_release(&file);
	return err;
}

/* The same of the report itself */
static int check_report(const char *path)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return err_set(ENOENT, "%s: %s", path, strerror(errno));
	if (S_ISLNK(st.st_mode))
		return err_set(EBADMSG,
			       _("%s is reached by a link, which is "
				 "no evidence"),
			       path);
	return 0;
}

/* A file's hash must be the one named; the path must stay in its folder */
static int check_recording(const cJSON *recording, const char *folder)
{
	const char *path = text(recording, "path");
	struct str file = { 0 };
	char hex[SHA256_TEXT];
	int err;

	if (!*path || *path == '/' || strstr(path, ".."))
		return err_set(EBADMSG,
			       _("the report names a recording outside its "
				 "folder: %s"),
			       path);

	str_addf(&file, "%s/%s", folder, path);
	err = check_place(folder, path);
	if (!err)
		err = file_sha256(hex, file.s);
	if (!err && strcmp(hex, text(recording, "sha256")) != 0)
		err = err_set(EBADMSG,
			      _("%s is not the recording of the drill: its "
				"SHA-256 differs from the report's"),
			      file.s);
	str_release(&file);
	return err;
}

static int check_files(const cJSON *top, const struct evidence_drill *drill,
		       size_t *countp)
{
	const cJSON *call;
	char hex[SHA256_TEXT];
	int err = drill->config ? file_sha256(hex, drill->config) : 0;

	if (!err && drill->config &&
	    strcmp(hex, text(top, "config_sha256")) != 0)
		err = err_set(EBADMSG,
			      _("%s is not the configuration the drill ran "
				"with"),
			      drill->config);
	cJSON_ArrayForEach(call, member(top, "calls"))
	{
		const cJSON *recording = member(call, "recording");

		if (err || !cJSON_IsObject(recording))
			continue;
		err = check_recording(recording, drill->folder);
		*countp += !err;
	}

	return err;
}

/* The totals must be those of the calls that the report lists, and every
 * recording it counts must have been hashed */
static int check_sums(const cJSON *top, const char *report, size_t hashed)
{
	const cJSON *calls = member(top, "calls");
	const cJSON *call;
	double answered = 0;

	cJSON_ArrayForEach(call, calls)
	{
		const cJSON *status = member(call, "status");

		answered += cJSON_IsNumber(status) &&
			    status->valuedouble == 200;
	}
	if (number(top, "totals.calls") == cJSON_GetArraySize(calls) &&
	    number(top, "totals.answered") == answered &&
	    number(top, "totals.connected") <= answered &&
	    number(top, "totals.recordings") == (double)hashed)
		return 0;

	return err_set(EBADMSG,
		       _("%s: its totals are not those of the calls and "
			 "recordings it lists"),
		       report);
}

/* A verdict must be what value and bound say, where they stand */
static int check_verdicts(const cJSON *top, const char *report)
{
	const cJSON *check;

	cJSON_ArrayForEach(check, member(top, "checks"))
	{
		const cJSON *value = member(check, "value");
		const cJSON *bound = member(check, "bound");
		const char *verdict = text(check, "verdict");
		const bool least = !strcmp(text(check, "sense"), "at-least");
		bool good;

		if ((strcmp(verdict, "pass") != 0 &&
		     strcmp(verdict, "fail") != 0) ||
		    !*text(check, "sense"))
			continue;
		good = cJSON_IsNumber(value) && cJSON_IsNumber(bound) &&
		       (least ? value->valuedouble >= bound->valuedouble
			      : value->valuedouble <= bound->valuedouble);
		if (good == !strcmp(verdict, "pass"))
			continue;
		return err_set(EBADMSG,
			       _("%s: the verdict of %s is not what its value "
				 "says"),
			       report, text(check, "id"));
	}

	return 0;
}

static int parse(cJSON **topp, const char *path, struct str *bytes,
		 struct evidence *e)
{
	cJSON *top = NULL;
	int err = check_report(path);

	if (!err)
		err = file_read(bytes, path, REPORT_MAX);
	if (!err) {
		file_sha256_mem(e->sha256, str_text(bytes), bytes->len);
		top = cJSON_ParseWithLength(str_text(bytes), bytes->len);
	}
	if (!err && (!top || strcmp(text(top, "schema"), SCHEMA) != 0))
		err = err_set(EBADMSG, _("%s: not the report of a drill (%s)"),
			      path, SCHEMA);

	(void)snprintf(e->config, sizeof(e->config), "%s",
		       text(top, "config_sha256"));
	if (err)
		cJSON_Delete(top);
	else
		*topp = top;
	return err;
}

/* What the facts rest on: the report, and the recordings it names */
static int keep_files(const struct db *db, const cJSON *top, const char *folder,
		      const struct str *report)
{
	struct vault vault;
	struct str path = { 0 };
	char hex[SHA256_TEXT];
	const cJSON *call;
	int err;

	vault_of_db(&vault, db);
	err = vault_put(&vault, str_text(report), report->len, hex);
	cJSON_ArrayForEach(call, member(top, "calls"))
	{
		const cJSON *recording = member(call, "recording");

		if (err || !cJSON_IsObject(recording))
			continue;
		str_clear(&path);
		str_addf(&path, "%s/%s", folder, text(recording, "path"));
		err = vault_put_file(&vault, path.s, text(recording, "sha256"),
				     hex);
	}
	str_release(&path);
	vault_release(&vault);
	return err;
}

void evidence_recordings(const struct str *report, evidence_h *h, void *arg)
{
	cJSON *top = cJSON_ParseWithLength(str_text(report), report->len);
	const cJSON *call;

	cJSON_ArrayForEach(call, member(top, "calls"))
	{
		const char *sha256 = text(call, "recording.sha256");

		if (*sha256)
			h(sha256, arg);
	}
	cJSON_Delete(top);
}

int evidence_add_drill(struct db *db, const struct pack *pack, int64_t dossier,
		       const struct evidence_drill *drill,
		       struct evidence *evidencep)
{
	struct evidence e = { 0 };
	struct str bytes = { 0 };
	cJSON *top = NULL;
	int err = parse(&top, drill->report, &bytes, &e);

	if (!err)
		err = check_files(top, drill, &e.recordings);
	if (!err)
		err = check_sums(top, drill->report, e.recordings);
	if (!err)
		err = check_verdicts(top, drill->report);
	if (!err)
		err = keep_files(db, top, drill->folder, &bytes);
	if (!err)
		err = set_facts(db, pack, dossier, top, e.sha256);
	if (!err && evidencep)
		*evidencep = e;

	str_release(&bytes);
	cJSON_Delete(top);
	return err;
}

int evidence_read_drill(cJSON **reportp, const struct db *db,
			const struct facts *facts)
{
	const char *sha256 = facts_value(facts, "drill", 0, "report_sha256");
	struct str bytes = { 0 };
	struct vault vault;
	int err;

	*reportp = NULL;
	vault_of_db(&vault, db);
	if (!sha256 || !vault_has(&vault, sha256)) {
		vault_release(&vault);
		return 0;
	}

	err = vault_read(&vault, sha256, REPORT_MAX, &bytes);
	if (!err) {
		*reportp = cJSON_ParseWithLength(str_text(&bytes), bytes.len);
		if (!*reportp)
			err = err_set(EBADMSG,
				      _("%s: not the report of a drill (%s)"),
				      sha256, SCHEMA);
	}
	str_release(&bytes);
	vault_release(&vault);
	return err;
}
