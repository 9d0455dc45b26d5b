/**
 * @file drill/herald.c  Tells an engine's board how far a drill has come
 */
#include "drill/herald.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "call/record.h"

static void add_text(cJSON *o, const char *name, const char *text)
{
	char safe[RECORD_NAME];

	record_put(safe, sizeof(safe), text);
	(void)cJSON_AddStringToObject(o, name, safe);
}

void herald_tell(struct teller *t, const struct drill_stage *stage)
{
	cJSON *o = cJSON_CreateObject();
	char *text;

	add_text(o, "name", stage->name);
	add_text(o, "step", stage->step);
	(void)cJSON_AddNumberToObject(o, "done", (double)stage->done);
	(void)cJSON_AddNumberToObject(o, "of", (double)stage->of);
	(void)cJSON_AddNumberToObject(o, "failed", (double)stage->failed);
	text = cJSON_PrintUnformatted(o);
	if (text)
		teller_tell(t, text);
	free(text);
	cJSON_Delete(o);
}
