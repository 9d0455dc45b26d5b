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
/* Most keys that a caller presses, and most callers */
#define KEYS_MAX    32
#define CALLERS_MAX 10000

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

#define TEXT_OPT_OF(type, name) SCHEMA_TEXT_OPT(struct type, name)
#define INT_OPT_OF(type, name) \
	CYAML_FIELD_INT_PTR(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
			    struct type, name)
#define INT_OF(type, name) \
	CYAML_FIELD_INT(#name, CYAML_FLAG_DEFAULT, struct type, name)

static const cyaml_schema_field_t group_fields[] = {
	INT_OF(scenario_group, calls),
	TEXT_OPT_OF(scenario_group, keys),
	INT_OPT_OF(scenario_group, keys_ms),
	INT_OPT_OF(scenario_group, leave_ms),
	TEXT_OPT_OF(scenario_group, from),
	TEXT_OPT_OF(scenario_group, through),
	TEXT_OPT_OF(scenario_group, queue),
	TEXT_OPT_OF(scenario_group, box),
	CYAML_FIELD_END
};

static const cyaml_schema_value_t groups_row = { CYAML_VALUE_MAPPING(
	CYAML_FLAG_DEFAULT, struct scenario_group, group_fields) };

static const cyaml_schema_field_t kill_fields[] = {
	INT_OF(scenario_kill, after),
	INT_OF(scenario_kill, calls),
	INT_OF(scenario_kill, talk_ms),
	INT_OF(scenario_kill, back_ms),
	CYAML_FIELD_END
};

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
	NUMBERS(forged),
	NUMBERS(do_not_call),
	SCHEMA_ROWS_OPT(struct scenario, groups, &groups_row),
	CYAML_FIELD_MAPPING_PTR("kill", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
				struct scenario, kill, kill_fields),
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

const struct scenario_group *scenario_group(const struct scenario *scenario,
					    size_t caller)
{
	size_t end = 0;

	for (unsigned i = 0; i < scenario->groups_count; i++) {
		end += (size_t)scenario->groups[i].calls;
		if (caller < end)
			return &scenario->groups[i];
	}

	return NULL;
}

bool scenario_is_cut(const struct scenario *scenario, size_t caller)
{
	const struct scenario_kill *k = scenario->kill;

	return k && caller >= (size_t)k->after &&
	       caller < (size_t)k->after + (size_t)k->calls;
}

int scenario_served(const struct scenario *scenario)
{
	int n = scenario->callers;

	if (scenario->kill)
		n -= scenario->kill->calls;

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

static int bad_row(const struct source *src, const char *where,
		   const char *sentence)
{
	return yml_error_at(err_set(EBADMSG, "%s", sentence), src->name,
			    src->text, src->n, where);
}

static bool is_within(const int *value, int min, int max)
{
	return !value || (*value >= min && *value <= max);
}

static bool is_good_group(const struct scenario_group *g)
{
	return g->calls > 0 && g->calls <= CALLERS_MAX &&
	       is_within(g->keys_ms, 0, 600000) &&
	       is_within(g->leave_ms, 1, 3600000) &&
	       (!g->keys ||
		(strlen(g->keys) <= KEYS_MAX &&
		 strspn(g->keys, "0123456789*#ABCD") == strlen(g->keys))) &&
	       (!g->from || is_number(g->from));
}

static int check_groups(const struct scenario *s, const struct source *src)
{
	int64_t calls = 0;
	char where[64];

	for (unsigned i = 0; i < s->groups_count; i++) {
		calls += s->groups[i].calls;
		if (is_good_group(&s->groups[i]) && calls <= s->callers)
			continue;
		(void)snprintf(where, sizeof(where), "groups[%u]", i);
		return bad_row(src, where,
			       _("a group has calls, at most as many as there "
				 "are callers, keys of 0-9*#ABCD, at most 32, "
				 "times, and a number to call from"));
	}

	return 0;
}

static int check_kill(const struct scenario *s, const struct source *src)
{
	const struct scenario_kill *k = s->kill;

	if (!k || (is_within(&k->after, 0, s->callers) &&
		   is_within(&k->calls, 1, s->stations) &&
		   k->after + k->calls <= s->callers &&
		   is_within(&k->talk_ms, 500, 600000) &&
		   is_within(&k->back_ms, 1, 600000)))
		return 0;
	return bad_row(src, "kill",
		       _("kill wants calls, no more than there are stations, "
			 "that there are callers, and times"));
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
		err = check_groups(s, &src);
	if (!err)
		err = check_kill(s, &src);
	if (!err)
		err = check_numbers(&src, "forged", s->forged, s->forged_count);
	if (!err)
		err = check_numbers(&src, "do_not_call", s->do_not_call,
				    s->do_not_call_count);
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
