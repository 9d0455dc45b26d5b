/**
 * @file web/web.c  Routes, and who may take them
 */
#include "web/web.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checklist/notice.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/str.h"
#include "util/util.h"
#include "web/acts.h"
#include "web/notes.h"
#include "web/orders.h"
#include "web/page.h"
#include "web/progress.h"
#include "web/visit.h"

#define CONNECTIONS 512
#define PER_SOURCE  256
#define REQUESTS    50 /* a second, from one source */
#define VIEWERS	    256
#define PEM_MAX	    262144
#define CHECKLIST   "/api/checklist" /* whose body may be long */

static void get_board(struct visit *v)
{
	struct hub_text *text = hub_board(v->web->hub, v->masked);
	struct answer_headers h;

	if (!text) {
		answer_problem(v->rq, 503, "no memory", NULL);
		return;
	}
	answer_headers(&h, "application/json", NULL);
	request_answer(v->rq, 200, h.v, text->s, text->size);
	hub_text_free(text);
}

static void get_events(struct visit *v)
{
	static const struct request_header extra[] = {
		{ "X-Accel-Buffering", "no" }, { NULL, NULL }
	};
	struct answer_headers h;

	answer_headers(&h, "text/event-stream", extra);
	if (hub_follow(v->web->hub, v->rq,
		       request_header(v->rq, "Last-Event-ID"), v->masked, h.v))
		answer_problem(v->rq, 503, "as many watch as may", NULL);
}

static void get_calls(struct visit *v)
{
	archive_list(v->web->calls, v->rq, v->masked);
}

static void get_call(struct visit *v)
{
	int64_t id;

	if (visit_call(v, &id))
		archive_show(v->web->calls, v->rq, id, v->masked);
}

static void get_recording(struct visit *v)
{
	int64_t id;

	if (visit_call(v, &id))
		archive_recording(v->web->calls, v->rq, id);
}

/* What the page may offer to who has this token */
static void get_token(struct visit *v)
{
	struct json j = { .comma = false };

	json_open(&j, NULL, '{');
	json_text(&j, "role", v->token->role);
	json_bool(&j, "masked", v->masked);
	json_bool(&j, "recordings", v->role >= ROLE_SUPERVISOR);
	json_close(&j, '}');
	answer_json(v->rq, &j);
}

static void get_page(struct visit *v)
{
	page_answer(v->web->page, v->rq, v->name[0]);
}

static void post_drill(struct visit *v)
{
	struct call_event event;
	size_t size;
	const char *body = request_body(v->rq, &size);

	if (progress_read(&event, body, size)) {
		answer_problem(v->rq, 400,
			       "expected an object like {\"name\": \"...\", "
			       "\"step\": \"...\", \"done\": 1, \"of\": 9, "
			       "\"failed\": 0}",
			       NULL);
		return;
	}
	event.at = clock_now();
	hub_event(v->web->hub, &event);
	visit_done(v, 0);
}

/* The list of the visit; an empty object takes it off the board */
static void post_checklist(struct visit *v)
{
	struct notice *n = NULL;
	cJSON *tree = NULL;
	char *json = NULL;
	int err = EBADMSG;

	if (!visit_body(v, &tree))
		return;
	n = calloc(1, sizeof(*n));
	if (!n)
		err = ENOMEM;
	else if (tree)
		err = notice_read(n, tree);
	if (!err && n->itemc) {
		json = notice_write(n);
		err = json ? 0 : ENOMEM;
	}
	if (!err) {
		if (hub_checklist(v->web->hub, json ? json : "",
				  n->seconds * 1000LL))
			log_info("web: list of the visit, run %d, by %s: %zu "
				 "of %zu items are open",
				 n->run,
				 v->token->name ? v->token->name
						: v->token->role,
				 n->count[ANSWER_TODO], n->itemc);
		visit_done(v, 0);
	} else if (err == ENOMEM) {
		answer_problem(v->rq, 503, "no memory", NULL);
	} else {
		answer_problem(v->rq, 400,
			       "expected a list as callpermit-engine(5) has it "
			       "at POST /api/checklist",
			       NULL);
	}
	cJSON_Delete(tree);
	free(json);
	free(n);
}

