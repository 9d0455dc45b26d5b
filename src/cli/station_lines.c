/**
 * @file cli/station_lines.c  A seat's desk in plain lines
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/station.h"
#include "sip/loop.h"
#include "util/err.h"
#include "util/lang.h"

#define LINE_MAX_ 512
#define FDS	  256

struct lines {
	struct attendant *desk;
	char line[LINE_MAX_];
	size_t n;
	bool skip; /* the rest of a line that was too long */
	char last[600];
};

static void on_said(const char *line, bool bad, void *arg)
{
	(void)arg;
	cli_say("%s%s", bad ? "! " : "", line);
	(void)fflush(stdout);
}

static const char *const phases[] = {
	[STATION_FREE] = "free",
	[STATION_RINGING] = "ringing",
	[STATION_TALKING] = "talking",
};

/* A line when something is otherwise than the last line said.  The words are
 * those of the API, so that scripts can read them. */
static void on_changed(const struct attendant_view *v, void *arg)
{
	struct lines *l = arg;
	const bool call = v->phase != STATION_FREE;
	char now[sizeof(l->last)];

	(void)snprintf(
		now, sizeof(now),
		"seat=%s registered=%u line=%s%s state=%s%s%s%s%s%s%s", v->seat,
		v->registered, phases[v->phase], v->held ? " held" : "",
		v->board ? v->state : "?", v->reason[0] ? " reason=" : "",
		v->reason, call ? " caller=" : "", call ? v->caller : "",
		call && v->queue[0] ? " queue=" : "", call ? v->queue : "");
	if (!strcmp(now, l->last))
		return;
	memcpy(l->last, now, sizeof(now));
	on_said(now, false, NULL);
}

static void take(struct lines *l, char c)
{
	if (c != '\n' && l->n == LINE_MAX_ - 1) {
		l->skip = true;
	} else if (c != '\n') {
		l->line[l->n++] = c;
	} else {
		l->line[l->n] = '\0';
		if (l->skip)
			on_said(_("that line is too long"), true, NULL);
		else
			attendant_do(l->desk, l->line);
		l->n = 0;
		l->skip = false;
	}
}

static void on_input(void *arg)
{
	struct lines *l = arg;
	char some[LINE_MAX_];
	ssize_t n = read(STDIN_FILENO, some, sizeof(some));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	for (ssize_t i = 0; i < n; i++)
		take(l, some[i]);
	if (n <= 0)
		attendant_quit(l->desk);
}

static void on_signal(int signo, void *arg)
{
	const struct lines *l = arg;

	(void)signo;
	attendant_quit(l->desk);
}

int station_lines(const struct attendant_conf *conf)
{
	struct lines l = { .desk = NULL };
	const struct attendant_face face = {
		.fd = STDIN_FILENO,
		.input = on_input,
		.changed = on_changed,
		.said = on_said,
		.arg = &l,
	};
	struct attendant_conf mine = *conf;
	int err = loop_open(FDS);

	if (err)
		return err;
	mine.face = &face;
	err = attendant_alloc(&l.desk, &mine);
	if (!err)
		err = loop_signals(on_signal, &l);
	if (!err)
		err = loop_run();
	attendant_free(l.desk);
	loop_close();
	return err;
}
