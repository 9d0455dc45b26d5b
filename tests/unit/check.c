/**
 * @file tests/unit/check.c  What is refused before libre works on it
 */
#include "sip/check.h"

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

#define FROM "From: <sip:1@127.0.0.2>;tag=1\r\n"
#define TO   "To: <sip:2@127.0.0.1>\r\n"
#define VIA  "Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKx\r\n"
#define ID   "Call-ID: x\r\n"
#define HEAD VIA FROM TO ID
#define CONT "Contact: <sip:1@127.0.0.2>\r\n"
#define END  "Content-Length: 0\r\n\r\n"

static struct sip_msg *decode(const char *text)
{
	struct mbuf *mb = mbuf_alloc(strlen(text));
	struct sip_msg *msg = NULL;

	assert_non_null(mb);
	assert_int_equal(0, mbuf_write_str(mb, text));
	mb->pos = 0;
	assert_int_equal(0, sip_msg_decode(&msg, mb));
	mem_deref(mb);
	return msg;
}

/* clang-format off */
static const struct {
	int status;
	const char *text;
} requests[] = {
	{ 0,   "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 OPTIONS\r\n" END },
	{ 0,   "INVITE sip:a@b SIP/2.0\r\n" HEAD CONT "CSeq: 1 INVITE\r\n" END },
	{ 0,   "INVITE tel:95012345 SIP/2.0\r\n" HEAD CONT
	       "CSeq: 1 INVITE\r\n" END },
	{ 400, "INVITE sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 INVITE\r\n" END },
	{ 400, "INVITE sip:a@b SIP/2.0\r\n" VIA "From: <sip:1@b>\r\n" TO ID CONT
	       "CSeq: 1 INVITE\r\n" END },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 INVITE\r\n" END },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "CSeq: 2147483648 OPTIONS\r\n"
	       END },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD FROM "CSeq: 1 OPTIONS\r\n"
	       END },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "i: y\r\n"
	       "CSeq: 1 OPTIONS\r\n" END },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 OPTIONS\r\n"
	       "Content-Length: -1\r\n\r\n" },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 OPTIONS\r\n"
	       "Content-Length: 5\r\n\r\nabc" },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 OPTIONS\r\n"
	       "Max-Forwards: 256\r\n" END },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 OPTIONS\r\n"
	       "Expires: soon\r\n" END },
	{ 400, "OPTIONS sip:2001:db8::10 SIP/2.0\r\n" HEAD
	       "CSeq: 1 OPTIONS\r\n" END },
	{ 400, "OPTIONS sip:a@b?Route=x SIP/2.0\r\n" HEAD
	       "CSeq: 1 OPTIONS\r\n" END },
	{ 400, "OPTIONS sip:a@b SIP/2.0\r\n" FROM TO ID
	       "Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKx;maddr=127.0.0.9\r\n"
	       "CSeq: 1 OPTIONS\r\n" END },
	{ 0, "UPDATE sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 UPDATE\r\n" END },
	{ 0, "REFER sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 REFER\r\n" END },
	{ 0, "PRACK sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 PRACK\r\n" END },
	{ 0, "INVITE sip:a@b SIP/2.0\r\n" HEAD CONT "CSeq: 1 INVITE\r\n"
	     "Require: 100rel, timer\r\n" END },
	{ 405, "INFO sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 INFO\r\n" END },
	{ 415, "PRACK sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 PRACK\r\n"
	       "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi" },
	{ 501, "DANCE sip:a@b SIP/2.0\r\n" HEAD "CSeq: 1 DANCE\r\n" END },
	{ 415, "INVITE sip:a@b SIP/2.0\r\n" HEAD CONT "CSeq: 1 INVITE\r\n"
	       "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi" },
	{ 415, "INVITE sip:a@b SIP/2.0\r\n" HEAD CONT "CSeq: 1 INVITE\r\n"
	       "Content-Type: application/sdp\r\nContent-Encoding: gzip\r\n"
	       "Content-Length: 2\r\n\r\nhi" },
	{ 416, "OPTIONS mailto:a@b SIP/2.0\r\n" HEAD "CSeq: 1 OPTIONS\r\n"
	       END },
	{ 420, "INVITE sip:a@b SIP/2.0\r\n" HEAD CONT "CSeq: 1 INVITE\r\n"
	       "Require: 100rel, telepathy\r\n" END },
	{ 483, "INVITE sip:a@b SIP/2.0\r\n" HEAD CONT "CSeq: 1 INVITE\r\n"
	       "Max-Forwards: 0\r\n" END },
};
/* clang-format on */

