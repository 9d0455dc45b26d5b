/**
 * @file tests/bench/agenda.c  Cost of the list of what is due, over an office
 *
 * Beside each figure stands what SQLite alone needs for the same rows in the
 * same run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "course/agenda.h"
#include "dossier/dossier.h"
#include "util/clock.h"
#include "util/file.h"

#define DOSSIERS 10000
#define RUNS	 9

/* A made-up notice */
static const char year[] =
	"years:\n"
	"  - {year: 2027, title: x, sources: [D], off: "
	"[{name: 元旦, from: 2027-01-01, to: 2027-01-03}, {name: 春节, from: "
	"2027-02-06, to: 2027-02-12}], work: [2027-02-13]}\n";

/* Of this process alone, for machines that have other things to do */
static double cpu_ms(void)
{
	return (double)clock() * 1e3 / CLOCKS_PER_SEC;
}

/* One imported dossier, with a licence and steps, becomes ten thousand; about
 * fifty deadlines each, of which one is due soon */
static void fill(struct db *db)
{
	must(db_script(
		db,
		"INSERT INTO fact(dossier, grp, n, key, value, ok, origin, seq) "
		"VALUES(1, 'lic', 0, 'issued', '2022-05-06', 1, 'entry', 1), "
		"(1, 'lic', 0, 'expiry', '2029-05-05', 1, 'entry', 1), "
		"(1, 'lic', 0, 'opened', '2022-09-06', 1, 'entry', 1), "
		"(1, 'step', 1, 'act', 'submitted', 1, 'act', 1), "
		"(1, 'step', 1, 'to', 'ST-3', 1, 'act', 1), "
		"(1, 'step', 1, 'date', '2026-10-05', 1, 'act', 1), "
		"(1, 'step', 2, 'act', 'accepted', 1, 'act', 1), "
		"(1, 'step', 2, 'to', 'ST-5', 1, 'act', 1), "
		"(1, 'step', 2, 'date', '2026-10-19', 1, 'act', 1);"
		"WITH RECURSIVE c(x) AS (VALUES(0) UNION ALL SELECT x + 1 FROM "
		"c WHERE x < 7) INSERT INTO fact(dossier, grp, n, key, value, "
		"ok, origin, seq) SELECT 1, 'done', x + 1, 'key', CASE x % 2 "
		"WHEN 0 THEN 'D-01:' ELSE 'D-18:' END || (2023 + x / 2), 1, "
		"'act', 1 FROM c;"
		"INSERT INTO fact(dossier, grp, n, key, value, ok, origin, seq) "
		"VALUES(1, 'done', 9, 'key', 'D-23D', 1, 'act', 1);"
		"DELETE FROM fact WHERE grp = 'commit' AND key = "
		"'signed_date';"
		"WITH RECURSIVE c(x) AS (VALUES(2) UNION ALL SELECT x + 1 FROM "
		"c WHERE x < 10000) INSERT INTO dossier(id, no, name, created, "
		"updated, journal_len, pack_version, pack_sha256) SELECT x, "
		"printf('%04d-%04d', 1000 + x / 9000, 1000 + x % 9000), "
		"'示例公司' || x, x, x, d.journal_len, d.pack_version, "
		"d.pack_sha256 FROM c, dossier d WHERE d.id = 1;"
		"INSERT INTO fact SELECT d.id, f.grp, f.n, f.key, f.value, "
		"f.ok, f.origin, f.seq FROM dossier d, fact f WHERE f.dossier "
		"= 1 AND d.id > 1"));
}

static int count_row(const struct row *row, void *arg)
{
	(void)row;
	++*(size_t *)arg;
	return 0;
}

static int count_agenda(const struct agenda_row *row, void *arg)
{
	(void)row;
	++*(size_t *)arg;
	return 0;
}

static void bench_make(struct db *db, const struct pack *pack,
		       struct calendar *calendar, const char *next_year)
{
	struct library *library = NULL;
	int64_t rows = 0;
	size_t read = 0;
	double start;
	double scan;
	double took;
	double cpu;

