/**
 * @file tests/unit/digest.c  Challenges, right and wrong answers, replays
 */
#include "engine/digest.h"

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"

static struct digest digest;
static struct digest_user user;
static struct sa host;	 /* that is challenged */
static struct sa sender; /* of the request */

static int setup(void **state)
{
	(void)state;
	assert_int_equal(0, sa_set_str(&host, "192.0.2.1", 5060));
	assert_int_equal(0, sa_set_str(&sender, "192.0.2.1", 5062));
	digest_init(&digest, "test");
	digest_user_init(&user, &digest, "1001", "secret");
	return 0;
}

/* The nonce of a challenge made at an instant */
static void nonce_at(char nonce[64], int64_t now)
{
	const struct digest_scene scene = { &host, now };
	char line[DIGEST_CHALLENGE];
	const char *p;

	digest_challenge(&digest, line, false, &scene);
	p = strstr(line, "nonce=\"");
	assert_non_null(p);
	assert_int_equal(1, sscanf(p, "nonce=\"%63[0-9a-f]\"", nonce));
}

static void hex(char to[33], const uint8_t *md5)
{
	for (size_t i = 0; i < 16; i++)
		(void)snprintf(to + 2 * i, 3, "%02x", md5[i]);
}

/* A REGISTER with credentials as a telephone would make them */
static enum digest_verdict ask(const char *nonce, const char *secret,
			       unsigned nc, int64_t now)
{
	uint8_t ha1[16], ha2[16], md5[16];
	char h1[33], h2[33], response[33];
	struct sip_msg *msg = NULL;
	struct mbuf *mb = mbuf_alloc(1024);
	enum digest_verdict verdict;

	assert_non_null(mb);
	(void)md5_printf(ha1, "1001:test:%s", secret);
	(void)md5_printf(ha2, "REGISTER:sip:test");
	hex(h1, ha1);
	hex(h2, ha2);
	(void)md5_printf(md5, "%s:%s:%08x:c:auth:%s", h1, nonce, nc, h2);
	hex(response, md5);
	(void)mbuf_printf(mb,
			  "REGISTER sip:test SIP/2.0\r\n"
			  "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\r\n"
			  "From: <sip:1001@test>;tag=1\r\n"
			  "To: <sip:1001@test>\r\nCall-ID: x\r\n"
			  "CSeq: 1 REGISTER\r\n"
			  "Authorization: Digest username=\"1001\", "
			  "realm=\"test\", nonce=\"%s\", uri=\"sip:test\", "
			  "response=\"%s\", cnonce=\"c\", nc=%08x, qop=auth\r\n"
			  "Content-Length: 0\r\n\r\n",
			  nonce, response, nc);
	mb->pos = 0;
	assert_int_equal(0, sip_msg_decode(&msg, mb));
	msg->src = sender;
	verdict = digest_check(&digest, &user, msg, now);
	mem_deref(msg);
	mem_deref(mb);
	return verdict;
}

static void test_right_answer_is_good_once(void **state)
{
	char nonce[64];

	(void)state;
	nonce_at(nonce, 1000);
	assert_int_equal(DIGEST_GOOD, ask(nonce, "secret", 1, 1100));
	assert_int_equal(DIGEST_STALE, ask(nonce, "secret", 1, 1200));
	assert_int_equal(DIGEST_GOOD, ask(nonce, "secret", 2, 1300));
	assert_int_equal(DIGEST_STALE, ask(nonce, "secret", 2, 1400));
}

static void test_wrong_secret_is_wrong(void **state)
{
	char nonce[64];

	(void)state;
	nonce_at(nonce, 1000);
	assert_int_equal(DIGEST_WRONG, ask(nonce, "guess", 1, 1100));
	assert_int_equal(DIGEST_GOOD, ask(nonce, "secret", 1, 1200));
}

static void test_nonce_grows_old(void **state)
{
	char nonce[64];

	(void)state;
	nonce_at(nonce, 1000);
	assert_int_equal(
		DIGEST_STALE,
		ask(nonce, "secret", 1, 1001 + INT64_C(1000) * DIGEST_NONCE_S));
	assert_int_equal(DIGEST_STALE, ask(nonce, "secret", 1, 999));
}

/* Listened to before the telephone went on to a newer nonce */
static void test_older_nonce_is_a_replay(void **state)
{
	char older[64], newer[64];

	(void)state;
	nonce_at(older, 1000);
	nonce_at(newer, 2000);
	assert_int_equal(DIGEST_GOOD, ask(newer, "secret", 1, 2100));
	assert_int_equal(DIGEST_STALE, ask(older, "secret", 5, 2200));
}

static void test_nonce_of_another_is_challenged(void **state)
{
	char nonce[64];

	(void)state;
	nonce_at(nonce, 1000);
	nonce[20] = nonce[20] == '0' ? '1' : '0';
	assert_int_equal(DIGEST_NONE, ask(nonce, "secret", 1, 1100));
	assert_int_equal(DIGEST_NONE, ask("short", "secret", 1, 1100));
}

/* A REGISTER with a forged source, to have calls sent there */
static void test_nonce_of_another_host_is_challenged(void **state)
{
	char nonce[64];

	(void)state;
	nonce_at(nonce, 1000);
	assert_int_equal(0, sa_set_str(&sender, "192.0.2.9", 5060));
	assert_int_equal(DIGEST_NONE, ask(nonce, "secret", 1, 1100));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_right_answer_is_good_once, setup),
		cmocka_unit_test_setup(test_wrong_secret_is_wrong, setup),
		cmocka_unit_test_setup(test_nonce_grows_old, setup),
		cmocka_unit_test_setup(test_older_nonce_is_a_replay, setup),
		cmocka_unit_test_setup(test_nonce_of_another_is_challenged,
				       setup),
		cmocka_unit_test_setup(test_nonce_of_another_host_is_challenged,
				       setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
