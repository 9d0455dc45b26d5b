/**
 * @file tests/unit/robot.c  Messages of the robots, and what answers mean
 */
#include "net/robot.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

#define AT  INT64_C(1772413200123) /* 2026-03-02 09:00 in China */
#define URL "https://robot.example.cn/send?key=1"

static const char *const words[] = { "wecom", "dingtalk", "feishu" };

static char secret_text[] = "SEC示例";
static const struct secret secret = { secret_text, sizeof(secret_text) - 1 };

static void expect_message(const char *word, const char *from,
			   const struct secret *s, const char *url,
			   const char *json)
{
	struct robot_message m = { 0 };

	assert_int_equal(
		robot_compose(&m, robot_find(word), from, s, "a\"b", AT), 0);
	assert_string_equal(str_text(&m.url), url);
	assert_string_equal(str_text(&m.json), json);
	robot_message_release(&m);
}

static void test_unsigned_messages(void **state)
{
	const char *of_two =
		"{\"msgtype\":\"text\",\"text\":{\"content\":\"a\\\"b\"}}";

	(void)state;
	expect_message("wecom", URL, NULL, URL, of_two);
	expect_message("dingtalk", URL, NULL, URL, of_two);
	expect_message(
		"feishu", URL, NULL, URL,
		"{\"msg_type\":\"text\",\"content\":{\"text\":\"a\\\"b\"}"
		"}");
}

/* A company's name must not call people */
static void test_markup_is_text(void **state)
{
	static const char *const chats[] = { "feishu", "wecom" };
	static const char *const wants[] = {
		"{\"msg_type\":\"text\",\"content\":{\"text\":"
		"\"\xEF\xBC\x9C"
		"at user_id=\\\"all\\\">\"}}",
		"{\"msgtype\":\"text\",\"text\":{\"content\":"
		"\"<at user_id=\\\"all\\\">\"}}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(chats); i++) {
		struct robot_message m = { 0 };

		assert_int_equal(0, robot_compose(&m, robot_find(chats[i]), URL,
						  NULL, "<at user_id=\"all\">",
						  AT));
		assert_string_equal(wants[i], str_text(&m.json));
		robot_message_release(&m);
	}
}

/* Signatures made by Python's hmac, after the services' own samples */
static void test_signed_messages(void **state)
{
	(void)state;
	expect_message("dingtalk", URL, &secret,
		       URL "&timestamp=1772413200123&sign="
			   "Iit%2BSwvu0wVgM2TzDLx4a0RSQ%2FbdqlydcK%2BgvPue7Co"
			   "%3D",
		       "{\"msgtype\":\"text\",\"text\":{\"content\":\"a\\\"b\"}"
		       "}");
	expect_message("dingtalk", "https://robot.example.cn/send", &secret,
		       "https://robot.example.cn/send"
		       "?timestamp=1772413200123&sign="
		       "Iit%2BSwvu0wVgM2TzDLx4a0RSQ%2FbdqlydcK%2BgvPue7Co%3D",
		       "{\"msgtype\":\"text\",\"text\":{\"content\":\"a\\\"b\"}"
		       "}");
	expect_message("feishu", URL, &secret, URL,
		       "{\"timestamp\":\"1772413200\",\"sign\":"
		       "\"+cSfAfORxxmrMHu6Hg+GvlrTkDee25wRkfH8qmqRHqM=\","
		       "\"msg_type\":\"text\",\"content\":{\"text\":\"a\\\"b\"}"
		       "}");
}

