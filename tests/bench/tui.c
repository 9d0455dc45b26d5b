/**
 * @file tests/bench/tui.c  The terminal program among 100 000 dossiers, as
 * whoever sits before it feels it
 *
 * The program itself runs on a terminal of 200x50.  The first screen is there
 * when the first dossier of the list is; what the list says of the findings
 * follows when nobody waits.  After a key the screen is there when nothing has
 * come for a while; the time is that of the last byte.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>

#include "bench/bench.h"
#include "dossier/dossier.h"
#include "pack/pack.h"
#include "util/str.h"

#define DOSSIERS  100000
#define KEYS	  100
#define QUIET_MS  60
#define GIVEUP_MS 10000
#define IDLE_S	  3

struct seat {
	int tty;
	pid_t pid;
	size_t bytes;
};

static int fill_work(struct db *db, void *arg)
{
	(void)arg;
	return db_run(db,
		      "INSERT INTO dossier(no, name, created, updated, "
		      "pack_version, pack_sha256) WITH RECURSIVE n(i) AS "
		      "(VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
		      "SELECT printf('%04d-%04d', 2030 + i / 9000, 1 + i % "
		      "9000), '示例' || i || '呼叫服务有限公司', 1, i, "
		      "pack_version, pack_sha256 FROM n, dossier d WHERE d.id "
		      "= 1",
		      BIND(INT(DOSSIERS - 1)));
}

static void fill(const char *path)
{
	struct dossier d = { 0 };
	struct pack *pack = NULL;
	struct db *db = NULL;

	must(pack_load(&pack));
	must(dossier_db_open(&db, path));
	must(dossier_new(db, pack, NULL, &d));
	must(db_atomic(db, fill_work, NULL));
	dossier_release(&d);
	db_close(db);
	pack_free(pack);
}

static void sit_down(struct seat *s, const char *program, const char *path)
{
	const struct winsize size = { .ws_row = 50, .ws_col = 200 };

	s->pid = forkpty(&s->tty, NULL, NULL, &size);
	if (s->pid == 0) {
		(void)setenv("TERM", "xterm-256color", 1);
		(void)setenv("LC_ALL", "C.UTF-8", 1);
		(void)setenv("CALLPERMIT_DB", path, 1);
		(void)execl(program, program, "tui", (char *)NULL);
		_exit(127);
	}
	if (s->pid < 0)
		abort();
}

/* Read until it is quiet; returns when the last byte came.  With a text: until
 * that is there, and when it came. */
static double read_screen(struct seat *s, const char *until)
{
	const double begun = now_ms();
	double last = begun;
	struct str all = { 0 };
	bool there = false;

	while (now_ms() - begun < GIVEUP_MS) {
		struct pollfd p = { .fd = s->tty, .events = POLLIN };
		char buffer[65536];
		ssize_t n;

		if (poll(&p, 1, QUIET_MS) == 0) {
			if (there)
				break;
			continue;
		}
		n = read(s->tty, buffer, sizeof(buffer));
		if (n <= 0)
			abort();
		last = now_ms();
		s->bytes += (size_t)n;
		str_add_n(&all, buffer, (size_t)n);
		there = !until || strstr(str_text(&all), until);
		if (until && there)
			break;
	}
	if (!there)
		abort();
	str_release(&all);
	return last;
}

static long of_proc(pid_t pid, const char *file, const char *label)
{
	char path[64];
	char line[512];
	long value = -1;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f)) {
		if (strncmp(line, label, strlen(label)) == 0)
			value = strtol(line + strlen(label), NULL, 10);
	}
	if (f)
		(void)fclose(f);
	return value;
}

/* ns on a core so far */
static int64_t on_core(pid_t pid)
{
	return of_proc(pid, "schedstat", "");
}

static void bench_keys(struct seat *s, const char *what, const char *keys)
{
	double took[KEYS];
	size_t before = s->bytes;

	for (size_t i = 0; i < KEYS; i++) {
		const double start = now_ms();

		if (write(s->tty, keys + i % strlen(keys), 1) != 1)
			abort();
		took[i] = read_screen(s, NULL) - start;
	}
	(void)printf("tui key %-20s %8.2f ms   (bar 5 ms; %zu bytes a key)\n",
		     what, median(took, KEYS), (s->bytes - before) / KEYS);
}

static void clean_up(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		struct str name = { 0 };

		str_addf(&name, "%s%s", path, tails[i]);
		(void)unlink(name.s);
		str_release(&name);
	}
}

int main(int argc, char **argv)
{
	const char *program = argc > 1 ? argv[1] : "build/callpermit";
	char folder[] = "/tmp/bench-tui.XXXXXX";
	struct str path = { 0 };
	struct seat s = { 0 };
	double starts[5];
	double busy[5];
	double whole[5];
	int64_t idle;

	if (!mkdtemp(folder))
		return 1;
	str_addf(&path, "%s/dossiers.db", folder);
	fill(path.s);
	for (size_t i = 0; i < 5; i++) {
		const double start = now_ms();

		if (i > 0) {
			(void)kill(s.pid, SIGTERM);
			(void)waitpid(s.pid, NULL, 0);
			(void)close(s.tty);
		}
		sit_down(&s, program, path.s);
		starts[i] = read_screen(&s, "示例99999") - start;
		busy[i] = (double)on_core(s.pid) / 1e6;
		whole[i] = read_screen(&s, NULL) - start;
	}
	(void)printf("tui start, %d dossiers  %8.2f ms   (bar 50 ms; %.1f ms "
		     "on a core; with all findings %.2f ms)\n",
		     DOSSIERS, median(starts, 5), median(busy, 5),
		     median(whole, 5));
	bench_keys(&s, "down and up, 200x50", "jk");
	bench_keys(&s, "last and first", "Gg");
	(void)printf("tui memory                   %8.1f MB   (bar 40 MB)\n",
		     (double)of_proc(s.pid, "status", "VmRSS:") / 1024);
	idle = on_core(s.pid);
	(void)sleep(IDLE_S);
	(void)printf("tui idle                     %8.3f %%    (bar 0.1 %% of "
		     "a core)\n",
		     (double)(on_core(s.pid) - idle) / 1e7 / IDLE_S);
	(void)kill(s.pid, SIGTERM);
	(void)waitpid(s.pid, NULL, 0);
	clean_up(path.s);
	(void)rmdir(folder);
	str_release(&path);
	return 0;
}
