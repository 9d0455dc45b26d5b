/**
 * @file tests/bench/open.c  How long each screen takes to open, in a large
 * office and with a large dossier
 *
 * 100 000 dossiers; that on top has 500 records of evidence and 5 000 rows in
 * its journal.  For each screen: when the first byte came after the key, and
 * the last one; nothing may keep whoever sits there waiting for over 100 ms
 * without a word.
 */
#include <fcntl.h>

#include "bench/tty.h"
#include "dossier/fact.h"
#include "evidence/exhibit.h"

#define RECORDS	 500
#define CHANGES	 5000
#define RUNS	 3
#define QUIET_MS 400

/* The last key opens it */
static const struct {
	const char *name;
	const char *keys;
} screens[] = {
	{ "form", "\r" },     { "findings", "c" },  { "course", "s" },
	{ "forecast", "F" },  { "papers", "p" },    { "bundle", "pb" },
	{ "versions", "pv" }, { "checklist", "i" }, { "evidence", "e" },
	{ "visit", "v" },     { "journal", "J" },   { "due", "d" },
	{ "search", "\x06" }, { "filter", "/" },    { "help", "?" },
	{ "palette", ":" },   { "undo", "u" },	    { "mark all", "*" },
	{ "last row", "G" },
};

/* ms after the key, and on a core until it was quiet */
struct opened {
	double first[RUNS];
	double last[RUNS];
	double core[RUNS];
};

/* What a large dossier is made with */
struct large {
	const struct pack *pack;
	int64_t id;
	const char *folder;
};

static int keep_records(struct db *db, void *arg)
{
	const struct large *l = arg;
	int err = 0;

	for (int i = 0; i < RECORDS && !err; i++) {
		char path[256];
		const char *pathv[] = { path };
		const struct exhibit_wish wish = { .pathv = pathv, .pathc = 1 };
		FILE *f;
		int n;

		(void)snprintf(path, sizeof(path), "%s/证据 %d.pdf", l->folder,
			       i);
		f = fopen(path, "we");
		if (!f || fprintf(f, "%%PDF-1.4 示例 %d\n", i) < 0 ||
		    fclose(f) != 0)
			abort();
		err = exhibit_keep(db, l->pack, l->id, &wish, &n);
	}

	return err;
}

static int make_changes(struct db *db, void *arg)
{
	static const struct fact_change change = { .origin = "entry" };
	const struct large *l = arg;
	int err = 0;

	for (int i = 0; i < CHANGES && !err; i++) {
		char area[16];
		const struct fact_set set[] = {
			{ .key = "site.area", .text = area }, { .key = NULL }
		};

		(void)snprintf(area, sizeof(area), "%d", 100 + i);
		err = fact_set(db, l->pack, l->id, set, &change, NULL);
	}

	return err;
}

static void fill(const char *folder)
{
	int64_t copies = DOSSIERS - 1;
	struct dossier d = { 0 };
	struct pack *pack = NULL;
	struct db *db = NULL;
	struct large l = { .folder = folder };
	const double begun = now_ms();
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/dossiers.db", folder);
	(void)setenv("CALLPERMIT_DB", path, 1);
	must(pack_load(&pack));
	must(dossier_db_open(&db, path));
	must(dossier_import(db, pack, "data/sample/complete.yaml", false, &d));
	must(db_atomic(db, office_copies, &copies));
	l.pack = pack;
	l.id = d.id;
	must(db_atomic(db, make_changes, &l));
	must(db_atomic(db, keep_records, &l));
	(void)printf("(filled in %.1f s)\n", (now_ms() - begun) / 1e3);
	dossier_release(&d);
	db_close(db);
	pack_free(pack);
}

static void open_screen(char *const *argv, const char *keys, struct opened *o,
			size_t run)
{
	struct tty t = { 0 };
	double begun = 0;
	double core = 0;

	tty_open(&t, argv);
	tty_read(&t, SCREEN_ENDS, QUIET_MS);
	tty_read(&t, NULL, QUIET_MS);
	for (; *keys; keys++) {
		core = tty_on_core(&t);
		begun = now_ms();
		if (write(t.fd, keys, 1) != 1)
			abort();
		tty_read(&t, NULL, QUIET_MS);
	}
	o->first[run] = t.first - begun;
	o->last[run] = t.last - begun;
	o->core[run] = tty_on_core(&t) - core;
	tty_close(&t);
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/bench-open.XXXXXX";
	char *tui[] = { argc > 1 ? argv[1] : (char *)"build/callpermit",
			(char *)"tui", NULL };

	if (!mkdtemp(folder))
		return 1;
	fill(folder);
	(void)printf("open               first byte   last byte   on a core   "
		     "(bar 100 ms without a word)\n");
	for (size_t i = 0; i < sizeof(screens) / sizeof(*screens); i++) {
		struct opened o;

		for (size_t k = 0; k < RUNS; k++)
			open_screen(tui, screens[i].keys, &o, k);
		(void)printf("  %-16s %8.2f ms %8.2f ms %8.2f ms\n",
			     screens[i].name, median(o.first, RUNS),
			     median(o.last, RUNS), median(o.core, RUNS));
	}
	folder_remove(folder);
	return 0;
}
