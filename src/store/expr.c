/**
 * @file store/expr.c  Expressions of data files, run where they can do no harm
 */
#include "store/expr.h"

#include <ctype.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define STEP_OPS  1000 /* virtual machine steps between two looks */
#define STEP_LOOK 100  /* looks before an expression is stopped */
#define SQL_MAX	  4096 /* bytes of one expression */
#define WAN_MAX	  1e12 /* 万元 that still fit in fen */

struct box {
	sqlite3 *sq;
	struct str singles; /* "app, co, site": what every FROM lists */
	struct str *reads;  /* where the authorizer notes columns, or NULL */
	bool denied;	    /* the authorizer refused something */
	int looks;
};

struct expr {
	struct box *box;
	sqlite3_stmt *stmt;
	struct str reads;
};

/* clang-format off */
static const char *const functions[] = {
	"abs", "avg", "coalesce", "count", "days", "day_add", "group_concat",
	"has", "ifnull", "iif", "instr", "length", "like", "lower", "ltrim",
	"max", "min", "nullif", "round", "rtrim", "same", "substr", "sum",
	"today", "total", "trim", "upper", "wan", "words",
};

/* What a hostile data file could blow up */
static const struct {
	int id;
	int most;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH,              1 << 20 },
	{ SQLITE_LIMIT_SQL_LENGTH,          4 * SQL_MAX },
	{ SQLITE_LIMIT_EXPR_DEPTH,          60 },
	{ SQLITE_LIMIT_COMPOUND_SELECT,     4 },
	{ SQLITE_LIMIT_VDBE_OP,             20000 },
	{ SQLITE_LIMIT_FUNCTION_ARG,        8 },
	{ SQLITE_LIMIT_ATTACHED,            0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH,       1 },
};
/* clang-format on */

static bool is_allowed_function(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
		if (strcasecmp(functions[i], name) == 0)
			return true;
	}

	return false;
}

static void note_read(struct box *box, const char *table, const char *column)
{
	struct str word = { 0 };

	if (!box->reads || !*column || strcmp(column, "n") == 0)
		return;

	str_addf(&word, "%s.%s ", table, column);
	if (!box->reads->s || !strstr(box->reads->s, word.s))
		str_add(box->reads, word.s);
	str_release(&word);
}

static int authorize(void *arg, int action, const char *a, const char *b,
		     const char *schema, const char *trigger)
{
	struct box *box = arg;

	(void)schema;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
		return SQLITE_OK;
	case SQLITE_READ:
		if (strncmp(a, "sqlite_", 7) == 0)
			break;
		note_read(box, a, b);
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		if (is_allowed_function(b))
			return SQLITE_OK;
		(void)err_set(EPERM, _("the function %s is not allowed"), b);
		box->denied = true;
		return SQLITE_DENY;
	default:
		break;
	}

	(void)err_set(EPERM, _("only facts may be read%s%s"), a ? ": " : "",
		      a ? a : "");
	box->denied = true;
	return SQLITE_DENY;
}

static int look(void *arg)
{
	struct box *box = arg;

	return ++box->looks > STEP_LOOK;
}

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

static int fail(const struct box *box)
{
	return err_set(EIO, "%s", sqlite3_errmsg(box->sq));
}

