/**
 * @file typeset/context.c  Names of a template and what they stand for
 */
#include "typeset/context.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* Names longer than this are not compared */
#define NEAR_LEN 48

/* Wrong letters for which a name still counts as meant */
#define NEAR_MAX 2

static const cJSON *member(const cJSON *object, const char *key, size_t n)
{
	const cJSON *item;

	if (!cJSON_IsObject(object))
		return NULL;

	cJSON_ArrayForEach(item, object)
	{
		if (strncmp(item->string, key, n) == 0 &&
		    item->string[n] == '\0')
			return item;
	}

	return NULL;
}

/* Follow the name as far as it goes; *restp is the part that is unknown, NULL
 * if none, and *insidep where that part was looked for, NULL for the stack */
static const cJSON *follow(const struct context *ctx, const char *name,
			   const char **restp, const cJSON **insidep)
{
	size_t n = strcspn(name, ".");
	const cJSON *at = NULL;

	*insidep = NULL;
	*restp = name;
	for (size_t i = ctx->c; i > 0 && !at; i--)
		at = member(ctx->v[i - 1], name, n);
	while (at && name[n] == '.') {
		*insidep = at;
		name += n + 1;
		*restp = name;
		n = strcspn(name, ".");
		at = member(at, name, n);
	}

	if (at)
		*restp = NULL;
	return at;
}

const cJSON *context_find(const struct context *ctx, const char *name)
{
	const cJSON *inside;
	const char *rest;

	if (strcmp(name, ".") == 0)
		return ctx->c > 0 ? ctx->v[ctx->c - 1] : NULL;

	return follow(ctx, name, &rest, &inside);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to add, remove or change to make b of a (Levenshtein) */
static size_t distance(const char *a, size_t an, const char *b, size_t bn)
{
	size_t row[NEAR_LEN + 1];

	if (an > NEAR_LEN || bn > NEAR_LEN)
		return NEAR_LEN;

	for (size_t j = 0; j <= bn; j++)
		row[j] = j;
	for (size_t i = 1; i <= an; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= bn; j++) {
			size_t up = row[j];

			row[j] = least(least(up, row[j - 1]) + 1,
				       corner + (a[i - 1] != b[j - 1]));
			corner = up;
		}
	}

	return row[bn];
}

static void nearest(const cJSON *object, const char *key, size_t n,
		    const char **bestp, size_t *leastp)
{
	const cJSON *item;

	if (!cJSON_IsObject(object))
		return;

	cJSON_ArrayForEach(item, object)
	{
		size_t d = distance(key, n, item->string, strlen(item->string));

		if (d < *leastp && d < n) {
			*leastp = d;
			*bestp = item->string;
		}
	}
}

void context_suggest(const struct context *ctx, const char *name,
		     struct str *strp)
{
	size_t closest = NEAR_MAX + 1;
	const char *best = NULL;
	const cJSON *inside;
	const char *rest;
	size_t n;

	if (follow(ctx, name, &rest, &inside))
		return;

	n = strcspn(rest, ".");
	if (inside)
		nearest(inside, rest, n, &best, &closest);
	for (size_t i = ctx->c; !inside && i > 0; i--)
		nearest(ctx->v[i - 1], rest, n, &best, &closest);
	if (!best)
		return;

	str_add_n(strp, name, (size_t)(rest - name));
	str_add(strp, best);
	str_add(strp, rest + n);
}

bool context_is_true(const cJSON *value)
{
	if (!value || cJSON_IsNull(value) || cJSON_IsFalse(value))
		return false;
	if (cJSON_IsString(value))
		return value->valuestring[0] != '\0';
	if (cJSON_IsArray(value))
		return value->child != NULL;

	return true;
}

void context_text(const cJSON *value, struct str *strp)
{
	char *text;

	if (cJSON_IsString(value)) {
		str_add(strp, value->valuestring);
	} else if (cJSON_IsNumber(value) || cJSON_IsBool(value)) {
		text = cJSON_PrintUnformatted(value);
		str_add(strp, text ? text : "");
		cJSON_free(text);
	}
}
