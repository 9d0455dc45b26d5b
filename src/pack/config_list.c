/**
 * @file pack/config_list.c  Lists of numbers, and what call-backs are allowed
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/config_private.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"

#define DIGITS_MIN  3
#define DIGITS_MAX  20
#define NUMBERS_MAX 200000     /* of a list */
#define FILE_BYTES  (8u << 20) /* of a list's file */
#define DAYS_MAX    365	       /* that a consent can be good for */
#define HOURS_MAX   (30 * 24)  /* that an approval can be good for */
#define CALLS_MAX   5	       /* to a number in a day */

static int at(const struct spot *spot, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int at(const struct spot *spot, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(spot->text, spot->size, fmt, ap);
	va_end(ap);
	return EBADMSG;
}

/* Lists */

static int check_number(const char *text)
{
	const char *digits = text + (*text == '+');
	size_t n = strspn(digits, "0123456789");

	if (!digits[n] && n >= DIGITS_MIN && n <= DIGITS_MAX)
		return 0;
	return err_set(EBADMSG,
		       _("expected a telephone number: %d to %d "
			 "digits, with + in front or without"),
		       DIGITS_MIN, DIGITS_MAX);
}

static int add_number(struct config_list *list, const char *number)
{
	size_t n = list->numbers_count;
	char **more = list->numbers;

	if (n >= NUMBERS_MAX)
		return err_set(EBADMSG, _("more than %d numbers"), NUMBERS_MAX);
	if (!(n & (n - 1))) /* libcyaml frees it entry by entry */
		more = realloc(list->numbers, (n ? 2 * n : 1) * sizeof(*more));
	if (!more)
		return err_set(ENOMEM, _("no memory for the configuration"));
	list->numbers = more;
	list->numbers[n] = strdup(number);
	if (!list->numbers[n])
		return err_set(ENOMEM, _("no memory for the configuration"));
	list->numbers_count++;
	return 0;
}

/* Blanks around a number and what follows # are nothing */
static char *trim(char *line)
{
	size_t n;

	line += strspn(line, " \t");
	n = strcspn(line, "#\r");
	while (n && strchr(" \t", line[n - 1]))
		n--;
	line[n] = '\0';
	return line;
}

static int read_lines(struct config_list *list, char *text)
{
	unsigned row = 1;

	for (char *line = text; line; row++) {
		char *next = strchr(line, '\n');
		int err = 0;

		if (next)
			*next++ = '\0';
		line = trim(line);
		if (*line)
			err = check_number(line);
		if (*line && !err)
			err = add_number(list, line);
		if (err)
			return err_prefix(err, "%s:%u", list->file, row);
		line = next;
	}

	return 0;
}

static int read_file(struct config_list *list)
{
	static const char bom[] = "\xef\xbb\xbf";
	struct str text = { 0 };
	unsigned inline_count = list->numbers_count;
	char **room;
	char why[512];
	int err = file_read(&text, list->file, FILE_BYTES);
	char *s = text.s;

	if (!err && text.len && memchr(text.s, 0, text.len))
		err = err_set(EBADMSG, _("%s: not a text file"), list->file);
	/* to a power of two, as add_number() wants it */
	for (size_t n = 1; !err && inline_count; n *= 2) {
		if (n < inline_count)
			continue;
		room = realloc(list->numbers, n * sizeof(*room));
		if (!room)
			err = err_set(ENOMEM,
				      _("no memory for the configuration"));
		else
			list->numbers = room;
		break;
	}
	if (s && !strncmp(s, bom, strlen(bom)))
		s += strlen(bom);
	if (!err && s)
		err = read_lines(list, s);
	str_release(&text);
	if (!err || err == EBADMSG || err == ENOMEM)
		return err;
	(void)snprintf(why, sizeof(why), "%s", err_text(err));
	return err_set(EBADMSG, "%s", why);
}

static int check_list(struct config_list *list, unsigned i,
		      const struct spot *spot)
{
	for (unsigned k = 0; k < list->numbers_count; k++) {
		if (check_number(list->numbers[k]))
			return at(spot, "lists[%u].numbers[%u]", i, k);
	}
	if (list->numbers_count > NUMBERS_MAX) {
		(void)err_set(EBADMSG, _("more than %d numbers"), NUMBERS_MAX);
		return at(spot, "lists[%u].numbers", i);
	}
	if (list->file && read_file(list))
		return at(spot, "lists[%u].file", i);
	return 0;
}

static int check_name(const struct config *conf, const char *name)
{
	if (!name || config_list_at(conf, name) >= 0)
		return 0;
	return err_set(EBADMSG, _("there is no %s \"%s\""), "list", name);
}

int config_check_lists(struct config *conf, const struct spot *spot)
{
	for (unsigned i = 0; i < conf->lists_count; i++) {
		if (check_list(&conf->lists[i], i, spot))
			return EBADMSG;
	}
	if (check_name(conf, conf->blocked))
		return at(spot, "blocked");
	if (check_name(conf, conf->do_not_call))
		return at(spot, "do_not_call");
	return 0;
}

/* Call-backs */

static int check_limit(const unsigned *value, unsigned max)
{
	if (!value || (*value > 0 && *value <= max))
		return 0;
	return err_set(EBADMSG, _("expected 1 to %u"), max);
}

static bool has_hours(const struct config *conf, const char *name)
{
	for (unsigned i = 0; i < conf->hours_count; i++) {
		if (!strcmp(conf->hours[i].name, name))
			return true;
	}

	return false;
}

static int check_limits(const struct config *conf, const struct spot *spot)
{
	const struct config_call_back *b = conf->call_back;

	if (!b)
		return 0;
	if (check_limit(b->consent_days, DAYS_MAX))
		return at(spot, "call_back.consent_days");
	if (check_limit(b->approval_hours, HOURS_MAX))
		return at(spot, "call_back.approval_hours");
	if (check_limit(b->per_day, CALLS_MAX))
		return at(spot, "call_back.per_day");
	if (b->hours && !has_hours(conf, b->hours)) {
		(void)err_set(EBADMSG, _("there is no %s \"%s\""), "hours",
			      b->hours);
		return at(spot, "call_back.hours");
	}
	if (check_name(conf, b->allow_list))
		return at(spot, "call_back.allow_list");
	return 0;
}

int config_check_call_back(const struct config *conf, const struct spot *spot)
{
	const struct config_call_back *b = conf->call_back;
	const struct config_recording *r = conf->recording;

	if (check_limits(conf, spot))
		return EBADMSG;
	for (unsigned i = 0; i < conf->numbers_count; i++) {
		const struct config_number *n = &conf->numbers[i];

		if (!n->call_back)
			continue;
		if (!n->hours && (!b || !b->hours)) {
			(void)err_set(EBADMSG,
				      _("call-backs need hours: of the number, "
					"or call_back.hours"));
			return at(spot, "numbers[%u].call_back", i);
		}
		if (r && !r->enabled) {
			(void)err_set(EBADMSG, _("call-backs must be "
						 "recorded"));
			return at(spot, "numbers[%u].call_back", i);
		}
	}

	return 0;
}