static void test_only_https_but_for_this_machine(void **state)
{
	static const struct {
		const char *url;
		int err;
	} cases[] = {
		{ "http://127.0.0.1:80/x", 0 },
		{ "http://[::1]/x", 0 },
		{ "http://localhost/x", 0 },
		{ "https://192.0.2.1/x", 0 },
		{ "http://192.0.2.1/x", EINVAL },
		{ "http://127.evil.example/x", EINVAL },
		{ "http://localhost.evil.example/x", EINVAL },
		{ "https://robot.example.cn/x#y", EINVAL },
		{ "https://u:p@robot.example.cn/", EINVAL },
		{ "file:///etc/passwd", EINVAL },
		{ "", EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct robot_message m = { 0 };

		if (robot_compose(&m, robot_find("wecom"), cases[i].url, NULL,
				  "x", AT) != cases[i].err)
			fail_msg("%s", cases[i].url);
		robot_message_release(&m);
	}
}

static void test_answers(void **state)
{
	static const struct {
		const char *word;
		long status;
		const char *body;
		int err;
	} cases[] = {
		{ "wecom", 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", 0 },
		{ "wecom", 200, "{\"errcode\":-1}", EBUSY },
		{ "wecom", 200, "{\"errcode\":45009}", EBUSY },
		{ "wecom", 200, "{\"errcode\":93000,\"errmsg\":{}}", EPERM },
		{ "wecom", 200, "{\"errcode\":40008}", EPROTO },
		{ "dingtalk", 200, "{\"errcode\":130101}", EBUSY },
		{ "dingtalk", 200, "{\"errcode\":310000}", EPERM },
		{ "dingtalk", 200, "{\"errcode\":300001}", EPERM },
		{ "feishu", 200, "{\"code\":0,\"msg\":\"success\"}", 0 },
		{ "feishu", 200, "{\"StatusCode\":0,\"Extra\":null}", 0 },
		{ "feishu", 200, "{\"StatusCode\":0,\"code\":19024}", EPERM },
		{ "feishu", 200, "{\"code\":11232}", EBUSY },
		{ "feishu", 200, "{\"code\":19021}", EPERM },
		{ "feishu", 400, "{\"code\":9499}", EPROTO },
		{ "feishu", 429, "{\"code\":99991400}", EBUSY },
		/* nothing that is not clearly a success is one */
		{ "wecom", 200, "", EPROTO },
		{ "wecom", 200, "{}", EPROTO },
		{ "wecom", 200, "{\"errcode\":\"0\"}", EPROTO },
		{ "wecom", 200, "{\"errcode\":null}", EPROTO },
		{ "wecom", 200, "{\"errcode\":false}", EPROTO },
		{ "wecom", 200, "{\"errcode\":0.5}", EPROTO },
		{ "wecom", 200, "{\"errcode\":1e999}", EPROTO },
		{ "wecom", 200, "{\"ERRCODE\":0}", EPROTO },
		{ "wecom", 200, "[0]", EPROTO },
		{ "wecom", 200, "0", EPROTO },
		{ "wecom", 200, "ok", EPROTO },
		{ "wecom", 200, "{\"code\":0}", EPROTO },
		{ "wecom", 500, "{\"errcode\":0}", EBUSY },
		{ "wecom", 404, "{\"errcode\":0}", ENOENT },
		{ "wecom", 302, "{\"errcode\":0}", EPROTO },
		{ "wecom", 502, "<html>", EBUSY },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const int err = robot_judge(robot_find(cases[i].word),
					    cases[i].status, cases[i].body,
					    strlen(cases[i].body));

		if (err != cases[i].err)
			fail_msg("%s %s: %d, %s", cases[i].word, cases[i].body,
				 err, err_text(err));
	}
}

static void test_robots_are_found_by_their_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const struct robot *r = robot_find(words[i]);

		assert_string_equal(robot_word(r), words[i]);
		assert_true(*robot_name(r));
		assert_true(robot_text_max(r) >= 2048);
	}
	assert_null(robot_find("WeCom"));
	assert_non_null(strstr(err_text(ENOENT), "wecom, dingtalk, feishu"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unsigned_messages),
		cmocka_unit_test(test_markup_is_text),
		cmocka_unit_test(test_signed_messages),
		cmocka_unit_test(test_only_https_but_for_this_machine),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_robots_are_found_by_their_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
