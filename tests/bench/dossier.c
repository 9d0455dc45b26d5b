/**
 * @file tests/bench/dossier.c  Cost of checking, changing and listing dossiers
 *
 * Beside each figure stands a floor measured in the same run: SQLite reading or
 * the disk syncing without anything of ours.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "check/check.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "dossier/journal.h"
#include "dossier/rows.h"
#include "util/file.h"

#define CHECKS	 500
#define CHANGES	 200
#define DOSSIERS 100000
#define MANY	 1000
#define ROWS	 5000

static int ignore_row(const struct row *row, void *arg)
{
	*(int64_t *)arg += row_int(row, 0);
	return 0;
}

static int ignore_dossier(const struct dossier *d, void *arg)
{
	*(int64_t *)arg += d->facts;
	return 0;
}

static void bench_check(struct db *db, const struct pack *pack, int64_t id)
{
	struct checker *checker = NULL;
	struct findings found = { 0 };
	int64_t sum = 0;
	double start = now_ms();
	double each;
	double floor;

	must(checker_alloc(&checker, pack));
	(void)printf("compile all expressions      %8.2f ms\n",
		     now_ms() - start);

	start = now_ms();
	for (int i = 0; i < CHECKS; i++) {
		must(check_run(checker, db, id, &found));
		findings_release(&found);
	}
	each = (now_ms() - start) / CHECKS;

	start = now_ms();
	for (int i = 0; i < CHECKS; i++)
		must(db_each(db,
			     "SELECT n, grp, key, value FROM fact WHERE "
			     "dossier = ?",
			     BIND(INT(id)), ignore_row, &sum));
	floor = (now_ms() - start) / CHECKS;
	(void)printf("check one dossier            %8.3f ms   (bar 5 ms; "
		     "reading its facts alone %.3f ms)\n",
		     each, floor);
	checker_free(checker);
}

static void bench_change(struct db *db, const struct pack *pack, int64_t id,
			 const char *folder)
{
	static const struct fact_change change = { .origin = "entry" };
	char path[256];
	double start = now_ms();
	double each;
	int fd;

	for (int i = 0; i < CHANGES; i++) {
		char area[16];
		const struct fact_set set[] = {
			{ .key = "site.area", .text = area }, { .key = NULL }
		};

		(void)snprintf(area, sizeof(area), "%d", 100 + i);
		must(fact_set(db, pack, id, set, &change, NULL));
	}
	each = (now_ms() - start) / CHANGES;

	(void)snprintf(path, sizeof(path), "%s/sync", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	start = now_ms();
	for (int i = 0; i < CHANGES && fd >= 0; i++) {
		if (write(fd, path, sizeof(path)) < 0 || fdatasync(fd) != 0)
			abort();
	}
	(void)printf("change one fact, on disk     %8.3f ms   (one write and "
		     "sync alone %.3f ms)\n",
		     each, (now_ms() - start) / CHANGES);
	(void)close(fd);
}

static void bench_rows(struct db *db, const struct pack *pack, int64_t id)
{
	struct str table = { 0 };
	struct rows_order order = { .group = "staff",
				    .name = "staff.csv",
				    .replace = true };
	double start;

	str_add(&table, "姓名,性别,学历,岗位,合同起,合同止\r\n");
	for (int i = 0; i < ROWS; i++)
		str_add(&table, "示例人,女,大专,话务员,2026/1/5,2029/1/4\r\n");
	order.data = table.s;
	order.size = table.len;

	start = now_ms();
	must(rows_import(db, pack, id, &order, NULL));
	(void)printf("take in %d rows of CSV     %8.1f ms   (bar 2 s)\n", ROWS,
		     now_ms() - start);
	start = now_ms();
	must(rows_import(db, pack, id, &order, NULL));
	(void)printf("the same again, no change    %8.1f ms\n",
		     now_ms() - start);
	start = now_ms();
	must(fact_remove_row(db, pack, id, "staff", 1));
	(void)printf("remove the first of them     %8.1f ms\n",
		     now_ms() - start);
	must(journal_undo(db, id, 0, NULL));
	start = now_ms();
	must(journal_undo(db, id, 0, NULL));
	(void)printf("undo                         %8.1f ms\n",
		     now_ms() - start);
	str_release(&table);
}

static int id_handler(const struct row *row, void *arg)
{
	int64_t **next = arg;

	*(*next)++ = row_int(row, 0);
	return 0;
}

/* A whole office: read from files, then checked one after the other */
static void bench_many(struct db *db, const struct pack *pack,
		       const char *sample)
{
	int64_t ids[MANY + 1];
	int64_t *next = ids;
	struct checker *checker = NULL;
	struct findings found = { 0 };
	double start = now_ms();
	double took;

	for (int i = 0; i < MANY; i++) {
		struct dossier d = { 0 };

		must(dossier_import(db, pack, sample, false, &d));
		dossier_release(&d);
	}
	took = now_ms() - start;

	/* The same rows once more, without anything of ours */
	start = now_ms();
	must(db_script(db, "CREATE TABLE floor_fact AS SELECT * FROM fact; "
			   "CREATE TABLE floor_journal AS SELECT * FROM "
			   "journal; DROP TABLE floor_fact; DROP TABLE "
			   "floor_journal"));
	(void)printf("import %d dossiers         %8.1f ms   (bar 10 s; "
		     "copying their rows within SQLite %.1f ms)\n",
		     MANY, took, now_ms() - start);

	must(checker_alloc(&checker, pack));
	must(db_each(db, "SELECT id FROM dossier ORDER BY id LIMIT 1000", NULL,
		     id_handler, &next));
	start = now_ms();
	for (const int64_t *id = ids; id < next; id++) {
		must(check_run(checker, db, *id, &found));
		findings_release(&found);
	}
	(void)printf("check %d dossiers          %8.1f ms   (bar 3 s)\n", MANY,
		     now_ms() - start);
	checker_free(checker);
}

