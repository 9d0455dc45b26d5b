/**
 * @file tests/bench/board.c  What it costs that many watch the board
 *
 * board [VIEWERS]  with SECONDS, KEEP and TMPDIR from the environment
 *
 * The real program with a thousand seats at about 200 events a second, first
 * with nobody, then with VIEWERS (200) who read its events on another core.
 * An event is late by the time between its own clock and the viewer's read.
 */
#define HOUSE_LISTEN ", http: \"127.0.0.1:0\""
#define HOUSE_LINES                                                                                                \
	"tokens: [{role: viewer, sha256: \"1b32c28cb38c05480eccc1bd60ff97029b57a05c96718b96dad7e9d84894f549\"}]\n" \
	"web: {requests: 10000, per_source: 512, viewers: 512}\n"

#include "bench/crowd.h"
#include "util/util.h"

#define SEATS 1000
#define RATE  25 /* calls a second; a call is eight events or so */

/* Share of a core that the engine takes, in percent */
static double measure(struct house *h, struct traffic *t, struct plan *plan,
		      unsigned seconds)
{
	struct house_cpu cpu;

	traffic_run(t, plan, 2000000);
	house_measure(h);
	traffic_run(t, plan, seconds * 1000000LL);
	cpu = house_measured(h);
	return cpu.sip / (double)(now_us() - h->from) * 100;
}

static void tell(const struct crowd *w, const struct house *house, unsigned s,
		 double alone, double all)
{
	(void)printf("board bar: events within 100 ms, 200 viewers < 5 %% of "
		     "a core\n"
		     "board %u viewers: %.0f events/s, late p50 %.0f p99 %.0f "
		     "ms; %.2f %% of a core with them, %.2f %% without: %.2f "
		     "%%; %.1f MB/s; %.1f MB of memory\n",
		     w->c, (double)w->events / (s + 2),
		     histogram_ms(&w->late, 0.5), histogram_ms(&w->late, 0.99),
		     all, alone, all - alone, (double)w->bytes / (s + 2) / 1e6,
		     house_rss_kb(house) / 1024);
}

int main(int argc, char *argv[])
{
	static struct crowd w;
	const char *seconds = getenv("SECONDS");
	const unsigned s = seconds ? (unsigned)strtoul(seconds, NULL, 10) : 5;
	unsigned viewers = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10)
				    : 200;
	struct plan plan = { .rate = RATE, .concurrent = 4000 };
	char program[PATH_MAX];
	char self[PATH_MAX];
	char base[PATH_MAX];
	const char *tmp = getenv("TMPDIR");
	struct house house;
	struct traffic *t;
	double alone;
	double all;

	if (viewers < 1 || viewers > VIEWERS_MAX)
		viewers = VIEWERS_MAX;
	(void)snprintf(self, sizeof(self), "%s", argv[0]);
	(void)snprintf(program, sizeof(program), "%.4000s/../../callpermit",
		       dirname(self));
	(void)snprintf(base, sizeof(base), "%.4000s/bench-board-XXXXXX",
		       tmp ? tmp : "/tmp");
	if (!mkdtemp(base))
		abort();
	come_first(-20);
	(void)atexit(come_last);
	pin(0, LOAD_CORE);
	house_start(&house, base, program, SEATS, true);
	t = traffic_open(&house.sip, 4000, SEATS);
	if (!traffic_register(t, SEATS, 1000))
		(void)printf("board: not all seats registered\n");
	t->talk = 3000000;
	alone = measure(&house, t, &plan, s);
	crowd_start(&w, house.http, viewers);
	traffic_run(t, &plan, 2000000);
	w.counting = true;
	w.bytes = 0;
	all = measure(&house, t, &plan, s);
	tell(&w, &house, s, alone, all);
	if (getenv("LOOK")) { /* time for a browser at
				 127.0.0.1:PORT/#token=bench */
		(void)printf("board http://127.0.0.1:%u/#token=bench\n",
			     house.http);
		(void)fflush(stdout);
		traffic_run(t, &plan, 30000000);
	}
	crowd_stop(&w);
	(void)traffic_end(t);
	traffic_close(t);
	house_stop(&house);
	if (!getenv("KEEP"))
		(void)house_remove(base);
	return 0;
}
