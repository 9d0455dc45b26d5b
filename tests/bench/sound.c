/**
 * @file tests/bench/sound.c  The media plane under load
 *
 * sound [CALLS ...]  with SECONDS and RECORD=0 from the environment
 *
 * So many bridged and recorded calls, a packet each 20 ms both ways, through
 * the engine's own media threads and recorder.  The load runs on another core
 * and has a few sockets of its own; every packet carries when it was sent and
 * whose it is.  The same load is then sent through a loop that does nothing
 * but recv() and send(): what this machine can do at most at that moment.
 */
#include <dirent.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/bench.h"
#include "engine/media.h"
#include "sip/loop.h"
#include "util/util.h"

#define PERIOD_US 20000
#define SLOTS	  160 /* a batch of packets each 125 us */
#define SLOT_US	  (PERIOD_US / SLOTS)
#define SOCKETS	  16
#define BATCH	  256
#define DELAY_MAX 200000 /* us */
#define WINDOW_US 250000
#define WINDOWS	  40
#define STEP	  25 /* calls opened at once */
#define SETTLE_MS 1500

/* One party of a call */
struct party {
	struct sa to; /**< Where the engine takes its packets */
	uint16_t seq;
	uint32_t ts;
	bool ready;
};

struct load {
	pthread_t thread;
	struct party *partyv; /**< Caller 2i, seat 2i + 1 */
	unsigned partyc;
	int fdv[SOCKETS];
	struct sa addrv[SOCKETS];
	atomic_bool count, stop;
	int64_t sent, received, strange;
	int64_t from;				 /**< Counting began, us */
	unsigned delayv[WINDOWS][DELAY_MAX + 1]; /**< By when they were sent */
	int64_t windowv[WINDOWS];
	struct control {
		_Alignas(struct cmsghdr) uint8_t data[64];
	} controlv[BATCH];
	uint8_t bufv[BATCH][256];
	struct mmsghdr msgv[BATCH];
	struct iovec iov[BATCH];
};

struct figures {
	double p50, p99, worst; /* ms */
	double quiet;		/* p99 of quiet moments */
	double cpu;		/* us a packet */
	double writer;		/* the recorder's, us a packet */
	double share;		/* of a core */
	int64_t sent, lost;
};

static int64_t now_us(void)
{
	struct timespec ts;

	/* What the kernel stamps packets with */
	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void pin(pid_t tid, int core)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(core, &set);
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		(void)sched_setaffinity(tid, sizeof(set), &set);
}

static int setting(const char *name, int fallback)
{
	const char *text = getenv(name);

	return text ? atoi(text) : fallback; /* NOLINT(cert-err34-c) */
}

/* The load */