int box_open(struct box **boxp)
{
	struct box *box = x_calloc(1, sizeof(*box));
	int rc = sqlite3_open_v2(":memory:", &box->sq,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
					 SQLITE_OPEN_MEMORY |
					 SQLITE_OPEN_NOMUTEX,
				 NULL);

	(void)sqlite3_db_config(box->sq, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(box->sq, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0,
				NULL);
	/* A misspelled fact in double quotes must not become a text */
	(void)sqlite3_db_config(box->sq, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	for (size_t i = 0; i < ARRAY_LEN(limits); i++)
		(void)sqlite3_limit(box->sq, limits[i].id, limits[i].most);
	for (size_t i = 0; i < ARRAY_LEN(own_functions) && !rc; i++)
		rc = sqlite3_create_function(
			box->sq, own_functions[i].name, own_functions[i].args,
			SQLITE_UTF8 | SQLITE_INNOCUOUS, NULL,
			own_functions[i].run, NULL, NULL);
	if (rc != SQLITE_OK) {
		rc = fail(box);
		box_close(box);
		return rc;
	}

	*boxp = box;
	return 0;
}

void box_close(struct box *box)
{
	if (!box)
		return;

	(void)sqlite3_close(box->sq);
	str_release(&box->singles);
	free(box);
}

static int run(struct box *box, const char *sql)
{
	return sqlite3_exec(box->sq, sql, NULL, NULL, NULL) == SQLITE_OK
		       ? 0
		       : fail(box);
}

int box_table(struct box *box, const char *name, bool repeat,
	      const struct box_column *cols, size_t count)
{
	static const char *const types[] = { "INTEGER", "REAL", "TEXT" };
	struct str sql = { 0 };
	int err;

	str_addf(&sql, "CREATE TABLE \"%s\"(n INTEGER PRIMARY KEY", name);
	for (size_t i = 0; i < count; i++)
		str_addf(&sql, ", \"%s\" %s", cols[i].name,
			 types[cols[i].type]);
	str_add(&sql, ") STRICT;");
	if (!repeat) {
		str_addf(&sql, "INSERT INTO \"%s\"(n) VALUES(0);", name);
		str_addf(&box->singles, "%s\"%s\"",
			 box->singles.len ? ", " : "", name);
	}

	err = run(box, sql.s);
	str_release(&sql);
	return err;
}

int box_set(struct box *box, const char *table, int n, const char *column,
	    struct bind value)
{
	sqlite3_stmt *stmt = NULL;
	struct str sql = { 0 };
	int rc;

	str_addf(&sql,
		 "INSERT INTO \"%s\"(n, \"%s\") VALUES(?1, ?2) "
		 "ON CONFLICT(n) DO UPDATE SET \"%s\" = ?2",
		 table, column, column);
	rc = sqlite3_prepare_v2(box->sq, sql.s, -1, &stmt, NULL);
	str_release(&sql);
	if (rc != SQLITE_OK)
		return fail(box);

	(void)sqlite3_bind_int(stmt, 1, n);
	if (value.type == BIND_INT)
		(void)sqlite3_bind_int64(stmt, 2, value.i);
	else if (value.type == BIND_REAL)
		(void)sqlite3_bind_double(stmt, 2, value.r);
	else
		(void)sqlite3_bind_text(stmt, 2, value.s, -1, SQLITE_TRANSIENT);
	rc = sqlite3_step(stmt);
	(void)sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? 0 : fail(box);
}

static int collect_table(void *arg, int argc, char **argv, char **names)
{
	struct str *sql = arg;

	(void)argc;
	(void)names;
	str_addf(sql, "DELETE FROM \"%s\";", argv[0]);
	if (*argv[1] == '1')
		str_addf(sql, "INSERT INTO \"%s\"(n) VALUES(0);", argv[0]);
	return 0;
}

int box_clear(struct box *box)
{
	struct str sql = { 0 };
	char *tables = sqlite3_mprintf(
		"SELECT name, instr(', ' || %Q || ',', ', \"' || name || "
		"'\",') > 0 FROM sqlite_schema WHERE type = 'table'",
		str_text(&box->singles));
	int err = 0;

	if (sqlite3_exec(box->sq, tables, collect_table, &sql, NULL) !=
	    SQLITE_OK)
		err = fail(box);
	if (!err)
		err = run(box, str_text(&sql));

	sqlite3_free(tables);
	str_release(&sql);
	return err;
}

/* Where a quoted part that starts at s ends; NULL if it does not */
static const char *skip_quoted(const char *s)
{
	return strchr(s + 1, *s == '[' ? ']' : *s);
}

/* One expression and no more: nothing may close the parenthesis we put it in,
 * begin another statement or hide what follows */
static int check_shape(const char *sql)
{
	int depth = 0;

	if (strlen(sql) > SQL_MAX)
		return err_set(EPERM, _("longer than %d bytes"), SQL_MAX);

	for (const char *s = sql; *s; s++) {
		if (strchr("'\"`[", *s)) {
			s = skip_quoted(s);
			if (!s)
				return err_set(EBADMSG,
					       _("a quotation mark is not "
						 "closed"));
		} else if (*s == ';' || strncmp(s, "--", 2) == 0 ||
			   strncmp(s, "/*", 2) == 0 || strchr("?@:$#", *s)) {
			return err_set(EPERM,
				       _("%.2s is not allowed in an "
					 "expression"),
				       s);
		}
		depth += (*s == '(') - (*s == ')');
		if (depth < 0)
			break;
	}

	return depth == 0 ? 0 : err_set(EBADMSG, _("parentheses do not match"));
}

/* Prepare; the sentence of a refusal by the authorizer is kept */
static int prepare(struct box *box, const char *sql, sqlite3_stmt **stmtp)
{
	const char *tail = NULL;
	int rc;

	box->denied = false;
	(void)sqlite3_set_authorizer(box->sq, authorize, box);
	rc = sqlite3_prepare_v2(box->sq, sql, -1, stmtp, &tail);
	(void)sqlite3_set_authorizer(box->sq, NULL, NULL);
	if (rc != SQLITE_OK)
		return box->denied ? EPERM
				   : err_set(EBADMSG, "%s",
					     sqlite3_errmsg(box->sq));
	if (*tail || sqlite3_column_count(*stmtp) != 1 ||
	    !sqlite3_stmt_readonly(*stmtp)) {
		(void)sqlite3_finalize(*stmtp);
		return err_set(EPERM, _("one expression is expected"));
	}

	return 0;
}

int expr_compile(struct expr **exprp, struct box *box, const char *sql,
		 const char *group)
{
	struct expr *expr;
	struct str query = { 0 };
	int err = check_shape(sql);

	if (err)
		return err;

	expr = x_calloc(1, sizeof(*expr));
	expr->box = box;
	box->reads = &expr->reads;
	str_addf(&query, "SELECT (%s\n)", sql);
	if (group)
		str_addf(&query, " FROM \"%s\"%s%s WHERE \"%s\".n = ?1", group,
			 box->singles.len ? ", " : "", str_text(&box->singles),
			 group);
	else if (box->singles.len)
		str_addf(&query, " FROM %s", box->singles.s);

	err = prepare(box, query.s, &expr->stmt);
	box->reads = NULL;
	if (expr->reads.len) /* the last blank */
		expr->reads.s[--expr->reads.len] = '\0';
	str_release(&query);
	if (err) {
		expr->stmt = NULL;
		expr_free(expr);
		return err;
	}

	*exprp = expr;
	return 0;
}

void expr_free(struct expr *expr)
{
	if (!expr)
		return;

	(void)sqlite3_finalize(expr->stmt);
	str_release(&expr->reads);
	free(expr);
}

static bool is_true(sqlite3_stmt *stmt)
{
	return sqlite3_column_double(stmt, 0) != 0.0;
}

/* One row, or none; the statement is to be reset afterwards */
static int step(struct expr *expr, int n, bool *rowp)
{
	struct box *box = expr->box;
	int rc;

	if (sqlite3_bind_parameter_count(expr->stmt) > 0)
		(void)sqlite3_bind_int(expr->stmt, 1, n);
	box->looks = 0;
	sqlite3_progress_handler(box->sq, STEP_OPS, look, box);
	rc = sqlite3_step(expr->stmt);
	sqlite3_progress_handler(box->sq, 0, NULL, NULL);

	if (rc == SQLITE_INTERRUPT)
		return err_set(EPERM, _("stopped: it takes too long"));
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return fail(box);
	*rowp = rc == SQLITE_ROW &&
		sqlite3_column_type(expr->stmt, 0) != SQLITE_NULL;
	return 0;
}

int expr_run(struct expr *expr, int n, enum verdict *verdictp)
{
	bool known = false;
	int err = step(expr, n, &known);

	if (!err && !known)
		*verdictp = VERDICT_UNKNOWN;
	else if (!err)
		*verdictp = is_true(expr->stmt) ? VERDICT_TRUE : VERDICT_FALSE;

	(void)sqlite3_reset(expr->stmt);
	return err;
}

int expr_value(struct expr *expr, int n, struct str *to, bool *knownp)
{
	int err = step(expr, n, knownp);

	if (!err && *knownp)
		str_add(to, (const char *)sqlite3_column_text(expr->stmt, 0));
	(void)sqlite3_reset(expr->stmt);
	return err;
}

const char *expr_reads(const struct expr *expr)
{
	return str_text(&expr->reads);
}
