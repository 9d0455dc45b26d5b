/**
 * @file dossier/context_put.c  Texts, days and lists into a context
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "dossier/context_private.h"
#include "util/lang.h"
#include "util/str.h"

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
