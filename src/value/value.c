/**
 * @file value/value.c  Typed values of facts
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"
#include "value/value_private.h"

#define FEN_PER_CENT 10000 /* fen in 0.01 万元 */
#define YEAR_MIN     1980  /* V-10 */
#define YEAR_MAX     2099

/* Signs of a Chinese keyboard or a web page in numbers and codes */
/* clang-format off */
static const struct {
	const char *typed;
	char plain;
} signs[] = {
	{ "（", '(' }, { "）", ')' }, { "，", ',' }, { "：", ':' },
	{ "％", '%' }, { "—", '-' },  { "–", '-' },  { "‐", '-' },
	{ "−", '-' },
	{ "\xc2\xa0",     ' ' }, /* no-break space */
	{ "\xe2\x80\x8b", ' ' }, /* zero-width space */
	{ "\xef\xbb\xbf", ' ' }, /* byte order mark */
};
/* clang-format on */

/* The sign that a text begins with, as ASCII; its bytes, 1 for any other */
static size_t plain_sign(const char *s, char *plainp)
{
	*plainp = *s;
	for (size_t i = 0; i < ARRAY_LEN(signs) && (*s & 0x80); i++) {
		size_t n = strlen(signs[i].typed);

		if (strncmp(s, signs[i].typed, n) == 0) {
			*plainp = signs[i].plain;
			return n;
		}
	}

	return 1;
}

void value_squeeze(struct str *to, const char *s, const char *drop)
{
	while (*s) {
		char c;

		s += plain_sign(s, &c);
		if (!strchr(drop, c))
			str_add_char(to, c);
	}
}

void value_upper(struct str *str)
{
	for (size_t i = 0; i < str->len; i++) {
		if (str->s[i] >= 'a' && str->s[i] <= 'z')
			str->s[i] = (char)(str->s[i] - 'a' + 'A');
	}
}

void value_add_lower(struct str *to, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		str_add_char(to, c);
	}
}

bool value_is_digits(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, DIGITS) == n;
}

static int copy(const char *s, struct str *canon)
{
	str_add(canon, s);
	return 0;
}

int value_decode_text(const struct field *field, const char *s,
		      struct str *canon)
{
	(void)field;
	if (strchr(s, '\n'))
		return err_set(EINVAL, _("one line is expected"));

	return copy(s, canon);
}

int value_decode_long(const struct field *field, const char *s,
		      struct str *canon)
{
	(void)field;
	return copy(s, canon);
}

/* Up to most digits and what follows them; NULL if they are not there */
static const char *read_part(const char *s, size_t most, const char *end,
			     unsigned long *np)
{
	size_t digits = strspn(s, "0123456789");

	if (digits == 0 || digits > most ||
	    strncmp(s + digits, end, strlen(end)) != 0)
		return NULL;

	*np = strtoul(s, NULL, 10);
	return s + digits + strlen(end);
}

/* 2026-1-5, 2026/01/05, 2026.1.5 and 2026年1月5日 are typed by people and
 * written by spreadsheets; what is stored is V-10's form */
int value_decode_date(const struct field *field, const char *s,
		      struct str *canon)
{
	static const char *const marks[][3] = { { "-", "-", "" },
						{ "/", "/", "" },
						{ ".", ".", "" },
						{ "年", "月", "日" } };
	unsigned long n[3] = { 0 };
	char text[32] = "";
	struct date date;
	int err;

	(void)field;
	for (size_t i = 0; i < ARRAY_LEN(marks) && !*text; i++) {
		const char *p = s;

		for (size_t k = 0; k < 3 && p; k++)
			p = read_part(p, k ? 2 : 4, marks[i][k], &n[k]);
		if (p && !*p)
			(void)snprintf(text, sizeof(text), "%04lu-%02lu-%02lu",
				       n[0], n[1], n[2]);
	}
	err = date_decode(&date, *text ? text : s);
	if (err)
		return err;
	if (date.year < YEAR_MIN || date.year > YEAR_MAX)
		return err_set(EINVAL, _("%s: the year must be %d to %d"), s,
			       YEAR_MIN, YEAR_MAX);

	str_add(canon, text);
	return 0;
}

int value_decode_bool(const struct field *field, const char *s,
		      struct str *canon)
{
	static const char *const words[][2] = {
		{ "true", "true" }, { "false", "false" }, { "yes", "true" },
		{ "no", "false" },  { "1", "true" },	  { "0", "false" },
		{ "是", "true" },   { "否", "false" },	  { "有", "true" },
		{ "无", "false" },
	};