static void open_sockets(struct load *l)
{
	int size = 4 << 20;
	int on = 1;

	for (unsigned i = 0; i < SOCKETS; i++) {
		struct sa *sa = &l->addrv[i];

		(void)sa_set_str(sa, "127.0.0.1", 0);
		l->fdv[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		if (bind(l->fdv[i], &sa->u.sa, sa->len) != 0 ||
		    getsockname(l->fdv[i], &sa->u.sa, &sa->len) != 0)
			abort();
		(void)setsockopt(l->fdv[i], SOL_SOCKET, SO_TIMESTAMPNS, &on,
				 sizeof(on));
		if (setsockopt(l->fdv[i], SOL_SOCKET, SO_RCVBUFFORCE, &size,
			       sizeof(size)) != 0)
			(void)setsockopt(l->fdv[i], SOL_SOCKET, SO_RCVBUF,
					 &size, sizeof(size));
	}
}

/* Every packet of a slot leaves by the same socket */
static unsigned socket_of(unsigned party)
{
	return party % SLOTS % SOCKETS;
}

static size_t fill(struct load *l, unsigned party, unsigned slot, int64_t now,
		   bool counted)
{
	struct party *p = &l->partyv[party];
	uint8_t payload[160];
	struct rtp rtp = {
		.type = VOICE_PCMA,
		.seq = p->seq++,
		.ts = p->ts,
		.ssrc = party + 1,
		.payload = payload,
		.size = sizeof(payload),
	};

	memset(payload, 0xd5, sizeof(payload));
	memcpy(payload, &now, sizeof(now));
	payload[sizeof(now)] = counted;
	p->ts += 160;
	return rtp_write(l->bufv[slot], &rtp);
}

static void send_slot(struct load *l, unsigned slot)
{
	bool counted = atomic_load(&l->count);
	int64_t now = now_us();
	unsigned n = 0;
	int k;

	for (unsigned i = slot; i < l->partyc && n < BATCH; i += SLOTS) {
		struct party *p = &l->partyv[i];

		if (!p->ready)
			continue;
		l->iov[n].iov_base = l->bufv[n];
		l->iov[n].iov_len = fill(l, i, n, now, counted);
		l->msgv[n].msg_hdr = (struct msghdr){
			.msg_name = &p->to.u.sa,
			.msg_namelen = p->to.len,
			.msg_iov = &l->iov[n],
			.msg_iovlen = 1,
		};
		n++;
	}
	for (unsigned done = 0; done < n; done += (unsigned)k) {
		k = sendmmsg(l->fdv[socket_of(slot)], l->msgv + done, n - done,
			     0);
		if (k <= 0)
			return;
		if (counted)
			l->sent += k;
	}
}

/* When a packet came in, as the kernel has it */
static int64_t arrival(struct msghdr *msg)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(msg);
	struct timespec ts;

	if (!c || c->cmsg_type != SO_TIMESTAMPNS)
		return now_us();
	memcpy(&ts, CMSG_DATA(c), sizeof(ts));
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void take(struct load *l, const uint8_t *data, struct mmsghdr *msg)
{
	int64_t now = arrival(&msg->msg_hdr);
	struct rtp rtp;
	int64_t window;
	int64_t delay;
	int64_t at;

	if (rtp_read(&rtp, data, msg->msg_len) != 0 || rtp.size != 160) {
		l->strange++;
		return;
	}
	if (!rtp.payload[sizeof(at)])
		return;
	memcpy(&at, rtp.payload, sizeof(at));
	delay = now - at;
	if (delay < 0 || delay > DELAY_MAX)
		delay = DELAY_MAX;
	window = (at - l->from) / WINDOW_US;
	if (window < 0 || window >= WINDOWS)
		window = WINDOWS - 1;
	l->delayv[window][delay]++;
	l->windowv[window]++;
	l->received++;
}

static void drain(struct load *l, int fd)
{
	for (;;) {
		int n;

		for (unsigned i = 0; i < BATCH; i++) {
			l->iov[i] = (struct iovec){ l->bufv[i],
						    sizeof(l->bufv[i]) };
			l->msgv[i].msg_hdr = (struct msghdr){
				.msg_iov = &l->iov[i],
				.msg_iovlen = 1,
				.msg_control = l->controlv[i].data,
				.msg_controllen = sizeof(l->controlv[i].data),
			};
		}
		n = recvmmsg(fd, l->msgv, BATCH, MSG_DONTWAIT, NULL);
		for (int i = 0; i < n; i++)
			take(l, l->bufv[i], &l->msgv[i]);
		if (n < BATCH)
			return;
	}
}

/* Sleeps by the clock: to be woken by packets would be work of the engine's
 * core.  The kernel knows when they came. */
static void *run_load(void *arg)
{
	struct load *l = arg;
	int64_t next = now_us();
	unsigned slot = 0;

	pin(0, 1);
	(void)prctl(PR_SET_TIMERSLACK, 1);
	while (!atomic_load(&l->stop)) {
		const struct timespec at = { next / 1000000,
					     next % 1000000 * 1000 };

		(void)clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
		send_slot(l, slot);
		slot = (slot + 1) % SLOTS;
		next += SLOT_US;
		drain(l, l->fdv[slot % SOCKETS]);
	}
	return NULL;
}

static struct load *load_start(unsigned calls)
{
	struct load *l = calloc(1, sizeof(*l));

	if (!l)
		abort();
	l->partyc = calls * 2;
	l->partyv = calloc(l->partyc, sizeof(*l->partyv));
	open_sockets(l);
	if (!l->partyv || pthread_create(&l->thread, NULL, run_load, l) != 0)
		abort();
	return l;
}

static void load_stop(struct load *l)
{
	atomic_store(&l->stop, true);
	(void)pthread_join(l->thread, NULL);
	for (unsigned i = 0; i < SOCKETS; i++)
		(void)close(l->fdv[i]);
	free(l->partyv);
	free(l);
}

static double quantile_of(const unsigned *delayv, int64_t of, double share)
{
	int64_t sum = 0;

	for (unsigned i = 0; i <= DELAY_MAX; i++) {
		sum += delayv[i];
		if (sum > 0 && (double)sum >= share * (double)of)
			return i / 1e3;
	}
	return 0;
}

/* Of the quarter of the windows that nothing else disturbed most */
static double quiet(const struct load *l, double share)
{
	double v[WINDOWS];
	size_t c = 0;

	for (unsigned i = 0; i < WINDOWS - 1; i++) {
		if (l->windowv[i])
			v[c++] = quantile_of(l->delayv[i], l->windowv[i],
					     share);
	}
	qsort(v, c, sizeof(*v), compare_double);
	return c ? v[c / 4] : 0;
}

static double quantile(struct load *l, double share)
{
	for (unsigned k = 0; k < WINDOWS - 1; k++) {
		for (unsigned i = 0; i <= DELAY_MAX; i++) {
			l->delayv[WINDOWS - 1][i] += l->delayv[k][i];
			l->delayv[k][i] = 0;
		}
	}
	return quantile_of(l->delayv[WINDOWS - 1], l->received, share);
}

/* CPU time of the threads whose name begins so, us; they are pinned as well */
static double cpu_of(const char *name)
{
	DIR *dir = opendir("/proc/self/task");
	struct dirent *e;
	double sum = 0;

	while (dir && (e = readdir(dir))) {
		char path[300];
		char text[64] = "";
		long long ns = 0;
		FILE *f;

		(void)snprintf(path, sizeof(path), "/proc/self/task/%s/comm",
			       e->d_name);
		f = fopen(path, "re");
		if (!f)
			continue;
		if (!fgets(text, sizeof(text), f))
			text[0] = '\0';
		(void)fclose(f);
		if (strncmp(text, name, strlen(name)) != 0)
			continue;
		pin(atoi(e->d_name), 0); /* NOLINT(cert-err34-c) */
		(void)snprintf(path, sizeof(path),
			       "/proc/self/task/%s/schedstat", e->d_name);
		f = fopen(path, "re");
		if (f && fscanf(f, "%lld", &ns) == 1)
			sum += (double)ns / 1e3;
		if (f)
			(void)fclose(f);
	}
	if (dir)
		(void)closedir(dir);
	return sum;
}

static double heap_kb(void)
{
	const struct mallinfo2 heap = mallinfo2();

	return (double)(heap.uordblks + heap.hblkhd) / 1024;
}

/* Count for so long; the loop or a sleep goes on meanwhile */
static void measure(struct load *l, const char *name, void (*pass)(unsigned ms),
		    struct figures *f)
{
	unsigned ms = (unsigned)setting("SECONDS", 5) * 1000;
	int64_t from;
	double writer;
	double cpu;

	(void)cpu_of(name);
	pass(SETTLE_MS);
	from = now_us();
	cpu = cpu_of(name);
	writer = cpu_of("recorder") + cpu_of("writer");
	l->from = from;
	atomic_store(&l->count, true);
	pass(ms);
	cpu = cpu_of(name) - cpu;
	writer = cpu_of("recorder") + cpu_of("writer") - writer;
	f->share = cpu / (double)(now_us() - from);
	atomic_store(&l->count, false);
	pass(300);
	f->sent = l->sent;
	f->lost = l->sent - l->received;
	f->quiet = quiet(l, 0.99);
	f->p50 = quantile(l, 0.5);
	f->p99 = quantile(l, 0.99);
	f->worst = quantile(l, 1);
	f->writer = l->received ? writer / (double)l->received : 0;
	f->cpu = l->received ? cpu / (double)l->received : 0;
}

static void show(const char *what, unsigned calls, const struct figures *f)
{
	(void)printf("sound %-8s %5u calls: %8lld packets, %lld lost, delay "
		     "p50 %.3f p99 %.3f (quiet %.3f) worst %.1f ms, %.2f us a "
		     "packet, %.0f %% of a core",
		     what, calls, (long long)f->sent, (long long)f->lost,
		     f->p50, f->p99, f->quiet, f->worst, f->cpu,
		     f->share * 100);
}

/* The plain loop */

struct plain {
	pthread_t thread;
	int epoll_fd;
	int *fdv;
	unsigned fdc;
	atomic_bool stop;
};

static void *run_plain(void *arg)
{
	struct plain *p = arg;
	struct epoll_event evv[256];
	uint8_t buf[256];

	(void)pthread_setname_np(pthread_self(), "plain");
	while (!atomic_load(&p->stop)) {
		int n = epoll_wait(p->epoll_fd, evv, 256, 20);

		for (int i = 0; i < n; i++) {
			unsigned k = evv[i].data.u32;
			ssize_t got = recv(p->fdv[k], buf, sizeof(buf), 0);

			if (got > 0)
				(void)send(p->fdv[k ^ 1], buf, (size_t)got, 0);
		}
	}
	return NULL;
}

static void plain_start(struct plain *p, struct load *l)
{
	struct sa local;

	*p = (struct plain){ .fdc = l->partyc, .epoll_fd = epoll_create1(0) };
	p->fdv = calloc(p->fdc, sizeof(*p->fdv));
	for (unsigned i = 0; p->fdv && i < p->fdc; i++) {
		struct epoll_event ev = { EPOLLIN, { .u32 = i } };
		const struct sa *to = &l->addrv[socket_of(i)];

		(void)sa_set_str(&local, "127.0.0.1", 0);
		p->fdv[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		if (bind(p->fdv[i], &local.u.sa, local.len) != 0 ||
		    getsockname(p->fdv[i], &local.u.sa, &local.len) != 0 ||
		    connect(p->fdv[i], &to->u.sa, to->len) != 0 ||
		    epoll_ctl(p->epoll_fd, EPOLL_CTL_ADD, p->fdv[i], &ev) != 0)
			abort();
		l->partyv[i].to = local;
		l->partyv[i].ready = true;
	}
	if (!p->fdv || pthread_create(&p->thread, NULL, run_plain, p) != 0)
		abort();
}

static void sleep_ms(unsigned ms)
{
	(void)usleep(ms * 1000);
}

static void bench_plain(unsigned calls, struct figures *f)
{
	struct load *l = load_start(calls);
	struct plain p;

	plain_start(&p, l);
	measure(l, "plain", sleep_ms, f);
	atomic_store(&p.stop, true);
	(void)pthread_join(p.thread, NULL);
	for (unsigned i = 0; i < p.fdc; i++)
		(void)close(p.fdv[i]);
	(void)close(p.epoll_fd);
	free(p.fdv);
	load_stop(l);
	show("plain", calls, f);
	(void)printf("\n");
}

/* The media plane */

struct plane {
	struct media *media;
	struct recorder *recorder;
	struct bell *recorded;
	struct stream **streamv;
	struct load *load;
	unsigned calls, opened, open; /* streams */
	unsigned recordings;
	int64_t late; /* samples the recorder missed */
	char folder[64];
	struct tmr step;
};

static void on_media(const struct media_event *event, void *owner)
{
	struct plane *p = owner;

	if (event->type == MEDIA_CLOSED)
		p->open--;
}

static void on_recorded(void *arg)
{
	struct plane *p = arg;
	struct recorder_done done;

	while (recorder_pop(p->recorder, &done)) {
		if (!done.rec)
			continue;
		must(done.err);
		p->late += done.lost;
		p->recordings--;
		(void)unlink(done.rec->path);
		free(done.rec);
	}
}

static void open_party(struct plane *p, unsigned i)
{
	const struct sa *at = &p->load->addrv[socket_of(i)];
	const struct voice voice = {
		.remote = *at,
		.law = VOICE_PCMA,
		.keys = 101,
		.keys_in = 101,
		.send = true,
		.receive = true,
	};

	must(stream_open(&p->streamv[i], p->media,
			 i % 2 ? p->streamv[i - 1] : NULL, p));
	p->open++;
	stream_agree(p->streamv[i], &voice, at);
	p->load->partyv[i].to = *stream_local(p->streamv[i]);
}

static void open_call(struct plane *p, unsigned call)
{
	struct recording *rec = NULL;
	char path[128];

	open_party(p, 2 * call);
	open_party(p, 2 * call + 1);
	if (setting("RECORD", 1)) {
		(void)snprintf(path, sizeof(path), "%s/%u.wav", p->folder,
			       call);
		rec = malloc(sizeof(*rec));
		if (!rec)
			abort();
		recording_init(rec, call + 1, VOICE_PCMA, path);
		p->recordings++;
	}
	stream_bridge(p->streamv[2 * call], p->streamv[2 * call + 1], rec);
	p->load->partyv[2 * call].ready = true;
	p->load->partyv[2 * call + 1].ready = true;
}

static void on_open(void *arg)
{
	struct plane *p = arg;

	for (unsigned i = 0; i < STEP && p->opened < p->calls; i++)
		open_call(p, p->opened++);
	if (p->opened < p->calls)
		tmr_start(&p->step, 10, on_open, p);
	else
		loop_stop();
}

static void on_closed(void *arg)
{
	struct plane *p = arg;

	if (p->open || p->recordings)
		tmr_start(&p->step, 10, on_closed, p);
	else
		loop_stop();
}

static void on_passed(void *arg)
{
	(void)arg;
	loop_stop();
}

static void loop_for(unsigned ms)
{
	struct tmr tmr;

	tmr_init(&tmr);
	tmr_start(&tmr, ms, on_passed, NULL);
	(void)loop_run();
}

static void plane_start(struct plane *p, unsigned calls, unsigned threads)
{
	struct media_conf conf = {
		.threads = threads,
		.ports = { .first = 10000, .last = 65535 },
		.eventh = on_media,
	};

	*p = (struct plane){ .calls = calls, .load = load_start(calls) };
	(void)snprintf(p->folder, sizeof(p->folder), "/tmp/bench-sound-XXXXXX");
	if (!mkdtemp(p->folder))
		abort();
	(void)sa_set_str(&conf.ports.local, "127.0.0.1", 0);
	must(bell_alloc(&p->recorded, on_recorded, p));
	must(recorder_start(&p->recorder, conf.threads, bell_fd(p->recorded)));
	conf.recorder = p->recorder;
	must(media_start(&p->media, &conf));
	p->streamv = calloc((size_t)calls * 2, sizeof(struct stream *));
	if (!p->streamv)
		abort();
}

static void plane_stop(struct plane *p)
{
	for (unsigned i = 0; i < 2 * p->calls; i++)
		stream_close(p->streamv[i]);
	on_closed(p);
	(void)loop_run();
	media_stop(p->media);
	recorder_stop(p->recorder);
	bell_free(p->recorded);
	load_stop(p->load);
	(void)rmdir(p->folder);
	free(p->streamv);
}

static void bench_plane(unsigned calls, unsigned threads,
			const struct figures *plain)
{
	struct figures f;
	struct plane p;
	double before;
	double kb;

	plane_start(&p, calls, threads);
	before = heap_kb();
	on_open(&p);
	(void)loop_run();
	loop_for(100);
	kb = (heap_kb() - before) / calls;
	measure(p.load, "media", loop_for, &f);
	plane_stop(&p);
	show("engine", calls, &f);
	(void)printf(" (%.2f times plain); %u thread(s); recorder %.2f us a "
		     "packet, %lld samples late; %.1f KB a call\n",
		     plain->cpu > 0 ? f.cpu / plain->cpu : 0, threads, f.writer,
		     (long long)p.late, kb);
}

static void bench(unsigned calls)
{
	struct figures plain;

	bench_plain(calls, &plain);
	bench_plane(calls, 1, &plain);
	if (calls == 1000)
		bench_plane(calls, 2, &plain);
}

int main(int argc, char *argv[])
{
	static const unsigned usual[] = { 500, 1000, 2500 };

	/* What else runs here is to disturb as little as may be */
	(void)setpriority(PRIO_PROCESS, 0, -20);
	must(loop_open(65536));
	pin(0, 1);
	for (int i = 1; i < argc; i++)
		bench((unsigned)strtoul(argv[i], NULL, 10));
	for (size_t i = 0; argc < 2 && i < ARRAY_LEN(usual); i++)
		bench(usual[i]);
	loop_close();
	return 0;
}
