/**
 * @file tests/bench/tty.h  The terminal program on a terminal of 200x50, as
 * whoever sits before it feels it
 */
#ifndef TESTS_BENCH_TTY_H
#define TESTS_BENCH_TTY_H

#include <errno.h>
#include <ftw.h>
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
#define GIVEUP_MS 20000

/* The program asks for the cursor right behind the first screen */
#define SCREEN_ENDS "\0337\033[1;1H"

struct tty {
	int fd;
	pid_t pid;
	size_t bytes;
	double first; /* when the first byte came of what was read last */
	double last;  /* and the last one */
};

static void tty_open(struct tty *t, char *const *argv)
{
	const struct winsize size = { .ws_row = 50, .ws_col = 200 };

	t->pid = forkpty(&t->fd, NULL, NULL, &size);
	if (t->pid == 0) {
		(void)setenv("TERM", "xterm-256color", 1);
		(void)setenv("LC_ALL", "C.UTF-8", 1);
		(void)execvp(argv[0], argv);
		_exit(127);
	}
	if (t->pid < 0)
		abort();
}

/* Wait for its end, reading what it may still say */
static void tty_close(struct tty *t)
{
	char rest[4096];

	(void)kill(t->pid, SIGTERM);
	while (read(t->fd, rest, sizeof(rest)) > 0)
		;
	(void)waitpid(t->pid, NULL, 0);
	(void)close(t->fd);
}

/* Read until a text is there, or until it is quiet for so many ms */
static void tty_read(struct tty *t, const char *until, int quiet)
{
	const double begun = now_ms();
	struct str all = { 0 };
	bool there = false;

	t->first = 0;
	while (!there) {
		struct pollfd p = { .fd = t->fd, .events = POLLIN };
		char buffer[65536];
		ssize_t n;

		if (now_ms() - begun > GIVEUP_MS)
			abort();
		if (poll(&p, 1, quiet) == 0) {
			there = !until && t->first > 0;
			continue;
		}
		n = read(t->fd, buffer, sizeof(buffer));
		if (n <= 0)
			break;
		t->last = now_ms();
		if (t->first == 0)
			t->first = t->last;
		t->bytes += (size_t)n;
		str_add_n(&all, buffer, (size_t)n);
		there = until && strstr(str_text(&all), until);
	}
	if (until && !there)
		abort();
	str_release(&all);
}

static long tty_proc(const struct tty *t, const char *file, const char *label)
{
	char path[64];
	char line[512];
	long value = -1;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)t->pid, file);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f)) {
		if (strncmp(line, label, strlen(label)) == 0)
			value = strtol(line + strlen(label), NULL, 10);
	}
	if (f)
		(void)fclose(f);
	return value;
}

/* ms of its first thread on a core so far */
static double tty_on_core(const struct tty *t)
{
	return (double)tty_proc(t, "schedstat", "") / 1e6;
}

/* An office: one dossier that is told of, and as many copies of its row */

static int office_copies(struct db *db, void *arg)
{
	return db_run(db,
		      "INSERT INTO dossier(no, name, created, updated, "
		      "pack_version, pack_sha256) WITH RECURSIVE n(i) AS "
		      "(VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
		      "SELECT printf('%04d-%04d', 2030 + i / 9000, 1 + i % "
		      "9000), '示例' || i || '呼叫服务有限公司', 1, i, "
		      "pack_version, pack_sha256 FROM n, dossier d WHERE d.id "
		      "= 1",
		      BIND(INT(*(int64_t *)arg)));
}

static void office_fill(struct db *db, const struct pack *pack, int64_t copies,
			struct dossier *d)
{
	must(dossier_new(db, pack, NULL, d));
	if (copies > 0)
		must(db_atomic(db, office_copies, &copies));
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void folder_remove(const char *folder)
{
	(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

#endif
