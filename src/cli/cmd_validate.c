/**
 * @file cli/cmd_validate.c  validate
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value.h"

#define SHARES	  "shares"
#define LINES_MAX 100000 /* values read from standard input */
#define KIND_CELL 12
#define WORD_CELL 9

/* What one run checks */
struct job {
	struct field field; /* of the kind */
	bool shares;	    /* the values are one set of shares */
	bool bad;	    /* something was refused */
	cJSON *results;	    /* NULL: lines are printed */
	char **set;	    /* values of a set of shares; owned */
	size_t setc;
	size_t lines;
};

static const struct value_about shares_about = {
	N_("shares in percent that make 100 together, give or take 0.01"), "",
	"D"
};

/* Choices are nothing without the form that lists them */
static bool is_kind(enum field_type type)
{
	return type != FIELD_CHOICE && type != FIELD_CHOICES;
}

static const char *standard_of(const struct value_about *about)
{
	return *about->standard ? _(about->standard) : "";
}

static char *printable(const char *text)
{
	size_t size = strlen(text) + 1;
	char *safe = x_calloc(size, 1);

	text_printable(safe, size, text);
	return safe;
}

static const char *verdict_title(const char *verdict)
{
	return *verdict == 'o'	 ? _("ok")
	       : *verdict == 'w' ? _("warning")
				 : _("error");
}

static cJSON *result_json(const char *typed, const char *value,
			  const char *verdict, const char *sentence)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "typed", typed);
	cli_add_text(o, "value", value);
	(void)cJSON_AddStringToObject(o, "verdict", verdict);
	(void)cJSON_AddStringToObject(o, "sentence", sentence);
	return o;
}

static void tell(struct job *job, const char *typed, const char *value,
		 const char *verdict, const char *sentence)
{
	char *safe = printable(typed);
	char *said = printable(sentence);

	if (job->results) {
		(void)cJSON_AddItemToArray(
			job->results, result_json(safe, value, verdict, said));
	} else {
		(void)fputs("  ", stdout);
		cli_print_cell(verdict_title(verdict), WORD_CELL);
		cli_say("%s", value ? value : safe);
		if (*said)
			cli_say("  %*s%s", WORD_CELL, "", said);
	}
	if (*verdict == 'e')
		job->bad = true;

	free(safe);
	free(said);
}

static void validate_one(struct job *job, const char *typed)
{
	struct str doubt = { 0 };
	char *value = NULL;
	int err = value_decode(&job->field, typed, &value);

	if (!err)
		err = value_check_strict(&job->field, value);
	if (err)
		tell(job, typed, value, "error", err_text(err));
	else if (value_warn(&doubt, &job->field, value))
		tell(job, typed, value, "warning", doubt.s);
	else
		tell(job, typed, value, "ok", "");

	if (job->shares) {
		job->set = x_reallocarray(job->set, job->setc + 1,
					  sizeof(*job->set));
		job->set[job->setc++] = x_strdup(typed);
	}
	free(value);
	str_release(&doubt);
}

/* A line of standard input without its end; false at the end of the file.  Of
 * a line over the limit of values as much is kept as makes it refused. */
static bool read_line(struct str *line)
{
	int c = getchar();

	if (c == EOF)
		return false;

	str_clear(line);
	for (; c != EOF && c != '\n'; c = getchar()) {
		/* a NUL would hide what stands behind it */
		const char byte = (char)(c ? c : 1);

		if (line->len <= VALUE_MAX)
			str_add_char(line, byte);
	}

	return true;
}

static int validate_stdin(struct job *job)
{
	struct str line = { 0 };
	int err = 0;

	while (!err && read_line(&line)) {
		if (++job->lines > LINES_MAX)
			err = err_set(EINVAL,
				      _("standard input: more than %d values"),
				      LINES_MAX);
		else
			validate_one(job, str_text(&line));
	}
	if (!err && ferror(stdin))
		err = err_set(EIO, _("standard input could not be read"));

	str_release(&line);
	return err;
}

