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
#include <sys/socket.h>
#include <unistd.h>

#include "bench/load.h"
#include "engine/media.h"
#include "sip/loop.h"
#include "util/util.h"

#define STEP	  25 /* calls opened at once */
#define SETTLE_MS 1500

struct figures {
	double p50, p99, worst; /* ms */
	double quiet;		/* p99 of quiet moments */
	double cpu;		/* us a packet */
	double writer;		/* the recorder's, us a packet */
	double share;		/* of a core */
	int64_t sent, lost;
};

static int setting(const char *name, int fallback)
{
	const char *text = getenv(name);

	return text ? atoi(text) : fallback; /* NOLINT(cert-err34-c) */
}

/* CPU time of the threads whose name begins so, us; they are pinned as well,
 * the second of a name to the other core */
static double cpu_of(const char *name)
{
	DIR *dir = opendir("/proc/self/task");
	struct dirent *e;
	double sum = 0;
	int core = 0;

	while (dir && (e = readdir(dir))) {
		char path[300];
		char text[64] = "";
		char *ns = NULL;
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
		pin(atoi(e->d_name), core++ % 2); /* NOLINT(cert-err34-c) */
		(void)snprintf(path, sizeof(path),
			       "/proc/self/task/%s/schedstat", e->d_name);
		f = fopen(path, "re");
		ns = f ? fgets(text, sizeof(text), f) : NULL;
		if (ns)
			sum += (double)strtoll(ns, NULL, 10) / 1e3;
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
	sound_first(0);
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
	const unsigned i = 2 * call;
	struct recording *rec = NULL;
	char path[128];

	open_party(p, i);
	open_party(p, i + 1);
	if (setting("RECORD", 1)) {
		(void)snprintf(path, sizeof(path), "%s/%u.wav", p->folder,
			       call);
		rec = malloc(sizeof(*rec));
		if (!rec)
			abort();
		recording_init(rec, call + 1, VOICE_PCMA, path);
		p->recordings++;
	}
	stream_bridge(p->streamv[i], p->streamv[i + 1], rec);
	p->load->partyv[i].ready = true;
	p->load->partyv[i + 1].ready = true;
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
		.realtime = true,
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

/* Announcements to so many callers: is each sent 20 ms after the other? */
static void bench_playing(unsigned calls)
{
	static uint8_t samples[8000];
	static const struct prompt prompt = { samples, samples,
					      sizeof(samples) };
	struct figures f;
	struct plane p;

	plane_start(&p, calls, 1);
	p.load->pacing = true;
	for (unsigned i = 0; i < 2 * calls; i++) {
		open_party(&p, i);
		stream_play(p.streamv[i], &prompt, true);
		if (i % 100 == 99)
			loop_for(5);
	}
	measure(p.load, "media", loop_for, &f);
	plane_stop(&p);
	(void)printf("sound playing  %5u streams: off from 20 ms by p50 %.3f "
		     "p99 %.3f (quiet %.3f) worst %.1f ms, %.2f us a packet\n",
		     2 * calls, f.p50, f.p99, f.quiet, f.worst, f.cpu);
}

static void bench(unsigned calls)
{
	struct figures plain;

	bench_plain(calls, &plain);
	bench_plane(calls, 1, &plain);
	if (calls <= 1000)
		bench_plane(calls, 2, &plain);
}

int main(int argc, char *argv[])
{
	static const unsigned usual[] = { 500, 1000, 2500 };
	/* the last takes its time; the plain loop does not hold it either */
	const size_t n = ARRAY_LEN(usual) - !getenv("LONG");

	come_first(-20);
	(void)atexit(come_last);
	must(loop_open(65536));
	pin(0, 1);
	for (int i = 1; i < argc; i++)
		bench((unsigned)strtoul(argv[i], NULL, 10));
	for (size_t i = 0; argc < 2 && i < n; i++)
		bench(usual[i]);
	bench_playing(500);
	loop_close();
	return 0;
}
