/**
 * @file drill/attendant.c  The desk of one seat: its telephone and its states
 */
#include "drill/attendant.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drill/meeting.h"
#include "drill/post.h"
#include "sip/loop.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

#define LEAVE_MS 300 /* for the unregistration */

struct attendant {
	struct attendant_face face;
	bool leaving;
	struct tmr leave;
	struct config *config;
	struct station *station;
	struct post *post; /* NULL: without states */
	struct attendant_view view;
	long told_trouble; /* status that was said last; -1: no answer */
};

typedef void do_h(struct attendant *o, const char *args);

static void say(struct attendant *o, bool bad, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void say(struct attendant *o, bool bad, const char *fmt, ...)
{
	char line[400];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	o->face.said(line, bad, o->face.arg);
}

static void say_error(struct attendant *o, int err)
{
	if (err)
		say(o, true, "%s", err_text(err));
}

static void show(struct attendant *o)
{
	o->face.changed(&o->view, o->face.arg);
}

/* Commands to the engine */

static void order(struct attendant *o, int what, const char *act, cJSON *body)
{
	char path[100];
	char *json = cJSON_PrintUnformatted(body);

	(void)snprintf(path, sizeof(path), "/api/seats/%s/%s", o->view.seat,
		       act);
	cJSON_Delete(body);
	if (!o->post)
		say(o, true,
		    _("the engine keeps the states: give the desk a token"));
	else
		say_error(o, post_send(o->post, what, path, json));
	cJSON_free(json);
}

static void do_pause(struct attendant *o, const char *args)
{
	cJSON *body = cJSON_CreateObject();

	if (*args)
		(void)cJSON_AddStringToObject(body, "reason", args);
	order(o, 'p', "pause", body);
}

static void do_ready(struct attendant *o, const char *args)
{
	(void)args;
	order(o, 'r', "ready", cJSON_CreateObject());
}

static void do_wrap_up(struct attendant *o, const char *args)
{
	char *end;
	long seconds = strtol(args, &end, 10);
	cJSON *body;

	if (end == args || *end || seconds < 1 || seconds > 3600) {
		say(o, true, _("wrap-up takes seconds, 1 to 3600"));
		return;
	}
	body = cJSON_CreateObject();
	(void)cJSON_AddNumberToObject(body, "seconds", (double)seconds);
	order(o, 'w', "wrap-up", body);
}

static void do_wrap_up_end(struct attendant *o, const char *args)
{
	(void)args;
	order(o, 'e', "wrap-up-end", cJSON_CreateObject());
}

/* Note and code go together, so that what stands last is what is kept */
static void send_note(struct attendant *o)
{
	cJSON *body;
	char path[100];
	char *json;

	show(o);
	if (!o->post || !o->view.call) {
		say(o, true,
		    _("not kept: the engine has named no call to this desk"));
		return;
	}

	body = cJSON_CreateObject();
	(void)cJSON_AddStringToObject(body, "note", o->view.note);
	(void)cJSON_AddStringToObject(body, "code", o->view.code);
	json = cJSON_PrintUnformatted(body);
	(void)snprintf(path, sizeof(path), "/api/calls/%lld/note",
		       (long long)o->view.call);
	say_error(o, post_send(o->post, 'n', path, json));
	cJSON_free(json);
	cJSON_Delete(body);
}

static void do_note(struct attendant *o, const char *args)
{
	if (strlen(args) >= sizeof(o->view.note)) {
		say(o, true, _("a note has at most %zu bytes"),
		    sizeof(o->view.note) - 1);
		return;
	}
	memcpy(o->view.note, args, strlen(args) + 1);
	send_note(o);
}

static void do_code(struct attendant *o, const char *args)
{
	record_put(o->view.code, sizeof(o->view.code), args);
	send_note(o);
}

/* Commands to the telephone */

static void do_answer(struct attendant *o, const char *args)
{
	(void)args;
	say_error(o, station_answer(o->station));
}

static void do_hang_up(struct attendant *o, const char *args)
{
	(void)args;
	say_error(o, station_hang_up(o->station));
}

static void do_hold(struct attendant *o, const char *args)
{
	(void)args;
	say_error(o, station_hold(o->station, !station_is_held(o->station)));
	o->view.held = station_is_held(o->station);
	show(o);
}

static void do_transfer(struct attendant *o, const char *args)
{
	say_error(o, station_transfer(o->station, args));
}

static void do_help(struct attendant *o, const char *args)
{
	(void)args;
	for (const struct attendant_command *c = attendant_commands; c->word;
	     c++)
		say(o, false, "%c  %s %s  %s", c->key, c->word, c->args,
		    _(c->help));
}

static void do_quit(struct attendant *o, const char *args)
{
	(void)args;
	attendant_quit(o);
}

/* clang-format off */
const struct attendant_command attendant_commands[] = {
	{ 'a', "answer",      "",        N_("Answer the call that rings")           },
	{ 'x', "hang-up",     "",        N_("End the call, or refuse it as busy")   },
	{ 'h', "hold",        "",        N_("Put the call on hold, or take it back") },
	{ 't', "transfer",    "WHERE",   N_("Give the call to a seat or a queue")   },
	{ 'r', "ready",       "",        N_("Take calls")                           },
	{ 'p', "pause",       "[REASON]", N_("Take no calls")                       },
	{ 'w', "wrap-up",     "SECONDS", N_("Work on after the call for so long")   },
	{ 'e', "wrap-up-end", "",        N_("End the wrap-up")                      },
	{ 'n', "note",        "TEXT",    N_("Put down a note about the last call")  },
	{ 'c', "code",        "CODE",    N_("Put down what the last call was about") },
	{ '?', "help",        "",        N_("Show these lines")                     },
	{ 'q', "quit",        "",        N_("Leave the desk")                       },
	{ 0, NULL, NULL, NULL },
};

/* In the order of the commands */
static do_h *const doers[] = {
	do_answer, do_hang_up, do_hold, do_transfer, do_ready, do_pause,
	do_wrap_up, do_wrap_up_end, do_note, do_code, do_help, do_quit,
};
/* clang-format on */

void attendant_do(struct attendant *o, const char *line)
{
	const size_t n = strcspn(line, " ");
	const char *args = line + n + strspn(line + n, " ");

	if (!n)
		return;
	for (size_t i = 0; i < ARRAY_LEN(doers); i++) {
		const struct attendant_command *c = &attendant_commands[i];

		if ((n == 1 && *line == c->key) ||
		    (strlen(c->word) == n && !strncmp(line, c->word, n))) {
			doers[i](o, args);
			return;
		}
	}
	say(o, true, _("no command %.*s; ? shows them"), (int)n, line);
}

/* What the telephone tells */

static void on_station(struct station *station, void *arg)
{
	struct attendant *o = arg;
	const struct station_log *log = station_log(station);
	const enum station_phase phase = station_phase(station);

	o->view.registered = log->status;
	o->view.held = station_is_held(station);
	if (phase != o->view.phase) {
		o->view.phase = phase;
		o->view.phase_since = clock_now();
		if (phase == STATION_RINGING) {
			text_mask(o->view.caller, sizeof(o->view.caller),
				  log->callv[log->callc - 1].caller);
			o->view.note[0] = '\0';
			o->view.code[0] = '\0';
			o->view.call = 0;
		}
		/* which call it is may be over before its time comes */
		if (o->post)
			post_look(o->post);
	}
	show(o);
}

static int64_t on_talk(const char *number, void *arg)
{
	(void)number;
	(void)arg;
	return 0; /* somebody hangs up */
}

static void on_refer(uint16_t status, void *arg)
{
	struct attendant *o = arg;

	if (status < 200)
		say(o, false, _("transfer: being tried"));
	else if (status < 300)
		say(o, false, _("transfer: done"));
	else
		say(o, true, _("transfer: refused (%u)"), status);
}

/* What the engine tells */

static void take(char *to, size_t size, const cJSON *from, const char *key)
{
	const char *s = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(from, key));

	record_put(to, size, s ? s : "");
}

