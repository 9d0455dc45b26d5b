/**
 * @file pack/calendar.c  Working days in China, V-11
 */
#include "pack/calendar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/schema.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define YEAR_MIN 1900 /* of date_decode() */
#define YEAR_MAX 2099
#define DECEMBER 12
#define SATURDAY 5 /* of date_weekday() */

/* As the file has it */
struct holiday_row {
	char *name;
	char *name_en;
	char *from;
	char *to;
};

struct year_row {
	int year;
	char *title;
	char **sources;
	unsigned sources_count;
	struct holiday_row *off;
	unsigned off_count;
	char **work;
	unsigned work_count;
};

struct top {
	struct year_row *years;
	unsigned years_count;
};

/* Days that are not as their weekday says */
struct span {
	int64_t from; /* date_number() */
	int64_t to;
	bool works;
	int year;      /* of the notice */
	char *name;    /* owned; NULL for a day that is worked */
	char *name_en; /* owned, or NULL */
	char *where;   /* place in the file while it is read; owned */
};

/* What a covered year goes by */
struct notice {
	int year;
	char *title;   /* owned */
	char *sources; /* "P:HOL2026, G:hol"; owned */
};

struct calendar {
	struct span *v; /* by from */
	size_t c;
	size_t cap;
	struct notice *yearv; /* covered, in the order of the file */
	size_t yearc;
};

/* clang-format off */
static const cyaml_schema_field_t holiday_fields[] = {
	SCHEMA_TEXT(struct holiday_row, name),
	SCHEMA_TEXT_OPT(struct holiday_row, name_en),
	SCHEMA_TEXT(struct holiday_row, from),
	SCHEMA_TEXT(struct holiday_row, to),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t holiday_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct holiday_row,
			    holiday_fields)
};

static const cyaml_schema_field_t year_fields[] = {
	CYAML_FIELD_INT("year", CYAML_FLAG_DEFAULT, struct year_row, year),
	SCHEMA_TEXT(struct year_row, title),
	SCHEMA_TEXTS_OPT(struct year_row, sources),
	SCHEMA_ROWS(struct year_row, off, &holiday_row),
	SCHEMA_TEXTS_OPT(struct year_row, work),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t year_row = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct year_row, year_fields)
};

static const cyaml_schema_field_t top_fields[] = {
	SCHEMA_ROWS(struct top, years, &year_row),
	CYAML_FIELD_END
};
/* clang-format on */
static const cyaml_schema_value_t schema = { CYAML_VALUE_MAPPING(
	CYAML_FLAG_POINTER, struct top, top_fields) };

/* The text being loaded, for places in messages */
struct source {
	const char *name;
	const char *text;
	size_t n;
};

static int refuse(const struct source *src, const char *where, int err)
{
	return yml_error_at(err, src->name, src->text, src->n, where);
}

static void span_release(struct span *span)
{
	free(span->name);
	free(span->name_en);
	free(span->where);
}

static void notice_release(struct notice *notice)
{
	free(notice->title);
	free(notice->sources);
}

static void add_notice(struct calendar *cal, const struct year_row *row)
{
	struct str keys = { 0 };

	for (size_t i = 0; i < row->sources_count; i++)
		str_addf(&keys, "%s%s", i ? ", " : "", row->sources[i]);
	cal->yearv = x_reallocarray(cal->yearv, cal->yearc + 1,
				    sizeof(*cal->yearv));
	cal->yearv[cal->yearc++] = (struct notice){
		.year = row->year,
		.title = x_strdup(row->title),
		.sources = str_take(&keys),
	};
}

static struct span *add_span(struct calendar *cal)
{
	if (cal->c == cal->cap) {
		cal->cap = cal->cap ? 2 * cal->cap : 16;
		cal->v = x_reallocarray(cal->v, cal->cap, sizeof(*cal->v));
	}
	cal->v[cal->c] = (struct span){ 0 };
	return &cal->v[cal->c++];
}

/* A day of the notice for a year: in it or in the December before */
static int decode_day(int64_t *np, const char *text, int year)
{
	struct date date;

	if (date_decode(&date, text) != 0)
		return EBADMSG;
	if (date.year != year &&
	    !(date.year == year - 1 && date.month == DECEMBER))
		return err_set(EBADMSG,
			       _("%s is not in %d or the December before"),
			       text, year);

	*np = date_number(date);
	return 0;
}

static int read_off(struct calendar *cal, const struct source *src, size_t y,
		    const struct year_row *row, size_t i)
{
	struct span *span = add_span(cal);
	struct str where = { 0 };
	int err;

	str_addf(&where, "years[%zu].off[%zu].from", y, i);
	span->where = str_take(&where);
	span->year = row->year;
	span->name = x_strdup(row->off[i].name);
	if (row->off[i].name_en)
		span->name_en = x_strdup(row->off[i].name_en);
	err = decode_day(&span->from, row->off[i].from, row->year);
	if (err)
		return refuse(src, span->where, err);

	str_addf(&where, "years[%zu].off[%zu].to", y, i);
	err = decode_day(&span->to, row->off[i].to, row->year);
	if (!err && span->to < span->from)
		err = err_set(EBADMSG, _("%s is before %s"), row->off[i].to,
			      row->off[i].from);
	if (err)
		(void)refuse(src, where.s, err);
	str_release(&where);
	return err;
}

