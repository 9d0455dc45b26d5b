/**
 * @file tests/bench/engine.c  The whole engine under load
 *
 * engine [NAME[=NUMBER] ...]  with SECONDS, KEEP, LONG and TMPDIR from the
 * environment; LONG: rows that take minutes, and what is not held is tried with
 * less and less; THREADS: so many carry sound, on every core; NORMAL: without
 * media.realtime
 *
 * The real program with a configuration of its own, on one core; callers,
 * seats and their sound in one process on another.  Beside each figure stands
 * the bar of the engine's plan and what a process takes that does nothing but
 * take and send the same packets.
 */
#include "bench/plain.h"
#include "util/util.h"

#define SEARCH_US  120000000 /* then no lower numbers are tried */
#define SOUND_MS   20	     /* later than this one in a hundred is not held */
#define SEATS	   3000
#define CALLERS	   4000
#define REGISTER_S 2000 /* REGISTER a second, to begin with */
#define IN_A_CALL  6.5	/* messages taken and sent in a queued call */
#define FRAMES	   50	/* packets a second and direction */

struct bench {
	char program[PATH_MAX];
	char base[PATH_MAX]; /* of all folders */
	int64_t began;
	unsigned seconds;
	bool is_long;
	/* What a process takes that does nothing but take and send */
	double message;	 /* us a message taken and sent */
	double answered; /* p99 until it is answered, ms */
	double packet;	 /* us a packet of sound; 0: not measured */
};

struct stage {
	struct house house;
	struct traffic *t;
	double idle_kb;
};

/* So much of the core, by thread */
static void show_cpu(const struct traffic *t, const struct house_cpu *c,
		     double us)
{
	if (t->late > 20000)
		(void)printf(" (the load was %.0f ms late)",
			     (double)t->late / 1e3);
	(void)printf(" | core %.0f %% (sip %.0f media %.0f recorder %.0f "
		     "records %.0f)",
		     c->sum / us * 100, c->sip / us * 100, c->media / us * 100,
		     c->recorder / us * 100, c->records / us * 100);
}

static void stage_open(struct stage *s, const struct bench *b, unsigned seats,
		       bool record)
{
	house_start(&s->house, b->base, b->program, seats, record);
	s->t = traffic_open(&s->house.sip, CALLERS, seats);
	if (!traffic_register(s->t, seats, REGISTER_S))
		(void)printf("engine: not all seats registered\n");
	s->idle_kb = house_rss_kb(&s->house);
}

static bool stage_close(struct stage *s)
{
	bool all = traffic_end(s->t);
	unsigned inv[CALLER_STATES] = { 0 };
	unsigned bridged = 0;

	for (unsigned i = 0; i < s->t->callerc; i++) {
		inv[s->t->callerv[i].state]++;
		bridged += s->t->callerv[i].state == CALLER_UP &&
			   s->t->callerv[i].hang_up != 0;
	}
	if (!all)
		(void)printf("engine: %u calls do not end within 20 s: %u not "
			     "answered, %u answered (%u about to leave), %u "
			     "wait for the answer to BYE\n",
			     s->t->up, inv[CALLER_RINGS], inv[CALLER_UP],
			     bridged, inv[CALLER_LEAVES]);
	traffic_close(s->t);
	house_stop(&s->house);
	return all;
}

static void clear(struct traffic *t)
{
	t->n = (struct traffic_counts){ 0 };
	t->sent = t->received = t->lost = t->late = 0;
	histogram_clear(&t->to_180);
	histogram_clear(&t->to_sound);
	histogram_clear(&t->delay);
}

static double plain_of(const struct bench *b, unsigned calls)
{
	struct sockaddr_in none = { .sin_family = AF_INET };
	struct traffic *t = traffic_open(&none, calls, calls);
	double us = plain_sound(t, calls, b->seconds / 2 + 1);

	(void)printf("engine plain      %5u calls: %lld packets, %lld lost, "
		     "delay p50 %.2f p99 %.2f ms | %.2f us a packet\n",
		     calls, (long long)t->sent,
		     (long long)(t->sent - t->received),
		     histogram_ms(&t->delay, 0.5),
		     histogram_ms(&t->delay, 0.99), us);
	traffic_close(t);
	return us;
}

