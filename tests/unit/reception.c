/**
 * @file tests/unit/reception.c  What came in of an RTP stream
 */
#include "drill/reception.h"

#include "cmocka_all.h"
#include "util/util.h"

#define FRAME_US INT64_C(20000)

/* The n-th packet of a stream that began at number 65500, n may be any */
static bool take(struct reception *r, int n, int late_us)
{
	const struct rtp packet = {
		.ssrc = 7,
		.seq = (uint16_t)(65500 + n),
		.ts = (uint32_t)(4294900000 + INT64_C(160) * n),
	};

	return reception_take(r, &packet,
			      INT64_C(1000000) + n * FRAME_US + late_us);
}

static void test_steady_stream_loses_nothing(void **state)
{
	(void)state;
	struct reception r = { .received = 0 };

	/* over the wrap of numbers and of time stamps */
	for (int i = 0; i < 1000; i++)
		assert_true(take(&r, i, 0));
	assert_int_equal(1000, r.received);
	assert_int_equal(0, reception_lost(&r));
	assert_int_equal(0, r.jitter_us);
	assert_int_equal(FRAME_US, r.gap_max_us);
	assert_int_equal(1000000, r.first_us);
}

static void test_missing_packets_are_lost(void **state)
{
	(void)state;
	struct reception r = { .received = 0 };

	for (int i = 0; i < 500; i++) {
		if (i % 10 != 5)
			(void)take(&r, i, 0);
	}
	assert_int_equal(450, r.received);
	assert_int_equal(50, reception_lost(&r));
	assert_int_equal(2 * FRAME_US, r.gap_max_us);
}

static void test_late_ones_are_not_lost_and_doubles_not_counted(void **state)
{
	static const int order[] = { 2, 0, 1, 1, 4, 3, 4, 5, 200, 5, 130 };
	(void)state;
	struct reception r = { .received = 0 };

	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		(void)take(&r, order[i], 0);
	/* 1 and 4 twice; 5 and 130 too late to tell */
	assert_int_equal(4, r.doubled);
	assert_int_equal(7, r.received);
	assert_int_equal(194, reception_lost(&r));
}

static void test_new_source_starts_a_new_count(void **state)
{
	(void)state;
	struct reception r = { .received = 0 };
	struct rtp other = { .ssrc = 8, .seq = 30000 };

	(void)take(&r, 0, 0);
	(void)take(&r, 3, 0);
	assert_true(reception_take(&r, &other, 2000000));
	other.seq += 2;
	assert_true(reception_take(&r, &other, 2040000));
	assert_int_equal(3, reception_lost(&r));
	assert_int_equal(4, r.received);
}

static void test_uneven_arrival_is_jitter(void **state)
{
	(void)state;
	struct reception r = { .received = 0 };

	for (int i = 0; i < 1000; i++)
		(void)take(&r, i, i % 2 ? 3000 : 0);
	assert_in_range(r.jitter_us, 2900, 3000);
	assert_in_range(r.jitter_max_us, r.jitter_us, 3000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steady_stream_loses_nothing),
		cmocka_unit_test(test_missing_packets_are_lost),
		cmocka_unit_test(
			test_late_ones_are_not_lost_and_doubles_not_counted),
		cmocka_unit_test(test_new_source_starts_a_new_count),
		cmocka_unit_test(test_uneven_arrival_is_jitter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
