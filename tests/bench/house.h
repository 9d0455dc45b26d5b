/**
 * @file tests/bench/house.h  The engine as a process of its own, on core 0
 */
#ifndef BENCH_HOUSE_H
#define BENCH_HOUSE_H

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"

/* More of the configuration, for a bench that wants it */
#ifndef HOUSE_LISTEN
#define HOUSE_LISTEN ""
#define HOUSE_LINES  ""
#endif

#define ENGINE_CORE 0
#define LOAD_CORE   1

/* CPU time of the engine's threads, us */
struct house_cpu {
	double sip, media, recorder, records;
	double sum;
};

struct house {
	pid_t pid;
	char folder[PATH_MAX];
	struct sockaddr_in sip; /* where it takes SIP */
	uint16_t http;		/* port, 0: none */
	int64_t from;		/* measuring began */
	struct house_cpu cpu;
	double busy; /* of the core, by whomever, us */
};

static void house_config(const struct house *h, unsigned seats, bool record)
{
	char path[PATH_MAX + 16];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/engine.yaml", h->folder);
	f = fopen(path, "we");
	if (!f)
		abort();
	(void)fprintf(
		f,
		"realm: bench\n"
		"listen: {sip: [\"udp:127.0.0.1:0\"], rtp: {address: "
		"127.0.0.1, ports: 20000-65000}" HOUSE_LISTEN "}\n" HOUSE_LINES
		"data: %s/data\n"
		"media: {threads: %s, realtime: %s}\n"
		"trunks: [{name: load, peer: \"127.0.0.2\"}]\n"
		"tenants: [{name: water, contract_until: 2099-12-31, "
		"verified: 2026-11-01}]\n"
		"numbers: [{number: \"95012345\", trunk: load, tenant: water, "
		"direction: inbound, menu: main}]\n"
		"menus: [{name: main, otherwise: \"queue:service\"}]\n"
		"queues: [{name: service, strategy: longest-idle, ring: 15, "
		"wrap_up: 0, max_wait: 180, max_length: 100000}]\n"
		"registrar: {max_expires: 3600}\n"
		"recording: {enabled: %s, days: 90}\n"
		"seats:\n",
		h->folder, getenv("THREADS") ? getenv("THREADS") : "1",
		getenv("NORMAL") ? "false" : "true", record ? "true" : "false");
	for (unsigned i = 0; i < seats; i++)
		(void)fprintf(f,
			      "- {seat: \"s%u\", user: \"%u\", secret: "
			      "\"secret-%u\", queues: [{queue: service}]}\n",
			      i, 10000 + i, i);
	(void)fclose(f);
}

static void house_exec(const struct house *h, const char *program, int out)
{
	const char *root = getenv("BENCH_ROOT");
	char config[PATH_MAX + 16];
	char log[PATH_MAX + 16];
	int fd;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* it is not to outlive us */
	if (!getenv("THREADS"))
		pin(0, ENGINE_CORE);
	(void)snprintf(config, sizeof(config), "%s/engine.yaml", h->folder);
	(void)snprintf(log, sizeof(log), "%s/log", h->folder);
	fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (fd < 0 || dup2(fd, 2) < 0 || dup2(out, 1) < 0)
		_exit(127);
	(void)execl(program, program, "--data", root ? root : ".", "engine",
		    "--config", config, (char *)NULL);
	_exit(127);
}

/* "ready udp:127.0.0.1:PORT" */
static void house_wait_ready(struct house *h, int in)
{
	char line[256] = "";
	FILE *f = fdopen(in, "r");
	const char *colon;

	if (!f || !fgets(line, sizeof(line), f) ||
	    strncmp(line, "ready udp:", 10) != 0 ||
	    !(colon = strchr(line + 10, ':'))) {
		(void)fprintf(stderr, "bench: no engine, see %s/log\n",
			      h->folder);
		exit(1);
	}
	h->sip = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10)),
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};
	colon = strstr(line, " http:127.0.0.1:");
	if (colon)
		h->http = (uint16_t)strtoul(colon + 16, NULL, 10);
	(void)fclose(f);
}