/* What would be left if the engine itself cost nothing */
static void show_limit(struct bench *b, const struct traffic *t,
		       const struct house_cpu *c)
{
	double calls = t->n.done > 0 ? (double)t->n.done : 1;
	double packets = (double)t->sent / calls;
	double us = IN_A_CALL * b->message + packets * b->packet +
		    (c->recorder + c->records) / calls;

	(void)printf("engine limit      a call is %.1f messages of %.2f us and "
		     "%.0f packets of %.2f us, taken and sent by a loop that "
		     "does nothing else, and %.0f us for disk: at most %.0f "
		     "calls/s on a core now; such a loop answers within p99 "
		     "%.2f ms on an idle core\n",
		     IN_A_CALL, b->message, packets, b->packet,
		     (c->recorder + c->records) / calls, 1e6 / us, b->answered);
}

/* So many calls a second, so many us of talk each; true if all went well */
static bool at_rate(struct bench *b, double rate, bool sound, int64_t talk)
{
	struct plan plan = { .rate = rate, .concurrent = CALLERS };
	struct house_cpu cpu;
	struct stage s;
	struct traffic *t;
	double us;
	bool good;

	if (sound && b->packet <= 0)
		b->packet = plain_of(b, 500);
	stage_open(&s, b, SEATS, sound);
	t = s.t;
	t->sound = sound;
	t->talk = talk;
	traffic_run(t, &plan, 2500000);
	clear(t);
	t->counting = true;
	house_measure(&s.house);
	traffic_run(t, &plan, b->seconds * 1000000LL);
	t->counting = false;
	cpu = house_measured(&s.house);
	us = (double)(now_us() - s.house.from);
	good = t->n.refused == 0 && t->n.gone == 0 && t->n.odd == 0 &&
	       t->n.resent * 1000 <= t->n.started &&
	       (double)t->n.done > (double)t->n.started * 0.97 &&
	       (!sound ||
		(t->lost == 0 && histogram_ms(&t->delay, 0.99) < SOUND_MS));
	(void)printf("engine %-10s %5.0f calls/s: %s, %lld done of %lld, "
		     "%lld refused, %lld sent again, 180 p50 %.2f p99 %.2f ms",
		     sound ? "recorded" : "signalling", rate,
		     good ? "held" : "NOT HELD", (long long)t->n.done,
		     (long long)t->n.started, (long long)t->n.refused,
		     (long long)t->n.resent, histogram_ms(&t->to_180, 0.5),
		     histogram_ms(&t->to_180, 0.99));
	if (sound)
		(void)printf(", seat heard p50 %.1f p99 %.1f ms, %lld lost, "
			     "delay p99 %.2f ms",
			     histogram_ms(&t->to_sound, 0.5),
			     histogram_ms(&t->to_sound, 0.99),
			     (long long)t->lost, histogram_ms(&t->delay, 0.99));
	show_cpu(t, &cpu, us);
	(void)printf(" | %.0f us a call (SIP %.1f times plain)\n",
		     cpu.sum / (double)t->n.done,
		     cpu.sip / (double)t->n.done / (b->message * IN_A_CALL));
	show_limit(b, t, &cpu);
	return stage_close(&s) && good;
}

static bool bench_signalling(struct bench *b, double rate)
{
	return at_rate(b, rate, false, 1000000);
}

/* More than can be served: what is let in is to go well */
static bool bench_storm(struct bench *b, double rate)
{
	return at_rate(b, rate, false, 100000);
}

static bool bench_recorded(struct bench *b, double rate)
{
	return at_rate(b, rate, true, 1000000);
}

