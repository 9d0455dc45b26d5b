/**
 * @file tests/bench/tui.c  The terminal program among 100 000 dossiers: its
 * start, its keys, its memory, its rest
 *
 * The start is the time from exec to the last byte of the first screen, best
 * and median of several; what the list says of the findings follows when nobody
 * waits.  Beside it stand, in the same run, what it is made of: linking, as
 * --version has it, and the same start with one dossier; and the limit, a
 * program that is linked with the same libraries and draws as many rows.  After
 * a key the screen is there when nothing has come for a while; the time is that
 * of the last byte.
 */
#include <curses.h>
#include <fcntl.h>
#include <locale.h>

#include "bench/tty.h"

#define STARTS	 15
#define KEYS	 100
#define QUIET_MS 60
#define IDLE_S	 3

/* What a start took: ms by the clock, and on a core */
struct start {
	double wall[STARTS];
	double core[STARTS];
	double found[STARTS]; /* with the findings of all rows in sight */
};

/* Linked with all libraries, drawing on the terminal, and nothing else */
static int run_peer(void)
{
	(void)setlocale(LC_ALL, "");
	(void)newterm(NULL, stdout, stdin);
	for (int y = 0; y < LINES; y++)
		(void)mvprintw(y, 0, "2030-0001 示例呼叫服务有限公司 %3d", y);
	(void)refresh();
	(void)fputs(SCREEN_ENDS, stdout);
	(void)fflush(stdout);
	(void)pause();
	return 0;
}

static void start(struct tty *t, char *const *argv, const char *until,
		  struct start *s, size_t i)
{
	const double begun = now_ms();

	tty_open(t, argv);
	tty_read(t, until, QUIET_MS);
	s->wall[i] = t->last - begun;
	s->core[i] = tty_on_core(t);
}

static void tell(const char *what, struct start *s, const char *more)
{
	const double wall = median(s->wall, STARTS);
	const double core = median(s->core, STARTS);

	(void)printf("%-28s %8.2f ms   (best %.2f; on a core %.2f, best "
		     "%.2f%s)\n",
		     what, wall, s->wall[0], core, s->core[0], more);
}

static void bench_start(const char *what, char *const *argv, const char *until,
			const char *more)
{
	struct start s;

	for (size_t i = 0; i < STARTS; i++) {
		struct tty t = { 0 };

		start(&t, argv, until, &s, i);
		tty_close(&t);
	}
	tell(what, &s, more);
}

/* The program among so many dossiers; stays open */
static void bench_tui(struct tty *t, char *const *argv, int64_t dossiers,
		      const char *more)
{
	char what[64];
	struct start s;

	for (size_t i = 0; i < STARTS; i++) {
		const double begun = now_ms();

		if (i > 0)
			tty_close(t);
		start(t, argv, SCREEN_ENDS, &s, i);
		tty_read(t, NULL, QUIET_MS);
		s.found[i] = t->last - begun;
	}
	(void)snprintf(what, sizeof(what), "tui start, %lld dossiers",
		       (long long)dossiers);
	tell(what, &s, more);
	(void)printf("  with all findings in sight %8.2f ms\n",
		     median(s.found, STARTS));
}

static void bench_keys(struct tty *t, const char *what, const char *keys)
{
	double took[KEYS];
	size_t before = t->bytes;

	for (size_t i = 0; i < KEYS; i++) {
		const double begun = now_ms();

		if (write(t->fd, keys + i % strlen(keys), 1) != 1)
			abort();
		tty_read(t, NULL, QUIET_MS);
		took[i] = t->last - begun;
	}
	(void)printf("tui key %-20s %8.2f ms   (bar 5 ms; %zu bytes a key)\n",
		     what, median(took, KEYS), (t->bytes - before) / KEYS);
}

static void fill(const char *path, int64_t copies)
{
	struct dossier d = { 0 };
	struct pack *pack = NULL;
	struct db *db = NULL;

	must(pack_load(&pack));
	must(dossier_db_open(&db, path));
	office_fill(db, pack, copies, &d);
	dossier_release(&d);
	db_close(db);
	pack_free(pack);
}

static void bench_program(char *program, const char *folder)
{
	char path[256];
	char *tui[] = { program, (char *)"tui", NULL };
	char *version[] = { program, (char *)"--version", NULL };
	struct tty t = { 0 };
	double idle;

	(void)snprintf(path, sizeof(path), "%s/one.db", folder);
	(void)setenv("CALLPERMIT_DB", path, 1);
	fill(path, 0);
	bench_start("  linked, --version", version, "callpermit ", "");
	bench_tui(&t, tui, 1, "");
	tty_close(&t);

	(void)snprintf(path, sizeof(path), "%s/many.db", folder);
	(void)setenv("CALLPERMIT_DB", path, 1);
	fill(path, DOSSIERS - 1);
	bench_tui(&t, tui, DOSSIERS, "; bar 50 ms");
	bench_keys(&t, "down and up, 200x50", "jk");
	bench_keys(&t, "last and first", "Gg");
	(void)printf("tui memory                   %8.1f MB   (bar 40 MB)\n",
		     (double)tty_proc(&t, "status", "VmRSS:") / 1024);
	idle = tty_on_core(&t);
	(void)sleep(IDLE_S);
	(void)printf("tui idle                     %8.3f %%    (bar 0.1 %% of "
		     "a core)\n",
		     (tty_on_core(&t) - idle) / 10 / IDLE_S);
	tty_close(&t);
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/bench-tui.XXXXXX";
	char *peer[] = { argv[0], (char *)"--peer", NULL };

	if (argc > 1 && strcmp(argv[1], "--peer") == 0)
		return run_peer();
	if (!mkdtemp(folder))
		return 1;

	bench_start("start, same libraries", peer, SCREEN_ENDS, "");
	bench_program(argc > 1 ? argv[1] : (char *)"build/callpermit", folder);
	folder_remove(folder);
	return 0;
}