static int64_t take_int(const cJSON *from, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(from, key);

	return cJSON_IsNumber(v) ? (int64_t)v->valuedouble : 0;
}

static void take_calls(struct attendant *o, const cJSON *calls)
{
	const cJSON *c;

	cJSON_ArrayForEach(c, calls)
	{
		if (take_int(c, "call") != o->view.call)
			continue;
		take(o->view.caller, sizeof(o->view.caller), c, "caller");
		take(o->view.queue, sizeof(o->view.queue), c, "queue");
	}
}

static void take_board(struct attendant *o, const cJSON *board)
{
	const cJSON *c;

	o->view.board = true;
	cJSON_ArrayForEach(c, cJSON_GetObjectItemCaseSensitive(board, "seats"))
	{
		const char *seat = cJSON_GetStringValue(
			cJSON_GetObjectItemCaseSensitive(c, "seat"));

		if (!seat || strcmp(seat, o->view.seat) != 0)
			continue;
		take(o->view.state, sizeof(o->view.state), c, "state");
		take(o->view.reason, sizeof(o->view.reason), c, "reason");
		o->view.since = take_int(c, "since");
		if (take_int(c, "call"))
			o->view.call = take_int(c, "call");
	}
	take_calls(o, cJSON_GetObjectItemCaseSensitive(board, "calls"));
	o->view.waiting = 0;
	cJSON_ArrayForEach(c, cJSON_GetObjectItemCaseSensitive(board, "queues"))
	{
		o->view.waiting += take_int(c, "waiting");
	}
	show(o);
}

