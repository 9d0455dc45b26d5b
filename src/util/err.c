/**
 * @file util/err.c  Why a call failed
 */
#include "util/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/text.h"

#define TEXT_MAX 1024

static _Thread_local int last_err;
static _Thread_local char last_text[TEXT_MAX];

int err_set(int err, const char *fmt, ...)
{
	char raw[TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);

	text_printable(last_text, sizeof(last_text), raw);
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

const char *err_text(int err)
{
	return err == last_err ? last_text : strerror(err);
}
