/**
 * @file dossier/context_chart.c  The equity chart of an applicant, for papers
 */
#include "dossier/context_chart.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define ROOT "申请单位"
#define CUT  "…"

static const char *text_of(const cJSON *row, const char *key)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(row, key));

	return s ? s : "";
}

/* A text as it is drawn: one line, nothing that cannot be seen, not too long.
 * Blanks at its ends and in a row are one or none. */
static void put_clean(cJSON *to, const char *key, const char *text,
		      const char *otherwise)
{
	struct str clean = { 0 };
	char cp_text[8];
	size_t count = 0;
	bool gap = false;

	while (*text && count < CONTEXT_CHART_NAME) {
		const uint32_t cp = text_next(&text);

		if (cp <= ' ' || cp == 0x7F || cp == 0x3000 || cp == 0xA0) {
			gap = count > 0;
			continue;
		}
		if (text_cp_is_harmful(cp))
			continue;
		if (gap)
			str_add(&clean, " ");
		gap = false;
		str_add_n(&clean, cp_text, text_put(cp_text, cp));
		count++;
	}
	if (*text && count > 0)
		str_add(&clean, CUT);
	(void)cJSON_AddStringToObject(to, key,
				      clean.len > 0 ? clean.s : otherwise);
	str_release(&clean);
}

static bool same_box(const cJSON *a, const cJSON *b)
{
	return strcmp(text_of(a, "name"), text_of(b, "name")) == 0 &&
	       strcmp(text_of(a, "parent"), text_of(b, "parent")) == 0;
}

static bool is_there(const cJSON *chart, const cJSON *box)
{
	const cJSON *other;

	cJSON_ArrayForEach(other, chart)
	{
		if (same_box(other, box))
			return true;
	}
	return false;
}

/* True if some box, or the root, has a name that children may hang on */
static bool is_named(const cJSON *chart, const char *root, const char *name)
{
	const cJSON *other;

	if (strcmp(root, name) == 0)
		return true;

	cJSON_ArrayForEach(other, chart)
	{
		if (strcmp(text_of(other, "name"), name) == 0)
			return true;
	}
	return false;
}

/* Add a row as a box; false if it is left out */
static bool add_box(cJSON *chart, const char *root, const cJSON *row,
		    bool direct)
{
	cJSON *box = cJSON_CreateObject();

	put_clean(box, "name", text_of(row, "name"), "");
	put_clean(box, "parent", direct ? root : text_of(row, "parent"), "");
	put_clean(box, "ratio", text_of(row, "ratio"), "");
	put_clean(box, "type", text_of(row, "type"), "");
	if (!*text_of(box, "name") || is_there(chart, box) ||
	    !is_named(chart, root, text_of(box, "parent"))) {
		cJSON_Delete(box);
		return false;
	}

	(void)cJSON_AddItemToArray(chart, box);
	return true;
}

static void put_count(cJSON *to, const char *key, size_t n)
{
	char text[24] = "";

	if (n > 0)
		(void)snprintf(text, sizeof(text), "%zu", n);
	(void)cJSON_AddStringToObject(to, key, text);
}

void context_add_chart(cJSON *to)
{
	const cJSON *co = cJSON_GetObjectItemCaseSensitive(to, "co");
	const cJSON *tiers = cJSON_GetObjectItemCaseSensitive(to, "tier");
	cJSON *chart = cJSON_AddArrayToObject(to, "chart");
	const cJSON *tier;
	const cJSON *row;
	const char *root;
	size_t n = 0;
	size_t more = 0;

	put_clean(to, "chart_root", text_of(co, "name"), ROOT);
	root = text_of(to, "chart_root");
	cJSON_ArrayForEach(tier, tiers)
	{
		const bool direct = cJSON_IsTrue(
			cJSON_GetObjectItemCaseSensitive(tier, "direct"));

		cJSON_ArrayForEach(
			row, cJSON_GetObjectItemCaseSensitive(tier, "holder"))
		{
			if (n == CONTEXT_CHART_MAX)
				more++;
			else
				n += add_box(chart, root, row, direct);
		}
	}
	put_count(to, "chart_count", n);
	put_count(to, "chart_more", more);
}