static const struct route {
	const char *method;
	const char *pattern; /* a star stands for one part */
	enum role role;
	void (*h)(struct visit *v);
} routes[] = {
	{ "GET", "/", ROLE_NONE, get_page },
	{ "GET", "/board", ROLE_NONE, get_page },
	{ "GET", "/board/*", ROLE_NONE, get_page },
	{ "GET", "/api/token", ROLE_VIEWER, get_token },
	{ "POST", "/api/drill", ROLE_SUPERVISOR, post_drill },
	{ "POST", CHECKLIST, ROLE_SUPERVISOR, post_checklist },
	{ "GET", "/api/board", ROLE_VIEWER, get_board },
	{ "GET", "/api/events", ROLE_VIEWER, get_events },
	{ "GET", "/api/calls", ROLE_VIEWER, get_calls },
	{ "GET", "/api/calls/*", ROLE_VIEWER, get_call },
	{ "GET", "/api/calls/*/recording", ROLE_SUPERVISOR, get_recording },
	{ "POST", "/api/calls/*/note", ROLE_OPERATOR, notes_post },
	{ "POST", "/api/calls/*/hang-up", ROLE_SUPERVISOR, orders_hang_up },
	{ "POST", "/api/reload", ROLE_ADMIN, acts_reload },
	{ "POST", "/api/seats/*/ready", ROLE_OPERATOR, orders_ready },
	{ "POST", "/api/seats/*/pause", ROLE_OPERATOR, orders_pause },
	{ "POST", "/api/seats/*/wrap-up", ROLE_OPERATOR, orders_wrap_up },
	{ "POST", "/api/seats/*/wrap-up-end", ROLE_OPERATOR,
	  orders_wrap_up_end },
	{ "GET", "/api/call-backs", ROLE_OPERATOR, acts_list_call_backs },
	{ "POST", "/api/call-backs", ROLE_OPERATOR, acts_ask_call_back },
	{ "POST", "/api/call-backs/*/approve", ROLE_SUPERVISOR,
	  acts_approve_call_back },
	{ "POST", "/api/consents/*/withdraw", ROLE_SUPERVISOR, acts_withdraw },
	{ "GET", "/api/traffic", ROLE_SUPERVISOR, acts_list_stopped },
	{ "POST", "/api/traffic/release", ROLE_ADMIN, acts_release },
	{ "GET", "/api/exports", ROLE_SUPERVISOR, acts_list_exports },
	{ "POST", "/api/exports", ROLE_SUPERVISOR, acts_request_export },
	{ "POST", "/api/exports/*/approve", ROLE_SUPERVISOR,
	  acts_approve_export },
	{ "POST", "/api/exports/*/write", ROLE_SUPERVISOR, acts_write_export },
	{ "GET", "/api/exports/*/file", ROLE_SUPERVISOR, acts_fetch_export },
};

/* Does a path fit a pattern?  What stands for a star is decoded to v->name */
static bool fits(const char *pattern, const char *path, struct visit *v)
{
	unsigned stars = 0;

	while (*pattern) {
		size_t n;

		if (*pattern != '*') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		n = strcspn(path, "/");
		if (!n || n >= VISIT_NAME_MAX || stars == VISIT_NAMES ||
		    server_decode(v->name[stars], path, n))
			return false;
		stars++;
		path += n;
		pattern++;
	}

	return !*path;
}

