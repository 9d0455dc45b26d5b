/**
 * @file paper/context_tier.c  Shareholders by tier, for papers
 */
#include "paper/context_tier.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"

#define PLACES 4 /* behind the point, of ratios and amounts */
#define UNIT   CONTEXT_TIER_UNIT

#define NONE   SIZE_MAX

static const char *const titles[CONTEXT_TIERS] = {
	"一级股东", "二级股东", "三级股东", "四级股东", "五级股东",
	"六级股东", "七级股东", "八级股东", "九级股东", "十级股东",
};

static const char *text_of(const cJSON *row, const char *key)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(row, key));

	return s ? s : "";
}

bool context_tier_sum(const char *s, int64_t *sump)
{
	char *end;
	long long whole;
	int64_t part = 0;
	int64_t unit = UNIT;

	if (*s < '0' || *s > '9')
		return false;

	whole = strtoll(s, &end, 10);
	if (*end == '.') {
		for (end++; *end >= '0' && *end <= '9' && unit > 1; end++) {
			unit /= 10;
			part += (*end - '0') * unit;
		}
	}
	if (*end || whole > INT64_MAX / UNIT / 1000000)
		return false;

	*sump += whole * UNIT + part;
	return true;
}

/* With at least as many places as asked for */
void context_tier_print(struct str *to, int64_t n, int places)
{
	int64_t part = n % UNIT;
	int width = PLACES;

	while (width > places && part % 10 == 0) {
		part /= 10;
		width--;
	}
	str_addf(to, "%lld", (long long)(n / UNIT));
	if (width > 0)
		str_addf(to, ".%0*lld", width, (long long)part);
}

/* The sum of a column, nothing if a row has none or the sum is out of range */
static void add_sum(cJSON *tier, const cJSON *rows, const char *key, int places)
{
	struct str text = { 0 };
	int64_t sum = 0;
	bool whole = true;
	const cJSON *row;

	cJSON_ArrayForEach(row, rows)
	{
		if (!context_tier_sum(text_of(row, key), &sum))
			whole = false;
	}
	if (whole && sum > 0)
		context_tier_print(&text, sum, places);
	(void)cJSON_AddStringToObject(tier, key, str_text(&text));
	str_release(&text);
}

/* A row again, as the nth of another list, its parent written as that row
 * writes its own name */
static void put_row(cJSON *list, const cJSON *row, const char *parent, size_t n)
{
	cJSON *copy = cJSON_Duplicate(row, true);
	char text[24];

	(void)snprintf(text, sizeof(text), "%zu", n);
	cJSON_DeleteItemFromObjectCaseSensitive(copy, "row");
	(void)cJSON_AddStringToObject(copy, "row", text);
	if (parent) {
		cJSON_DeleteItemFromObjectCaseSensitive(copy, "parent");
		(void)cJSON_AddStringToObject(copy, "parent", parent);
	}
	(void)cJSON_AddItemToArray(list, copy);
}

static void mark_last(cJSON *list)
{
	cJSON *row;

	cJSON_ArrayForEach(row, list)
	{
		cJSON_DeleteItemFromObjectCaseSensitive(row, "last");
		(void)cJSON_AddBoolToObject(row, "last", !row->next);
	}
}

/* A row, and the first row of the name it holds shares of */
struct place {
	const cJSON *row;
	const char *name;
	size_t parent; /* NONE: it names none, or no row has that name */
	int level;     /* -1: not placed yet */
};

struct places {
	struct place *v;
	size_t c;
	size_t *by_name; /* their order by name, then by place */
};

static int compare_names(const void *a, const void *b, void *arg)
{
	const struct place *v = arg;
	size_t x = *(const size_t *)a;
	size_t y = *(const size_t *)b;
	int order = strcmp(v[x].name, v[y].name);

	return order ? order : (x > y) - (x < y);
}

/* First row of a name: the same bytes, or what a reader takes for the same */
static size_t find_name(const struct places *p, const char *name)
{
	size_t low = 0;
	size_t high = p->c;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(p->v[p->by_name[mid]].name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < p->c && strcmp(p->v[p->by_name[low]].name, name) == 0)
		return p->by_name[low];

	for (size_t i = 0; i < p->c; i++) {
		if (text_same(p->v[i].name, name))
			return find_name(p, p->v[i].name);
	}
	return NONE;
}

