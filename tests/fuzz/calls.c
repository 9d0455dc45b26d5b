/**
 * @file tests/fuzz/calls.c  No filter of calls breaks the statement made of it,
 * and as many calls are listed as are counted
 *
 * Input: lines NAME=VALUE.
 */
#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/calls.h"
#include "util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct db *open_calls(void)
{
	struct db *db = NULL;

	assert(!db_open(&db, ":memory:", &calls_kind));
	assert(!db_script(
		db,
		"WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
		"i < 20) INSERT INTO call(id, call_id, caller, called, tenant, "
		"trunk, queue, seat, start, answer, queued, bridge, end, "
		"wait_ms, talk_ms, result, hung_up, status, reason, codec, "
		"caller_received, caller_sent, caller_lost, caller_jitter_us, "
		"seat_received, seat_sent, seat_lost, seat_jitter_us, "
		"recording, sha256, recording_bytes, box) SELECT i, i, "
		"'1380000000' || (i % 3), '9501234' || (i % 2), 'water', 'a', "
		"'service', iif(i % 4, '0' || i % 2, ''), 1795309200000 + i * "
		"60000, 0, 0, 0, 0, 0, i * 1000, iif(i % 4, 'answered', "
		"'abandoned'), 'caller', 200, '', 'PCMA', 0, 0, 0, 0, 0, 0, 0, "
		"0, '', iif(i % 5, 'aa', ''), 0, iif(i % 7, '', 'box') "
		"FROM n"));
	return db;
}

static int call_handler(const struct record *record, void *arg)
{
	int64_t *last = arg;

	assert(record->id < *last);
	*last = record->id;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct db *db;
	struct calls_filter filter = { 0 };
	char *text = x_calloc(1, size + 1);
	char *rest = text;
	char *line;
	int64_t count = 0;
	int64_t listed = 0;
	bool more = true;
	struct calls_place place = { 0 };

	if (!db)
		db = open_calls();
	memcpy(text, data, size);
	while ((line = strsep(&rest, "\n"))) {
		char *value = strchr(line, '=');

		if (!value)
			continue;
		*value++ = '\0';
		(void)calls_filter_set(&filter, line, value);
	}

	assert(!calls_count(db, &filter, 100, &count));
	while (more) {
		int64_t last = INT64_MAX;

		assert(!calls_list(db, &filter, &place, 1, &more, call_handler,
				   &last));
		listed += last < INT64_MAX;
	}
	assert(listed == count);
	free(text);
	return 0;
}
