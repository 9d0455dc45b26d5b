/**
 * @file tests/unit/context_chart.c  What of shareholders goes into a drawing
 */
#include "paper/context_chart.h"

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "paper/context_tier.h"

static cJSON *start(const char *company)
{
	cJSON *to = cJSON_CreateObject();
	cJSON *co = cJSON_AddObjectToObject(to, "co");

	(void)cJSON_AddStringToObject(co, "name", company);
	(void)cJSON_AddArrayToObject(to, "holder");
	return to;
}

static void add(cJSON *to, const char *name, const char *parent)
{
	cJSON *row = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(row, "name", name);
	(void)cJSON_AddStringToObject(row, "parent", parent);
	(void)cJSON_AddItemToArray(cJSON_GetObjectItem(to, "holder"), row);
}

static const char *text_of(const cJSON *o, const char *key)
{
	return cJSON_GetObjectItem(o, key)->valuestring;
}

/* The boxes as "NAME<PARENT ..." */
static void expect(cJSON *to, const char *root, const char *want)
{
	char s[2000] = "";
	size_t n = 0;
	const cJSON *box;

	context_add_tiers(to);
	context_add_chart(to);
	assert_string_equal(root, text_of(to, "chart_root"));
	cJSON_ArrayForEach(box, cJSON_GetObjectItem(to, "chart"))
	{
		n += (size_t)snprintf(s + n, sizeof(s) - n, "%s%s<%s",
				      n ? " " : "", text_of(box, "name"),
				      text_of(box, "parent"));
	}
	assert_string_equal(want, s);
	cJSON_Delete(to);
}

static void test_parents_stand_before_children(void **state)
{
	cJSON *to = start("甲");

	(void)state;
	add(to, "丙", "乙");
	add(to, "乙", "");
	expect(to, "甲", "乙<甲 丙<乙");
}

static void test_nothing_is_there_twice_or_without_a_name(void **state)
{
	cJSON *to = start("");

	(void)state;
	add(to, "乙", "");
	add(to, "乙", "");
	add(to, "\xE2\x80\xAE\xE4\xB9\x99", ""); /* turned, then the same */
	add(to, " \n", "");
	add(to, "丙 \n 丁", "乙");
	add(to, "乙", "丙 \n 丁");
	expect(to, "申请单位", "乙<申请单位 丙 丁<乙 乙<丙 丁");
}

static void test_long_names_are_cut(void **state)
{
	cJSON *to = start("甲");
	char name[3 * CONTEXT_CHART_NAME + 4] = "";
	char want[2 * sizeof(name)];

	(void)state;
	for (int i = 0; i < CONTEXT_CHART_NAME; i++)
		(void)memcpy(name + strlen(name), "长", 4);
	(void)snprintf(want, sizeof(want), "%s<甲", name);
	add(to, name, "");
	expect(to, "甲", want);

	to = start("甲");
	(void)snprintf(want, sizeof(want), "%s…<甲", name);
	(void)memcpy(name + strlen(name), "a", 2);
	add(to, name, "");
	expect(to, "甲", want);
}

static void test_what_is_too_much_is_counted(void **state)
{
	cJSON *to = start("甲");
	char name[16];

	(void)state;
	for (int i = 0; i < CONTEXT_CHART_MAX + 7; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		add(to, name, "");
	}
	context_add_tiers(to);
	context_add_chart(to);
	assert_int_equal(CONTEXT_CHART_MAX,
			 cJSON_GetArraySize(cJSON_GetObjectItem(to, "chart")));
	assert_string_equal("7", text_of(to, "chart_more"));
	cJSON_Delete(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parents_stand_before_children),
		cmocka_unit_test(test_nothing_is_there_twice_or_without_a_name),
		cmocka_unit_test(test_long_names_are_cut),
		cmocka_unit_test(test_what_is_too_much_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