	(void)field;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcasecmp(words[i][0], s) == 0)
			return copy(words[i][1], canon);
	}

	return err_set(EINVAL, _("%s: yes or no is expected"), s);
}

static int refuse_choice(const struct field *field, const char *s)
{
	struct str all = { 0 };
	int err;

	for (size_t i = 0; i < field->choices_count; i++)
		str_addf(&all, "%s%s (%s)", i ? ", " : "",
			 field->choices[i].value,
			 lang_pick(field->choices[i].label,
				   field->choices[i].label_en));
	err = err_set(EINVAL, _("%s is not one of: %s"), s, all.s);
	str_release(&all);
	return err;
}

static bool is_word(const char *word, const char *s, size_t n)
{
	return strlen(word) == n && memcmp(word, s, n) == 0;
}

/* A choice by its value, else by its label: what is stored means itself, also
 * where another choice has it for a label */
static const struct choice *choose(const struct field *field, const char *s,
				   size_t n)
{
	const struct choice *found = NULL;

	for (size_t i = 0; i < field->choices_count; i++) {
		const struct choice *c = &field->choices[i];

		if (is_word(c->value, s, n))
			return c;
		if (!found && is_word(c->label, s, n))
			found = c;
	}

	return found;
}

int value_decode_choice(const struct field *field, const char *s,
			struct str *canon)
{
	const struct choice *c = choose(field, s, strlen(s));

	return c ? copy(c->value, canon) : refuse_choice(field, s);
}

int value_decode_choices(const struct field *field, const char *s,
			 struct str *canon)
{
	bool *on = x_calloc(field->choices_count, sizeof(*on));
	int err = 0;

	while (*s && !err) {
		size_t n = strcspn(s, ",");
		size_t lead = strspn(s, " ");
		const struct choice *c = choose(field, s + lead,
						n > lead ? n - lead : 0);

		if (c)
			on[c - field->choices] = true;
		else if (n > lead)
			err = refuse_choice(field, s);
		s += n + (s[n] == ',');
	}
	for (size_t i = 0; i < field->choices_count && !err; i++) {
		if (on[i])
			str_addf(canon, "%s%s", canon->len ? "," : "",
				 field->choices[i].value);
	}

	free(on);
	return err;
}

/* False if there is a control character that no field may hold */
static bool is_clean(const char *s)
{
	for (uint32_t cp = text_next(&s); cp; cp = text_next(&s)) {
		if (text_cp_is_harmful(cp) && cp != '\n')
			return false;
	}

	return true;
}

/* Without the blanks around it; the caller frees it */
static char *trim(const char *s)
{
	size_t n;

	s += strspn(s, " \t\r\n");
	n = strlen(s);
	while (n > 0 && strchr(" \t\r\n", s[n - 1]))
		n--;
	return x_strndup(s, n);
}

/* Typed text as its type reads it; the caller frees it.  NULL with a sentence,
 * EINVAL, if it is none */
static char *make_plain(const struct field *field, const char *text)
{
	const struct value_type *type = &value_types[field->type];
	char *plain = NULL;

	if (strlen(text) > type->most)
		(void)err_set(EINVAL, _("longer than %zu bytes"), type->most);
	else if (!text_is_utf8(text, strlen(text)))
		(void)err_set(EINVAL, _("not UTF-8 text"));
	else
		plain = type->raw || field->verbatim ? trim(text)
						     : text_normalise(text);
	if (plain && !is_clean(plain)) {
		(void)err_set(EINVAL, _("a control character is not allowed"));
		free(plain);
		plain = NULL;
	}

	return plain;
}

static int decode(const struct field *field, const char *text, bool any_check,
		  char **valuep)
{
	const struct value_type *type = &value_types[field->type];
	struct str canon = { 0 };
	char *plain = make_plain(field, text);
	int err;

	if (!plain)
		return EINVAL;

	if (any_check && type->decode_any)
		err = type->decode_any(field, plain, &canon);
	else
		err = type->decode(field, plain, &canon);
	/* a bracket made full-width takes more bytes */
	if (!err && canon.len > type->most)
		err = err_set(EINVAL, _("longer than %zu bytes"), type->most);

	free(plain);
	if (err)
		str_release(&canon);
	else
		*valuep = str_take(&canon);
	return err;
}