/* So many calls at a time that go on and on */
static bool bench_hold(struct bench *b, double calls)
{
	struct plan plan = { .rate = 400, .concurrent = (unsigned)calls };
	double plain = plain_of(b, (unsigned)calls);
	int64_t lost;
	struct house_cpu cpu;
	struct stage s;
	struct traffic *t;
	double kb;
	double us;

	stage_open(&s, b, (unsigned)calls + 50, true);
	t = s.t;
	t->sound = true;
	traffic_run(t, &plan, (int64_t)(calls / plan.rate * 1e6) + 2000000);
	kb = house_rss_kb(&s.house) - s.idle_kb;
	clear(t);
	house_measure(&s.house);
	t->counting = true;
	traffic_run(t, NULL, b->seconds * 1000000LL);
	t->counting = false;
	cpu = house_measured(&s.house);
	us = (double)(now_us() - s.house.from);
	traffic_run(t, NULL, 300000);
	(void)printf("engine concurrent %5.0f calls: %u up, %lld packets, %lld "
		     "lost, delay p50 %.2f p99 %.2f ms, %.1f KB a call",
		     calls, t->up, (long long)t->sent,
		     (long long)(t->sent - t->received),
		     histogram_ms(&t->delay, 0.5),
		     histogram_ms(&t->delay, 0.99), kb / calls);
	show_cpu(t, &cpu, us);
	(void)printf(" | %.2f us a packet (%.2f times plain)\n",
		     cpu.sum / (double)t->sent,
		     cpu.sum / (double)t->sent / plain);
	(void)printf("engine limit      %.0f packets/s of %.2f us, taken and "
		     "sent by a loop that does nothing else, are %.0f %% of a "
		     "core now: it has %.0f calls at most\n",
		     2 * FRAMES * calls, plain,
		     calls * FRAMES * 2 * plain / 1e4,
		     1e6 / (2 * FRAMES * plain));
	lost = t->sent - t->received;
	return stage_close(&s) && lost == 0;
}

/* Seats that register anew, so many a second */
static bool bench_register(struct bench *b, double rate)
{
	struct house_cpu cpu;
	struct stage s;
	double each;

	stage_open(&s, b, 1000, true);
	traffic_run(s.t, NULL, 500000);
	s.t->n = (struct traffic_counts){ 0 };
	histogram_clear(&s.t->to_registered);
	house_measure(&s.house);
	for (unsigned i = 0; i < 4; i++)
		(void)traffic_register(s.t, 1000, (unsigned)rate);
	cpu = house_measured(&s.house);
	each = cpu.sum / (double)s.t->n.registers;
	(void)printf("engine register   %lld in all, %lld challenged anew, p50 "
		     "%.2f p99 %.2f ms | %.0f us each: 1000 seats each 30 s "
		     "%.2f %%, each second %.1f %% of a core (bar 5) (%.1f "
		     "times plain)\n",
		     (long long)s.t->n.registers, (long long)s.t->n.challenged,
		     histogram_ms(&s.t->to_registered, 0.5),
		     histogram_ms(&s.t->to_registered, 0.99), each, each / 300,
		     each / 10, each / b->message);
	return stage_close(&s);
}

/* Does it grow?  What is kept of calls.db does, up to a limit.  Transactions
 * are kept for 32 s, so the first are not counted
 */
static bool bench_flat(struct bench *b, double rate)
{
	struct plan plan = { .rate = rate, .concurrent = CALLERS };
	struct stage s;
	double kb[3];
	double pages[3];
	int64_t done[3];

	stage_open(&s, b, SEATS, true);
	s.t->talk = 200000;
	traffic_run(s.t, &plan, 34000000);
	for (int i = 0; i < 3; i++) {
		kb[i] = house_rss_kb(&s.house);
		pages[i] = house_calls_kb(&s.house);
		done[i] = s.t->n.done;
		if (i < 2)
			traffic_run(s.t, &plan, b->seconds * 1000000LL);
	}
	(void)printf(
		"engine flat       %.0f calls/s: %lld calls, %.1f MB; "
		"after %lld more %+.2f MB; after %lld more %+.2f MB; without "
		"the pages of calls.db (32 MB at most are kept) %+.2f "
		"and %+.2f MB; %lld refused, %lld sent again\n",
		rate, (long long)done[0], kb[0] / 1024,
		(long long)(done[1] - done[0]), (kb[1] - kb[0]) / 1024,
		(long long)(done[2] - done[1]), (kb[2] - kb[1]) / 1024,
		(kb[1] - kb[0] - pages[1] + pages[0]) / 1024,
		(kb[2] - kb[1] - pages[2] + pages[1]) / 1024,
		(long long)s.t->n.refused, (long long)s.t->n.resent);
	return stage_close(&s);
}

