/**
 * @file cli/visit_tell.c  visit NO tell
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "checklist/notice.h"
#include "cli/token.h"
#include "cli/visit.h"
#include "net/teller.h"
#include "store/db.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define LOOK_MS 200
#define NOTHING "{}" /* there is no list */

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
	stopped = sig;
}

/* On the teller's thread */
static void on_trouble(const char *trouble, void *arg)
{
	(void)arg;
	if (*trouble)
		(void)fprintf(stderr, _("board: %s"), trouble);
	else
		(void)fputs(_("board: the engine is told again"), stderr);
	(void)fputc('\n', stderr);
}

/* The list as it stands now; *openp: the run of a visit is open */
static int look(struct teller *t, const struct visit *v, bool *openp, int *runp)
{
	struct visit_day day;
	struct notice *n;
	char *json;
	int err = visit_load(&day, v, 0);

	if (err)
		return err;
	*openp = day.run.n > 0 && !day.run.closed;
	*runp = day.run.n;
	if (*openp && t) {
		n = x_calloc(1, sizeof(*n));
		notice_of_run(n, &day.run);
		json = notice_write(n);
		if (json)
			teller_tell(t, json);
		free(json);
		free(n);
	}
	visit_release(&day);
	return 0;
}

static int tell_on(struct teller *t, const struct visit *v)
{
	const struct timespec pause = { 0, LOOK_MS * 1000000L };
	int64_t seen = -1;
	bool open = true;
	int run;
	int err = 0;

	while (!stopped && open && !teller_error(t)) {
		const int64_t version = db_data_version(v->list.db);

		if (version != seen)
			err = look(t, v, &open, &run);
		if (err && err != EBUSY)
			return err;
		if (!err)
			seen = version;
		err = 0;
		(void)nanosleep(&pause, NULL);
	}
	return teller_error(t) ? err_set(teller_error(t),
					 _("the engine is not told any more"))
			       : 0;
}

static int start(struct teller **tp, const struct visit_words *w)
{
	const struct token_place place = { w->opt[WORD_TOKEN],
					   w->opt[WORD_TOKEN_FD] };
	struct teller_conf conf = { .url = w->opt[WORD_URL],
				    .path = "/api/checklist",
				    .ca = w->opt[WORD_CA],
				    .trouble = on_trouble };
	struct str token = { 0 };
	int err = token_read(&token, &place);

	conf.token = str_text(&token);
	if (!err)
		err = teller_alloc(tp, &conf);
	token_forget(&token);
	return err;
}

int visit_tell(struct cli *cli, const struct visit *v,
	       const struct visit_words *w)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT };
	struct sigaction act = { .sa_handler = on_signal };
	struct teller *t = NULL;
	bool open = false;
	int run = 0;
	int err;

	if (!w->opt[WORD_URL] || !w->opt[WORD_TOKEN] == !w->opt[WORD_TOKEN_FD])
		return cli_usage_of("visit", w->name);
	err = look(NULL, v, &open, &run);
	if (!err && !open)
		err = err_set(ENOENT,
			      _("no visit is under way; begin one with: "
				"callpermit visit %s begin"),
			      w->dossier->no);
	if (!err)
		err = start(&t, w);
	if (err)
		return err;

	(void)sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		(void)sigaction(signals[i], &act, NULL);
	if (!cli->json)
		cli_say(_("the board shows the list of run %d until the visit "
			  "ends or this is stopped"),
			run);
	err = tell_on(t, v);
	teller_tell(t, NOTHING);
	teller_free(t);
	return err;
}
