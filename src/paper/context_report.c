/**
 * @file paper/context_report.c  The report of a drill, for a paper
 *
 * Figures are those of the report, or counted from its calls: how many calls
 * came in in each second, how many talked at the same instant, how long each
 * waited.  What was not measured is "—", never a nought.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paper/context_private.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define DASH	"—"
#define CALLS	5000
#define COLUMNS 60 /* most of a chart */
#define MS	1000
#define MINUTE	60

static const char *const ranks[] = { "min", "median", "p95", "max" };

static const cJSON *at(const cJSON *o, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(o, name);
}

static const char *text_at(const cJSON *o, const char *name)
{
	const char *s = cJSON_GetStringValue(at(o, name));

	return s ? s : "";
}

static bool number_at(const cJSON *o, const char *name, double *valuep)
{
	const cJSON *item = at(o, name);

	if (!cJSON_IsNumber(item))
		return false;

	*valuep = item->valuedouble;
	return true;
}

static void copy_number(cJSON *to, const char *key, const cJSON *from,
			const char *name, int digits)
{
	double v;

	if (number_at(from, name, &v))
		context_put_decimal(to, key, v, digits);
	else
		context_put(to, key, DASH);
}

static void copy_text(cJSON *to, const char *key, const cJSON *from,
		      const char *name)
{
	const char *s = text_at(from, name);

	context_put(to, key, *s ? s : DASH);
}

static void copy_moment(cJSON *to, const char *key, const cJSON *from)
{
	const char *s = text_at(from, key);

	context_put_dated(to, key, *s ? s : DASH);
}

static const char *verdict(const char *name)
{
	static const struct {
		const char *name;
		const char *zh;
	} words[] = {
		{ "pass", "通过" },
		{ "fail", "不通过" },
		{ "unknown", "未测得" },
		{ "not-asked", "未要求" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(name, words[i].name) == 0)
			return words[i].zh;
	}

	return DASH;
}

/* Units of the checks, as drill/proof.c names them */
static const char *unit(const char *name)
{
	static const struct {
		const char *name;
		const char *zh;
	} words[] = {
		{ "stations", "个" }, { "calls", "次" },
		{ "attempts", "次" }, { "recordings", "条" },
		{ "ms", "毫秒" },     { "of 100,000", "（每十万包）" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(name, words[i].name) == 0)
			return words[i].zh;
	}

	return "";
}

static void add_checks(cJSON *to, const cJSON *report)
{
	cJSON *list = context_put_list(to, "checks");
	const cJSON *c;

	cJSON_ArrayForEach(c, at(report, "checks"))
	{
		cJSON *o = context_put_row(list);
		const bool least = !strcmp(text_at(c, "sense"), "at-least");

		context_put(o, "title", text_at(c, "title"));
		copy_number(o, "value", c, "value", 3);
		copy_number(o, "bound", c, "bound", 3);
		context_put(o, "sense", least ? "不少于" : "不超过");
		context_put(o, "unit", unit(text_at(c, "unit")));
		context_put(o, "verdict", verdict(text_at(c, "verdict")));
	}
}

static int compare(const void *a, const void *b)
{
	const double x = *(const double *)a;
	const double y = *(const double *)b;

	return (x > y) - (x < y);
}

/* How long calls waited by the engine's records; ranks as drill/trial.c takes
 * them */
static void add_wait(cJSON *o, const cJSON *calls)
{
	double *v = x_calloc(CALLS, sizeof(*v));
	const cJSON *call;
	size_t n = 0;

	cJSON_ArrayForEach(call, calls)
	{
		if (n < CALLS)
			n += number_at(at(call, "record"), "wait_ms", &v[n]);
	}
	if (n > 0)
		qsort(v, n, sizeof(*v), compare);
	context_put(o, "title", "排队等待");
	context_putf(o, "n", "%zu", n);
	if (n == 0) {
		for (size_t i = 0; i < ARRAY_LEN(ranks); i++)
			context_put(o, ranks[i], DASH);
	} else {
		context_put_decimal(o, "min", v[0], 3);
		context_put_decimal(o, "median", v[(n - 1) / 2], 3);
		context_put_decimal(o, "p95", v[(n * 95 + 99) / 100 - 1], 3);
		context_put_decimal(o, "max", v[n - 1], 3);
	}
	free(v);
}