static int read_work(struct calendar *cal, const struct source *src, size_t y,
		     const struct year_row *row, size_t i)
{
	struct span *span = add_span(cal);
	struct str where = { 0 };
	int err;

	str_addf(&where, "years[%zu].work[%zu]", y, i);
	span->where = str_take(&where);
	span->year = row->year;
	span->works = true;
	err = decode_day(&span->from, row->work[i], row->year);
	span->to = span->from;
	if (!err && date_weekday(date_from_number(span->from)) < SATURDAY)
		err = err_set(EBADMSG,
			      _("%s is no Saturday or Sunday, it is worked "
				"anyway"),
			      row->work[i]);

	return err ? refuse(src, span->where, err) : 0;
}

static int read_year(struct calendar *cal, const struct source *src, size_t y,
		     const struct year_row *row)
{
	char where[64];
	int err = 0;

	(void)snprintf(where, sizeof(where), "years[%zu].year", y);
	if (row->year < YEAR_MIN || row->year > YEAR_MAX)
		return refuse(src, where,
			      err_set(EBADMSG,
				      _("the year must be %d to %d, not %d"),
				      YEAR_MIN, YEAR_MAX, row->year));
	if (calendar_covers(cal, row->year))
		return refuse(src, where,
			      err_set(EBADMSG, _("the year %d comes twice"),
				      row->year));

	add_notice(cal, row);
	for (size_t i = 0; i < row->off_count && !err; i++)
		err = read_off(cal, src, y, row, i);
	for (size_t i = 0; i < row->work_count && !err; i++)
		err = read_work(cal, src, y, row, i);
	return err;
}

static int by_day(const void *a, const void *b)
{
	const struct span *p = a;
	const struct span *q = b;

	return (p->from > q->from) - (p->from < q->from);
}

/* Put in order; the later of two entries that claim one day, or NULL */
static const struct span *sort(struct calendar *cal)
{
	qsort(cal->v, cal->c, sizeof(*cal->v), by_day);
	for (size_t i = 1; i < cal->c; i++) {
		if (cal->v[i].from <= cal->v[i - 1].to)
			return &cal->v[i];
	}

	return NULL;
}

static int claimed_twice(const struct span *span)
{
	char day[DATE_TEXT];

	return err_set(EBADMSG, _("%s is in two entries"),
		       date_encode(day, date_from_number(span->from)));
}

int calendar_load_text(struct calendar **calendarp, const char *name,
		       const char *text, size_t n)
{
	const struct source src = { name, text, n };
	const struct span *twice;
	struct calendar *cal;
	struct top *top = NULL;
	int err = yml_load_text(name, text, n, &schema, (void **)&top);

	if (err)
		return err;

	cal = x_calloc(1, sizeof(*cal));
	for (size_t y = 0; y < top->years_count && !err; y++)
		err = read_year(cal, &src, y, &top->years[y]);
	twice = err ? NULL : sort(cal);
	if (twice)
		err = refuse(&src, twice->where, claimed_twice(twice));

	yml_free(&schema, top);
	if (err)
		calendar_free(cal);
	else
		*calendarp = cal;
	return err;
}

int calendar_load(struct calendar **calendarp, const char *path)
{
	struct str text = { 0 };
	int err = file_read(&text, path, YAML_MAX);

	if (!err)
		err = calendar_load_text(calendarp, path, str_text(&text),
					 text.len);

	str_release(&text);
	return err;
}

int calendar_shipped(struct calendar **calendarp)
{
	char *path = file_shipped("data/calendar.yaml");
	int err;

	if (!path)
		return err_set(ENOENT, _("data/calendar.yaml is not there"));

	err = calendar_load(calendarp, path);
	free(path);
	return err;
}

/* What an update and a calendar come to; pointers are shared with both */
static void join(struct calendar *both, const struct calendar *cal,
		 const struct calendar *more)
{
	both->v = x_calloc(cal->c + more->c, sizeof(*both->v));
	for (size_t i = 0; i < cal->c; i++) {
		if (!calendar_covers(more, cal->v[i].year))
			both->v[both->c++] = cal->v[i];
	}
	memcpy(both->v + both->c, more->v, more->c * sizeof(*more->v));
	both->c += more->c;
	both->cap = cal->c + more->c;

	both->yearv = x_calloc(cal->yearc + more->yearc, sizeof(*both->yearv));
	for (size_t i = 0; i < cal->yearc; i++) {
		if (!calendar_covers(more, cal->yearv[i].year))
			both->yearv[both->yearc++] = cal->yearv[i];
	}
	memcpy(both->yearv + both->yearc, more->yearv,
	       more->yearc * sizeof(*more->yearv));
	both->yearc += more->yearc;
}

