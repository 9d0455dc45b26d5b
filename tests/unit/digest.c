/**
 * @file tests/unit/digest.c  Challenges, right and wrong answers, replays
 */
#include "engine/digest.h"

#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/file.h"

static struct digest digest;
static struct digest_user user;
static struct sa host;	 /* that is challenged */
static struct sa sender; /* of the request */
static bool sha256;	 /* Answer with it, otherwise with MD5 */

static int setup(void **state)
{
	(void)state;
	sha256 = false;
	assert_int_equal(0, sa_set_str(&host, "192.0.2.1", 5060));
	assert_int_equal(0, sa_set_str(&sender, "192.0.2.1", 5062));
	digest_init(&digest, "test", DIGEST_MD5 | DIGEST_SHA256);
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

static void sum_of(char to[65], const char *text)
{
	uint8_t md[16];

	if (sha256) {
		file_sha256_mem(to, text, strlen(text));
		return;
	}
	md5((const uint8_t *)text, strlen(text), md);
	for (size_t i = 0; i < 16; i++)
		(void)snprintf(to + 2 * i, 3, "%02x", md[i]);
}

/* A REGISTER with credentials as a telephone would make them */
static enum digest_verdict ask(const char *nonce, const char *secret,
			       unsigned nc, int64_t now)
{
	char h1[65], h2[65], response[65], text[512];
	struct sip_msg *msg = NULL;
	struct mbuf *mb = mbuf_alloc(1024);
	enum digest_verdict verdict;

	assert_non_null(mb);
	(void)snprintf(text, sizeof(text), "1001:test:%s", secret);
	sum_of(h1, text);
	sum_of(h2, "REGISTER:sip:test");
	(void)snprintf(text, sizeof(text), "%s:%s:%08x:c:auth:%s", h1, nonce,
		       nc, h2);
	sum_of(response, text);
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

/* Two telephones of a user take turns, each with a nonce of its own */
static void test_nonces_of_several_telephones(void **state)
{
	char one[64], two[64];

	(void)state;
	nonce_at(one, 1000);
	nonce_at(two, 2000);
	assert_int_equal(DIGEST_GOOD, ask(two, "secret", 1, 2100));
	assert_int_equal(DIGEST_GOOD, ask(one, "secret", 1, 2200));
	assert_int_equal(DIGEST_GOOD, ask(two, "secret", 2, 2300));
	assert_int_equal(DIGEST_STALE, ask(one, "secret", 1, 2400));
	assert_int_equal(DIGEST_GOOD, ask(one, "secret", 2, 2500));
}

/* Listened to before the telephones went on to newer nonces */
static void test_forgotten_nonce_is_a_replay(void **state)
{
	char nonce[64], older[64];

	(void)state;
	nonce_at(older, 1000);
	assert_int_equal(DIGEST_GOOD, ask(older, "secret", 1, 1100));
	for (int i = 0; i < DIGEST_NONCES; i++) {
		nonce_at(nonce, 2000 + i);
		assert_int_equal(DIGEST_GOOD, ask(nonce, "secret", 1, 2100));
	}
	assert_int_equal(DIGEST_STALE, ask(older, "secret", 5, 2200));
	nonce_at(older, 999);
	assert_int_equal(DIGEST_STALE, ask(older, "secret", 1, 2200));
}

/* RFC 8760: the strongest first, and the answer's length tells which */
static void test_sha256_is_offered_and_taken(void **state)
{
	const struct digest_scene scene = { &host, 1000 };
	char line[DIGEST_CHALLENGE];
	char nonce[64];
	const char *sha, *md5;

	(void)state;
	digest_challenge(&digest, line, true, &scene);
	sha = strstr(line, "algorithm=SHA-256");
	md5 = strstr(line, "algorithm=MD5");
	assert_non_null(sha);
	assert_true(md5 > sha);
	assert_non_null(strstr(md5, "stale=true"));
	nonce_at(nonce, 1000);
	sha256 = true;
	assert_int_equal(DIGEST_WRONG, ask(nonce, "guess", 1, 1100));
	assert_int_equal(DIGEST_GOOD, ask(nonce, "secret", 1, 1100));
	assert_int_equal(DIGEST_STALE, ask(nonce, "secret", 1, 1100));
}

static void test_an_algorithm_not_offered_is_challenged(void **state)
{
	char nonce[64];

	(void)state;
	nonce_at(nonce, 1000);
	digest.algorithms = DIGEST_SHA256;
	assert_int_equal(DIGEST_NONE, ask(nonce, "secret", 1, 1100));
	digest.algorithms = DIGEST_MD5;
	assert_int_equal(DIGEST_GOOD, ask(nonce, "secret", 1, 1100));
	sha256 = true;
	assert_int_equal(DIGEST_NONE, ask(nonce, "secret", 2, 1100));
}

static void test_nonce_of_another_is_challenged(void **state)
{
	char nonce[64];

	(void)state;
	nonce_at(nonce, 1000);
	nonce[24] = nonce[24] == '0' ? '1' : '0';
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
		cmocka_unit_test_setup(test_nonces_of_several_telephones,
				       setup),
		cmocka_unit_test_setup(test_forgotten_nonce_is_a_replay, setup),
		cmocka_unit_test_setup(test_sha256_is_offered_and_taken, setup),
		cmocka_unit_test_setup(
			test_an_algorithm_not_offered_is_challenged, setup),
		cmocka_unit_test_setup(test_nonce_of_another_is_challenged,
				       setup),
		cmocka_unit_test_setup(test_nonce_of_another_host_is_challenged,
				       setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
