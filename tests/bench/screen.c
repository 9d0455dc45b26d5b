/**
 * @file tests/bench/screen.c  From an event to the screen
 *
 * screen [VIEWERS]  with SECONDS, KEEP, SHOT and TMPDIR from the environment
 *
 * The real program with a thousand seats at 200 events a second, watched by
 * VIEWERS (200) who read its events, and beside them by `callpermit board` on a
 * terminal of 200x50, then by Chromium if there is one.
 * On the terminal: a drill's step is told over HTTP, time runs until its
 * letters come out of the terminal.  In Chromium: from an event's own clock to
 * after the frame that draws it (screen.js).
 */
#define HOUSE_LISTEN ", http: \"127.0.0.1:0\""
#define HOUSE_LINES                                                                                                \
	"tokens: [{role: viewer, sha256: \"1b32c28cb38c05480eccc1bd60ff97029b57a05c96718b96dad7e9d84894f549\"},\n" \
	"  {role: supervisor, sha256: \"9285827b8031a1dbe7d1d04eb8a08c8891ee424a8002cfc7dd2df3d82cbff611\"}]\n"    \
	"web: {requests: 10000, per_source: 512, viewers: 512}\n"

#include <poll.h>
#include <pty.h>

#include "bench/crowd.h"

#define SEATS	 1000
#define RATE	 19 /* calls a second; a call is eleven events or so */
#define TALK_US	 3000000
#define APART	 230 /* ms between steps */
#define WAIT	 2000
#define LETTERS	 10
#define CHROMIUM "/usr/bin/chromium"

/* A terminal, and who tells the board what is to appear on it */
struct eye {
	pthread_t thread;
	uint16_t port;
	int fd;
	pid_t pid;
	bool stop;
	bool counting;
	unsigned lost; /* never appeared */
	struct histogram late;
};

/* Every letter differs from the one before it, so that all are drawn */
static void write_step(char to[LETTERS + 1], unsigned n)
{
	for (unsigned i = 0; i < LETTERS; i++)
		to[i] = (char)('A' + (n * 7 + i * i * 3) % 26);
	to[LETTERS] = '\0';
}

static void tell(uint16_t port, const char *step)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char body[128];
	char ask[512];
	int n = snprintf(body, sizeof(body),
			 "{\"name\": \"bench\", \"step\": \"%s\", "
			 "\"done\": 1, \"of\": 2}",
			 step);

	n = snprintf(ask, sizeof(ask),
		     "POST /api/drill HTTP/1.1\r\nHost: x\r\n"
		     "Authorization: Bearer chief\r\nConnection: close\r\n"
		     "Content-Type: application/json\r\n"
		     "Content-Length: %d\r\n\r\n%s",
		     n, body);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof(to)) ||
	    write(fd, ask, (size_t)n) != n || read(fd, ask, 12) < 12 ||
	    strncmp(ask, "HTTP/1.1 200", 12) != 0)
		abort();
	(void)close(fd);
}

/* Read the terminal until a text is on it; false if it does not come */
static bool see(struct eye *e, const char *text, int64_t until)
{
	static char seen[1 << 16];
	size_t n = 0;
	int64_t left;

	while ((left = until - now_us()) > 0) {
		struct pollfd p = { .fd = e->fd, .events = POLLIN };
		ssize_t got;

		if (poll(&p, 1, (int)(left / 1000) + 1) <= 0)
			continue;
		if (n > sizeof(seen) / 2) {
			memmove(seen, seen + n - 64, 64);
			n = 64;
		}
		got = read(e->fd, seen + n, sizeof(seen) - 1 - n);
		if (got <= 0)
			return false;
		n += (size_t)got;
		seen[n] = '\0';
		if (*text && memmem(seen, n, text, strlen(text)))
			return true;
	}
	return false;
}

static void *watch(void *arg)
{
	struct eye *e = arg;

	for (unsigned n = 0; !__atomic_load_n(&e->stop, __ATOMIC_RELAXED);
	     n++) {
		char step[LETTERS + 1];
		int64_t from;

		(void)see(e, "",
			  now_us() + (APART + n * 37 % 60) * INT64_C(1000));
		write_step(step, n);
		from = now_us();
		tell(e->port, step);
		if (see(e, step, from + WAIT * INT64_C(1000))) {
			if (e->counting)
				histogram_add(&e->late, now_us() - from);
		} else {
			e->lost += e->counting;
		}
	}
	return NULL;
}

static void free_cores(void)
{
	cpu_set_t all;

	CPU_ZERO(&all);
	for (int i = 0; i < CPU_SETSIZE; i++)
		CPU_SET(i, &all);
	(void)sched_setaffinity(0, sizeof(all), &all);
}

static void eye_open(struct eye *e, const char *program, const char *base,
		     uint16_t port)
{
	const struct winsize size = { .ws_row = 50, .ws_col = 200 };
	const char *root = getenv("BENCH_ROOT");
	char token[PATH_MAX + 16];
	char url[64];
	FILE *f;

	(void)snprintf(token, sizeof(token), "%s/token", base);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%u", port);
	f = fopen(token, "we");
	if (!f || fputs("bench\n", f) < 0 || fclose(f) != 0)
		abort();
	*e = (struct eye){ .port = port };
	e->pid = forkpty(&e->fd, NULL, NULL, &size);
	if (e->pid == 0) {
		free_cores();
		(void)setenv("TERM", "xterm-256color", 1);
		(void)execl(program, program, "--data", root ? root : ".",
			    "board", "--url", url, "--token-file", token,
			    (char *)NULL);
		_exit(127);
	}
	if (pthread_create(&e->thread, NULL, watch, e))
		abort();
}

