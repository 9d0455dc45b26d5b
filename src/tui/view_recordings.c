/**
 * @file tui/view_recordings.c  Recordings of an engine, to be heard or saved
 *
 * Over HTTP, for a token that may.  What comes is held to the hash that the
 * call's record has.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call/record.h"
#include "net/http.h"
#include "tui/board.h"
#include "tui/player.h"
#include "tui/view.h"
#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/str.h"

#define LIMIT	  "100"
#define LIST_MS	  5000
#define SOUND_MS  60000
#define SOUND_MAX ((size_t)256 << 20)

struct heard {
	int64_t id;
	int64_t start;
	int64_t ms;
	char caller[RECORD_NUMBER];
	char seat[RECORD_NAME];
	char sha256[SHA256_TEXT];
};

struct shelf {
	const struct board_options *of;
	struct heard *v;
	size_t c;
	struct player player;
	int64_t playing; /* its call */
};

static int get(struct http_answer *a, const struct shelf *r, const char *path,
	       int64_t ms)
{
	struct str url = { 0 };
	struct http_request rq = {
		.bearer = r->of->token,
		.ca_file = r->of->ca_file,
		.total_ms = ms,
		.connect_ms = LIST_MS,
		.bytes = SOUND_MAX,
	};
	size_t n = strlen(r->of->url);
	int err;

	while (n && r->of->url[n - 1] == '/')
		n--;
	str_add_n(&url, r->of->url, n);
	str_add(&url, path);
	rq.url = url.s;
	err = http_get(a, &rq);
	str_release(&url);
	return err;
}

static int get_json(cJSON **treep, const struct shelf *r, const char *path)
{
	struct http_answer a = { .status = 0 };
	int err = get(&a, r, path, LIST_MS);

	*treep = !err && a.body.s ? cJSON_ParseWithLength(a.body.s, a.body.len)
				  : NULL;
	http_answer_release(&a);
	if (!err && !cJSON_IsObject(*treep)) {
		cJSON_Delete(*treep);
		*treep = NULL;
		err = err_set(EPROTO, _("the engine's answer is not "
					"understood"));
	}
	return err;
}

static int64_t number(const cJSON *o, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, name);

	return cJSON_IsNumber(item) && item->valuedouble > 0 &&
			       item->valuedouble < 9e15
		       ? (int64_t)item->valuedouble
		       : 0;
}

static void put(char *to, size_t size, const cJSON *o, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, name);

	record_put(to, size, cJSON_IsString(item) ? item->valuestring : "");
}

static void take_call(struct shelf *r, const cJSON *o)
{
	struct heard h = { .id = number(o, "id"), .start = number(o, "start") };
	const int64_t end = number(o, "end");

	put(h.caller, sizeof(h.caller), o, "caller");
	put(h.seat, sizeof(h.seat), o, "seat");
	put(h.sha256, sizeof(h.sha256), o, "sha256");
	if (!h.id || !*h.sha256 || end < h.start)
		return;
	h.ms = end - h.start;
	r->v = x_grow(r->v, r->c, sizeof(*r->v));
	r->v[r->c++] = h;
}

/* The screen */

static int shelf_open(struct screen *s, const void *arg)
{
	struct shelf r = { .of = arg };
	cJSON *tree;
	int err = get_json(&tree, &r, "/api/token");
	bool may = !err && cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(
				   tree, "recordings"));

	cJSON_Delete(tree);
	if (err)
		return err;
	if (!may)
		return err_set(EPERM, _("this token may not hear recordings"));
	s->data = x_calloc(1, sizeof(r));
	*(struct shelf *)s->data = r;
	return 0;
}

static int shelf_load(struct screen *s)
{
	struct shelf *r = s->data;
	cJSON *tree;
	const cJSON *calls;
	int err = get_json(&tree, r, "/api/calls?limit=" LIMIT);

	if (err)
		return err;
	r->c = 0;
	calls = cJSON_GetObjectItemCaseSensitive(tree, "calls");
	for (const cJSON *o = calls ? calls->child : NULL; o; o = o->next)
		take_call(r, o);
	cJSON_Delete(tree);
	s->rowc = r->c;
	return 0;
}

static void shelf_close(struct screen *s)
{
	struct shelf *r = s->data;

	if (!r)
		return; /* refused */
	player_stop(&r->player);
	free(r->v);
	free(r);
}

static void shelf_status(const struct screen *s, struct str *to)
{
	struct shelf *r = s->data;
	int status = 0;

	if (player_ended(&r->player, &status) && status)
		view_say(s->tui, DRAW_BAD, _("%s failed with %d"),
			 r->player.name, status);
	if (r->player.pid)
		str_addf(to, _("plays call %lld"), (long long)r->playing);
}

