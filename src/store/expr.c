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

#include "store/box_private.h"
#include "store/expr_fn.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/util.h"

#define STEP_OPS  1000	 /* virtual machine steps between two looks */
#define STEP_LOOK 2000	 /* looks before an expression is stopped */
#define BOX_LOOK  200000 /* the same for all of them, up to box_clear() */
#define SQL_MAX	  4096	 /* bytes of one expression */

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
	const char *at;

	if (!box->reads || !*column || strcmp(column, "n") == 0)
		return;

	str_addf(&word, "%s.%s ", table, column);
	at = strstr(str_text(box->reads), word.s);
	while (at && at != box->reads->s && at[-1] != ' ')
		at = strstr(at + 1, word.s);
	if (!at)
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

	return ++box->looks > STEP_LOOK || ++box->all_looks > BOX_LOOK;
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
	if (rc == SQLITE_OK)
		rc = expr_add_functions(box->sq);
	/* Nothing here is ever to be taken back: one transaction for good
	 * spares one for each fact */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(box->sq, "PRAGMA journal_mode = OFF; BEGIN",
				  NULL, NULL, NULL);
	if (rc != SQLITE_OK) {
		rc = box_fail(box);
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

	box_drop_tables(box);
	(void)sqlite3_close(box->sq);
	free(box);
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

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does a text name a table, as table. or "table". or [table].? */
static bool names_table(const char *sql, const char *table)
{
	const size_t n = strlen(table);

	for (const char *at = sql; *at; at++) {
		if (strncasecmp(at, table, n) != 0 ||
		    (at > sql && is_word(at[-1])))
			continue;
		if (at[n] == '.' ||
		    (at[n] && strchr("\"]`", at[n]) && at[n + 1] == '.'))
			return true;
	}

	return false;
}

/* The tables with one row that an expression names; the fewer are joined, the
 * faster it is prepared and run */
static void list_tables(struct str *to, const struct box *box, const char *sql,
			const char *joint)
{
	const char *name;

	for (size_t i = 0; (name = box_single(box, i)) != NULL; i++) {
		if (!names_table(sql, name))
			continue;
		str_addf(to, "%s\"%s\"", joint, name);
		joint = ", ";
	}
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
		str_addf(&query, " FROM \"%s\"", group);
	list_tables(&query, box, sql, group ? ", " : " FROM ");
	if (group)
		str_addf(&query, " WHERE \"%s\".n = ?1", group);

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
	int rc = box_flush(box);

	if (rc)
		return rc;

	if (sqlite3_bind_parameter_count(expr->stmt) > 0)
		(void)sqlite3_bind_int(expr->stmt, 1, n);
	box->looks = 0;
	sqlite3_progress_handler(box->sq, STEP_OPS, look, box);
	rc = sqlite3_step(expr->stmt);
	sqlite3_progress_handler(box->sq, 0, NULL, NULL);

	if (rc == SQLITE_INTERRUPT)
		return err_set(EPERM, _("stopped: it takes too long"));
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return box_fail(box);
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
