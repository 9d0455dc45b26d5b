/**
 * @file tests/bench/calls.c  Cost of keeping and finding calls, few and many
 *
 * Beside each figure over many calls stands the same over few: a page costs
 * what is on it, not what is kept.  Figures are medians.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "ledger/calls.h"
#include "util/str.h"
#include "util/util.h"

#define FEW   30000
#define MANY  300000
#define LONG  3000000 /* with LONG in the environment: takes minutes */
#define BATCH 1000
#define RUNS  15
#define PAGE  50

static unsigned dice(unsigned sides)
{
	static uint32_t state = 1;

	state = state * 1664525 + 1013904223;
	return (state >> 8) % sides;
}

struct filling {
	struct str sql;
	int64_t from;
	int64_t to;
};

static void make_record(struct record *r, int64_t id)
{
	*r = (struct record){
		.id = id,
		.start = INT64_C(1700000000000) + id * 3000,
		.result = dice(10) ? RESULT_ANSWERED : RESULT_ABANDONED,
		.hung_up = PARTY_CALLER,
		.status = 200,
	};
	(void)snprintf(r->call_id, sizeof(r->call_id), "%08x%08x@192.0.2.1",
		       dice(1U << 24), (unsigned)id);
	(void)snprintf(r->caller, sizeof(r->caller), "138%08u",
		       dice(100000000));
	(void)snprintf(r->called, sizeof(r->called), "9501234%u", dice(10));
	(void)snprintf(r->tenant, sizeof(r->tenant), "tenant-%u", dice(10));
	(void)snprintf(r->trunk, sizeof(r->trunk), "carrier-a");
	(void)snprintf(r->queue, sizeof(r->queue), "queue-%u", dice(20));
	if (r->result != RESULT_ANSWERED)
		return;
	r->answer = r->start + 900;
	r->queued = r->start + 4000;
	r->bridge = r->start + 9000;
	r->end = r->bridge + 60000 + dice(100000);
	r->talk_ms = r->end - r->bridge;
	(void)snprintf(r->seat, sizeof(r->seat), "%02u", 1 + dice(30));
	(void)snprintf(r->recording, sizeof(r->recording),
		       "recordings/2026/11/22/%09lld.wav", (long long)id);
	(void)snprintf(r->sha256, sizeof(r->sha256), "%064x", (unsigned)id);
	r->recording_bytes = 1000000;
}

static int fill_work(struct db *db, void *arg)
{
	const struct filling *f = arg;
	int err = 0;

	for (int64_t id = f->from; id < f->to && !err; id++) {
		struct bind bindv[64] = { 0 };
		struct record r;
		size_t n = 0;

		make_record(&r, id);
		for (const struct record_field *k = record_fields; k->name;
		     k++, n++)
			bindv[n] = record_is_number(k)
					   ? INT(record_number(&r, k))
					   : TEXT(record_text(&r, k));
		err = db_run(db, str_text(&f->sql), bindv);
	}
	return err;
}

/* Mean ms of a thousand, of the last tenth of them */
static double fill(struct db *db, int64_t from, int64_t to)
{
	struct filling f = { .from = from };
	double begun = 0;
	int64_t late = to - (to - from) / 10;

	str_add(&f.sql, "INSERT INTO call(");
	calls_columns(&f.sql, record_fields);
	str_add(&f.sql, ") VALUES(");
	for (const struct record_field *k = record_fields; k->name; k++)
		str_add(&f.sql, k == record_fields ? "?" : ", ?");
	str_add(&f.sql, ")");
	while (f.from < to) {
		f.to = f.from + BATCH;
		if (f.from >= late && begun == 0)
			begun = now_ms();
		must(db_atomic(db, fill_work, &f));
		f.from = f.to;
	}
	str_release(&f.sql);
	return (now_ms() - begun) / ((double)(to - late) / BATCH);
}

static int call_handler(const struct record *record, void *arg)
{
	(void)record;
	++*(size_t *)arg;
	return 0;
}

/* clang-format off */
static const struct {
	const char *what;
	const char *name[2];
	const char *value[2];
	bool deep; /* from the middle on */
} pages[] = {
	{ "the newest",          { NULL },                 { NULL }, false },
	{ "from the middle",     { NULL },                 { NULL }, true },
	{ "of a caller",         { "number" },  { "13812345678" }, false },
	{ "of a number of ours", { "number" },  { "95012345" }, false },
	{ "the same, deep",      { "number" },  { "95012345" }, true },
	{ "of a seat",           { "seat" },    { "07" }, false },
	{ "of a tenant",         { "tenant" },  { "tenant-3" }, true },
	{ "abandoned",           { "result" },  { "abandoned" }, true },
	{ "abandoned of a queue", { "result", "queue" },
	  { "abandoned", "queue-7" }, false },
	{ "of a seat, one day",  { "seat", "from" },
	  { "07", "2023-11-15" }, false },
};
/* clang-format on */

static double page(struct db *db, size_t i, int64_t calls, size_t *foundp)
{
	struct calls_filter filter = { 0 };
	double ms[RUNS];

	for (size_t k = 0; k < 2 && pages[i].name[k]; k++)
		must(calls_filter_set(&filter, pages[i].name[k],
				      pages[i].value[k]));
	for (int run = 0; run < RUNS; run++) {
		struct calls_place place = { 0 };
		double start;

		if (pages[i].deep)
			place = (struct calls_place){ INT64_C(1700000000000) +
							      calls / 2 * 3000,
						      calls / 2 };
		*foundp = 0;
		start = now_ms();
		must(calls_list(db, &filter, &place, PAGE, NULL, call_handler,
				foundp));
		ms[run] = now_ms() - start;
	}

	return median(ms, RUNS);
}

int main(void)
{
	char folder[] = "/tmp/callpermit-bench-XXXXXX";
	char path[128];
	char command[160];
	double few[ARRAY_LEN(pages)];
	const int64_t calls = getenv("LONG") ? LONG : MANY;
	double insert_few;
	double insert_many;
	struct db *db = NULL;
	size_t found = 0;

	if (!mkdtemp(folder))
		return 1;
	(void)snprintf(path, sizeof(path), "%s/calls.db", folder);
	must(db_open(&db, path, &calls_kind));
	insert_few = fill(db, 1, FEW + 1);
	for (size_t i = 0; i < ARRAY_LEN(pages); i++)
		few[i] = page(db, i, FEW, &found);
	insert_many = fill(db, FEW + 1, calls + 1);
	(void)printf("calls, 1,000 kept at once    %8.2f ms   (%d kept: %.2f "
		     "ms)\n",
		     insert_many, FEW, insert_few);
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		double many = page(db, i, calls, &found);

		(void)printf("calls, %-21s %8.2f ms   (page of %zu of %lld; "
			     "of %d: %.2f ms)\n",
			     pages[i].what, many, found, (long long)calls, FEW,
			     few[i]);
	}
	db_close(db);
	(void)snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command); /* NOLINT(cert-env33-c): our own folder */
}
