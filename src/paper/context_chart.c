/**
 * @file paper/context_chart.c  The equity chart of an applicant, for papers
 */
#include "paper/context_chart.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paper/context_tier.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define ROOT "申请单位"
#define CUT  "…"

/* Who holds as much is no part of a crowd */
#define PART (5LL * CONTEXT_TIER_UNIT)

/* Small holders of one company, who are drawn as one box */
struct crowd {
	const char *parent;
	size_t c;
	int64_t sum;
};

struct crowds {
	struct crowd *v;
	size_t c;
	const char **parent; /* names on which somebody hangs */
	size_t parents;
};

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

static bool is_held(const struct crowds *all, const char *name)
{
	for (size_t i = 0; i < all->parents; i++) {
		if (strcmp(all->parent[i], name) == 0)
			return true;
	}
	return false;
}

/* The crowd that a row is in, made if need be; NULL if it is in none */
static struct crowd *crowd_of(struct crowds *all, const cJSON *row, bool make)
{
	const cJSON *is = cJSON_GetObjectItemCaseSensitive(row, "type_is");
	const char *parent = text_of(row, "parent");
	int64_t part = 0;
	size_t i = 0;

	if (!cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(is, "dom_person")) ||
	    !*text_of(row, "name") ||
	    !context_tier_sum(text_of(row, "ratio"), &part) || part >= PART ||
	    is_held(all, text_of(row, "name")))
		return NULL;

	while (i < all->c && strcmp(all->v[i].parent, parent) != 0)
		i++;
	if (i == all->c && make) {
		all->v = x_grow(all->v, all->c, sizeof(*all->v));
		all->v[all->c++] = (struct crowd){ .parent = parent };
	}
	if (i < all->c && make) {
		all->v[i].c++;
		all->v[i].sum += part;
	}

	return i < all->c && (make || all->v[i].c > CONTEXT_CHART_CROWD)
		       ? &all->v[i]
		       : NULL;
}

static void note_parent(struct crowds *all, const cJSON *row)
{
	const char *parent = text_of(row, "parent");

	if (!*parent || is_held(all, parent))
		return;
	all->parent = x_grow(all->parent, all->parents, sizeof(*all->parent));
	all->parent[all->parents++] = parent;
}

static void find_crowds(struct crowds *all, const cJSON *tiers)
{
	const cJSON *list;
	const cJSON *tier;
	const cJSON *row;

	cJSON_ArrayForEach(tier, tiers)
	{
		list = cJSON_GetObjectItemCaseSensitive(tier, "holder");
		cJSON_ArrayForEach(row, list)
		{
			note_parent(all, row);
		}
	}
	cJSON_ArrayForEach(tier, tiers)
	{
		list = cJSON_GetObjectItemCaseSensitive(tier, "holder");
		cJSON_ArrayForEach(row, list)
		{
			(void)crowd_of(all, row, true);
		}
	}
}

/* One box for a crowd, where its first row stands */
static size_t add_crowd(cJSON *chart, const char *root, struct crowd *crowd,
			bool direct)
{
	cJSON *row;
	struct str name = { 0 };
	struct str ratio = { 0 };
	size_t n;

	if (crowd->sum < 0)
		return 0;

	row = cJSON_CreateObject();
	str_addf(&name, "其他境内自然人股东%zu名", crowd->c);
	context_tier_print(&ratio, crowd->sum, 0);
	(void)cJSON_AddStringToObject(row, "name", str_text(&name));
	(void)cJSON_AddStringToObject(row, "parent", crowd->parent);
	(void)cJSON_AddStringToObject(row, "ratio", str_text(&ratio));
	(void)cJSON_AddStringToObject(row, "type", "每名不足5%，见股东表");
	n = add_box(chart, root, row, direct);
	crowd->sum = -1; /* drawn */
	cJSON_Delete(row);
	str_release(&name);
	str_release(&ratio);
	return n;
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
	struct crowds all = { 0 };
	size_t n = 0;
	size_t more = 0;
	size_t crowded = 0;

	find_crowds(&all, tiers);
	put_clean(to, "chart_root", text_of(co, "name"), ROOT);
	root = text_of(to, "chart_root");
	cJSON_ArrayForEach(tier, tiers)
	{
		const bool direct = cJSON_IsTrue(
			cJSON_GetObjectItemCaseSensitive(tier, "direct"));

		cJSON_ArrayForEach(
			row, cJSON_GetObjectItemCaseSensitive(tier, "holder"))
		{
			struct crowd *crowd = crowd_of(&all, row, false);

			if (crowd)
				crowded++;
			if (n == CONTEXT_CHART_MAX && !crowd)
				more++;
			else if (crowd)
				n += add_crowd(chart, root, crowd, direct);
			else
				n += add_box(chart, root, row, direct);
		}
	}
	free(all.v);
	free(all.parent);
	put_count(to, "chart_count", n);
	put_count(to, "chart_crowd", crowded);
	put_count(to, "chart_more", more);
}
