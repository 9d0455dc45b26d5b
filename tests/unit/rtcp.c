/**
 * @file tests/unit/rtcp.c  Reports as they are written, and what is no report
 */
#include "sip/rtcp.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

#define CNAME "0123456789abcdef"

static const struct rtcp full = {
	.ssrc = 0x01020304,
	.sender = true,
	.ntp = 0x1122334455667788ull,
	.ts = 0xfffffff0,
	.packets = 7,
	.bytes = 1120,
	.about = true,
	.block = { .ssrc = 0xa0b0c0d0,
		   .fraction = 255,
		   .lost = -3,
		   .max_seq = 0x0001fffe,
		   .jitter = 12,
		   .lsr = 0x33445566,
		   .dlsr = 65536 },
	.bye = true,
};

static void test_what_is_written_is_read(void **state)
{
	uint8_t data[RTCP_MAX];
	struct rtcp r;
	size_t n = rtcp_write(data, &full, CNAME);

	(void)state;
	assert_true(rtcp_is(data, n));
	assert_int_equal(0, n % 4);
	assert_int_equal(0, rtcp_read(&r, full.block.ssrc, data, n));
	assert_int_equal(full.ssrc, r.ssrc);
	assert_true(r.sender && r.about && r.bye);
	assert_true(full.ntp == r.ntp);
	assert_int_equal(full.ts, r.ts);
	assert_int_equal(7, r.packets);
	assert_int_equal(1120, r.bytes);
	assert_memory_equal(&full.block, &r.block, sizeof(r.block));
	/* a block about another stream is none about ours */
	assert_int_equal(0, rtcp_read(&r, 5, data, n));
	assert_false(r.about);
}

static void test_each_cut_is_refused_or_whole(void **state)
{
	uint8_t data[RTCP_MAX];
	struct rtcp r;
	size_t n = rtcp_write(data, &full, CNAME);
	/* up to the end of one of its packets it is a compound packet */
	const size_t ends[] = { 52, 80, 88 };

	(void)state;
	assert_int_equal(88, n);
	for (size_t k = 0; k <= n; k++) {
		bool whole = k == ends[0] || k == ends[1] || k == ends[2];

		assert_int_equal(whole ? 0 : EBADMSG,
				 rtcp_read(&r, 1, data, k));
	}
}

static void test_what_the_rfc_forbids_is_refused(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
	} bad[] = {
		{ 0, 0x41 },  /* version 1 */
		{ 0, 0xa1 },  /* padding in the first */
		{ 0, 0x9f },  /* 31 blocks that are not there */
		{ 1, 202 },   /* names first */
		{ 1, 8 },     /* sound */
		{ 2, 0xff },  /* longer than the datagram */
		{ 3, 3 },     /* shorter than a sender's report */
		{ 52, 0xa1 }, /* padding in the middle */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		uint8_t data[RTCP_MAX];
		struct rtcp r;
		size_t n = rtcp_write(data, &full, CNAME);

		data[bad[i].at] = bad[i].value;
		assert_int_equal(EBADMSG, rtcp_read(&r, 1, data, n));
	}
}

static void test_sound_and_reports_are_told_apart(void **state)
{
	uint8_t data[2] = { 0x80 };

	(void)state;
	for (int type = 0; type < 256; type++) {
		data[1] = (uint8_t)type;
		assert_int_equal(type >= 192 && type <= 223,
				 rtcp_is(data, sizeof(data)));
	}
	assert_false(rtcp_is(data, 1));
}

static void test_time_is_ntp(void **state)
{
	(void)state;
	/* RFC 5905 figure 4: the first day of UNIX */
	assert_true(2208988800ull << 32 == rtcp_ntp(0));
	assert_true((2208988801ull << 32 | 0x80000000) == rtcp_ntp(1500000));
	assert_int_equal(0x33445566, rtcp_middle(full.ntp));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_is_read),
		cmocka_unit_test(test_each_cut_is_refused_or_whole),
		cmocka_unit_test(test_what_the_rfc_forbids_is_refused),
		cmocka_unit_test(test_sound_and_reports_are_told_apart),
		cmocka_unit_test(test_time_is_ntp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