int calendar_update(struct calendar *calendar, const char *path)
{
	struct calendar both = { 0 };
	struct calendar *more = NULL;
	const struct span *twice;
	int err = calendar_load(&more, path);

	if (err)
		return err;

	join(&both, calendar, more);
	twice = sort(&both);
	if (twice) {
		err = err_prefix(claimed_twice(twice), "%s", path);
		free(both.v);
		free(both.yearv);
		calendar_free(more);
		return err;
	}

	for (size_t i = 0; i < calendar->c; i++) {
		if (calendar_covers(more, calendar->v[i].year))
			span_release(&calendar->v[i]);
	}
	for (size_t i = 0; i < calendar->yearc; i++) {
		if (calendar_covers(more, calendar->yearv[i].year))
			notice_release(&calendar->yearv[i]);
	}
	more->c = 0; /* what it holds lives on */
	more->yearc = 0;
	calendar_free(more);
	free(calendar->v);
	free(calendar->yearv);
	*calendar = both;
	return 0;
}

void calendar_free(struct calendar *calendar)
{
	if (!calendar)
		return;

	for (size_t i = 0; i < calendar->c; i++)
		span_release(&calendar->v[i]);
	for (size_t i = 0; i < calendar->yearc; i++)
		notice_release(&calendar->yearv[i]);
	free(calendar->v);
	free(calendar->yearv);
	free(calendar);
}

static const struct notice *notice_of(const struct calendar *cal, int year)
{
	for (size_t i = 0; i < cal->yearc; i++) {
		if (cal->yearv[i].year == year)
			return &cal->yearv[i];
	}

	return NULL;
}

bool calendar_covers(const struct calendar *calendar, int year)
{
	return notice_of(calendar, year) != NULL;
}

const char *calendar_title(const struct calendar *calendar, int year)
{
	const struct notice *notice = notice_of(calendar, year);

	return notice ? notice->title : NULL;
}

const char *calendar_sources(const struct calendar *calendar, int year)
{
	const struct notice *notice = notice_of(calendar, year);

	return notice ? notice->sources : NULL;
}

/* The span that holds a day, or NULL */
static const struct span *span_of(const struct calendar *cal, int64_t n)
{
	size_t low = 0;
	size_t high = cal->c;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (cal->v[mid].from <= n)
			low = mid + 1;
		else
			high = mid;
	}

	return low > 0 && cal->v[low - 1].to >= n ? &cal->v[low - 1] : NULL;
}

struct calendar_day calendar_day(const struct calendar *calendar,
				 struct date date)
{
	const struct span *span = span_of(calendar, date_number(date));
	struct calendar_day day = {
		.working = date_weekday(date) < SATURDAY,
		.covered = calendar_covers(calendar, date.year),
	};

	if (span) {
		day.working = span->works;
		day.special = true;
		day.name = span->name;
		day.name_en = span->name_en;
	}
	return day;
}

bool calendar_is_working(const struct calendar *calendar, struct date date)
{
	return calendar_day(calendar, date).working;
}

int calendar_add(const struct calendar *calendar, struct workday *dayp,
		 struct date event, int n)
{
	struct workday day = { .date = event };
	const int step = n < 0 ? -1 : 1;
	int64_t at = date_number(event);

	if (n > CALENDAR_COUNT_MAX || n < -CALENDAR_COUNT_MAX)
		return err_set(EINVAL,
			       _("%d: at most %d working days are counted"), n,
			       CALENDAR_COUNT_MAX);

	while (n != 0) {
		struct calendar_day is;

		at += step;
		day.date = date_from_number(at);
		if (day.date.year < YEAR_MIN || day.date.year > YEAR_MAX)
			return err_set(EINVAL,
				       _("the count leaves the years %d to %d"),
				       YEAR_MIN, YEAR_MAX);
		is = calendar_day(calendar, day.date);
		if (!is.covered && day.uncovered == 0)
			day.uncovered = day.date.year;
		if (is.working)
			n -= step;
	}

	*dayp = day;
	return 0;
}

int calendar_between(const struct calendar *calendar, struct date a,
		     struct date b, int *uncoveredp)
{
	const int64_t end = date_number(b);
	int64_t at = date_number(a);
	const int step = end < at ? -1 : 1;
	int uncovered = 0;
	int n = 0;

	while (at != end) {
		struct date date = date_from_number(at += step);
		struct calendar_day is = calendar_day(calendar, date);

		if (!is.covered && uncovered == 0)
			uncovered = date.year;
		if (is.working)
			n += step;
	}

	if (uncoveredp)
		*uncoveredp = uncovered;
	return n;
}

int calendar_next(const struct calendar *calendar, struct workday *dayp,
		  struct date date)
{
	return calendar_add(calendar, dayp, date, 1);
}

int calendar_previous(const struct calendar *calendar, struct workday *dayp,
		      struct date date)
{
	return calendar_add(calendar, dayp, date, -1);
}
