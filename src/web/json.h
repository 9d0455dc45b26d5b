/**
 * @file web/json.h  Writing JSON piece by piece
 *
 * For answers and events, which are written too often to build trees of them.
 * Text comes out as valid UTF-8 with no control character.
 */
#ifndef WEB_JSON_H
#define WEB_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "util/str.h"

/** A text in the making; zeroed before first use */
struct json {
	struct str s;
	bool comma; /**< Something stands before the next value */
};

/** Open '{' or '['; key is NULL in a list and at the top */
void json_open(struct json *j, const char *key, char bracket);

/** Close with '}' or ']' */
void json_close(struct json *j, char bracket);

void json_text(struct json *j, const char *key, const char *value);
void json_int(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);

/** What is JSON already */
void json_raw(struct json *j, const char *key, const char *json);

#endif
