/**
 * @file tests/sip/callback.c  The engine, asked for call-backs by a file
 *
 * callback CONFIG ROOT REQUESTS
 *
 * Runs the engine in this process.  Lines that are appended to the file
 * REQUESTS are requests, words of KEY=VALUE: consent, number, to, purpose,
 * asked, approved, at (ms before now that it was approved, -1: not at all),
 * seat, kill (1: die of SIGKILL once an open answer is on disk).  A line that
 * is empty asks nothing.  Each answer is a line "answer REASON call ID", or
 * "error CODE SENTENCE".
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/callback.h"
#include "engine/engine.h"
#include "sip/loop.h"
#include "util/clock.h"
#include "util/err.h"
#include "util/file.h"
#include "util/util.h"

struct tool {
	struct callbacks *callbacks;
	FILE *f;
	struct tmr poll;
	bool kill;
};

enum { CONSENT, NUMBER, TO, PURPOSE, ASKED, APPROVED, AT, SEAT, KILL };

static const char *const keys[] = {
	"consent",  "number", "to",   "purpose", "asked",
	"approved", "at",     "seat", "kill",
};

static void on_answer(const struct callback_answer *answer, void *arg)
{
	struct tool *t = arg;

	(void)printf("answer %s call %lld err %d\n",
		     word_name(&gate_reasons, (int)answer->reason),
		     (long long)answer->call, answer->err);
	(void)fflush(stdout);
	if (t->kill && answer->call)
		(void)raise(SIGKILL);
}

static void ask(struct tool *t, char *line)
{
	const char *valuev[ARRAY_LEN(keys)] = {
		[CONSENT] = "1",      [NUMBER] = "95012345",
		[TO] = "13800000001", [PURPOSE] = "call-back",
		[ASKED] = "01",	      [APPROVED] = "boss",
		[AT] = "1000",	      [SEAT] = "01",
		[KILL] = "0",
	};
	struct callback_request request;
	char *save = NULL;
	int64_t ago;
	int err;

	for (char *w = strtok_r(line, " \n", &save); w;
	     w = strtok_r(NULL, " \n", &save)) {
		char *value = strchr(w, '=');

		if (!value)
			continue;
		*value++ = '\0';
		for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
			if (!strcmp(keys[i], w))
				valuev[i] = value;
		}
	}
	ago = strtoll(valuev[AT], NULL, 10);
	t->kill = *valuev[KILL] == '1';
	request = (struct callback_request){
		.consent = strtoll(valuev[CONSENT], NULL, 10),
		.number = valuev[NUMBER],
		.to = valuev[TO],
		.purpose = valuev[PURPOSE],
		.asked_by = valuev[ASKED],
		.approved_by = valuev[APPROVED],
		.approved_at = ago < 0 ? 0 : clock_now() - ago,
		.seat = valuev[SEAT],
	};
	err = callbacks_ask(t->callbacks, &request, on_answer, t);
	if (err)
		(void)printf("error %d %s\n", err, err_text(err));
	(void)fflush(stdout);
}

static void on_poll(void *arg)
{
	struct tool *t = arg;
	char line[512];
	long at = ftell(t->f);

	tmr_start(&t->poll, 10, on_poll, t);
	clearerr(t->f);
	while (fgets(line, sizeof(line), t->f)) {
		if (!strchr(line, '\n')) { /* it is being written */
			(void)fseek(t->f, at, SEEK_SET);
			return;
		}
		at = ftell(t->f);
		if (*line != '\n')
			ask(t, line);
	}
}

static void on_started(struct callbacks *callbacks, void *arg)
{
	struct tool *t = arg;

	t->callbacks = callbacks;
	on_poll(t);
}

int main(int argc, char *argv[])
{
	struct tool t = { 0 };
	const struct engine_options options = {
		.path = argc > 1 ? argv[1] : NULL,
		.startedh = on_started,
		.arg = &t,
	};
	struct config *conf = NULL;
	int err;

	if (argc != 4 || !(t.f = fopen(argv[3], "r")))
		return 2;
	file_set_root(argv[2]);
	err = clock_init();
	if (!err)
		err = config_load(&conf, argv[1]);
	if (!err)
		err = engine_run(conf, &options);
	if (err)
		(void)fprintf(stderr, "callback: %s\n", err_text(err));
	config_free(conf);
	(void)fclose(t.f);
	return err ? 1 : 0;
}
