/**
 * @file cli/calls_remote.c  calls: what is asked of an engine that runs
 *
 * Over its HTTP, with a token that lies in a file or comes on standard input,
 * never in the arguments, which others can see.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/calls.h"
#include "net/http.h"
#include "util/crypto.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/secret.h"
#include "util/str.h"

/* The token, and where the engine listens */

static int read_stdin(struct str *to)
{
	char text[SECRET_MAX + 2];
	ssize_t n = 0;
	size_t size = 0;

	while (size < sizeof(text) &&
	       (n = read(STDIN_FILENO, text + size, sizeof(text) - size)) > 0)
		size += (size_t)n;
	while (size && (text[size - 1] == '\n' || text[size - 1] == '\r'))
		size--;
	if (n < 0 || !size || size > SECRET_MAX || memchr(text, 0, size))
		return err_set(EINVAL, _("there is no token on standard "
					 "input"));
	str_add_n(to, text, size);
	crypto_wipe(text, sizeof(text));
	return 0;
}

static int read_token(struct str *to, const char *file)
{
	const struct secret_place place = { .file = file };
	struct secret secret = { 0 };
	int err;

	if (!strcmp(file, "-"))
		return read_stdin(to);
	err = secret_read(&secret, &place, _("token"));
	if (!err)
		str_add_n(to, secret.text, secret.size);
	secret_release(&secret);
	return err;
}

static int find_url(struct str *to, const struct calls_house *house,
		    const struct calls_words *w, const char *path)
{
	const struct config *conf = house->conf;

	if (w->url)
		str_addf(to, "%.*s%s",
			 (int)(strlen(w->url) -
			       (*w->url && w->url[strlen(w->url) - 1] == '/')),
			 w->url, path);
	else if (conf && conf->listen.http)
		str_addf(to, "%s://%s%s",
			 conf->web && conf->web->certificate ? "https" : "http",
			 conf->listen.http, path);
	else
		return err_set(EINVAL,
			       _("where does the engine listen? Name its "
				 "configuration, or give --url"));
	return 0;
}

/* Asking */

static int code_of(long status)
{
	switch (status) {
	case 400:
	case 422:
		return EINVAL;
	case 401:
	case 403:
	case 409:
		return EPERM;
	case 404:
		return ENOENT;
	case 429:
	case 503:
		return EBUSY;
	default:
		return EPROTO;
	}
}

static const char *text_of(const cJSON *tree, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, name);

	return item && cJSON_IsString(item) ? item->valuestring : "";
}

static long long number_of(const cJSON *tree, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, name);

	return item && cJSON_IsNumber(item) ? (long long)item->valuedouble : 0;
}

/* What the engine says is wrong; of the gate all that shuts it */
static int fail(const cJSON *tree, long status)
{
	const cJSON *rows = cJSON_GetObjectItemCaseSensitive(tree, "reasons");
	struct str all = { 0 };
	const cJSON *i;
	int err = code_of(status);

	for (i = rows ? rows->child : NULL; i; i = i->next)
		str_addf(&all, "%s%s (%s)", all.len ? _(", ") : "",
			 text_of(i, "text"), text_of(i, "reason"));
	if (all.len)
		err = err_set(err, _("the gate is shut: %s"), all.s);
	else
		err = err_set(err, _("the engine says %ld: %s"), status,
			      *text_of(tree, "detail")
				      ? text_of(tree, "detail")
				      : text_of(tree, "title"));
	str_release(&all);
	return err;
}

/**
 * Ask the engine
 *
 * @param body   JSON to post; NULL: get
 * @param treep  Set to the answer; free it with cJSON_Delete()
 */
