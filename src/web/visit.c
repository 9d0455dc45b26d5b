/**
 * @file web/visit.c  What is asked for, and the answer if it is wrong
 */
#include "web/visit.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util/err.h"

bool visit_id(struct visit *v, int64_t *idp, const char *problem)
{
	const char *s = v->name[0];

	if (*s >= '1' && *s <= '9' && strlen(s) <= 18 &&
	    strspn(s, "0123456789") == strlen(s)) {
		*idp = strtoll(s, NULL, 10);
		return true;
	}
	answer_problem(v->rq, 404, problem, NULL);
	return false;
}

bool visit_call(struct visit *v, int64_t *idp)
{
	return visit_id(v, idp, "there is no such call");
}

bool visit_body(struct visit *v, cJSON **treep)
{
	size_t size;
	const char *body = request_body(v->rq, &size);
	const char *type = request_header(v->rq, "Content-Type");

	*treep = NULL;
	if (!size)
		return true;
	if (!type || strncasecmp(type, "application/json", 16) != 0) {
		answer_problem(v->rq, 415, "expected application/json", NULL);
		return false;
	}
	if (!memchr(body, 0, size))
		*treep = cJSON_ParseWithLength(body, size + 1);
	if (cJSON_IsObject(*treep))
		return true;
	cJSON_Delete(*treep);
	answer_problem(v->rq, 400,
		       "expected an object like {\"reason\": \"...\"}", NULL);
	return false;
}

const char *visit_text(const cJSON *tree, const char *name, bool *goodp)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, name);

	*goodp = *goodp && (!item || cJSON_IsString(item));
	return item && cJSON_IsString(item) ? item->valuestring : NULL;
}

const char *visit_person(struct visit *v)
{
	if (v->token->name && *v->token->name)
		return v->token->name;
	answer_problem(v->rq, 403, "this token has no name to be put on record",
		       NULL);
	return NULL;
}

void visit_done(struct visit *v, int err)
{
	struct json j = { .comma = false };

	if (err) {
		answer_problem(v->rq, answer_status(err), err_text(err), NULL);
		return;
	}
	json_open(&j, NULL, '{');
	json_bool(&j, "done", true);
	json_close(&j, '}');
	answer_json(v->rq, &j);
}