static void house_start(struct house *h, const char *base, const char *program,
			unsigned seats, bool record)
{
	int fdv[2];

	*h = (struct house){ .pid = -1 };
	(void)snprintf(h->folder, sizeof(h->folder), "%.4000s/XXXXXX", base);
	if (!mkdtemp(h->folder) || pipe(fdv) != 0)
		abort();
	house_config(h, seats, record);
	(void)fflush(stdout);
	h->pid = fork();
	if (h->pid == 0)
		house_exec(h, program, fdv[1]);
	(void)close(fdv[1]);
	house_wait_ready(h, fdv[0]);
}

static int house_remove(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;

	while (dir && (e = readdir(dir))) {
		char sub[PATH_MAX + 300];

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		(void)snprintf(sub, sizeof(sub), "%s/%s", path, e->d_name);
		if (e->d_type == DT_DIR)
			(void)house_remove(sub);
		else
			(void)unlink(sub);
	}
	if (dir)
		(void)closedir(dir);
	return rmdir(path);
}

static void house_stop(struct house *h)
{
	int status = 0;

	/* twice: do not wait for calls */
	(void)kill(h->pid, SIGTERM);
	(void)usleep(200000);
	(void)kill(h->pid, SIGTERM);
	if (waitpid(h->pid, &status, 0) != h->pid || status != 0)
		(void)printf("engine: ended with %d\n", status);
}

static bool house_read(const char *path, char *text, size_t size)
{
	FILE *f = fopen(path, "re");
	bool any = f && fgets(text, (int)size, f);

	if (f)
		(void)fclose(f);
	return any;
}

static void house_cpu(const struct house *h, struct house_cpu *cpu)
{
	char path[300];
	struct dirent *e;
	DIR *dir;

	*cpu = (struct house_cpu){ .sum = 0 };
	(void)snprintf(path, sizeof(path), "/proc/%d/task", h->pid);
	dir = opendir(path);
	while (dir && (e = readdir(dir))) {
		char name[64] = "";
		char text[64] = "";
		double us;

		if (*e->d_name == '.') /* ".." is the process */
			continue;
		(void)snprintf(path, sizeof(path), "/proc/%d/task/%.20s/comm",
			       h->pid, e->d_name);
		if (!house_read(path, name, sizeof(name)))
			continue;
		(void)snprintf(path, sizeof(path),
			       "/proc/%d/task/%.20s/schedstat", h->pid,
			       e->d_name);
		if (!house_read(path, text, sizeof(text)))
			continue;
		us = (double)strtoll(text, NULL, 10) / 1e3;
		cpu->sum += us;
		if (!strncmp(name, "media", 5))
			cpu->media += us;
		else if (!strncmp(name, "recorder", 8) ||
			 !strncmp(name, "writer", 6))
			cpu->recorder += us;
		else if (!strncmp(name, "records", 7))
			cpu->records += us;
		else
			cpu->sip += us;
	}
	if (dir)
		(void)closedir(dir);
}

static inline double house_rss_kb(const struct house *h)
{
	char path[64];
	char text[128] = "";
	char *at;

	(void)snprintf(path, sizeof(path), "/proc/%d/statm", h->pid);
	if (!house_read(path, text, sizeof(text)) || !(at = strchr(text, ' ')))
		return 0;
	return (double)strtoll(at, NULL, 10) * (double)sysconf(_SC_PAGESIZE) /
	       1024;
}

/* Size of calls.db */
static inline double house_calls_kb(const struct house *h)
{
	char path[PATH_MAX + 32];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/data/calls.db", h->folder);
	return stat(path, &st) == 0 ? (double)st.st_size / 1024 : 0;
}

static inline void house_measure(struct house *h)
{
	h->from = now_us();
	house_cpu(h, &h->cpu);
}

/* CPU time since house_measure() */
static inline struct house_cpu house_measured(const struct house *h)
{
	struct house_cpu c;

	house_cpu(h, &c);
	c.sip -= h->cpu.sip;
	c.media -= h->cpu.media;
	c.recorder -= h->cpu.recorder;
	c.records -= h->cpu.records;
	c.sum -= h->cpu.sum;
	return c;
}

#endif