static const char *shelf_empty(const struct screen *s)
{
	(void)s;
	return _("There is no recording yet.");
}

/* The recording in the row of the cursor, whole and unchanged */
static int fetch(struct screen *s, struct http_answer *a)
{
	const struct shelf *r = s->data;
	const struct heard *h = &r->v[s->cursor];
	char sha256[SHA256_TEXT];
	char path[64];
	int err;

	(void)snprintf(path, sizeof(path), "/api/calls/%lld/recording",
		       (long long)h->id);
	err = get(a, r, path, SOUND_MS);
	if (err)
		return err;
	file_sha256_mem(sha256, str_text(&a->body), a->body.len);
	return strcmp(sha256, h->sha256) != 0
		       ? err_set(EBADMSG,
				 _("call %lld: the recording is not what its "
				   "record says"),
				 (long long)h->id)
		       : 0;
}

static int press_play(struct screen *s)
{
	struct shelf *r = s->data;
	struct http_answer a = { .status = 0 };
	int err;

	if (!r->c)
		return 0;
	err = fetch(s, &a);
	if (!err)
		err = player_start(&r->player, str_text(&a.body), a.body.len);
	http_answer_release(&a);
	if (!err)
		r->playing = r->v[s->cursor].id;
	return err;
}

static int press_stop(struct screen *s)
{
	struct shelf *r = s->data;

	player_stop(&r->player);
	return 0;
}

static int save_done(struct screen *s, const char *path)
{
	struct http_answer a = { .status = 0 };
	int err = 0;

	if (!*path)
		return 0;
	if (access(path, F_OK) == 0)
		err = err_set(EEXIST, _("%s is there already"), path);
	if (!err)
		err = fetch(s, &a);
	if (!err)
		err = file_write(path, str_text(&a.body), a.body.len);
	if (!err)
		view_say(s->tui, DRAW_GOOD, _("%s: %zu bytes, as recorded"),
			 path, a.body.len);
	http_answer_release(&a);
	return err;
}

static const struct question ask_file = {
	.label = N_("Save as:"),
	.done = save_done,
};

static int press_save(struct screen *s)
{
	const struct shelf *r = s->data;
	char name[64];

	if (!r->c)
		return 0;
	(void)snprintf(name, sizeof(name), "call-%lld.wav",
		       (long long)r->v[s->cursor].id);
	view_ask(s, &ask_file, name);
	return 0;
}

static int press_again(struct screen *s)
{
	return view_load(s);
}

static const struct heard *row_at(const struct screen *s, size_t row)
{
	const struct shelf *r = s->data;

	return &r->v[row];
}

static void cell_call(const struct screen *s, size_t row, struct cell *cell)
{
	str_addf(&cell->text, "%lld", (long long)row_at(s, row)->id);
}

static void cell_began(const struct screen *s, size_t row, struct cell *cell)
{
	char at[24];

	str_add(&cell->text, board_instant(at, row_at(s, row)->start));
}

static void cell_caller(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, row_at(s, row)->caller);
}

static void cell_seat(const struct screen *s, size_t row, struct cell *cell)
{
	str_add(&cell->text, row_at(s, row)->seat);
}

static void cell_time(const struct screen *s, size_t row, struct cell *cell)
{
	char ms[16];

	str_add(&cell->text, board_span(ms, row_at(s, row)->ms));
}

/* clang-format off */
static const struct column columns[] = {
	{ N_("Call"),   9,  0, false, cell_call },
	{ N_("Began"),  16, 0, false, cell_began },
	{ N_("Time"),   9,  0, false, cell_time },
	{ N_("Seat"),   10, 0, false, cell_seat },
	{ N_("Caller"), 0,  0, false, cell_caller },
	{ NULL,         0,  0, false, NULL },
};

static const struct key keys[] = {
	{ '?',      N_("help"), N_("Show the keys"),                  view_press_help, NULL },
	{ '\n',     N_("play"), N_("Hear the recording"),             press_play,      NULL },
	{ 'x',      N_("stop"), N_("Stop what plays"),                press_stop,      NULL },
	{ 's',      N_("save"), N_("Save the recording to a file"),   press_save,      NULL },
	{ 'r',      N_("look"), N_("Look for recordings again"),      press_again,     NULL },
	{ 'q',      N_("back"), N_("Back to the board"),              view_press_back, NULL },
	{ KEYS_ESC, NULL,       N_("Back to the board"),              view_press_back, NULL },
	{ 0,        NULL,       NULL,                                 NULL,            NULL },
};
/* clang-format on */

const struct view view_recordings = {
	.name = "recordings",
	.title = N_("Recordings"),
	.columns = columns,
	.keys = keys,
	.open = shelf_open,
	.load = shelf_load,
	.close = shelf_close,
	.status = shelf_status,
	.empty = shelf_empty,
};
