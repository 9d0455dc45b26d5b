/**
 * @file dossier/fact_hide.c  Personal data as those see it who may not
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dossier/fact.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

/* Types that are about a person wherever they stand */
static const enum field_type hidden_types[] = {
	FIELD_ID_NO,
	FIELD_MOBILE,
	FIELD_PHONE,
	FIELD_EMAIL,
};

/* And fields that are although their type does not tell */
static const struct {
	const char *group;
	const char *key;
} hidden_fields[] = {
	{ "lr", "other_no" },	{ "lr", "addr" },     { "ct", "addr" },
	{ "speaker", "phone" }, { "holder", "idno" }, /* a person's, or a
							 company's code */
	{ "investor", "no" },			      /* the same */
};

/* Types that people write words in, and numbers of people among them */
static const enum field_type wordy_types[] = {
	FIELD_TEXT,    FIELD_LONG, FIELD_PERSON,
	FIELD_COMPANY, FIELD_URL,  FIELD_FILE,
};

/* Digits from which a number that stands alone may be a person's: a mobile */
#define NUMBER_MIN 11

/* And those of an identity number, whose last sign may be an X */
#define ID_DIGITS 17

/* Shorter values are not looked for in words: they stand in many */
#define VALUE_MIN 5

/* Numbers are written in parts too, with a blank or a hyphen between them */
#define PARTS_MAX 4

/* clang-format off */
static const struct {
	char first; /* digit, or any */
	size_t c;
	size_t partv[PARTS_MAX];
} layouts[] = {
	{ '1', 3, { 3, 4, 4 }    }, /* a mobile */
	{ '1', 2, { 3, 8 }       },
	{ '8', 2, { 2, 11 }      }, /* with the code of the country */
	{ '8', 4, { 2, 3, 4, 4 } },
	{ '0', 2, { 3, 7 }       }, /* area code and number */
	{ '0', 2, { 3, 8 }       },
	{ '0', 2, { 4, 7 }       },
	{ '0', 2, { 4, 8 }       },
	{ '0', 3, { 3, 4, 4 }    },
	{ '0', 3, { 4, 4, 4 }    },
	{ '0', 3, { 4, 3, 4 }    },
	{ '\0', 3, { 6, 8, 4 }   }, /* an identity number */
	{ '\0', 3, { 6, 8, 3 }   }, /* before its X */
};
/* clang-format on */

bool fact_is_personal(const struct fact_key *key, const struct field *field)
{
	for (size_t i = 0; i < ARRAY_LEN(hidden_fields); i++) {
		if (strcmp(hidden_fields[i].group, key->group) == 0 &&
		    strcmp(hidden_fields[i].key, key->key) == 0)
			return true;
	}
	for (size_t i = 0; field && i < ARRAY_LEN(hidden_types); i++) {
		if (field->type == hidden_types[i])
			return true;
	}

	/* what nobody asks for any more may be anything */
	return !field;
}

char *fact_hidden(const char *value)
{
	char text[64];

	for (const char *p = value; *p; p++) {
		if ((unsigned char)*p >= 0x80)
			return x_strdup("****");
	}

	text_mask(text, sizeof(text), value);
	return x_strdup(text);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of a number that its first parts make, with the X behind it; 0 if
 * letters follow: then it is none */
static size_t number_end(const char *s, size_t len, size_t digits)
{
	if (digits == ID_DIGITS && (s[len] == 'x' || s[len] == 'X'))
		len++;
	return is_alnum(s[len]) ? 0 : len;
}

static bool is_layout(const char *s, const size_t *partv, size_t c)
{
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
		size_t k = 0;

		if (layouts[i].c != c ||
		    (layouts[i].first && layouts[i].first != *s))
			continue;
		while (k < c && layouts[i].partv[k] == partv[k])
			k++;
		if (k == c)
			return true;
	}

	return false;
}