static int ask(const struct calls_house *house, const struct calls_words *w,
	       const char *path, const char *body, cJSON **treep)
{
	struct str token = { 0 };
	struct str url = { 0 };
	struct http_answer answer = { 0 };
	struct http_request r = { .ca_file = w->ca };
	int err = find_url(&url, house, w, path);

	*treep = NULL;
	if (!err)
		err = read_token(&token, w->token);
	r.url = url.s;
	r.bearer = token.s;
	if (!err)
		err = body ? http_post(&answer, &r, body)
			   : http_get(&answer, &r);
	if (!err)
		*treep = cJSON_ParseWithLength(str_text(&answer.body),
					       answer.body.len);
	if (!err && (answer.status < 200 || answer.status > 299))
		err = fail(*treep, answer.status);
	else if (!err && !cJSON_IsObject(*treep))
		err = err_set(EPROTO, _("that is not what an engine answers"));
	if (err) {
		cJSON_Delete(*treep);
		*treep = NULL;
	}
	if (token.s)
		crypto_wipe(token.s, token.len);
	str_release(&token);
	str_release(&url);
	http_answer_release(&answer);
	return err;
}

static int refuse(const struct calls_words *w)
{
	return cli_usage_of(CALLS_COMMAND, w->part);
}

/* Post a tree, which is freed */
static int post(struct calls_house *house, const struct calls_words *w,
		const char *path, cJSON *tree, cJSON **answerp)
{
	char *body = cJSON_PrintUnformatted(tree);
	int err = ask(house, w, path, body ? body : "{}", answerp);

	cJSON_free(body);
	cJSON_Delete(tree);
	if (!err && house->cli->json) {
		cli_print_json(*answerp);
		*answerp = NULL;
	}
	return err;
}

/* Lists are printed a line for each */
static int list(struct calls_house *house, const struct calls_words *w,
		const char *path, const char *name,
		void (*print)(const cJSON *), const char *none)
{
	cJSON *tree = NULL;
	const cJSON *rows;
	const cJSON *i;
	int err = w->wordc == 1 ? ask(house, w, path, NULL, &tree) : refuse(w);

	if (err)
		return err;
	if (house->cli->json) {
		cli_print_json(tree);
		return 0;
	}
	rows = cJSON_GetObjectItemCaseSensitive(tree, name);
	for (i = rows ? rows->child : NULL; i; i = i->next)
		print(i);
	if (!cJSON_GetArraySize(rows))
		cli_say("%s", none);
	cJSON_Delete(tree);
	return 0;
}

/* Call-backs */

static int ask_run(struct calls_house *house, const struct calls_words *w)
{
	cJSON *body;
	cJSON *answer = NULL;
	int64_t consent = 0;
	int err = w->wordc == 1 ? calls_number(&consent, w, w->consent)
				: refuse(w);

	if (err)
		return err;
	body = cJSON_CreateObject();
	(void)cJSON_AddNumberToObject(body, "consent", (double)consent);
	cli_add_text(body, "number", w->number);
	cli_add_text(body, "to", w->to);
	cli_add_text(body, "purpose", w->purpose);
	if (w->seat)
		cli_add_text(body, "seat", w->seat);
	err = post(house, w, "/api/call-backs", body, &answer);
	if (answer)
		cli_say(_("Call-back %lld is asked for; a supervisor must "
			  "approve it."),
			number_of(answer, "id"));
	cJSON_Delete(answer);
	return err;
}

static int approve_run(struct calls_house *house, const struct calls_words *w)
{
	cJSON *answer = NULL;
	char path[64];
	int64_t id = 0;
	int err = w->wordc == 2 ? calls_number(&id, w, w->wordv[1]) : refuse(w);

	if (err)
		return err;
	(void)snprintf(path, sizeof(path), "/api/call-backs/%lld/approve",
		       (long long)id);
	err = post(house, w, path, cJSON_CreateObject(), &answer);
	if (answer)
		cli_say(_("The user is called back: call %lld."),
			number_of(answer, "call"));
	cJSON_Delete(answer);
	return err;
}