static void test_requests_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(requests); i++) {
		struct sip_msg *msg = decode(requests[i].text);
		struct check check;

		check_request(msg, &check);
		if (check.status != requests[i].status)
			print_message("%s", requests[i].text);
		assert_int_equal(requests[i].status, check.status);
		mem_deref(msg);
	}
}

static void test_refused_extension_is_named(void **state)
{
	struct sip_msg *msg = decode(
		"INVITE sip:a@b SIP/2.0\r\n" HEAD CONT
		"CSeq: 1 INVITE\r\nRequire: telepathy\r\n" END);
	struct check check;

	(void)state;
	check_request(msg, &check);
	assert_string_equal("Unsupported: telepathy\r\n", check.headers);
	mem_deref(msg);
}

static void test_body_ends_where_its_length_says(void **state)
{
	struct sip_msg *msg = decode(
		"OPTIONS sip:a@b SIP/2.0\r\n" HEAD
		"CSeq: 1 OPTIONS\r\nContent-Length: 2\r\n\r\nabcdef");
	struct check check;

	(void)state;
	check_request(msg, &check);
	assert_int_equal(0, check.status);
	assert_int_equal(2, mbuf_get_left(msg->mb));
	mem_deref(msg);
}

static void test_redirection_is_not_followed(void **state)
{
	struct sip_msg *msg = decode(
		"SIP/2.0 302 Moved\r\n" HEAD
		"CSeq: 1 INVITE\r\nContact: <sip:out@1.2.3.4>\r\n" END);

	(void)state;
	assert_true(check_response(msg));
	assert_int_equal(480, msg->scode);
	mem_deref(msg);
}

static void test_response_with_two_vias_is_dropped(void **state)
{
	struct sip_msg *msg = decode("SIP/2.0 200 OK\r\n" VIA HEAD
				     "CSeq: 1 INVITE\r\n" END);

	(void)state;
	assert_false(check_response(msg));
	mem_deref(msg);
}

static void test_raw_answers(void **state)
{
	static const struct {
		const char *starts; /* "" for none */
		const char *text;
	} rows[] = {
		{ "SIP/2.0 505 ",
		  "OPTIONS sip:a SIP/7.0\r\n" HEAD "CSeq: 1 OPTIONS\r\n" END },
		{ "SIP/2.0 400 ",
		  "OPTIONS a SIP/2.0\r\n" HEAD "CSeq: 1 OPTIONS\r\n" END },
		{ "", "ACK a SIP/2.0\r\n" HEAD "CSeq: 1 ACK\r\n" END },
		{ "", "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 OPTIONS\r\n" END },
		{ "", "OPTIONS a SIP/2.0\r\n" VIA FROM TO
		      "CSeq: 1 OPTIONS\r\n" END },
		{ "", "GET / HTTP/1.1\r\n" HEAD "CSeq: 1 GET\r\n" END },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[2048] = "";
		size_t n = check_answer_raw(text, sizeof(text), rows[i].text,
					    strlen(rows[i].text));

		assert_int_equal(!*rows[i].starts, n == 0);
		assert_memory_equal(rows[i].starts, text,
				    strlen(rows[i].starts));
	}
}

static void test_raw_answer_never_overruns(void **state)
{
	const char *text = "OPTIONS a SIP/2.0\r\n" HEAD
			   "CSeq: 1 OPTIONS\r\n" END;

	(void)state;
	for (size_t size = 1; size < 300; size++) {
		char to[300];

		memset(to, '#', sizeof(to));
		(void)check_answer_raw(to, size, text, strlen(text));
		assert_int_equal('#', to[size]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_requests_are_judged),
		cmocka_unit_test(test_refused_extension_is_named),
		cmocka_unit_test(test_body_ends_where_its_length_says),
		cmocka_unit_test(test_redirection_is_not_followed),
		cmocka_unit_test(test_response_with_two_vias_is_dropped),
		cmocka_unit_test(test_raw_answers),
		cmocka_unit_test(test_raw_answer_never_overruns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