/* The row of a request; otherwise *allow lists the methods its path takes */
static const struct route *find(struct visit *v, struct str *allow)
{
	const char *method = request_method(v->rq);

	if (!strcmp(method, "HEAD"))
		method = "GET"; /* the server leaves the body out */
	for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
		const struct route *r = &routes[i];

		if (!fits(r->pattern, request_path(v->rq), v))
			continue;
		if (!strcmp(r->method, method))
			return r;
		str_addf(allow, "%s%s", allow->len ? ", " : "", r->method);
	}

	return NULL;
}

static void refuse(struct visit *v, unsigned status, const char *detail,
		   const char *name, const char *value)
{
	const struct request_header extra[] = { { name, value },
						{ NULL, NULL } };

	answer_problem(v->rq, status, detail, name ? extra : NULL);
}

/* Take the token; false if the visit was refused */
static bool let_in(struct visit *v, const struct route *route)
{
	struct web *w = v->web;
	const char *header = request_header(v->rq, "Authorization");

	v->token = token_find(w->conf, header);
	v->role = v->token ? role_find(v->token->role) : ROLE_NONE;
	v->masked = v->role <= ROLE_VIEWER;
	if (v->role >= route->role)
		return true;
	if (v->token) {
		refuse(v, 403, "the role of this token does not allow it", NULL,
		       NULL);
		return false;
	}
	if (header)
		(void)limit_take(&w->limit, request_peer(v->rq), LIMIT_WRONG,
				 clock_mono());
	refuse(v, 401, NULL, "WWW-Authenticate",
	       header ? "Bearer error=\"invalid_token\"" : "Bearer");
	return false;
}

static void on_request(struct request *rq, void *arg)
{
	struct web *w = arg;
	struct visit v = { .web = w, .rq = rq };
	const struct route *route;
	struct str allow = { 0 };
	char peer[64];

	if (request_refusal(rq)) {
		refuse(&v, request_refusal(rq), NULL, NULL, NULL);
		return;
	}
	if (!limit_take(&w->limit, request_peer(rq), 1, clock_mono())) {
		refuse(&v, 429, NULL, "Retry-After", "1");
		return;
	}
	route = find(&v, &allow);
	if (!route && allow.len)
		refuse(&v, 405, NULL, "Allow", allow.s);
	else if (!route)
		refuse(&v, 404, NULL, NULL, NULL);
	else if (let_in(&v, route)) {
		(void)re_snprintf(peer, sizeof(peer), "%j", request_peer(rq));
		/* a list is told again and again */
		if (strcmp(route->method, "GET") != 0 &&
		    route->h != post_checklist)
			log_info("web: %s %s %s by %s %s from %s",
				 route->method, route->pattern, v.name[0],
				 v.token->role,
				 v.token->name ? v.token->name : "", peer);
		route->h(&v);
	}
	str_release(&allow);
}

static bool has_room(const struct request *rq, void *arg)
{
	(void)arg;
	return !strcmp(request_path(rq), CHECKLIST);
}

/* Beginning and end */

static unsigned number(const unsigned *n, unsigned otherwise)
{
	return n ? *n : otherwise;
}

static int decode_listen(struct sa *local, const struct config *conf)
{
	const char *text = conf->listen.http;

	if (!text || !sa_decode(local, text, strlen(text)))
		return 0;
	return err_set(EBADMSG,
		       _("listen.http: %s is not an address like "
			 "127.0.0.1:8060"),
		       text);
}

/* Tokens must not go over a network in the clear */
static int check_plain(const struct config *conf, const struct sa *local)
{
	if (sa_is_loopback(local) ||
	    (conf->web && (conf->web->certificate || conf->web->plain)))
		return 0;
	return err_set(EPERM,
		       _("listen.http: %s can be reached from outside: set "
			 "web.certificate and web.key, or web.plain: true if "
			 "something before it does TLS"),
		       conf->listen.http);
}

static int read_pem(struct str *to, const char *path)
{
	int err = file_read(to, path, PEM_MAX);

	return err ? err_prefix(err, "web: %s", path) : 0;
}

