/**
 * @file util/err.c  Why a call failed
 */
#include "util/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/err_code.h"
#include "util/text.h"

#define TEXT_MAX 1024

static _Thread_local int last_err;
static _Thread_local char last_text[TEXT_MAX];
static _Thread_local const char *last_file;
static _Thread_local const char *last_code; /* of err_as(), or NULL */
static _Thread_local char line[TEXT_MAX + 64];

int err_set_at(const char *file, int err, const char *fmt, ...)
{
	char raw[TEXT_MAX];
	char text[TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	text_printable(text, sizeof(text), raw);

	/* what quotes the sentence kept is the same trouble */
	if (err != last_err || !*last_text || !strstr(text, last_text)) {
		last_file = file;
		last_code = NULL;
	}
	memcpy(last_text, text, sizeof(text));
	last_err = err;
	return err;
}

int err_prefix(int err, const char *fmt, ...)
{
	char head[TEXT_MAX / 2];
	char tail[TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);

	(void)snprintf(tail, sizeof(tail), "%s", err_text(err));
	return err_set(err, "%s: %s", head, tail);
}

int err_as(const char *code, int err)
{
	last_code = code;
	return err;
}

const char *err_code(int err)
{
	if (err != last_err)
		return err_code_of(err, "", strerror(err));
	return last_code ? last_code : err_code_of(err, last_file, last_text);
}

const char *err_line(int err)
{
	const char *code = err_code(err);

	(void)snprintf(line, sizeof(line), *code ? "%s [%s]" : "%s%s",
		       err_text(err), code);
	return line;
}

const char *err_text(int err)
{
	return err == last_err ? last_text : strerror(err);
}
