/**
 * @file dossier/value.c  Typed values of facts
 */
#include "dossier/value.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util/clock.h"
#include "util/date.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/util.h"

#define PLACES_MONEY  2
#define PLACES_NUMBER 4
#define DIGITS_MAX    12
#define FEN_PER_CENT  10000 /* fen in 0.01 万元 */

/* Checks and rewrites s, which may grow; false: not of this type */
typedef int decode_h(const struct field *field, const char *s,
		     struct str *canon);

static int copy(const char *s, struct str *canon)
{
	str_add(canon, s);
	return 0;
}

static int decode_text(const struct field *field, const char *s,
		       struct str *canon)
{
	(void)field;
	if (strchr(s, '\n'))
		return err_set(EINVAL, _("one line is expected"));

	return copy(s, canon);
}

static int decode_long(const struct field *field, const char *s,
		       struct str *canon)
{
	(void)field;
	return copy(s, canon);
}

/* Letters, digits and signs without the blanks, hyphens or commas that people
 * put between them */
static void squeeze(struct str *canon, const char *s, const char *drop)
{
	for (; *s; s++) {
		if (!strchr(drop, *s))
			str_add_char(canon, *s);
	}
}

static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)s[i]))
			return false;
	}

	return true;
}

/* -?digits(.digits)? with at most places decimals, without leading zeros */
static int decode_decimal(const char *s, size_t places, struct str *canon)
{
	struct str plain = { 0 };
	const char *p;
	size_t whole;
	size_t part = 0;
	int err = 0;

	/* A Chinese keyboard gives the full-width comma */
	for (p = s; *p; p++) {
		if (strncmp(p, "，", strlen("，")) == 0)
			p += strlen("，") - 1;
		else if (*p != ',' && *p != ' ')
			str_add_char(&plain, *p);
	}
	p = str_text(&plain);
	p += *p == '-';
	whole = strspn(p, "0123456789");
	if (p[whole] == '.')
		part = strspn(p + whole + 1, "0123456789");
	if (whole == 0 || whole > DIGITS_MAX || part > places ||
	    (p[whole] == '.' && (part == 0 || p[whole + 1 + part])) ||
	    (p[whole] && p[whole] != '.')) {
		err = places ? err_set(EINVAL,
				       _("%s: a number with at most %zu "
					 "decimal places is expected"),
				       s, places)
			     : err_set(EINVAL,
				       _("%s: a whole number is expected"), s);
	} else {
		size_t zeros = strspn(p, "0");

		zeros -= zeros == whole;
		str_add(canon, *str_text(&plain) == '-' ? "-" : "");
		str_add(canon, p + zeros);
	}

	str_release(&plain);
	return err;
}

static int decode_int(const struct field *field, const char *s,
		      struct str *canon)
{
	(void)field;
	return decode_decimal(s, 0, canon);
}

static int decode_number(const struct field *field, const char *s,
			 struct str *canon)
{
	int err = decode_decimal(s, PLACES_NUMBER, canon);

	(void)field;
	if (!err && strchr(canon->s, '.')) {
		while (canon->s[canon->len - 1] == '0')
			canon->s[--canon->len] = '\0';
		if (canon->s[canon->len - 1] == '.')
			canon->s[--canon->len] = '\0';
	}

	return err;
}

static int decode_money(const struct field *field, const char *s,
			struct str *canon)
{
	int err = decode_decimal(s, PLACES_MONEY, canon);
	const char *dot;
	size_t have;

	(void)field;
	if (err)
		return err;
	if (canon->s[0] == '-')
		return err_set(EINVAL, _("%s: an amount is not negative"), s);

	dot = strchr(canon->s, '.');
	have = dot ? strlen(dot + 1) : 0;
	str_add(canon, dot ? "" : ".");
	for (; have < PLACES_MONEY; have++)
		str_add_char(canon, '0');
	return 0;
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

/* 2026-1-5, 2026/01/05, 2026.1.5 and 2026年1月5日 are typed by people */
static int decode_date(const struct field *field, const char *s,
		       struct str *canon)
{
	static const char *const marks[][3] = { { "-", "-", "" },
						{ "/", "/", "" },
						{ ".", ".", "" },
						{ "年", "月", "日" } };
	unsigned long n[3] = { 0 };
	struct date date;
	int err;