static const struct {
	const char *name;
	bool (*run)(struct bench *b, double number);
	double number;
	double factor; /* less, if it was not held; 0: not tried again */
	bool is_long;
	const char *bar;
} rows[] = {
	{ "signalling", bench_signalling, 2000, 0.75, false, "2,000 calls/s" },
	{ "recorded", bench_recorded, 1000, 0.75, false,
	  "1,000 calls/s of 1 s" },
	{ "half", bench_recorded, 500, 0, false,
	  "180 p99 < 2 ms, seat heard p99 < 25 ms at half load" },
	{ "hold", bench_hold, 500, 0, false, "none lost, delay p99 < 0.5 ms" },
	{ "hold", bench_hold, 2500, 0.7, true,
	  "none lost, delay p99 < 5 ms, 60 KB a call" },
	{ "storm", bench_storm, 6000, 0, true, "503 for what is too much" },
	{ "register", bench_register, 1000, 0, false,
	  "1,000 seats: < 5 % of a core" },
	{ "flat", bench_flat, 300, 0, true, "memory does not grow" },
};

static void run_row(struct bench *b, size_t i, double number)
{
	(void)printf("engine bar: %s\n", rows[i].bar);
	while (!rows[i].run(b, number) && rows[i].factor > 0 && b->is_long &&
	       number > rows[i].number / 4 && now_us() - b->began < SEARCH_US)
		number *= rows[i].factor;
	(void)fflush(stdout);
}

static void run_named(struct bench *b, const char *name)
{
	size_t n = strcspn(name, "=");

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strncmp(rows[i].name, name, n) != 0 || rows[i].name[n])
			continue;
		run_row(b, i,
			name[n] ? strtod(name + n + 1, NULL) : rows[i].number);
		if (name[n])
			return;
	}
}

/* What the disk does counts, so it is below TMPDIR.  Nothing is removed before
 * the end: some file systems search long for a name after many were. */
static void prepare_bench(struct bench *b, const char *self)
{
	const char *seconds = getenv("SECONDS");
	const char *program = getenv("PROG");
	const char *tmp = getenv("TMPDIR");
	char path[PATH_MAX];

	/* build/tests/bench/engine measures build/callpermit */
	(void)snprintf(path, sizeof(path), "%s", self);
	(void)snprintf(b->program, sizeof(b->program), "%.4000s%s",
		       program ? program : dirname(path),
		       program ? "" : "/../../callpermit");
	(void)snprintf(b->base, sizeof(b->base), "%.4000s/bench-engine-XXXXXX",
		       tmp ? tmp : "/tmp");
	if (!mkdtemp(b->base))
		abort();
	b->seconds = seconds ? (unsigned)strtoul(seconds, NULL, 10) : 4;
	b->is_long = getenv("LONG") != NULL;
	b->began = now_us();
}

int main(int argc, char *argv[])
{
	static struct histogram answers;
	struct bench b = { .seconds = 0 };

	prepare_bench(&b, argv[0]);
	come_first(-20);
	(void)atexit(come_last);
	(void)prctl(PR_SET_TIMERSLACK, 1);
	pin(0, LOAD_CORE);
	sound_first(0); /* the load is not to be what is late */
	b.message = plain_message(13000, 1, &answers);
	b.answered = histogram_ms(&answers, 0.99);
	(void)printf("engine plain      %.2f us a message taken and sent, "
		     "answered within p50 %.2f p99 %.2f ms\n",
		     b.message, histogram_ms(&answers, 0.5), b.answered);
	for (int i = 1; i < argc; i++)
		run_named(&b, argv[i]);
	for (size_t i = 0; argc < 2 && i < ARRAY_LEN(rows); i++) {
		if (b.is_long || !rows[i].is_long)
			run_row(&b, i, rows[i].number);
	}
	if (!getenv("KEEP"))
		(void)house_remove(b.base);
	return 0;
}
