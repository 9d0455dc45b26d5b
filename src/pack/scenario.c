/**
 * @file pack/scenario.c  What a drill does and what it must show
 */
#include "pack/scenario.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "pack/schema.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

/* Most numbers that one scenario tries against the rules */
#define ATTEMPTS_MAX 100
/* Longest number */
#define NUMBER_MAX 32

/* clang-format off */
static const cyaml_strval_t hang_ups[] = {
	{ "caller",   HANG_UP_CALLER   },
	{ "station",  HANG_UP_STATION  },
	{ "by-turns", HANG_UP_BY_TURNS },
};

#define INT_FIELD(name) \
	CYAML_FIELD_INT(#name, CYAML_FLAG_DEFAULT, struct scenario, name)
#define NUMBERS(name) \
	CYAML_FIELD_SEQUENCE(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
			     struct scenario, name, &schema_text, 0, \
			     ATTEMPTS_MAX)

#define INT_OPT(name) \
	CYAML_FIELD_INT_PTR(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
			    struct scenario, name)

static const cyaml_schema_field_t results_fields[] = {
	SCHEMA_TEXT(struct scenario_result, result),
	CYAML_FIELD_INT("calls", CYAML_FLAG_DEFAULT, struct scenario_result,
			calls),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t results_row = { CYAML_VALUE_MAPPING(
	CYAML_FLAG_DEFAULT, struct scenario_result, results_fields) };

static const cyaml_schema_field_t fields[] = {
	SCHEMA_TEXT(struct scenario, scenario),
	SCHEMA_TEXT(struct scenario, title),
	SCHEMA_TEXT_OPT(struct scenario, title_en),
	INT_FIELD(stations),
	INT_FIELD(callers),
	INT_FIELD(spread_ms),
	INT_FIELD(answer_ms),
	INT_FIELD(talk_ms),
	INT_FIELD(limit_ms),
	CYAML_FIELD_ENUM("hang_up", CYAML_FLAG_STRICT, struct scenario,
			 hang_up, hang_ups, ARRAY_LEN(hang_ups)),
	NUMBERS(outbound),
	NUMBERS(unlisted),
	INT_OPT(no_answer),
	INT_OPT(impatient),
	INT_OPT(patience_ms),
	SCHEMA_ROWS_OPT(struct scenario, results, &results_row),
	INT_FIELD(together),
	INT_FIELD(ringing_ms),
	INT_FIELD(lost_packets),
	CYAML_FIELD_END
};

static const struct {
	const char *key;
	size_t offset;
	int min;
	int max;
} ranges[] = {
	{ "stations",     offsetof(struct scenario, stations),     1, 1000 },
	{ "callers",      offsetof(struct scenario, callers),      1, 10000 },
	{ "spread_ms",    offsetof(struct scenario, spread_ms),    0, 3600000 },
	{ "answer_ms",    offsetof(struct scenario, answer_ms),    0, 60000 },
	{ "talk_ms",      offsetof(struct scenario, talk_ms),    500, 3600000 },
	{ "limit_ms",     offsetof(struct scenario, limit_ms), 1000, 21600000 },
	{ "together",     offsetof(struct scenario, together),     0, 1000 },
	{ "ringing_ms",   offsetof(struct scenario, ringing_ms),   1, 60000 },
	{ "lost_packets", offsetof(struct scenario, lost_packets), 0, 100000 },
};
/* clang-format on */

static const cyaml_schema_value_t schema = { CYAML_VALUE_MAPPING(
	CYAML_FLAG_POINTER, struct scenario, fields) };

/* The text being loaded, for places in messages */
struct source {
	const char *name;
	const char *text;
	size_t n;
};

static int check_ranges(const struct scenario *s, const struct source *src)
{
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
		int v;

		memcpy(&v, (const char *)s + ranges[i].offset, sizeof(v));
		if (v >= ranges[i].min && v <= ranges[i].max)
			continue;

		return yml_error_at(
			err_set(EBADMSG, _("%s must be %d to %d, not %d"),
				ranges[i].key, ranges[i].min, ranges[i].max, v),
			src->name, src->text, src->n, ranges[i].key);
	}

	return 0;
}

int scenario_served(const struct scenario *scenario)
{
	int n = scenario->callers;

	for (unsigned i = 0; i < scenario->results_count; i++)
		n -= scenario->results[i].calls;
	return n;
}

/* What may be left out, and must fit what is not */
static int check_optional(const struct scenario *s, const struct source *src)
{
	const struct {
		const char *key;
		const int *value;
		int min;
		int max;
	} rows[] = {
		{ "no_answer", s->no_answer, 0, s->stations - 1 },
		{ "impatient", s->impatient, 0, s->callers },
		{ "patience_ms", s->patience_ms, 1, 3600000 },
	};
	bool bad = scenario_served(s) < 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const int v = rows[i].value ? *rows[i].value : rows[i].min;

		if (v >= rows[i].min && v <= rows[i].max)
			continue;
		return yml_error_at(
			err_set(EBADMSG, _("%s must be %d to %d, not %d"),
				rows[i].key, rows[i].min, rows[i].max, v),
			src->name, src->text, src->n, rows[i].key);
	}
	for (unsigned i = 0; i < s->results_count; i++)
		bad = bad || s->results[i].calls < 0;
	if (!bad)
		return 0;
	return yml_error_at(
		err_set(EBADMSG, _("results: calls that are none, or more "
				   "than there are callers")),
		src->name, src->text, src->n, "results");
}

static bool is_number(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= NUMBER_MAX &&
	       strspn(s + (*s == '+'), "0123456789") == n - (*s == '+') &&
	       n > (size_t)(*s == '+');
}

static int check_numbers(const struct source *src, const char *key,
			 char *const *numberv, unsigned numberc)
{
	char where[64];

	for (unsigned i = 0; i < numberc; i++) {
		if (is_number(numberv[i]))
			continue;

		(void)snprintf(where, sizeof(where), "%s[%u]", key, i);
		return yml_error_at(
			err_set(EBADMSG,
				_("%s is not a telephone number: digits, at "
				  "most %d"),
				numberv[i], NUMBER_MAX),
			src->name, src->text, src->n, where);
	}

	return 0;
}

int scenario_load_text(struct scenario **scenariop, const char *name,
		       const char *text, size_t n)
{
	const struct source src = { name, text, n };
	struct scenario *s = NULL;
	int err = yml_load_text(name, text, n, &schema, (void **)&s);

	if (err)
		return err;

	err = check_ranges(s, &src);
	if (!err)
		err = check_optional(s, &src);
	if (!err)
		err = check_numbers(&src, "outbound", s->outbound,
				    s->outbound_count);
	if (!err)
		err = check_numbers(&src, "unlisted", s->unlisted,
				    s->unlisted_count);
	if (err)
		scenario_free(s);
	else
		*scenariop = s;
	return err;
}

int scenario_load(struct scenario **scenariop, const char *path)
{
	struct str text = { 0 };
	int err = file_read(&text, path, YAML_MAX);

	if (!err)
		err = scenario_load_text(scenariop, path, str_text(&text),
					 text.len);

	str_release(&text);
	return err;
}

void scenario_free(struct scenario *scenario)
{
	yml_free(&schema, scenario);
}