static void add_spreads(cJSON *to, const cJSON *totals, const cJSON *calls)
{
	static const struct {
		const char *name;
		const char *zh;
	} spreads[] = {
		{ "ringing_ms", "呼叫到回铃" },
		{ "answer_ms", "呼叫到系统应答" },
		{ "bridge_ms", "座席摘机到主叫听到座席" },
		{ "talk_ms", "双方通话时长" },
		{ "jitter_ms", "主叫侧抖动" },
		{ "gap_max_ms", "主叫侧最长间断" },
	};
	cJSON *list = context_put_list(to, "spreads");
	cJSON *wait = context_put_row(list);

	add_wait(wait, calls);

	for (size_t i = 0; i < ARRAY_LEN(spreads); i++) {
		const cJSON *s = at(totals, spreads[i].name);
		cJSON *o = context_put_row(list);

		context_put(o, "title", spreads[i].zh);
		copy_number(o, "n", s, "n", 0);
		copy_number(o, "min", s, "min", 3);
		copy_number(o, "median", s, "median", 3);
		copy_number(o, "p95", s, "p95", 3);
		copy_number(o, "max", s, "max", 3);
	}
}

/* One call as the charts want it, seconds from the begin of the drill; negative
 * if not known */
struct span {
	double start;
	double bridge;
	double end;
	double wait;
};

/* From the engine's record: instants of its clock */
static struct span span_of(const cJSON *call, double first)
{
	const cJSON *record = at(call, "record");
	struct span s = { -1, -1, -1, -1 };
	double v;

	if (number_at(record, "start", &v) && v > 0)
		s.start = (v - first) / MS;
	if (number_at(record, "bridge", &v) && v > 0)
		s.bridge = (v - first) / MS;
	if (number_at(record, "end", &v) && v > 0)
		s.end = (v - first) / MS;
	if (number_at(record, "wait_ms", &v) && v >= 0)
		s.wait = v / MS;
	return s;
}

static double first_start(const cJSON *calls)
{
	const cJSON *call;
	double first = 0;
	double v;

	cJSON_ArrayForEach(call, calls)
	{
		if (number_at(at(call, "record"), "start", &v) && v > 0 &&
		    (first <= 0 || v < first))
			first = v;
	}

	return first;
}

static void put_seconds(cJSON *to, const char *key, double seconds)
{
	if (seconds >= 0)
		context_putf(to, key, "%.3f", seconds);
	else
		context_put(to, key, DASH);
}

static void add_call(cJSON *list, const cJSON *call, const struct span *s)
{
	const cJSON *recording = at(call, "recording");
	cJSON *o = context_put_row(list);
	double talk;

	context_putf(o, "n", "%d", cJSON_GetArraySize(list));
	copy_text(o, "caller", call, "caller");
	copy_text(o, "called", call, "called");
	copy_text(o, "seat", call, "served_by");
	put_seconds(o, "start", s->start);
	put_seconds(o, "wait", s->wait);
	put_seconds(o, "talk",
		    number_at(call, "talk_ms", &talk) ? talk / MS : -1);
	copy_text(o, "recording", recording, "path");
	copy_text(o, "sha256", recording, "sha256");
}

/* A chart's columns: how many spans fit each step of time */
typedef double count_h(const struct span *v, size_t c, double from, double to);

static double began(const struct span *v, size_t c, double from, double to)
{
	double n = 0;

	for (size_t i = 0; i < c; i++)
		n += v[i].start >= from && v[i].start < to;
	return n;
}

static double talking(const struct span *v, size_t c, double from, double to)
{
	double n = 0;

	(void)to;
	for (size_t i = 0; i < c; i++)
		n += v[i].bridge >= 0 && v[i].bridge <= from && v[i].end > from;
	return n;
}

static void add_chart(cJSON *to, const char *key, const struct span *v,
		      size_t c, double step, count_h *h)
{
	cJSON *list = context_put_list(to, key);
	double last = 0;

	for (size_t i = 0; i < c; i++)
		last = v[i].end > last ? v[i].end : last;
	for (int k = 0; k <= COLUMNS && k * step <= last + step; k++) {
		cJSON *o = context_put_row(list);

		context_put_decimal(o, "x", k * step, 0);
		context_put_decimal(o, "y", h(v, c, k * step, (k + 1) * step),
				    0);
	}
}

