/**
 * @file drill/forbidden.c  Numbers that must not be called, and are tried
 */
#include "drill/forbidden.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "drill/meeting.h"
#include "net/http.h"
#include "util/err.h"
#include "util/lang.h"

#define CONFLICT 409
#define TOTAL_MS 10000

struct line {
	const struct forbidden_conf *conf;
	char url[96];
};

static int open_line(struct line *l)
{
	const struct config *c = l->conf->config;
	const bool sealed = c->web && c->web->certificate;
	struct sa addr;
	int err;

	if (!c->listen.http)
		return err_set(EINVAL, _("the engine has no HTTP address"));
	err = meeting_address(&addr, c->listen.http);
	if (!err)
		(void)re_snprintf(l->url, sizeof(l->url), "%s://%J",
				  sealed ? "https" : "http", &addr);
	return err;
}

/* Answers the body's tree, which the caller deletes */
static int post(const struct line *l, const char *token, const char *path,
		const char *json, long *statusp, cJSON **treep)
{
	const struct config_web *web = l->conf->config->web;
	char url[256];
	const struct http_request request = {
		.url = url,
		.bearer = token,
		.total_ms = TOTAL_MS,
		.ca_file = web ? web->certificate : NULL,
	};
	struct http_answer answer = { 0 };
	int err;

	(void)snprintf(url, sizeof(url), "%s%s", l->url, path);
	err = http_post(&answer, &request, json);
	if (err)
		return err;
	*statusp = answer.status;
	*treep = cJSON_ParseWithLength(answer.body.s ? answer.body.s : "",
				       answer.body.len);
	http_answer_release(&answer);
	return 0;
}

static const char *detail_of(const cJSON *tree)
{
	const char *detail = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(tree, "detail"));

	return detail ? detail : "";
}

static int ask(const struct line *l, struct trial_forbidden *f, int64_t *idp)
{
	cJSON *wish = cJSON_CreateObject();
	cJSON *tree = NULL;
	const cJSON *id;
	char *json;
	long status = 0;
	int err;

	(void)cJSON_AddNumberToObject(wish, "consent", 1);
	(void)cJSON_AddStringToObject(wish, "number", l->conf->number);
	(void)cJSON_AddStringToObject(wish, "to", f->number);
	(void)cJSON_AddStringToObject(wish, "purpose", "call-back");
	(void)cJSON_AddStringToObject(wish, "seat", l->conf->seat);
	json = cJSON_PrintUnformatted(wish);
	cJSON_Delete(wish);
	err = json ? post(l, l->conf->asks, "/api/call-backs", json, &status,
			  &tree)
		   : ENOMEM;
	cJSON_free(json);
	id = cJSON_GetObjectItemCaseSensitive(tree, "id");
	if (!err && !cJSON_IsNumber(id))
		err = err_set(EPROTO, _("the engine answered %ld: %s"), status,
			      detail_of(tree));
	else if (!err)
		*idp = (int64_t)id->valuedouble;
	cJSON_Delete(tree);
	return err;
}

static void take_reasons(struct trial_forbidden *f, const cJSON *tree)
{
	const cJSON *reason;

	cJSON_ArrayForEach(reason,
			   cJSON_GetObjectItemCaseSensitive(tree, "reasons"))
	{
		const char *name = cJSON_GetStringValue(
			cJSON_GetObjectItemCaseSensitive(reason, "reason"));

		f->by_list = f->by_list ||
			     (name && !strcmp(name, "do-not-call"));
	}
}

static int try_one(const struct line *l, struct trial_forbidden *f)
{
	cJSON *tree = NULL;
	char path[80];
	int64_t id = 0;
	long status = 0;
	int err = ask(l, f, &id);

	if (err)
		return err;
	(void)snprintf(path, sizeof(path), "/api/call-backs/%lld/approve",
		       (long long)id);
	err = post(l, l->conf->approves, path, "{}", &status, &tree);
	if (!err) {
		f->status = (int)status;
		if (status == CONFLICT)
			take_reasons(f, tree);
		else
			err = err_set(EPROTO, _("the engine answered %ld: %s"),
				      status, detail_of(tree));
	}
	cJSON_Delete(tree);
	return err;
}

void forbidden_try(struct trial *o, const struct forbidden_conf *conf)
{
	struct line l = { .conf = conf };
	int err = conf->asks && conf->approves ? 0 : EINVAL;

	if (err)
		err = err_set(EINVAL, _("no tokens of two persons are given"));
	else
		err = open_line(&l);
	for (size_t i = 0; i < o->forbiddenc; i++) {
		struct trial_forbidden *f = &o->forbiddenv[i];

		if (!err)
			err = try_one(&l, f);
		if (err)
			(void)snprintf(f->trouble, sizeof(f->trouble), "%s",
				       err_text(err));
	}
}