/* Bytes of a number at s that may be a person's, 0 if there is none */
static size_t number_at(const char *s)
{
	size_t partv[PARTS_MAX] = { 0 };
	size_t endv[PARTS_MAX] = { 0 };
	size_t sumv[PARTS_MAX] = { 0 };
	size_t c = 0;
	size_t at = 0;
	size_t digits = 0;
	size_t len = 0;

	while (c < PARTS_MAX && is_digit(s[at])) {
		while (is_digit(s[at + partv[c]]))
			partv[c]++;
		at += partv[c];
		digits += partv[c];
		endv[c] = at;
		sumv[c++] = digits;
		at += s[at] == ' ' || s[at] == '-';
		if (at == endv[c - 1])
			break;
	}
	for (; c > 0 && len == 0; c--) {
		if (is_layout(s, partv, c) || (c == 1 && *partv >= NUMBER_MIN))
			len = number_end(s, endv[c - 1], sumv[c - 1]);
	}

	return len;
}

static size_t span_of(const char *s, const char *more)
{
	size_t n = 0;

	while (is_alnum(s[n]) || (s[n] && strchr(more, s[n])))
		n++;
	return n;
}

/* Bytes of an address of e-mail at s, 0 if there is none */
static size_t address_at(const char *s)
{
	const size_t n = span_of(s, "._%+-");
	size_t host;

	if (n == 0 || s[n] != '@')
		return 0;

	host = span_of(s + n + 1, ".-");
	return host > 0 ? n + 1 + host : 0;
}

void fact_hide_words(struct str *to, const char *text)
{
	while (*text) {
		size_t n = address_at(text);

		n = n > 0 ? n : number_at(text);
		if (n > 0) {
			char *part = x_strndup(text, n);
			char *hidden = fact_hidden(part);

			str_add(to, hidden);
			free(hidden);
			free(part);
		} else {
			n = span_of(text, "");
			n = n > 0 ? n : 1;
			str_add_n(to, text, n);
		}
		text += n;
	}
}

static void replace(char **textp, const char *what, const char *with)
{
	const size_t n = strlen(what);
	const char *from = *textp;
	const char *at = strstr(from, what);
	struct str to = { 0 };

	for (; at; at = strstr(from, what)) {
		str_add_n(&to, from, (size_t)(at - from));
		str_add(&to, with);
		from = at + n;
	}
	str_add(&to, from);
	free(*textp);
	*textp = str_take(&to);
}

/* An address of a person's that is the company's too is no secret */
static bool is_known(const struct facts *facts, const char *value)
{
	for (size_t i = 0; i < facts->c; i++) {
		const struct fact *f = &facts->v[i];

		if (strcmp(f->value, value) == 0 &&
		    !fact_is_personal(&f->key, f->field))
			return true;
	}

	return false;
}

void facts_hide_in(const struct facts *facts, char **textp)
{
	struct str to = { 0 };

	if (!*textp)
		return;

	for (size_t i = 0; i < facts->c; i++) {
		const struct fact *f = &facts->v[i];
		char *hidden;

		if (!f->field || strlen(f->value) < VALUE_MIN ||
		    !fact_is_personal(&f->key, f->field) ||
		    !strstr(*textp, f->value) || is_known(facts, f->value))
			continue;
		hidden = fact_hidden(f->value);
		replace(textp, f->value, hidden);
		free(hidden);
	}
	fact_hide_words(&to, *textp);
	free(*textp);
	*textp = str_take(&to);
}

/* What is kept as typed may be anything */
static bool is_wordy(const struct fact *f)
{
	bool found = !f->ok;

	for (size_t i = 0; i < ARRAY_LEN(wordy_types); i++)
		found |= f->field && f->field->type == wordy_types[i];
	return found;
}

char *fact_hidden_value(const struct facts *facts, const struct fact *fact)
{
	char *value;

	if (fact_is_personal(&fact->key, fact->field))
		return fact_hidden(fact->value);

	value = x_strdup(fact->value);
	if (is_wordy(fact))
		facts_hide_in(facts, &value);
	return value;
}

void facts_hide_words(struct facts *facts)
{
	for (size_t i = 0; i < facts->c; i++) {
		struct fact *f = &facts->v[i];

		if (is_wordy(f) && !fact_is_personal(&f->key, f->field))
			facts_hide_in(facts, &f->value);
		facts_hide_in(facts, &f->reason);
	}
}

void facts_hide(struct facts *facts)
{
	facts_hide_words(facts);
	for (size_t i = 0; i < facts->c; i++) {
		struct fact *f = &facts->v[i];
		char *hidden;

		if (!fact_is_personal(&f->key, f->field))
			continue;
		hidden = fact_hidden(f->value);
		free(f->value);
		f->value = hidden;
	}
}