/* The set as a whole */
static void validate_set(struct job *job)
{
	int err = value_check_shares((const char *const *)job->set, job->setc);

	if (!job->bad)
		tell(job, SHARES, NULL, err ? "error" : "ok",
		     err ? err_text(err) : "");
}

static void start(struct job *job, const char *kind,
		  const struct value_about *about, bool json)
{
	if (json)
		job->results = cJSON_CreateArray();
	else
		cli_say("%s: %s%s%s [%s]", kind, _(about->what),
			*about->standard ? ", " : "", standard_of(about),
			about->sources);
}

static void finish(struct job *job, const char *kind,
		   const struct value_about *about)
{
	cJSON *o;

	if (!job->results)
		return;

	o = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(o, "kind", kind);
	(void)cJSON_AddStringToObject(o, "standard", standard_of(about));
	(void)cJSON_AddStringToObject(o, "sources", about->sources);
	(void)cJSON_AddBoolToObject(o, "refused", job->bad);
	(void)cJSON_AddItemToObject(o, "results", job->results);
	cli_print_json(o);
}

static void list_kind(cJSON *all, const char *kind,
		      const struct value_about *about)
{
	cJSON *o;

	if (!all) {
		cli_print_cell(kind, KIND_CELL);
		cli_say("%s%s%s [%s]", _(about->what),
			*about->standard ? ", " : "", standard_of(about),
			about->sources);
		return;
	}

	o = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(o, "kind", kind);
	(void)cJSON_AddStringToObject(o, "what", _(about->what));
	(void)cJSON_AddStringToObject(o, "standard", standard_of(about));
	(void)cJSON_AddStringToObject(o, "sources", about->sources);
	(void)cJSON_AddItemToArray(all, o);
}

static int list_kinds(bool json)
{
	cJSON *all = json ? cJSON_CreateArray() : NULL;

	for (int i = 0; i < FIELD_TYPE_COUNT; i++) {
		if (is_kind((enum field_type)i))
			list_kind(all, field_type_name((enum field_type)i),
				  value_about((enum field_type)i));
	}
	list_kind(all, SHARES, &shares_about);
	if (all)
		cli_print_json(all);
	return 0;
}

static int unknown_kind(const char *kind)
{
	const char *near = NULL;
	size_t best = 3;

	for (int i = 0; i < FIELD_TYPE_COUNT; i++) {
		const char *name = field_type_name((enum field_type)i);
		size_t d = text_distance(kind, name);

		if (is_kind((enum field_type)i) && d < best) {
			best = d;
			near = name;
		}
	}

	return near ? err_set(EINVAL, _("no kind %s; did you mean %s?"), kind,
			      near)
		    : err_set(EINVAL,
			      _("no kind %s; see: callpermit validate list"),
			      kind);
}

/* No getopt: a value may begin with a hyphen */
int cmd_validate(struct cli *cli, int argc, char **argv)
{
	struct job job = { 0 };
	const struct value_about *about = &shares_about;
	const char *kind = argc > 1 ? argv[1] : "";
	int err = 0;

	if (argc == 2 && strcmp(kind, "list") == 0)
		return list_kinds(cli->json);
	if (argc < 3)
		return cli_usage(argv[0]);

	job.shares = strcmp(kind, SHARES) == 0;
	job.field.type = FIELD_RATIO;
	if (!job.shares && (!field_type_decode(&job.field.type, kind) ||
			    !is_kind(job.field.type)))
		return unknown_kind(kind);
	if (!job.shares)
		about = value_about(job.field.type);

	start(&job, kind, about, cli->json);
	for (int i = 2; i < argc && !err; i++) {
		if (strcmp(argv[i], "-") == 0)
			err = validate_stdin(&job);
		else
			validate_one(&job, argv[i]);
	}
	if (!err && job.shares)
		validate_set(&job);
	finish(&job, kind, about);
	cli->findings = job.bad;

	for (size_t i = 0; i < job.setc; i++)
		free(job.set[i]);
	free(job.set);
	return err;
}