	start = now_ms();
	must(db_each(db, "SELECT dossier, grp, n, key, value FROM fact", NULL,
		     count_row, &read));
	scan = now_ms() - start;
	must(library_open(&library, db, pack));
	start = now_ms();
	must(agenda_refresh(db, library, calendar, "one", NULL, NULL));
	took = now_ms() - start;
	(void)printf("compute %d dossiers       %8.1f ms   (reading their %zu "
		     "facts alone %.1f ms)\n",
		     DOSSIERS, took, read, scan);
	/* The notice for 2027 has come out */
	must(calendar_update(calendar, next_year));
	cpu = cpu_ms();
	start = now_ms();
	must(agenda_refresh(db, library, calendar, "another", NULL, NULL));
	took = now_ms() - start;
	cpu = cpu_ms() - cpu;
	must(db_int(db, "SELECT count(*) FROM deadline", NULL, &rows));
	(void)printf("all anew, other calendar     %8.1f ms   (bar 5 s; of it "
		     "computing %.1f ms; %lld deadlines)\n",
		     took, cpu, (long long)rows);
	library_close(library);
}

static void bench_due(struct db *db)
{
	const int64_t today = date_number(clock_today());
	const struct agenda_filter filter = {
		.until = date_from_number(today + 30),
		.opened = clock_today(),
	};
	double due[RUNS];
	double stale[RUNS];
	double scan[RUNS];
	size_t shown = 0;
	size_t rows = 0;
	bool is_stale = true;

	for (int i = 0; i < RUNS; i++) {
		double start = now_ms();

		must(agenda_is_stale(db, "another", &is_stale));
		stale[i] = now_ms() - start;
		shown = 0;
		start = now_ms();
		must(agenda_each(db, &filter, count_agenda, &shown));
		due[i] = now_ms() - start;
		rows = 0;
		start = now_ms();
		must(db_each(
			db,
			"SELECT dossier, key, due FROM deadline NOT INDEXED "
			"WHERE state = 'open' AND due <= '2026-12-22'",
			NULL, count_row, &rows));
		scan[i] = now_ms() - start;
	}
	(void)printf("due over %d dossiers      %8.1f ms   (bar 100 ms; %zu "
		     "rows, all in order; is anything stale %.1f ms; a plain "
		     "scan for %zu of them, in no order %.1f ms)\n",
		     DOSSIERS, median(due, RUNS) + median(stale, RUNS), shown,
		     median(stale, RUNS), rows, median(scan, RUNS));
	if (is_stale)
		abort();
}

int main(void)
{
	char folder[] = "/tmp/callpermit-bench-XXXXXX";
	struct calendar *calendar = NULL;
	struct pack *pack = NULL;
	struct db *db = NULL;
	struct dossier d = { 0 };
	char path[256];
	char next[256];
	char *sample = file_shipped("data/sample/complete.yaml");
	char *days = file_shipped("data/calendar.yaml");

	if (!mkdtemp(folder) || !sample || !days)
		return 1;

	clock_fix((struct date){ 2026, 11, 22 });
	(void)snprintf(path, sizeof(path), "%s/bench.db", folder);
	must(pack_load(&pack));
	must(calendar_load(&calendar, days));
	must(dossier_db_open(&db, path));
	must(dossier_import(db, pack, sample, false, &d));
	fill(db);
	(void)snprintf(next, sizeof(next), "%s/2027.yaml", folder);
	must(file_write(next, year, strlen(year)));
	bench_make(db, pack, calendar, next);
	bench_due(db);

	dossier_release(&d);
	db_close(db);
	calendar_free(calendar);
	pack_free(pack);
	free(sample);
	free(days);
	(void)snprintf(path, sizeof(path), "rm -r %s", folder);
	return system(path); /* NOLINT(cert-env33-c): our own folder */
}