int value_attach(const struct field *field, const char *path, struct str *bytes,
		 char **valuep)
{
	struct str canon = { 0 };
	char *plain = make_plain(field, path);
	int err;

	if (!plain)
		return EINVAL;

	err = value_read_file(plain, bytes, &canon);
	free(plain);
	if (err)
		str_release(&canon);
	else
		*valuep = str_take(&canon);
	return err;
}

int value_decode(const struct field *field, const char *text, char **valuep)
{
	return decode(field, text, false, valuep);
}

int value_decode_any_check(const struct field *field, const char *text,
			   char **valuep)
{
	return decode(field, text, true, valuep);
}

bool value_fits(const struct field *field, const char *value)
{
	const struct value_type *type = &value_types[field->type];
	struct value_file file;
	struct str canon = { 0 };
	bool same;

	if (field->type == FIELD_BOOL)
		return strcmp(value, "true") == 0 ||
		       strcmp(value, "false") == 0;
	if (field->type == FIELD_LONG)
		return true;
	if (field->type == FIELD_TEXT)
		return !strchr(value, '\n');
	if (field->type == FIELD_FILE) /* decoding would read the file */
		return value_file_split(&file, value);

	/* What is stored was normalised once */
	same = (type->decode_any ? type->decode_any
				 : type->decode)(field, value, &canon) == 0 &&
	       strcmp(str_text(&canon), value) == 0;
	str_release(&canon);
	return same;
}

bool value_is_path(const struct field *field, const char *text)
{
	struct value_file file;
	char *plain;
	bool path;

	if (field->type != FIELD_FILE)
		return false;

	plain = trim(text);
	path = *plain && !value_file_split(&file, plain);
	free(plain);
	return path;
}

char *value_as_typed(const char *text)
{
	char *cut = x_strndup(text, VALUE_MAX);
	char *plain;
	struct str clean = { 0 };

	for (const char *p = cut; *p;) {
		char buf[8];
		uint32_t cp = text_next(&p);

		if (cp == '\n' || !text_cp_is_harmful(cp))
			str_add_n(&clean, buf, text_put(buf, cp));
	}
	/* Last, so that no blanks are left that stood beside a control */
	plain = text_normalise(str_text(&clean));
	free(cut);
	str_release(&clean);
	return plain;
}

char *value_as_kept(const char *text)
{
	const size_t n = strlen(text);

	return n <= VALUE_MAX && text_is_utf8(text, n) && is_clean(text)
		       ? x_strdup(text)
		       : value_as_typed(text);
}

static int64_t money_fen(const char *value)
{
	struct str cents = { 0 };
	int64_t n;

	value_squeeze(&cents, value, ".");
	n = strtoll(str_text(&cents), NULL, 10);
	str_release(&cents);
	return n * FEN_PER_CENT;
}

struct bind value_bind(const struct field *field, const char *value)
{
	switch (field->type) {
	case FIELD_MONEY:
		return INT(money_fen(value));
	case FIELD_BOOL:
		return INT(strcmp(value, "true") == 0);
	case FIELD_INT:
		return INT(strtoll(value, NULL, 10));
	case FIELD_NUMBER:
	case FIELD_RATIO:
		return REAL(strtod(value, NULL));
	default:
		return TEXT(value);
	}
}

char *value_of_sql(const struct field *field, const char *text)
{
	struct str plain = { 0 };
	char *value = NULL;

	if (field->type == FIELD_MONEY) {
		int64_t cents = strtoll(text, NULL, 10) / FEN_PER_CENT;

		str_addf(&plain, "%lld.%02lld", (long long)cents / 100,
			 (long long)cents % 100);
	} else {
		str_add(&plain, text);
	}
	if (value_decode(field, str_text(&plain), &value) != 0)
		value = NULL;
	str_release(&plain);
	return value;
}

static void print_choices(struct str *to, const struct field *field,
			  const char *value)
{
	const char *joint = "";

	while (*value) {
		size_t n = strcspn(value, ",");
		const struct choice *c = choose(field, value, n);

		str_add(to, joint);
		if (c)
			str_add(to, lang_pick(c->label, c->label_en));
		else
			str_add_n(to, value, n);
		joint = lang_is_zh() ? "、" : ", ";
		value += n + (value[n] == ',');
	}
}

void value_print(struct str *to, const struct field *field, const char *value)
{
	if (field->type == FIELD_CHOICE || field->type == FIELD_CHOICES)
		print_choices(to, field, value);
	else if (field->type == FIELD_BOOL)
		str_add(to, strcmp(value, "true") ? _("no") : _("yes"));
	else if (field->type == FIELD_FILE)
		value_print_file(to, value);
	else
		str_add(to, value);
}
