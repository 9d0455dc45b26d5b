/**
 * @file tests/fuzz/robot.c  Any bytes as the answer of a robot: a success says
 * so; and as a text to be posted, which its message holds unchanged
 */
#include <assert.h>
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "net/robot.h"
#include "util/err.h"
#include "util/mem.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_answer(const struct robot *robot, const char *bytes,
			 size_t size)
{
	static const long statuses[] = { 200, 302, 400, 404, 500 };

	for (size_t i = 0; i < 5; i++) {
		const int err = robot_judge(robot, statuses[i], bytes, size);

		assert(err == 0 || err == EBUSY || err == EPERM ||
		       err == EPROTO || err == ENOENT);
		assert(err || i == 0);
		if (err)
			assert(text_is_utf8(err_text(err),
					    strlen(err_text(err))));
		else
			assert(memchr(bytes, '0', size) &&
			       memchr(bytes, '{', size));
	}
}

static const char *text_in(const cJSON *body)
{
	const cJSON *box = cJSON_GetObjectItem(body, "text");

	if (!box)
		box = cJSON_GetObjectItem(body, "content");
	return cJSON_GetArrayItem(box, 0)->valuestring;
}

/* The same text, but for brackets of markup, which may have become wide ones */
static bool is_same(const char *posted, const char *text)
{
	static const char wide[] = "\xEF\xBC\x9C";
	const size_t n = sizeof(wide) - 1;

	while (*posted && *text) {
		if (*text == '<' && strncmp(posted, wide, n) == 0)
			posted += n;
		else if (*posted++ != *text)
			return false;
		text++;
	}

	return *posted == *text;
}

static void check_text(const struct robot *robot, const char *text)
{
	static char key[] = "SEC";
	const struct secret secret = { key, 3 };
	const bool is_signed = strcmp(robot_word(robot), "wecom") != 0;
	struct robot_message m = { 0 };

	if (robot_compose(&m, robot, "https://robot.example.cn/",
			  is_signed ? &secret : NULL, text, 1) == 0) {
		cJSON *body = cJSON_Parse(str_text(&m.json));

		assert(body && is_same(text_in(body), text));
		cJSON_Delete(body);
	}
	robot_message_release(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = { "wecom", "dingtalk", "feishu" };
	char *text = x_strndup((const char *)data, size);

	for (size_t i = 0; i < 3; i++) {
		check_answer(robot_find(words[i]), (const char *)data, size);
		check_text(robot_find(words[i]), text);
	}
	free(text);
	return 0;
}
