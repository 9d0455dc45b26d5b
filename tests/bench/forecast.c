/**
 * @file tests/bench/forecast.c  Cost of a forecast in an office with history
 *
 * Ten thousand dossiers with fifteen steps each, of which a forecast looks at
 * those changed last.  Beside it: SQLite reading these steps without anything
 * of ours.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/bench.h"
#include "course/forecast.h"
#include "util/clock.h"
#include "util/file.h"

#define FORECASTS 20

static int ignore_row(const struct row *row, void *arg)
{
	*(int64_t *)arg += row_int(row, 0);
	return 0;
}

/* An office of many dossiers, all on the usual way to the licence */
static void fill(struct db *db)
{
	static const char sql[] =
		"WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM "
		"c WHERE x < 10000) INSERT INTO dossier(no, name, created, "
		"updated, pack_version, pack_sha256) SELECT printf('%04d-%04d',"
		" 1000 + x / 9000, x % 9000), '', 1772323200000, x, '', '' "
		"FROM c;"
		"CREATE TEMP TABLE path(n INT, act TEXT, st TEXT);"
		"INSERT INTO path VALUES(1, 'go', 'ST-1'), (2, 'ready', "
		"'ST-2'), (3, 'registered', 'ST-2'), (4, 'filled_in', 'ST-2'),"
		" (5, 'submitted', 'ST-3'), (6, 'correction_asked', 'ST-3C'), "
		"(7, 'resubmitted', 'ST-3'), (8, 'review_asked', 'ST-4'), (9, "
		"'review_passed', 'ST-4P'), (10, 'accepted', 'ST-5'), (11, "
		"'assist_asked', 'ST-7'), (12, 'visit_announced', 'ST-7A'), "
		"(13, 'visited', 'ST-8'), (14, 'visit_passed', 'ST-9'), (15, "
		"'granted', 'ST-10');"
		"INSERT INTO fact SELECT id, 'app', 0, 'scope', 'national', 1, "
		"'entry', 1 FROM dossier;"
		"INSERT INTO fact SELECT d.id, 'step', p.n, k.k, CASE k.k WHEN "
		"'act' THEN p.act WHEN 'to' THEN p.st WHEN 'date' THEN "
		"date('2026-03-01', (p.n * 12 + d.id % 5) || ' days') ELSE "
		"'some other field of the step' END, 1, 'act', 1 FROM dossier "
		"d, path p, (SELECT 'act' AS k UNION SELECT 'from' UNION "
		"SELECT 'to' UNION SELECT 'date' UNION SELECT 'doc_no' UNION "
		"SELECT 'note') k";

	must(db_script(db, sql));
	/* the one that is forecast was filed */
	must(db_run(db,
		    "DELETE FROM fact WHERE dossier = 9999 AND grp = 'step' "
		    "AND n > 5",
		    NULL));
}

static void bench(struct db *db, struct checker *checker,
		  const struct pack *pack, const struct calendar *calendar)
{
	struct dossier d = { 0 };
	double start;
	double each;
	int64_t sum = 0;
	unsigned used = 0;

	must(dossier_get(db, 9999, &d));
	start = now_ms();
	for (int i = 0; i < FORECASTS; i++) {
		struct facts facts = { NULL, 0 };
		struct forecast f = { 0 };
		const struct forecast_ask ask = { .db = db,
						  .checker = checker,
						  .calendar = calendar,
						  .dossier = &d,
						  .facts = &facts };

		must(facts_load(&facts, db, pack, d.id));
		must(forecast_make(&f, &ask));
		must(forecast_store(db, &d, &f));
		used = f.same;
		forecast_release(&f);
		facts_release(&facts);
	}
	each = (now_ms() - start) / FORECASTS;
	start = now_ms();
	must(db_each(db,
		     "SELECT n, grp, key, value FROM fact WHERE dossier > 9500 "
		     "AND key IN ('act', 'to', 'date')",
		     NULL, ignore_row, &sum));
	(void)printf("forecast one dossier         %8.2f ms   (bar 50 ms; %u "
		     "own stays, reading their steps alone %.2f ms)\n",
		     each, used, now_ms() - start);
	dossier_release(&d);
}

int main(void)
{
	char folder[] = "/tmp/callpermit-bench-XXXXXX";
	char *days_off = file_shipped("data/calendar.yaml");
	struct calendar *calendar = NULL;
	struct checker *checker = NULL;
	struct pack *pack = NULL;
	struct db *db = NULL;
	char path[256];

	if (!mkdtemp(folder) || !days_off)
		return 1;

	clock_fix((struct date){ 2026, 11, 22 });
	(void)snprintf(path, sizeof(path), "%s/bench.db", folder);
	must(pack_load(&pack));
	must(checker_alloc(&checker, pack));
	must(calendar_load(&calendar, days_off));
	must(dossier_db_open(&db, path));
	fill(db);
	bench(db, checker, pack, calendar);

	db_close(db);
	calendar_free(calendar);
	checker_free(checker);
	pack_free(pack);
	free(days_off);
	(void)snprintf(path, sizeof(path), "rm -r %s", folder);
	return system(path); /* NOLINT(cert-env33-c): our own folder */
}