/* Once for each trouble, as the board is asked for all the time */
static void tell_trouble(struct attendant *o, const struct post_answer *a)
{
	const long status = a->status ? a->status : -1;

	if (status == o->told_trouble)
		return;
	o->told_trouble = status;
	if (!a->status)
		say(o, true, _("no answer from the engine: %s"), a->trouble);
	else
		say(o, true, _("the engine does not show the board (%ld)"),
		    a->status);
}

static void on_post(const struct post_answer *a, void *arg)
{
	struct attendant *o = arg;
	const bool good = a->status >= 200 && a->status < 300;
	const char *detail = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(a->body, "detail"));

	if (!a->what && good) {
		o->told_trouble = 0;
		take_board(o, a->body);
	} else if (!a->what) {
		o->view.board = false;
		tell_trouble(o, a);
	} else if (good) {
		say(o, false, _("the engine has taken it"));
	} else if (a->what == 'n' && (a->status == 404 || a->status == 405)) {
		say(o, true, _("not kept: this engine keeps no notes"));
	} else if (!a->status) {
		say(o, true, _("no answer from the engine: %s"), a->trouble);
	} else {
		say(o, true, _("the engine refuses it (%ld): %s"), a->status,
		    detail ? detail : "");
	}
}

static int open_post(struct attendant *o, const char *token)
{
	const struct config_web *web = o->config->web;
	const char *ca = web ? web->certificate : NULL;
	struct sa addr;
	char url[100];
	int err;

	if (!token)
		return 0;
	if (!o->config->listen.http)
		return err_set(EINVAL,
			       _("the engine has no HTTP address, so a token "
				 "is of no use"));
	err = meeting_address(&addr, o->config->listen.http);
	if (err)
		return err;
	(void)re_snprintf(url, sizeof(url), "%s://%J", ca ? "https" : "http",
			  &addr);
	return post_alloc(&o->post, url, token, ca, on_post, o);
}

static int open_station(struct attendant *o, const char *name)
{
	const struct config_seat *seat = config_seat_find(o->config, name);
	struct sa engine;
	struct sa local;
	const struct station_conf conf = {
		.registrar = &engine,
		.local = &local,
		.realm = o->config->realm,
		.seat = name,
		.user = seat ? seat->user : NULL,
		.secret = seat ? seat->secret : NULL,
		.answer_ms = STATION_BY_HAND,
		.speaks = true,
		.talkh = on_talk,
		.referh = on_refer,
		.h = on_station,
		.arg = o,
	};
	int err;

	if (!seat)
		return err_set(ENOENT, _("there is no seat %s"), name);
	record_put(o->view.seat, sizeof(o->view.seat), seat->seat);
	record_put(o->view.user, sizeof(o->view.user), seat->user);
	err = meeting_engine(&engine, o->config);
	if (err)
		return err;
	local = engine;
	sa_set_port(&local, 0);
	return station_alloc(&o->station, &conf);
}

static void on_input(int flags, void *arg)
{
	struct attendant *o = arg;

	(void)flags;
	o->face.input(o->face.arg);
}

int attendant_alloc(struct attendant **op, const struct attendant_conf *conf)
{
	struct attendant *o = x_calloc(1, sizeof(*o));
	int err;

	o->face = *conf->face;
	err = config_load(&o->config, conf->config);
	if (!err)
		err = open_station(o, conf->seat);
	if (!err)
		err = open_post(o, conf->token);
	if (!err && compat_fd_read(o->face.fd, on_input, o))
		err = err_set(EIO, _("the input cannot be watched"));
	if (err) {
		attendant_free(o);
		return err;
	}

	*op = o;
	return 0;
}

void attendant_free(struct attendant *o)
{
	if (!o)
		return;

	if (o->station)
		compat_fd_close(o->face.fd);
	tmr_cancel(&o->leave);
	post_free(o->post);
	station_free(o->station);
	config_free(o->config);
	free(o);
}

static void on_left(void *arg)
{
	(void)arg;
	loop_stop();
}

void attendant_quit(struct attendant *o)
{
	if (o->leaving)
		return;
	o->leaving = true;
	compat_fd_close(o->face.fd);
	(void)station_hang_up(o->station);
	station_leave(o->station);
	tmr_start(&o->leave, LEAVE_MS, on_left, o);
}

const struct attendant_view *attendant_view(const struct attendant *o)
{
	return &o->view;
}
