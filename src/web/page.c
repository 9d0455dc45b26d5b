/**
 * @file web/page.c  The board as a page for browsers
 */
#include "web/page.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util/err.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/log.h"
#include "util/str.h"
#include "util/util.h"
#include "web/answer.h"

#define PAGE_FILE_MAX ((size_t)1 << 20)

/* clang-format off */
static const struct {
	const char *name; /* below /board/ */
	const char *file;
	const char *type;
} files[] = {
	{ "",           "data/web/board.html", "text/html; charset=utf-8"       },
	{ "board.css",  "data/web/board.css",  "text/css; charset=utf-8"        },
	{ "board.js",   "data/web/board.js",   "text/javascript; charset=utf-8" },
	{ "draw.js",    "data/web/draw.js",    "text/javascript; charset=utf-8" },
	{ "list.js",    "data/web/list.js",    "text/javascript; charset=utf-8" },
	{ "model.js",   "data/web/model.js",   "text/javascript; charset=utf-8" },
	{ "replay.js",  "data/web/replay.js",  "text/javascript; charset=utf-8" },
	{ "stream.js",  "data/web/stream.js",  "text/javascript; charset=utf-8" },
	{ "words.json", "data/web/words.json", "application/json"               },
	{ "icon.svg",   "data/web/icon.svg",   "image/svg+xml"                  },
};
/* clang-format on */

/* For the page: what it is made of comes from here, sound from what it fetched
 * itself, and no text becomes markup or script */
#define POLICY                                                         \
	"default-src 'none'; script-src 'self'; style-src 'self'; "    \
	"img-src 'self'; connect-src 'self'; media-src blob:; "        \
	"base-uri 'none'; form-action 'none'; "                        \
	"frame-ancestors 'none'; require-trusted-types-for 'script'; " \
	"trusted-types 'none'"

struct page {
	struct str textv[ARRAY_LEN(files)]; /* empty: not there */
};

static void read_file(struct str *to, const char *name)
{
	char *path = file_shipped(name);
	int err = path ? file_read(to, path, PAGE_FILE_MAX) : ENOENT;

	if (err)
		log_warnx("web: %s: cannot be read; the board has no page for "
			  "browsers",
			  path ? path : name);
	free(path);
}

int page_alloc(struct page **pp)
{
	struct page *p = calloc(1, sizeof(*p));

	if (!p)
		return err_set(ENOMEM, _("no memory for the HTTP server"));
	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		read_file(&p->textv[i], files[i].file);
	*pp = p;
	return 0;
}

void page_free(struct page *p)
{
	for (size_t i = 0; p && i < ARRAY_LEN(files); i++)
		str_release(&p->textv[i]);
	free(p);
}

void page_answer(const struct page *p, struct request *rq, const char *name)
{
	static const struct request_header extra[] = {
		{ "Content-Security-Policy", POLICY },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Permissions-Policy", "camera=(), microphone=(), "
					"geolocation=()" },
		{ NULL, NULL },
	};
	struct answer_headers h;
	size_t i = 0;

	while (i < ARRAY_LEN(files) && strcmp(files[i].name, name) != 0)
		i++;
	if (i == ARRAY_LEN(files) || !p->textv[i].len) {
		answer_problem(rq, 404, NULL, NULL);
		return;
	}
	answer_headers(&h, files[i].type, extra);
	request_answer(rq, 200, h.v, p->textv[i].s, p->textv[i].len);
}