static void read_places(struct places *p, const cJSON *rows)
{
	const cJSON *row;
	size_t n = (size_t)cJSON_GetArraySize(rows);

	p->v = x_calloc(n + 1, sizeof(*p->v));
	p->by_name = x_calloc(n + 1, sizeof(*p->by_name));
	cJSON_ArrayForEach(row, rows)
	{
		p->by_name[p->c] = p->c;
		p->v[p->c++] = (struct place){ .row = row,
					       .name = text_of(row, "name"),
					       .parent = NONE,
					       .level = -1 };
	}
	qsort_r(p->by_name, p->c, sizeof(*p->by_name), compare_names, p->v);
	for (size_t i = 0; i < p->c; i++) {
		const char *parent = text_of(p->v[i].row, "parent");

		if (*parent)
			p->v[i].parent = find_name(p, parent);
		else
			p->v[i].level = 0;
	}
}

/* A name may stand in several tiers; what hangs on it hangs on the highest */
static bool place_level(struct places *p, int level)
{
	bool *above = x_calloc(p->c + 1, sizeof(*above));
	bool any = false;

	for (size_t i = 0; i < p->c; i++) {
		if (p->v[i].level == level - 1)
			above[find_name(p, p->v[i].name)] = true;
	}
	for (size_t i = 0; i < p->c; i++) {
		struct place *x = &p->v[i];

		if (x->level >= 0 || x->parent == NONE || !above[x->parent])
			continue;
		x->level = level;
		any = true;
	}

	free(above);
	return any;
}

/* The rows of a level in a new list */
static cJSON *rows_at(const struct places *p, int level)
{
	cJSON *rows = cJSON_CreateArray();
	size_t n = 0;

	for (size_t i = 0; i < p->c; i++) {
		const struct place *x = &p->v[i];

		if (x->level == level)
			put_row(rows, x->row,
				x->parent == NONE ? NULL : p->v[x->parent].name,
				++n);
	}
	mark_last(rows);
	return rows;
}

static void add_tier(cJSON *tiers, int level, cJSON *rows)
{
	cJSON *tier = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(tier, "title", titles[level]);
	(void)cJSON_AddBoolToObject(tier, "direct", level == 0);
	add_sum(tier, rows, "ratio", 0);
	add_sum(tier, rows, "amount", 2);
	(void)cJSON_AddItemToObject(tier, "holder", rows);
	(void)cJSON_AddItemToArray(tiers, tier);
}

static bool is_foreign(const cJSON *row)
{
	const cJSON *is = cJSON_GetObjectItemCaseSensitive(row, "type_is");

	return cJSON_IsTrue(
		       cJSON_GetObjectItemCaseSensitive(is, "for_person")) ||
	       cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(is, "for_legal"));
}

void context_add_tiers(cJSON *to)
{
	cJSON *tiers = cJSON_AddArrayToObject(to, "tier");
	struct places p = { 0 };
	char count[16] = "";
	bool foreign = false;
	cJSON *lost;
	int n;

	read_places(&p, cJSON_GetObjectItemCaseSensitive(to, "holder"));
	for (int level = 0; level < CONTEXT_TIERS; level++) {
		cJSON *rows;

		if (level > 0 && !place_level(&p, level))
			break;
		rows = rows_at(&p, level);
		if (rows->child)
			add_tier(tiers, level, rows);
		else
			cJSON_Delete(rows);
	}
	for (size_t i = 0; i < p.c; i++)
		foreign |= is_foreign(p.v[i].row);
	(void)cJSON_AddBoolToObject(to, "holder_foreign", foreign);
	lost = rows_at(&p, -1);
	n = cJSON_GetArraySize(lost);
	if (n > 0)
		(void)snprintf(count, sizeof(count), "%d", n);
	(void)cJSON_AddStringToObject(to, "lost_count", count);
	(void)cJSON_AddItemToObject(to, "lost", lost);

	free(p.v);
	free(p.by_name);
}
