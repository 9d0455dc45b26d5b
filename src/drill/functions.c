/**
 * @file drill/functions.c  What a call-centre system must be able to show
 */
#include "drill/functions.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define CELLS	  5
#define BYTES_MAX 65536

/* Cuts a text at a mark; returns what follows, NULL if there is none */
static char *cut(char *text, char mark)
{
	char *end = strchr(text, mark);

	if (end)
		*end++ = '\0';
	return end;
}

static bool is_check(const char *id)
{
	for (size_t i = 0; i < proof_count(); i++) {
		if (!strcmp(proof_id(i), id))
			return true;
	}

	return false;
}

static bool take_checks(struct function *f, char *ids)
{
	if (!strcmp(ids, "-"))
		return true;

	for (char *next; ids; ids = next) {
		next = cut(ids, ' ');
		if (f->checkc == FUNCTION_CHECKS_MAX || !is_check(ids))
			return false;
		f->checkv[f->checkc++] = ids;
	}

	return true;
}

static bool take_row(struct function *f, char *line)
{
	char *cellv[CELLS] = { NULL };
	int n = 0;

	for (char *next; line; line = next) {
		next = cut(line, '\t');
		if (n == CELLS || !*line)
			return false;
		cellv[n++] = line;
	}
	if (n < CELLS)
		return false;

	*f = (struct function){ .id = cellv[0],
				.title = cellv[1],
				.remark = cellv[3],
				.source = cellv[4] };
	return take_checks(f, cellv[2]);
}

static size_t count_lines(const char *text)
{
	size_t n = 1;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

int functions_load(struct functions *f, const char *path)
{
	struct str text = { 0 };
	size_t row = 0;
	int err = file_read(&text, path, BYTES_MAX);

	if (err) {
		str_release(&text);
		return err;
	}

	*f = (struct functions){ .pool = str_take(&text) };
	f->v = x_calloc(count_lines(f->pool), sizeof(*f->v));
	for (char *next, *line = f->pool; line && !err; line = next) {
		next = cut(line, '\n');
		row++;
		if (!*line || *line == '#')
			continue;
		if (take_row(&f->v[f->n], line))
			f->n++;
		else
			err = err_set(EBADMSG,
				      _("%s:%zu: expected five cells, and "
					"checks that there are"),
				      path, row);
	}
	if (err)
		functions_release(f);
	return err;
}

void functions_release(struct functions *f)
{
	free(f->v);
	free(f->pool);
	*f = (struct functions){ .pool = NULL };
}

enum verdict function_verdict(const struct function *f, const struct trial *o)
{
	enum verdict all = VERDICT_NOT_ASKED;

	for (size_t i = 0; i < f->checkc; i++) {
		const enum verdict v = proof_verdict(f->checkv[i], o);

		if (v == VERDICT_FAIL)
			return v;
		if (v == VERDICT_UNKNOWN ||
		    (v == VERDICT_PASS && all != VERDICT_UNKNOWN))
			all = v;
	}

	return all;
}