static void bench_list(struct db *db)
{
	int64_t sum = 0;
	double start;
	double all;

	must(db_script(db,
		       "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + "
		       "1 FROM c WHERE x < 100000) INSERT INTO dossier(no, "
		       "name, created, updated, pack_version, pack_sha256) "
		       "SELECT printf('%04d-%04d', 1000 + x / 9000, 1000 + x % "
		       "9000), '示例公司' || x, x, x, '', '' FROM c"));
	start = now_ms();
	must(dossier_each(db, NULL, ignore_dossier, &sum));
	all = now_ms() - start;
	start = now_ms();
	must(db_each(db,
		     "SELECT id FROM dossier ORDER BY updated DESC, id DESC",
		     NULL, ignore_row, &sum));
	(void)printf("list %d dossiers         %8.1f ms   (their ids alone "
		     "%.1f ms)\n",
		     DOSSIERS, all, now_ms() - start);
}

int main(void)
{
	char folder[] = "/tmp/callpermit-bench-XXXXXX";
	struct pack *pack = NULL;
	struct db *db = NULL;
	struct dossier d = { 0 };
	char path[256];
	char *sample = file_shipped("data/sample/complete.yaml");
	double start;

	if (!mkdtemp(folder) || !sample)
		return 1;

	(void)snprintf(path, sizeof(path), "%s/bench.db", folder);
	start = now_ms();
	must(pack_load(&pack));
	(void)printf("load the rule pack           %8.2f ms\n",
		     now_ms() - start);
	must(dossier_db_open(&db, path));
	start = now_ms();
	must(dossier_import(db, pack, sample, false, &d));
	(void)printf("import one dossier           %8.2f ms   (%lld facts)\n",
		     now_ms() - start, (long long)d.facts);
	bench_check(db, pack, d.id);
	bench_change(db, pack, d.id, folder);
	bench_rows(db, pack, d.id);
	bench_many(db, pack, sample);
	bench_list(db);

	dossier_release(&d);
	db_close(db);
	pack_free(pack);
	free(sample);
	(void)snprintf(path, sizeof(path), "rm -r %s", folder);
	return system(path); /* NOLINT(cert-env33-c): our own folder */
}