	(void)field;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		char text[32];
		const char *p = s;

		for (size_t k = 0; k < 3 && p; k++)
			p = read_part(p, k ? 2 : 4, marks[i][k], &n[k]);
		if (!p || *p)
			continue;
		(void)snprintf(text, sizeof(text), "%04lu-%02lu-%02lu", n[0],
			       n[1], n[2]);
		err = date_decode(&date, text);
		if (!err)
			str_add(canon, text);
		return err;
	}

	return date_decode(&date, s);
}

static int decode_bool(const struct field *field, const char *s,
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

	return err_set(EINVAL, _("%s: true or false is expected"), s);
}

static int refuse_choice(const struct field *field, const char *s)
{
	struct str all = { 0 };
	int err;

	for (size_t i = 0; i < field->choices_count; i++)
		str_addf(&all, "%s%s (%s)", i ? ", " : "",
			 field->choices[i].value, field->choices[i].label);
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

static int decode_choice(const struct field *field, const char *s,
			 struct str *canon)
{
	const struct choice *c = choose(field, s, strlen(s));

	return c ? copy(c->value, canon) : refuse_choice(field, s);
}

static int decode_choices(const struct field *field, const char *s,
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

static void upper(struct str *canon)
{
	for (size_t i = 0; i < canon->len; i++) {
		if (canon->s[i] >= 'a' && canon->s[i] <= 'z')
			canon->s[i] = (char)(canon->s[i] - 'a' + 'A');
	}
}

static int decode_uscc(const struct field *field, const char *s,
		       struct str *canon)
{
	(void)field;
	squeeze(canon, s, " -");
	upper(canon);
	return value_check_uscc(str_text(canon));
}

static int decode_id_no(const struct field *field, const char *s,
			struct str *canon)
{
	(void)field;
	squeeze(canon, s, " ");
	upper(canon);
	return value_check_id_no(str_text(canon));
}

/* V-04: 11 digits from 13 on; +86 and blanks go */
static int decode_mobile(const struct field *field, const char *s,
			 struct str *canon)
{
	(void)field;
	squeeze(canon, strncmp(s, "+86", 3) ? s : s + 3, " -");
	s = str_text(canon);
	if (canon->len != 11 || !all_digits(s, 11) || s[0] != '1' || s[1] < '3')
		return err_set(EINVAL,
			       _("%s: a mobile number has 11 digits and "
				 "begins with 13 to 19"),
			       s);

	return 0;
}

/* V-05: area code, number, extension; 400 numbers; access numbers 95, 96 */
static int decode_phone(const struct field *field, const char *s,
			struct str *canon)
{
	size_t n;

	(void)field;
	squeeze(canon, s, " ");
	s = str_text(canon);
	n = canon->len;
	if (all_digits(s, n) && n > 0 &&
	    ((s[0] == '9' && (s[1] == '5' || s[1] == '6') && n >= 5 &&
	      n <= 8) ||
	     (strncmp(s, "400", 3) == 0 && n == 10) ||
	     (s[0] == '1' && n == 11)))
		return 0;
	if (strncmp(s, "400-", 4) == 0 && n == 12 && s[7] == '-' &&
	    all_digits(s + 4, 3) && all_digits(s + 8, 4))
		return 0;
	if (s[0] == '0') {
		size_t area = strcspn(s, "-");
		size_t local = strspn(s + area + (s[area] == '-'),
				      "0123456789");
		const char *rest = s + area + (s[area] == '-') + local;

		if (area >= 3 && area <= 4 && all_digits(s, area) &&
		    local >= 7 && local <= 8 &&
		    (!*rest || (*rest == '-' && strlen(rest) <= 7 &&
				all_digits(rest + 1, strlen(rest + 1)))))
			return 0;
		if (area == n && all_digits(s, n) && n >= 10 && n <= 12)
			return 0;
	}

	return err_set(EINVAL,
		       _("%s: a telephone number is written 010-12345678, "
			 "400-123-4567 or 95012"),
		       s);
}

/* V-06 */
static int decode_email(const struct field *field, const char *s,
			struct str *canon)
{
	static const char local[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789._%+-";
	size_t n = strspn(s, local);
	const char *host = s + n + 1;
	const char *dot = strrchr(s, '.');

	(void)field;
	if (n == 0 || n > 64 || s[n] != '@' || !dot || dot < host ||
	    dot == host || strlen(dot) < 3 || strstr(host, "..") ||
	    host[strspn(host, local + 0)] || strpbrk(host, "_%+"))
		return err_set(EINVAL,
			       _("%s: an e-mail address is written "
				 "name@example.com"),
			       s);

	return copy(s, canon);
}

static int decode_zip(const struct field *field, const char *s,
		      struct str *canon)
{
	(void)field;
	if (strlen(s) != 6 || !all_digits(s, 6))
		return err_set(EINVAL, _("%s: a postcode has 6 digits"), s);

	return copy(s, canon);
}

/* V-12: Han 2 to 20, or Latin 2 to 60, inner · . blank - */
static int decode_person(const struct field *field, const char *s,
			 struct str *canon)
{
	const char *p = s;
	size_t n = text_length(s);
	uint32_t cp;

	(void)field;
	while ((cp = text_next(&p)) != 0) {
		if (cp < 0x80 ? !(isalpha((int)cp) || strchr(" .-", (int)cp))
			      : cp < 0x3400 && cp != 0xB7 && cp != 0x2027 &&
					cp != 0x3007)
			n = 0;
	}
	if (n < 2 || n > 60)
		return err_set(EINVAL,
			       _("%s: a person's name has 2 or more Chinese "
				 "characters or letters and nothing else"),
			       s);

	return copy(s, canon);
}

/* clang-format off */
static const struct {
	decode_h *decode;
	enum box_type sql;
} types[] = {
	[FIELD_TEXT]    = { decode_text,    BOX_TEXT    },
	[FIELD_LONG]    = { decode_long,    BOX_TEXT    },
	[FIELD_INT]     = { decode_int,     BOX_INTEGER },
	[FIELD_NUMBER]  = { decode_number,  BOX_REAL    },
	[FIELD_MONEY]   = { decode_money,   BOX_INTEGER },
	[FIELD_DATE]    = { decode_date,    BOX_TEXT    },
	[FIELD_BOOL]    = { decode_bool,    BOX_INTEGER },
	[FIELD_CHOICE]  = { decode_choice,  BOX_TEXT    },
	[FIELD_CHOICES] = { decode_choices, BOX_TEXT    },
	[FIELD_PERSON]  = { decode_person,  BOX_TEXT    },
	[FIELD_USCC]    = { decode_uscc,    BOX_TEXT    },
	[FIELD_ID_NO]   = { decode_id_no,   BOX_TEXT    },
	[FIELD_MOBILE]  = { decode_mobile,  BOX_TEXT    },
	[FIELD_PHONE]   = { decode_phone,   BOX_TEXT    },
	[FIELD_EMAIL]   = { decode_email,   BOX_TEXT    },
	[FIELD_ZIP]     = { decode_zip,     BOX_TEXT    },
};
/* clang-format on */

/* False if there is a control character that no field may hold */
static bool is_clean(const char *s)
{
	for (uint32_t cp = text_next(&s); cp; cp = text_next(&s)) {
		if (text_cp_is_harmful(cp) && cp != '\n')
			return false;
	}

	return true;
}

int value_decode(const struct field *field, const char *text, char **valuep)
{
	struct str canon = { 0 };
	char *plain;
	int err;

	if (strlen(text) > VALUE_MAX)
		return err_set(EINVAL, _("longer than %d bytes"), VALUE_MAX);
	if (!text_is_utf8(text, strlen(text)))
		return err_set(EINVAL, _("not UTF-8 text"));

	plain = text_normalise(text);
	if (!is_clean(plain))
		err = err_set(EINVAL, _("a control character is not allowed"));
	else
		err = types[field->type].decode(field, plain, &canon);

	free(plain);
	if (err)
		str_release(&canon);
	else
		*valuep = str_take(&canon);
	return err;
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

enum box_type value_sql_type(enum field_type type)
{
	return types[type].sql;
}

static int64_t money_fen(const char *value)
{
	struct str cents = { 0 };
	int64_t n;

	squeeze(&cents, value, ".");
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
		return REAL(strtod(value, NULL));
	default:
		return TEXT(value);
	}
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
	else
		str_add(to, value);
}
