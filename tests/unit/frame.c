/**
 * @file tests/unit/frame.c  Messages out of a stream, in any pieces
 */
#include "sip/frame.h"

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"

#define HEAD "OPTIONS sip:x SIP/2.0\r\nVia: a\r\n"

/* What comes out if the bytes arrive one by one */
static enum frame_kind drip(const char *text, size_t n, size_t *sizep)
{
	struct frame frame = { 0 };
	enum frame_kind kind = FRAME_MORE;

	for (size_t i = 1; i <= n && kind == FRAME_MORE; i++)
		kind = frame_find(&frame, text, i);
	*sizep = frame.size;
	return kind;
}

static void expect(const char *text, enum frame_kind kind, size_t size)
{
	struct frame frame = { 0 };
	size_t n = strlen(text);
	size_t got;

	assert_int_equal(kind, frame_find(&frame, text, n));
	assert_int_equal(size, frame.size);
	assert_int_equal(kind, drip(text, n, &got));
	assert_int_equal(size, got);
}

static void test_messages(void **state)
{
	static const char whole[] = HEAD "Content-Length: 3\r\n\r\nabc";

	(void)state;
	expect(whole, FRAME_MESSAGE, sizeof(whole) - 1);
	expect(HEAD "l:0\r\n\r\n", FRAME_MESSAGE, sizeof(HEAD) + 6);
	expect("OPTIONS x\ncontent-length : 2 \n\nab", FRAME_MESSAGE, 33);
	expect(HEAD "Content-Length: 3\r\n\r\nab", FRAME_MORE,
	       sizeof(whole) - 1);
	expect(HEAD, FRAME_MORE, 0);
	expect("", FRAME_MORE, 0);
}

static void test_what_has_no_end(void **state)
{
	static const char *const bad[] = {
		HEAD "\r\n",
		HEAD "Content-Length: -1\r\n\r\n",
		HEAD "Content-Length: 1 2\r\n\r\n",
		HEAD "Content-Length:\r\n\r\n",
		HEAD "Content-Length: 16385\r\n\r\n",
		HEAD "Content-Length: 99999999999999999999\r\n\r\n",
		HEAD "Content-Length: 1\r\nl: 1\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		expect(bad[i], FRAME_BAD, strlen(bad[i]));
}

static void test_ends_of_lines_between(void **state)
{
	struct frame frame = { 0 };

	(void)state;
	assert_int_equal(FRAME_CRLF, frame_find(&frame, "\r\n\r\n", 4));
	assert_int_equal(2, frame.size);
	expect("\n", FRAME_CRLF, 1);
	expect("\r", FRAME_MORE, 0);
	expect("\rX", FRAME_BAD, 0);
}

static void test_a_head_has_a_longest(void **state)
{
	static char text[FRAME_HEAD_MAX + 100];
	struct frame frame = { 0 };

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_int_equal(FRAME_MORE, frame_find(&frame, text, 1000));
	assert_int_equal(FRAME_BAD,
			 frame_find(&frame, text, FRAME_HEAD_MAX + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_what_has_no_end),
		cmocka_unit_test(test_ends_of_lines_between),
		cmocka_unit_test(test_a_head_has_a_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
