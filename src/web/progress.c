/**
 * @file web/progress.c  How far a drill has come
 */
#include "web/progress.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>

#include "util/util.h"

#define COUNT_MAX 1e9

static bool take_text(const cJSON *tree, const char *name, char *to)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, name);

	if (!item)
		return true;
	if (!cJSON_IsString(item))
		return false;
	record_put(to, RECORD_NAME, item->valuestring);
	return true;
}

static bool take_count(const cJSON *tree, const char *name, int64_t *to)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, name);

	if (!item)
		return true;
	if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0) ||
	    item->valuedouble > COUNT_MAX)
		return false;
	*to = (int64_t)item->valuedouble;
	return true;
}

int progress_read(struct call_event *e, const char *body, size_t size)
{
	cJSON *tree = memchr(body, 0, size)
			      ? NULL
			      : cJSON_ParseWithLength(body, size + 1);
	bool good;

	*e = (struct call_event){ .type = EVENT_DRILL };
	good = cJSON_IsObject(tree) && take_text(tree, "name", e->queue) &&
	       take_text(tree, "step", e->reason) &&
	       take_count(tree, "done", &e->done) &&
	       take_count(tree, "of", &e->of) &&
	       take_count(tree, "failed", &e->failed);
	cJSON_Delete(tree);
	return good ? 0 : EBADMSG;
}
