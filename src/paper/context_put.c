/**
 * @file paper/context_put.c  Texts, days and lists into a context
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "paper/context_private.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

/* Room for a number or a sentence of a few words */
#define SMALL 512

void context_put(cJSON *to, const char *key, const char *text)
{
	(void)cJSON_AddStringToObject(to, key, text ? text : "");
}

void context_putf(cJSON *to, const char *key, const char *fmt, ...)
{
	char text[SMALL];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	context_put(to, key, text);
}

void context_put_decimal(cJSON *to, const char *key, double value, int digits)
{
	char text[SMALL];
	size_t n;

	(void)snprintf(text, sizeof(text), "%.*f", digits, value);
	n = strlen(text);
	if (strchr(text, '.')) {
		while (text[n - 1] == '0')
			text[--n] = '\0';
		if (text[n - 1] == '.')
			text[--n] = '\0';
	}
	context_put(to, key, strcmp(text, "-0") == 0 ? "0" : text);
}

void context_put_day(cJSON *to, const char *key, struct date date)
{
	if (date.year)
		context_putf(to, key, "%d年%d月%d日", date.year, date.month,
			     date.day);
	else
		context_put(to, key, "");
}

/* Where a date "2026-11-22" or a month "2026-11" begins at a text: its length,
 * 0 if none does.  The signs of longer numbers and of addresses are no end. */
static size_t date_at(const char *s, struct date *datep)
{
	char text[DATE_TEXT] = "";
	size_t n = strspn(s, "0123456789-");

	if (n != DATE_TEXT - 1 && n != sizeof("2026-11") - 1)
		return 0;

	(void)snprintf(text, sizeof(text), "%.*s%s", (int)n, s,
		       n < DATE_TEXT - 1 ? "-01" : "");
	if (s[n] == '/' || s[n] == '.' || s[n] == '_' ||
	    date_decode(datep, text) != 0 || datep->year < 1900)
		return 0;
	return n;
}

void context_put_dated(cJSON *to, const char *key, const char *text)
{
	struct str out = { 0 };
	bool start = true;

	for (const char *s = text ? text : ""; *s;) {
		struct date date;
		const size_t n = start ? date_at(s, &date) : 0;

		if (n > 0)
			str_addf(&out, "%d年%d月", date.year, date.month);
		if (n == DATE_TEXT - 1)
			str_addf(&out, "%d日", date.day);
		if (n > 0) {
			s += n;
			continue;
		}
		start = !strchr("0123456789-/._", *s);
		str_add_n(&out, s++, 1);
	}
	context_put(to, key, str_text(&out));
	str_release(&out);
}

void context_put_iso(cJSON *to, const char *key, struct date date)
{
	char text[DATE_TEXT];

	context_put(to, key, date.year ? date_encode(text, date) : "");
}

cJSON *context_put_list(cJSON *to, const char *key)
{
	return cJSON_AddArrayToObject(to, key);
}

void context_put_any(cJSON *to, const char *key)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(to, key);
	struct str name = { 0 };

	str_addf(&name, "%s_any", key);
	(void)cJSON_AddBoolToObject(to, name.s, cJSON_GetArraySize(list) > 0);
	str_release(&name);
}

cJSON *context_put_row(cJSON *list)
{
	cJSON *row = cJSON_CreateObject();

	(void)cJSON_AddItemToArray(list, row);
	return row;
}

void context_put_sources(cJSON *to, const struct pack *pack, char *const *keys,
			 unsigned count)
{
	struct str refs = { 0 };
	struct str basis = { 0 };

	for (unsigned i = 0; i < count; i++) {
		const struct source *s = pack_source(pack, keys[i]);
		const char *strength = s ? strength_title(s->strength) : "";

		if (!s)
			continue;
		str_addf(&refs, "%s%s", refs.len ? "、" : "", s->key);
		if (!strstr(str_text(&basis), strength))
			str_addf(&basis, "%s%s", basis.len ? "、" : "",
				 strength);
	}
	context_put(to, "refs", str_text(&refs));
	context_put(to, "basis", str_text(&basis));
	str_release(&refs);
	str_release(&basis);
}

void context_put_stem(cJSON *to, const char *key, const char *value)
{
	static const char *const ends[] = { "。", "；", "，", "、",
					    ".",  ";",	",",  " " };
	struct str name = { 0 };
	struct str text = { 0 };
	bool again = value != NULL;

	str_add(&text, value ? value : "");
	while (again) {
		again = false;
		for (size_t i = 0; i < ARRAY_LEN(ends) && !again; i++) {
			const size_t n = strlen(ends[i]);

			again = text.len >= n &&
				strcmp(text.s + text.len - n, ends[i]) == 0;
			if (again)
				text.s[text.len -= n] = '\0';
		}
	}
	str_addf(&name, "%s_stem", key);
	context_put(to, name.s, str_text(&text));
	str_release(&name);
	str_release(&text);
}
