/**
 * @file web/json.c  Writing JSON
 */
#include "web/json.h"

#include <string.h>

#include "util/text.h"

static void quote(struct str *s, const char *text)
{
	str_add_char(s, '"');
	while (*text) {
		size_t plain = strcspn(text,
				       "\"\\\x7f\x01\x02\x03\x04\x05\x06"
				       "\x07\x08\t\n\x0b\x0c\r\x0e\x0f"
				       "\x10\x11\x12\x13\x14\x15\x16\x17"
				       "\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f");

		str_add_n(s, text, plain);
		text += plain;
		if (!*text)
			break;
		str_addf(s, "\\u%04x", (unsigned char)*text++);
	}
	str_add_char(s, '"');
}

static void begin(struct json *j, const char *key)
{
	if (j->comma)
		str_add_char(&j->s, ',');
	j->comma = true;
	if (!key)
		return;
	quote(&j->s, key);
	str_add_char(&j->s, ':');
}

void json_open(struct json *j, const char *key, char bracket)
{
	begin(j, key);
	str_add_char(&j->s, bracket);
	j->comma = false;
}

void json_close(struct json *j, char bracket)
{
	str_add_char(&j->s, bracket);
	j->comma = true;
}

void json_text(struct json *j, const char *key, const char *value)
{
	char safe[1024];

	begin(j, key);
	if (text_is_utf8(value, strlen(value))) {
		quote(&j->s, value);
		return;
	}
	text_printable(safe, sizeof(safe), value);
	quote(&j->s, safe);
}

void json_int(struct json *j, const char *key, int64_t value)
{
	begin(j, key);
	str_add_int(&j->s, value);
}

void json_bool(struct json *j, const char *key, bool value)
{
	begin(j, key);
	str_add(&j->s, value ? "true" : "false");
}

void json_raw(struct json *j, const char *key, const char *json)
{
	begin(j, key);
	str_add(&j->s, json);
}
