/**
 * @file tests/unit/context_tier.c  Shareholders by tier
 */
#include "paper/context_tier.h"

#include <stdio.h>

#include "cmocka_all.h"

static void add(cJSON *to, const char *name, const char *parent,
		const char *ratio, const char *amount)
{
	cJSON *list = cJSON_GetObjectItem(to, "holder");
	cJSON *row = cJSON_CreateObject();

	if (!list)
		list = cJSON_AddArrayToObject(to, "holder");
	(void)cJSON_AddStringToObject(row, "name", name);
	(void)cJSON_AddStringToObject(row, "parent", parent);
	(void)cJSON_AddStringToObject(row, "ratio", ratio);
	(void)cJSON_AddStringToObject(row, "amount", amount);
	(void)cJSON_AddItemToArray(list, row);
}

/* "一级股东 60+40 A B; 二级股东 ...; lost C" */
static void told(const cJSON *to, char *s, size_t size)
{
	const cJSON *tier;
	const cJSON *row;
	size_t n = 0;

	*s = '\0';
	cJSON_ArrayForEach(tier, cJSON_GetObjectItem(to, "tier"))
	{
		n += (size_t)snprintf(
			s + n, size - n, "%s%s %s %s:", n ? "; " : "",
			cJSON_GetObjectItem(tier, "title")->valuestring,
			cJSON_GetObjectItem(tier, "ratio")->valuestring,
			cJSON_GetObjectItem(tier, "amount")->valuestring);
		cJSON_ArrayForEach(row, cJSON_GetObjectItem(tier, "holder"))
		{
			n += (size_t)snprintf(
				s + n, size - n, " %s%s%s",
				cJSON_GetObjectItem(row, "row")->valuestring,
				cJSON_GetObjectItem(row, "name")->valuestring,
				cJSON_IsTrue(cJSON_GetObjectItem(row, "last"))
					? "."
					: "");
		}
	}
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(to, "lost"))
	{
		n += (size_t)snprintf(
			s + n, size - n, "; lost %s",
			cJSON_GetObjectItem(row, "name")->valuestring);
	}
}

static void expect(cJSON *to, const char *want)
{
	char s[1000];

	context_add_tiers(to);
	told(to, s, sizeof(s));
	assert_string_equal(want, s);
	cJSON_Delete(to);
}

static void test_no_holders_make_no_tier(void **state)
{
	(void)state;
	expect(cJSON_CreateObject(), "");
}

static void test_tiers_follow_the_parents(void **state)
{
	cJSON *to = cJSON_CreateObject();

	(void)state;
	add(to, "丙", "甲公司", "70.5", "");
	add(to, "甲公司", "", "60", "600.00");
	add(to, "乙", "", "40", "400.00");
	add(to, "丁", "甲公司", "29.5", "");
	expect(to, "一级股东 100 1000.00: 1甲公司 2乙.; "
		   "二级股东 100 : 1丙 2丁.");
}

static void test_names_are_compared_as_readers_do(void **state)
{
	cJSON *to = cJSON_CreateObject();

	(void)state;
	add(to, "甲（示例）公司", "", "33.3333", "0.50");
	add(to, "乙", "甲(示例)公司", "100", "1");
	expect(to, "一级股东 33.3333 0.50: 1甲（示例）公司.; "
		   "二级股东 100 1.00: 1乙.");
}

static void test_circles_and_strangers_are_lost(void **state)
{
	cJSON *to = cJSON_CreateObject();

	(void)state;
	add(to, "甲", "", "100", "a");
	add(to, "乙", "丙", "1", "");
	add(to, "丙", "乙", "1", "");
	add(to, "丁", "没有", "1", "");
	add(to, "戊", "戊", "1", "");
	expect(to, "一级股东 100 : 1甲.; "
		   "lost 乙; lost 丙; lost 丁; lost 戊");
}

static void test_a_name_in_two_tiers_is_not_lost(void **state)
{
	cJSON *to = cJSON_CreateObject();

	(void)state;
	add(to, "甲", "", "50", "1");
	add(to, "乙", "", "50", "1");
	add(to, "甲", "乙", "100", "");
	add(to, "丙", "甲", "100", "");
	expect(to, "一级股东 100 2.00: 1甲 2乙.; 二级股东 200 : 1甲 2丙.");
}

static void test_what_is_too_deep_is_lost(void **state)
{
	cJSON *to = cJSON_CreateObject();
	char name[16];
	char parent[16] = "";
	const cJSON *lost;

	(void)state;
	for (int i = 0; i < CONTEXT_TIERS + 2; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		add(to, name, parent, "100", "");
		(void)snprintf(parent, sizeof(parent), "n%d", i);
	}
	context_add_tiers(to);
	lost = cJSON_GetObjectItem(to, "lost");
	assert_int_equal(CONTEXT_TIERS,
			 cJSON_GetArraySize(cJSON_GetObjectItem(to, "tier")));
	assert_int_equal(2, cJSON_GetArraySize(lost));
	cJSON_Delete(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_holders_make_no_tier),
		cmocka_unit_test(test_tiers_follow_the_parents),
		cmocka_unit_test(test_names_are_compared_as_readers_do),
		cmocka_unit_test(test_circles_and_strangers_are_lost),
		cmocka_unit_test(test_a_name_in_two_tiers_is_not_lost),
		cmocka_unit_test(test_what_is_too_deep_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