static void eye_close(struct eye *e)
{
	__atomic_store_n(&e->stop, true, __ATOMIC_RELAXED);
	(void)pthread_join(e->thread, NULL);
	(void)kill(e->pid, SIGTERM);
	(void)close(e->fd);
	(void)waitpid(e->pid, NULL, 0);
}

/* Chromium, driven by tests/sip/browser.py; prints its own line */
static pid_t browser_open(const char *base, uint16_t port, unsigned seconds)
{
	const char *root = getenv("BENCH_ROOT");
	const char *shot = getenv("SHOT");
	char path[PATH_MAX + 16];
	char script[PATH_MAX];
	FILE *f;
	pid_t pid;

	(void)snprintf(path, sizeof(path), "%s/steps", base);
	(void)snprintf(script, sizeof(script), "%.4000s/tests",
		       root ? root : ".");
	f = fopen(path, "we");
	if (!f)
		abort();
	(void)fprintf(f,
		      "size 1920 1080\n"
		      "open http://127.0.0.1:%u/#token=bench\n"
		      "wait document.querySelectorAll('#wall li').length > 9\n"
		      "run %s/bench/screen.js\n"
		      "wait window.lateFor(%u)\n"
		      "print window.lateLine()\n",
		      port, script, seconds);
	if (shot)
		(void)fprintf(f, "shot %s\n", shot);
	(void)fclose(f);
	pid = fork();
	if (pid == 0) {
		char browser[PATH_MAX + 32];

		free_cores();
		(void)snprintf(browser, sizeof(browser), "%s/sip/browser.py",
			       script);
		if (!freopen(path, "r", stdin))
			_exit(127);
		(void)execlp("python3", "python3", browser, CHROMIUM,
			     (char *)NULL);
		_exit(127);
	}
	return pid;
}

/* What the viewers saw meanwhile */
static void tell_crowd(const struct crowd *w)
{
	(void)printf("with %u viewers: %lld events, late p50 %.0f p95 %.0f "
		     "p99 %.0f ms\n",
		     w->c, (long long)w->events, histogram_ms(&w->late, 0.5),
		     histogram_ms(&w->late, 0.95),
		     histogram_ms(&w->late, 0.99));
}

static void measure(struct house *h, struct traffic *t, const char *base,
		    const char *program, unsigned seconds)
{
	static struct eye e;
	struct plan plan = { .rate = RATE, .concurrent = 4000 };
	bool chromium = access(CHROMIUM, X_OK) == 0;
	pid_t browser = 0;

	eye_open(&e, program, base, h->http);
	traffic_run(t, &plan, 3000000);
	e.counting = true;
	traffic_run(t, &plan, seconds * 1000000LL);
	(void)printf("board bar: from an event to the screen within 100 ms\n"
		     "board on a terminal: %lld steps, p50 %.0f p95 %.0f p99 "
		     "%.0f ms; %u lost\n",
		     (long long)e.late.count, histogram_ms(&e.late, 0.5),
		     histogram_ms(&e.late, 0.95), histogram_ms(&e.late, 0.99),
		     e.lost);
	(void)fflush(stdout);
	eye_close(&e);
	if (chromium)
		browser = browser_open(base, h->http, seconds);
	while (browser > 0 && waitpid(browser, NULL, WNOHANG) == 0)
		traffic_run(t, &plan, 500000);
}

int main(int argc, char *argv[])
{
	static struct crowd w;
	unsigned viewers = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10)
				    : 200;
	const char *seconds = getenv("SECONDS");
	const char *tmp = getenv("TMPDIR");
	const unsigned s = seconds ? (unsigned)strtoul(seconds, NULL, 10) : 15;
	char program[PATH_MAX];
	char self[PATH_MAX];
	char base[PATH_MAX];
	struct house house;
	struct traffic *t;

	if (viewers > VIEWERS_MAX)
		viewers = VIEWERS_MAX;
	(void)snprintf(self, sizeof(self), "%s", argv[0]);
	(void)snprintf(program, sizeof(program), "%.4000s/../../callpermit",
		       dirname(self));
	(void)snprintf(base, sizeof(base), "%.4000s/bench-screen-XXXXXX",
		       tmp ? tmp : "/tmp");
	if (!mkdtemp(base))
		abort();
	come_first(-20);
	(void)atexit(come_last);
	pin(0, LOAD_CORE);
	house_start(&house, base, program, SEATS, true);
	t = traffic_open(&house.sip, 4000, SEATS);
	if (!traffic_register(t, SEATS, 1000))
		(void)printf("screen: not all seats registered\n");
	t->talk = TALK_US;
	crowd_start(&w, house.http, viewers);
	w.counting = true;
	measure(&house, t, base, program, s);
	tell_crowd(&w);
	crowd_stop(&w);
	(void)traffic_end(t);
	traffic_close(t);
	house_stop(&house);
	if (!getenv("KEEP"))
		(void)house_remove(base);
	return 0;
}