int web_check(const struct config *conf)
{
	const struct config_web *web = conf->web;
	struct str pem = { 0 };
	struct sa local;
	int err;

	if (!conf->listen.http)
		return 0;
	err = decode_listen(&local, conf);
	if (!err)
		err = check_plain(conf, &local);
	if (!err && web && web->certificate)
		err = read_pem(&pem, web->certificate);
	if (!err && web && web->key)
		err = read_pem(&pem, web->key);
	str_release(&pem);
	return err;
}

static void set_limits(struct web *w)
{
	const struct config_web *web = w->conf->web;

	w->limit.rate = number(web ? web->requests : NULL, REQUESTS);
	w->limit.burst = w->limit.rate * 2 + LIMIT_WRONG;
}

static int open_server(struct web *w)
{
	const struct config_web *web = w->conf->web;
	struct server_conf c = {
		.connections = number(web ? web->connections : NULL,
				      CONNECTIONS),
		.per_source = number(web ? web->per_source : NULL, PER_SOURCE),
		.h = on_request,
		.roomh = has_room,
		.arg = w,
	};
	struct str certificate = { 0 };
	struct str key = { 0 };
	int err = decode_listen(&c.local, w->conf);

	if (!err && web && web->certificate) {
		err = read_pem(&certificate, web->certificate);
		if (!err)
			err = read_pem(&key, web->key);
		c.certificate = certificate.s;
		c.key = key.s;
	}
	if (!err)
		err = server_alloc(&w->server, &c);
	str_release(&certificate);
	str_release(&key);
	return err;
}

static int on_start(struct engine *e, const struct config *conf, void *arg)
{
	struct web *w = arg;
	int err;

	w->engine = e;
	w->conf = conf;
	set_limits(w);
	err = web_check(conf);
	if (!err)
		err = archive_start(&w->calls, conf->data);
	if (!err)
		err = acts_start(&w->acts, conf->data);
	if (!err)
		err = open_server(w);
	if (err) {
		acts_stop(w->acts);
		archive_stop(w->calls);
		w->acts = NULL;
		w->calls = NULL;
	}
	return err;
}

/* Tokens may be gone: everybody shows his again */
static void on_reloaded(const struct config *conf, void *arg)
{
	struct web *w = arg;

	w->conf = conf;
	set_limits(w);
	hub_dismiss(w->hub, false);
}

static void on_stop(void *arg)
{
	struct web *w = arg;

	server_stop(w->server);
	hub_stop(w->hub);
	acts_stop(w->acts);
	archive_stop(w->calls);
	server_free(w->server);
	w->acts = NULL;
	w->calls = NULL;
	w->server = NULL;
}

static void on_event(const struct call_event *event, void *arg)
{
	struct web *w = arg;

	hub_event(w->hub, event);
}

static void on_ready(char *to, size_t size, void *arg)
{
	const struct web *w = arg;

	(void)re_snprintf(to, size, " %s:%J",
			  w->conf->web && w->conf->web->certificate ? "https"
								    : "http",
			  server_local(w->server));
}

int web_alloc(struct web **wp, struct engine_guest *guest,
	      const struct config *conf)
{
	const struct config_web *web = conf->web;
	struct web *w = calloc(1, sizeof(*w));
	int err;

	if (!w)
		return err_set(ENOMEM, _("no memory for the HTTP server"));
	err = hub_alloc(&w->hub, number(web ? web->viewers : NULL, VIEWERS));
	if (!err)
		err = page_alloc(&w->page);
	if (err) {
		web_free(w);
		return err;
	}
	*guest = (struct engine_guest){
		.eventh = on_event,
		.start = on_start,
		.reloaded = on_reloaded,
		.stop = on_stop,
		.ready = on_ready,
		.arg = w,
	};
	*wp = w;
	return 0;
}

void web_free(struct web *w)
{
	if (!w)
		return;
	hub_free(w->hub);
	page_free(w->page);
	free(w);
}
