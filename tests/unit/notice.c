/**
 * @file tests/unit/notice.c  A list goes to the engine and comes back the same,
 * and what is no list is refused whole
 */
#include "checklist/notice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/str.h"
#include "util/util.h"

/* Texts of a pack are not constant */
#define ITEM(i, g, ge, t, te)                                   \
	{                                                       \
		.id = (char *)(i), .group = (char *)(g),        \
		.group_en = (char *)(ge), .title = (char *)(t), \
		.title_en = (char *)(te)                        \
	}

/* The same as JSON */
#define ITEM_OF(id, answer) "{\"item\": \"" id "\", \"answer\": \"" answer "\"}"
#define GROUP(items)	    "{\"groups\": [{\"items\": [" items "]}]}"

static struct notice one, two; /* too much for a stack */

static int read_text(struct notice *n, const char *json)
{
	cJSON *tree = cJSON_Parse(json);
	int err = notice_read(n, tree);

	cJSON_Delete(tree);
	return err;
}

static void test_what_was_written_is_read(void **state)
{
	static const struct item items[] = {
		ITEM("I-01", "主体", "entity", "执照", "licence"),
		ITEM("I-02", "主体", "entity", "\x1b[2J<b>", "\"quoted\""),
		ITEM("I-03", "场地", "site", "座席", "seats"),
	};
	struct check_line linev[] = {
		{ .item = &items[0], .answer = ANSWER_PASS },
		{ .item = &items[1],
		  .answer = ANSWER_FAIL,
		  .note = "secret",
		  .by = "示例" },
		{ .item = &items[2], .answer = ANSWER_TODO },
	};
	const struct check_run run = {
		.n = 2, .kind = "official", .v = linev, .c = ARRAY_LEN(linev)
	};
	char *json;
	char *again;

	(void)state;
	notice_of_run(&one, &run);
	json = notice_write(&one);
	assert_non_null(json);
	assert_null(strstr(json, "secret"));
	assert_null(strstr(json, "示例"));
	assert_int_equal(0, read_text(&two, json));
	assert_int_equal(2, two.run);
	assert_int_equal(3, two.itemc);
	assert_int_equal(2, two.groupc);
	assert_int_equal(1, two.count[ANSWER_FAIL]);
	assert_string_equal("?[2J<b>", two.itemv[1].title);
	assert_int_equal(1, two.itemv[2].group);
	again = notice_write(&two);
	assert_string_equal(json, again);
	free(json);
	free(again);
}

static void test_what_is_no_list_is_refused(void **state)
{
	static const char *const bad[] = {
		"[]",
		"{\"run\": \"1\"}",
		"{\"run\": 0}",
		"{\"run\": 1e9}",
		"{\"seconds\": 61}",
		"{\"kind\": 1}",
		"{\"kind\": \"other\"}",
		"{\"groups\": {}}",
		"{\"groups\": [1]}",
		"{\"groups\": [{}]}",
		"{\"groups\": [{\"title\": 1, \"items\": []}]}",
		GROUP("{}"),
		GROUP(ITEM_OF("", "pass")),
		GROUP("{\"item\": \"I-01\"}"),
		GROUP(ITEM_OF("I-01", "perhaps")),
		GROUP(ITEM_OF("I-01", "pass") "," ITEM_OF("I-01", "fail")),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_int_equal(EBADMSG, read_text(&one, bad[i]));
		assert_int_equal(0, one.itemc);
	}
	assert_int_equal(0, read_text(&one, "{}"));
	assert_int_equal(0, one.itemc);
	assert_int_equal(NOTICE_S, one.seconds);
}

static void test_more_than_there_is_room_for_is_refused(void **state)
{
	struct str json = { 0 };

	(void)state;
	for (unsigned n = NOTICE_ITEMS; n <= NOTICE_ITEMS + 1; n++) {
		str_clear(&json);
		str_add(&json, "{\"groups\": [{\"items\": [");
		for (unsigned i = 0; i < n; i++)
			str_addf(&json,
				 "%s{\"item\": \"%u\", \"answer\": \"na\"}",
				 i ? "," : "", i);
		str_add(&json, "]}]}");
		assert_int_equal(n > NOTICE_ITEMS ? EBADMSG : 0,
				 read_text(&one, json.s));
	}
	str_clear(&json);
	str_add(&json, "{\"groups\": [");
	for (unsigned i = 0; i <= NOTICE_GROUPS; i++)
		str_addf(&json, "%s{\"items\": []}", i ? "," : "");
	str_add(&json, "]}");
	assert_int_equal(EBADMSG, read_text(&one, json.s));
	str_release(&json);
}

static void test_a_long_title_is_cut_between_characters(void **state)
{
	struct str json = { 0 };

	(void)state;
	str_add(&json, "{\"groups\": [{\"items\": [{\"item\": \"I-01\", "
		       "\"answer\": \"todo\", \"title\": \"");
	for (int i = 0; i < 200; i++)
		str_add(&json, "证");
	str_add(&json, "\"}]}]}");
	assert_int_equal(0, read_text(&one, json.s));
	assert_int_equal(189, strlen(one.itemv[0].title));
	str_release(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_written_is_read),
		cmocka_unit_test(test_what_is_no_list_is_refused),
		cmocka_unit_test(test_more_than_there_is_room_for_is_refused),
		cmocka_unit_test(test_a_long_title_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