/* A step of whole seconds with which the drill fits into a chart */
static double chart_step(const struct span *v, size_t c)
{
	double last = 1;

	for (size_t i = 0; i < c; i++)
		last = v[i].end > last ? v[i].end : last;

	return ceil(last / (COLUMNS - 1));
}

/* Most calls that came in within a minute */
static size_t most_a_minute(const struct span *v, size_t c)
{
	size_t most = 0;

	for (size_t i = 0; i < c; i++) {
		size_t n = 0;

		for (size_t k = 0; k < c && v[i].start >= 0; k++)
			n += v[k].start >= v[i].start &&
			     v[k].start < v[i].start + MINUTE;
		most = n > most ? n : most;
	}

	return most;
}

static void add_waits(cJSON *to, const struct span *v, size_t c)
{
	cJSON *list = context_put_list(to, "waits");

	for (size_t i = 0; i < c; i++) {
		cJSON *o;

		if (v[i].wait < 0)
			continue;
		o = context_put_row(list);
		context_putf(o, "x", "%zu", i + 1);
		context_put_decimal(o, "y", v[i].wait, 3);
	}
}

static void add_calls(cJSON *to, const cJSON *report)
{
	const cJSON *calls = at(report, "calls");
	const double first = first_start(calls);
	cJSON *list = context_put_list(to, "calls");
	struct span *v = x_calloc(CALLS, sizeof(*v));
	const cJSON *call;
	double step;
	size_t c = 0;

	cJSON_ArrayForEach(call, calls)
	{
		if (c == CALLS)
			break;
		v[c] = span_of(call, first);
		add_call(list, call, &v[c]);
		c++;
	}

	step = chart_step(v, c);
	context_put_decimal(to, "step", step, 0);
	(void)cJSON_AddBoolToObject(to, "each_second", step <= 1);
	if (first > 0)
		context_putf(to, "per_minute", "%zu", most_a_minute(v, c));
	else
		context_put(to, "per_minute", "");
	add_chart(to, "starts", v, c, step, began);
	add_chart(to, "occupancy", v, c, step, talking);
	add_waits(to, v, c);
	(void)cJSON_AddBoolToObject(to, "timed", first > 0);
	free(v);
}

static void add_attempts(cJSON *to, const cJSON *report)
{
	cJSON *list = context_put_list(to, "attempts");
	const cJSON *a;

	cJSON_ArrayForEach(a, at(report, "attempts"))
	{
		const bool out = !strcmp(text_at(a, "kind"), "outbound");
		cJSON *o = context_put_row(list);

		context_put(o, "kind", out ? "座席外呼" : "拨打不在册号码");
		copy_text(o, "seat", a, "seat");
		copy_text(o, "number", a, "number");
		copy_number(o, "status", a, "status", 0);
	}
}

void context_add_report(cJSON *to, const cJSON *report)
{
	const cJSON *totals = at(report, "totals");
	const cJSON *scenario = at(report, "scenario");
	cJSON *o;

	if (!cJSON_IsObject(report)) {
		(void)cJSON_AddFalseToObject(to, "report");
		return;
	}

	o = cJSON_AddObjectToObject(to, "report");
	copy_moment(o, "begun", report);
	copy_moment(o, "ended", report);
	context_put(o, "verdict", verdict(text_at(report, "verdict")));
	copy_text(o, "config_sha256", report, "config_sha256");
	copy_text(o, "version", report, "version");
	copy_text(o, "scenario", scenario, "title");
	copy_number(o, "stations", scenario, "stations", 0);
	copy_number(o, "callers", scenario, "callers", 0);
	copy_number(o, "talk_ms", scenario, "talk_ms", 0);
	copy_number(o, "calls_count", totals, "calls", 0);
	copy_number(o, "answered", totals, "answered", 0);
	copy_number(o, "connected", totals, "connected", 0);
	copy_number(o, "together", totals, "together", 0);
	copy_number(o, "recordings", totals, "recordings", 0);
	copy_number(o, "recording_bytes", totals, "recording_bytes", 0);
	add_checks(o, report);
	add_spreads(o, totals, at(report, "calls"));
	add_calls(o, report);
	add_attempts(o, report);
	context_put_any(o, "calls");
	context_put_any(o, "waits");
	context_put_any(o, "attempts");
}