static void print_wish(const cJSON *i)
{
	char at[DATE_TIME_TEXT];

	cli_say(_("call-back %lld  %s  %s for seat %s: %s, %s, consent %lld"),
		number_of(i, "id"), calls_time(at, number_of(i, "at")),
		text_of(i, "asked_by"), text_of(i, "seat"), text_of(i, "to"),
		text_of(i, "purpose"), number_of(i, "consent"));
	if (*text_of(i, "ruling"))
		cli_say(_("  approved %s, %s: %s  call %lld"),
			calls_time(at, number_of(i, "ruled_at")),
			text_of(i, "approved_by"), text_of(i, "ruling"),
			number_of(i, "call"));
}

static int list_run(struct calls_house *house, const struct calls_words *w)
{
	return list(house, w, "/api/call-backs", "call_backs", print_wish,
		    _("Nobody has asked for a call-back."));
}

static int run_call_back(struct calls_house *house, int argc, char **argv)
{
	static const struct calls_act acts[] = {
		{ "ask", "consent! number! to! purpose! token! seat url ca",
		  ask_run },
		{ "approve", "token! url ca", approve_run },
		{ "list", "token! url ca", list_run },
		{ NULL, NULL, NULL },
	};

	return calls_run(house, acts, argc, argv);
}

/* Consents */

static int withdraw_run(struct calls_house *house, const struct calls_words *w)
{
	cJSON *body;
	cJSON *answer = NULL;
	char path[64];
	int64_t id = 0;
	int err = w->wordc == 2 ? calls_number(&id, w, w->wordv[1]) : refuse(w);

	if (err)
		return err;
	(void)snprintf(path, sizeof(path), "/api/consents/%lld/withdraw",
		       (long long)id);
	body = cJSON_CreateObject();
	cli_add_text(body, "reason", w->reason);
	err = post(house, w, path, body, &answer);
	if (answer)
		cli_say(_("Consent %lld is withdrawn; the voucher stays."),
			(long long)id);
	cJSON_Delete(answer);
	return err;
}

static int run_consent(struct calls_house *house, int argc, char **argv)
{
	static const struct calls_act acts[] = {
		{ "withdraw", "reason! token! url ca", withdraw_run },
		{ NULL, NULL, NULL },
	};

	return calls_run(house, acts, argc, argv);
}

/* Abnormal traffic */

static void print_stop(const cJSON *i)
{
	char at[DATE_TIME_TEXT];
	const int64_t until = number_of(i, "until");
	const char *is = strcmp(text_of(i, "is"), "caller") != 0
				 ? _("our number")
				 : _("caller");

	if (until)
		cli_say(_("%s %s until %s"), is, text_of(i, "number"),
			calls_time(at, until));
	else
		cli_say(_("%s %s until it is released"), is,
			text_of(i, "number"));
}

static int stopped_run(struct calls_house *house, const struct calls_words *w)
{
	return list(house, w, "/api/traffic", "stopped", print_stop,
		    _("Nothing is stopped."));
}

static int release_run(struct calls_house *house, const struct calls_words *w)
{
	cJSON *body;
	cJSON *answer = NULL;
	int err = w->wordc == 2 ? 0 : refuse(w);

	if (err)
		return err;
	body = cJSON_CreateObject();
	cli_add_text(body, "number", w->wordv[1]);
	cli_add_text(body, "reason", w->reason);
	err = post(house, w, "/api/traffic/release", body, &answer);
	if (answer)
		cli_say("%s", _("It is let in again."));
	cJSON_Delete(answer);
	return err;
}

static int run_traffic(struct calls_house *house, int argc, char **argv)
{
	static const struct calls_act acts[] = {
		{ "list", "token! url ca", stopped_run },
		{ "release", "reason! token! url ca", release_run },
		{ NULL, NULL, NULL },
	};

	return calls_run(house, acts, argc, argv);
}

const struct calls_part calls_remote_parts[] = {
	{ "call-back", DESK_REMOTE, run_call_back },
	{ "consent", DESK_REMOTE, run_consent },
	{ "traffic", DESK_REMOTE, run_traffic },
	{ NULL, DESK_NONE, NULL },
};
