/**
 * @file store/expr_fn.c  Functions of our own that expressions may call
 */
#include "store/expr_fn.h"

#include <stdbool.h>
#include <stdint.h>

#include "util/clock.h"
#include "util/date.h"
#include "util/text.h"
#include "util/util.h"

#define WAN_MAX 1e12 /* 万元 that still fit in fen */

static void fn_wan(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const double x = sqlite3_value_double(argv[0]);

	(void)argc;
	if (!(x > -WAN_MAX && x < WAN_MAX))
		return;
	if (sqlite3_value_type(argv[0]) == SQLITE_INTEGER)
		sqlite3_result_int64(ctx,
				     sqlite3_value_int64(argv[0]) * 1000000);
	else if (sqlite3_value_type(argv[0]) == SQLITE_FLOAT)
		sqlite3_result_int64(
			ctx, (sqlite3_int64)(sqlite3_value_double(argv[0]) *
						     1000000 +
					     0.5));
}

static void fn_has(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const char *list = (const char *)sqlite3_value_text(argv[0]);
	const char *word = (const char *)sqlite3_value_text(argv[1]);

	(void)argc;
	if (list && word)
		sqlite3_result_int(ctx, text_has_word(list, word));
}

static void fn_words(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const char *list = (const char *)sqlite3_value_text(argv[0]);
	int n = list && *list;

	(void)argc;
	if (!list)
		return;
	for (; *list; list++)
		n += *list == ',';
	sqlite3_result_int(ctx, n);
}

static void fn_same(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const char *a = (const char *)sqlite3_value_text(argv[0]);
	const char *b = (const char *)sqlite3_value_text(argv[1]);

	(void)argc;
	if (a && b)
		sqlite3_result_int(ctx, text_same(a, b));
}

static void result_date(sqlite3_context *ctx, struct date date)
{
	char text[DATE_TEXT];

	sqlite3_result_text(ctx, date_encode(text, date), -1, SQLITE_TRANSIENT);
}

static void fn_today(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	(void)argc;
	(void)argv;
	result_date(ctx, clock_today());
}

/* False if the value is not a date, which leaves the result NULL */
static bool date_of(sqlite3_value *value, struct date *datep)
{
	const char *text = (const char *)sqlite3_value_text(value);

	return text && date_decode(datep, text) == 0;
}

static void fn_day_add(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	int64_t n = sqlite3_value_int64(argv[1]);
	struct date date;

	(void)argc;
	if (n < -100000 || n > 100000 || !date_of(argv[0], &date) ||
	    sqlite3_value_type(argv[1]) == SQLITE_NULL)
		return;
	result_date(ctx, date_from_number(date_number(date) + n));
}

static void fn_days(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct date a;
	struct date b;

	(void)argc;
	if (date_of(argv[0], &a) && date_of(argv[1], &b))
		sqlite3_result_int64(ctx, date_number(b) - date_number(a));
}

/* clang-format off */
static const struct {
	const char *name;
	int args;
	void (*run)(sqlite3_context *, int, sqlite3_value **);
} own_functions[] = {
	{ "wan",     1, fn_wan     },
	{ "has",     2, fn_has     },
	{ "words",   1, fn_words   },
	{ "same",    2, fn_same    },
	{ "today",   0, fn_today   },
	{ "day_add", 2, fn_day_add },
	{ "days",    2, fn_days    },
};
/* clang-format on */

int expr_add_functions(sqlite3 *sq)
{
	int rc = SQLITE_OK;

	for (size_t i = 0; i < ARRAY_LEN(own_functions) && !rc; i++)
		rc = sqlite3_create_function(
			sq, own_functions[i].name, own_functions[i].args,
			SQLITE_UTF8 | SQLITE_INNOCUOUS, NULL,
			own_functions[i].run, NULL, NULL);

	return rc;
}
