/**
 * @file tests/bench/retain.c  What deleting old calls costs the records thread
 *
 * No step may be long: a record that comes in meanwhile waits for it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "ledger/calls.h"
#include "ledger/retain.h"
#include "util/file.h"
#include "util/str.h"

#define CALLS  40000
#define STEPS  200000
#define DAY_MS INT64_C(86400000)
#define NOW    INT64_C(1795320000000)

static int fill_work(struct db *db, void *arg)
{
	struct str path = { 0 };

	for (int i = 1; i <= CALLS; i++) {
		char name[64];

		(void)snprintf(name, sizeof(name),
			       "recordings/2026/01/%02d/%d.wav", i / 2000, i);
		str_clear(&path);
		str_addf(&path, "%s/%s", (const char *)arg, name);
		if (i % 2000 == 1 || i % 2000 == 0) {
			*strrchr(path.s, '/') = '\0';
			must(file_mkdirs(path.s));
			path.s[strlen(path.s)] = '/';
		}
		fclose(fopen(path.s, "w"));
		must(db_run(
			db,
			"INSERT INTO call(id, call_id, caller, called, tenant, "
			"trunk, queue, seat, start, answer, queued, bridge, "
			"end, wait_ms, talk_ms, result, hung_up, status, "
			"reason, codec, caller_received, caller_sent, "
			"caller_lost, caller_jitter_us, seat_received, "
			"seat_sent, seat_lost, seat_jitter_us, recording, "
			"sha256, recording_bytes, box) "
			"VALUES(?, 'x', '13000000000', "
			"'95012345', 'water', 'a', 'service', '01', ?, 0, 0, "
			"0, ?, 0, 0, 'answered', 'caller', 200, '', '', 0, 0, "
			"0, 0, 0, 0, 0, 0, ?, 'aa', 4, '')",
			BIND(INT(i),
			     INT(NOW - (i < CALLS ? 200 : 0) * DAY_MS + i),
			     INT(NOW - (i < CALLS ? 200 : 0) * DAY_MS + i),
			     TEXT(name))));
	}
	str_release(&path);
	return 0;
}

static int compare(const void *a, const void *b)
{
	const double x = *(const double *)a;
	const double y = *(const double *)b;

	return x < y ? -1 : x > y;
}

int main(void)
{
	const struct retain_rule rule = { 90, RETAIN_HOUR };
	static double ms[STEPS];
	char folder[] = "/tmp/callpermit-bench-XXXXXX";
	char text[128];
	struct retain *r = NULL;
	struct db *db = NULL;
	double start;
	int steps = 0;

	if (!mkdtemp(folder))
		return 1;
	(void)snprintf(text, sizeof(text), "%s/calls.db", folder);
	must(db_open(&db, text, &calls_kind));
	must(db_atomic(db, fill_work, folder));
	must(retain_alloc(&r, db, folder, &rule));
	start = now_ms();
	while (!retain_due(r, NOW) && steps < STEPS) {
		double step = now_ms();

		must(retain_step(r, NOW));
		ms[steps++] = now_ms() - step;
	}
	start = now_ms() - start;
	qsort(ms, (size_t)steps, sizeof(*ms), compare);
	(void)printf("retention, %d calls deleted in %.1f s, %.0f a second; a "
		     "step %.2f ms, p99 %.2f ms, longest %.2f ms\n",
		     CALLS - 1, start / 1000, CALLS / start * 1000,
		     ms[steps / 2], ms[steps * 99 / 100], ms[steps - 1]);
	retain_free(r);
	db_close(db);
	(void)snprintf(text, sizeof(text), "rm -r %s", folder);
	return system(text); /* NOLINT(cert-env33-c): our own folder */
}
