/**
 * @file tests/unit/voice.c  What is answered to which offer
 */
#include "sip/voice.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/util.h"

#define TOP "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n"
#define C   "c=IN IP4 192.0.2.1\r\n"

/* clang-format off */
static const struct {
	int err;
	enum voice_law law;
	int keys;
	bool send, receive;
	const char *text;
} offers[] = {
	{ 0, VOICE_PCMA, -1, true, true,
	  TOP C "m=audio 4000 RTP/AVP 0 8\r\n" },
	{ 0, VOICE_PCMU, -1, true, true,
	  TOP C "m=audio 4000 RTP/AVP 0 18\r\n" },
	{ 0, VOICE_PCMA, 96, true, true,
	  TOP C "m=audio 4000 RTP/AVP 8 96\r\n"
	  "a=rtpmap:96 telephone-event/8000\r\n" },
	{ 0, VOICE_PCMA, -1, false, true,
	  TOP C "m=audio 4000 RTP/AVP 8\r\na=sendonly\r\n" },
	{ 0, VOICE_PCMA, -1, true, false,
	  TOP C "m=audio 4000 RTP/AVP 8\r\na=recvonly\r\n" },
	{ 0, VOICE_PCMA, -1, false, false,
	  TOP C "m=audio 4000 RTP/AVP 8\r\na=inactive\r\n" },
	{ 0, VOICE_PCMA, -1, false, true,
	  TOP "c=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 8\r\n" },
	{ 0, VOICE_PCMA, -1, true, true,
	  TOP C "m=video 5000 RTP/AVP 31\r\nm=audio 4000 RTP/AVP 8\r\n" },
	{ EPROTO, 0, 0, false, false,
	  TOP C "m=audio 4000 RTP/AVP 18\r\n" },
	{ EPROTO, 0, 0, false, false,
	  TOP C "m=audio 0 RTP/AVP 8\r\n" },
	{ EPROTO, 0, 0, false, false, TOP C },
	{ EPROTO, 0, 0, false, false,
	  TOP "c=IN IP4 host.example\r\nm=audio 4000 RTP/AVP 8\r\n" },
	{ EBADMSG, 0, 0, false, false, "not a description" },
};
/* clang-format on */

static struct voice_session *open_safe(enum voice_safety safety)
{
	struct voice_session *s = NULL;
	struct sa local;

	assert_int_equal(0, sa_set_str(&local, "127.0.0.1", 20000));
	assert_int_equal(0, voice_alloc(&s, &local, VOICE_ANY, safety));
	return s;
}

static struct voice_session *open_session(int law)
{
	struct voice_session *s = NULL;
	struct sa local;

	assert_int_equal(0, sa_set_str(&local, "127.0.0.1", 20000));
	assert_int_equal(0, voice_alloc(&s, &local, law, VOICE_CLEAR));
	return s;
}

static struct mbuf *buffer(const char *text)
{
	struct mbuf *mb = mbuf_alloc(strlen(text));

	assert_non_null(mb);
	assert_int_equal(0, mbuf_write_str(mb, text));
	mb->pos = 0;
	return mb;
}

static bool contains(const struct mbuf *mb, const char *text)
{
	return memmem(mbuf_buf(mb), mbuf_get_left(mb), text, strlen(text)) !=
	       NULL;
}

static void test_offers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(offers); i++) {
		struct voice_session *s = open_session(VOICE_ANY);
		struct mbuf *mb = buffer(offers[i].text);
		struct voice voice = { .keys = -2 };

		if (offers[i].err != voice_take_offer(s, mb, &voice))
			print_message("%s", offers[i].text);
		if (offers[i].err) {
			assert_int_equal(-2, voice.keys);
		} else {
			assert_int_equal(offers[i].law, voice.law);
			assert_int_equal(offers[i].keys, voice.keys);
			assert_int_equal(offers[i].send, voice.send);
			assert_int_equal(offers[i].receive, voice.receive);
			assert_int_equal(4000, sa_port(&voice.remote));
		}
		mem_deref(mb);
		mem_deref(s);
	}
}

static void test_answer_names_one_law_and_declines_video(void **state)
{
	struct voice_session *s = open_session(VOICE_ANY);
	struct mbuf *mb = buffer(TOP C "m=video 5000 RTP/AVP 31\r\n"
				       "m=audio 4000 RTP/AVP 0 8\r\n");
	struct mbuf *answer = NULL;
	struct voice voice;

	(void)state;
	assert_int_equal(0, voice_take_offer(s, mb, &voice));
	assert_int_equal(0, voice_answer(s, &answer));
	assert_true(contains(answer, "m=video 0 "));
	assert_true(contains(answer, "m=audio 20000 RTP/AVP 8\r\n"));
	assert_false(contains(answer, "PCMU"));
	mem_deref(answer);
	mem_deref(mb);
	mem_deref(s);
}

static void test_law_stays_for_the_whole_call(void **state)
{
	struct voice_session *s = open_session(VOICE_ANY);
	struct mbuf *alaw = buffer(TOP C "m=audio 4000 RTP/AVP 8\r\n");
	struct mbuf *ulaw = buffer(TOP C "m=audio 4000 RTP/AVP 0\r\n");
	struct voice voice;

	(void)state;
	assert_int_equal(0, voice_take_offer(s, alaw, &voice));
	assert_int_equal(EPROTO, voice_take_offer(s, ulaw, &voice));
	mem_deref(alaw);
	mem_deref(ulaw);
	mem_deref(s);
}

static void test_seat_is_offered_the_callers_law_only(void **state)
{
	struct voice_session *s = open_session(VOICE_PCMU);
	struct mbuf *offer = NULL;

	(void)state;
	assert_int_equal(0, voice_offer(s, &offer));
	assert_true(contains(offer, "RTP/AVP 0 101\r\n"));
	mem_deref(offer);
	mem_deref(s);
}

#define KEY	 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd"
#define SUITE_80 "AES_CM_128_HMAC_SHA1_80"
#define SUITE_32 "AES_CM_128_HMAC_SHA1_32"
#define SAVP	 TOP C "m=audio 4000 RTP/SAVP 8\r\n"

static void test_key_lines(void **state)
{
	/* clang-format off */
	static const struct {
		int err;
		enum sdes_suite suite;
		const char *value;
	} lines[] = {
		{ 0, SDES_SHA1_80, "1 " SUITE_80 " inline:" KEY },
		{ 0, SDES_SHA1_32, "7 " SUITE_32 " inline:" KEY "|2^20" },
		{ EBADMSG, 0, "1 " SUITE_80 " inline:" KEY "|2^20|1:4" },
		{ EBADMSG, 0, "1 " SUITE_80 " inline:" KEY "|1:4" },
		{ EBADMSG, 0, "1 " SUITE_80 " inline:" KEY " UNENCRYPTED_SRTP" },
		{ EBADMSG, 0, "1 " SUITE_80 " inline:" KEY ";inline:" KEY },
		{ EBADMSG, 0, "1 " SUITE_80 " inline:" KEY "A" },
		{ EBADMSG, 0, "1 " SUITE_80 " inline:AAEC" },
		{ EBADMSG, 0, "1 AES_CM_256_HMAC_SHA1_80 inline:" KEY },
		{ EBADMSG, 0, " " SUITE_80 " inline:" KEY },
		{ EBADMSG, 0, "1234567890 " SUITE_80 " inline:" KEY },
		{ EBADMSG, 0, "1" },
		{ EBADMSG, 0, "" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		enum sdes_suite suite = SDES_NONE;
		uint8_t key[SDES_KEY];
		char text[SDES_TEXT];
		unsigned tag;

		if (lines[i].err !=
		    sdes_read(&tag, &suite, key, lines[i].value))
			fail_msg("%s", lines[i].value);
		if (lines[i].err)
			continue;
		assert_int_equal(lines[i].suite, suite);
		for (size_t k = 0; k < SDES_KEY; k++)
			assert_int_equal(k, key[k]);
		sdes_write(text, tag, suite, key);
		assert_memory_equal(lines[i].value, text, strlen(text));
	}
}

static int offered(enum voice_safety safety, const char *offer,
		   struct voice *voice, struct mbuf **answer)
{
	struct voice_session *s = open_safe(safety);
	struct mbuf *mb = buffer(offer);
	int err = voice_take_offer(s, mb, voice);

	if (!err)
		assert_int_equal(0, voice_answer(s, answer));
	mem_deref(mb);
	mem_deref(s);
	return err;
}

static void test_keys_are_for_encrypted_signalling_only(void **state)
{
	static const char sealed[] = SAVP
		"a=crypto:3 AES_CM_256_HMAC_SHA1_80 inline:" KEY "\r\n"
		"a=crypto:9 " SUITE_32 " inline:" KEY "\r\n"
		"a=crypto:1 " SUITE_80 " inline:" KEY "\r\n";
	static const char clear[] = TOP C "m=audio 4000 RTP/AVP 8\r\n";
	struct mbuf *answer = NULL;
	struct voice voice;

	(void)state;
	assert_int_equal(EPROTO, offered(VOICE_CLEAR, sealed, &voice, NULL));
	assert_int_equal(EPROTO, offered(VOICE_SEALED, clear, &voice, NULL));
	assert_int_equal(EPROTO, offered(VOICE_EITHER, SAVP, &voice, NULL));
	assert_int_equal(0, offered(VOICE_EITHER, clear, &voice, &answer));
	assert_int_equal(SDES_NONE, voice.sdes.suite);
	assert_true(contains(answer, "m=audio 20000 RTP/AVP 8\r\n"));
	assert_false(contains(answer, "crypto"));
	answer = mem_deref(answer);

	assert_int_equal(0, offered(VOICE_SEALED, sealed, &voice, &answer));
	assert_int_equal(SDES_SHA1_32, voice.sdes.suite);
	assert_int_equal(29, voice.sdes.in[29]);
	assert_true(contains(answer, "m=audio 20000 RTP/SAVP 8\r\n"));
	assert_true(contains(answer, "a=crypto:9 " SUITE_32 " inline:"));
	assert_false(contains(answer, SUITE_80));
	assert_false(contains(answer, KEY));
	mem_deref(answer);
}

static void test_two_sessions_agree_on_keys(void **state)
{
	struct voice_session *a = open_safe(VOICE_EITHER);
	struct voice_session *b = open_safe(VOICE_EITHER);
	struct voice at_a;
	struct voice at_b;
	struct voice again;

	(void)state;
	for (int round = 0; round < 2; round++) {
		struct mbuf *offer = NULL;
		struct mbuf *answer = NULL;

		assert_int_equal(0, voice_offer(a, &offer));
		assert_true(contains(offer, "RTP/SAVP"));
		assert_int_equal(0, voice_take_offer(b, offer, &at_b));
		assert_int_equal(0, voice_answer(b, &answer));
		assert_int_equal(0, voice_take_answer(a, answer, &at_a));
		assert_int_equal(SDES_SHA1_80, at_a.sdes.suite);
		assert_int_equal(SDES_SHA1_80, at_b.sdes.suite);
		assert_memory_equal(at_a.sdes.in, at_b.sdes.out, SDES_KEY);
		assert_memory_equal(at_a.sdes.out, at_b.sdes.in, SDES_KEY);
		assert_memory_not_equal(at_a.sdes.in, at_a.sdes.out, SDES_KEY);
		/* the next offer of the same call brings the same keys */
		if (round)
			assert_memory_equal(&again.sdes, &at_a.sdes,
					    sizeof(again.sdes));
		again = at_a;
		mem_deref(offer);
		mem_deref(answer);
	}
	mem_deref(a);
	mem_deref(b);
}

static void test_answer_cannot_take_the_seal_off(void **state)
{
	struct voice_session *s = open_safe(VOICE_EITHER);
	struct mbuf *clear = buffer(TOP C "m=audio 4000 RTP/AVP 8\r\n");
	struct mbuf *offer = NULL;
	struct voice voice;

	(void)state;
	assert_int_equal(0, voice_offer(s, &offer));
	assert_int_equal(EPROTO, voice_take_answer(s, clear, &voice));
	mem_deref(offer);
	mem_deref(clear);
	mem_deref(s);
}

static void test_reports_share_the_port_if_that_was_offered(void **state)
{
	struct mbuf *answer = NULL;
	struct voice voice;

	(void)state;
	assert_int_equal(0, offered(VOICE_CLEAR,
				    TOP C "m=audio 4000 RTP/AVP 8\r\n"
					  "a=rtcp:4711\r\n",
				    &voice, &answer));
	assert_false(voice.mux);
	assert_int_equal(4711, sa_port(&voice.rtcp));
	assert_false(contains(answer, "rtcp-mux"));
	answer = mem_deref(answer);
	assert_int_equal(0, offered(VOICE_CLEAR,
				    TOP C "m=audio 4000 RTP/AVP 8\r\n"
					  "a=rtcp-mux\r\n",
				    &voice, &answer));
	assert_true(voice.mux);
	assert_true(contains(answer, "a=rtcp-mux\r\n"));
	mem_deref(answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_lines),
		cmocka_unit_test(test_keys_are_for_encrypted_signalling_only),
		cmocka_unit_test(test_two_sessions_agree_on_keys),
		cmocka_unit_test(test_answer_cannot_take_the_seal_off),
		cmocka_unit_test(
			test_reports_share_the_port_if_that_was_offered),
		cmocka_unit_test(test_offers),
		cmocka_unit_test(test_answer_names_one_law_and_declines_video),
		cmocka_unit_test(test_law_stays_for_the_whole_call),
		cmocka_unit_test(test_seat_is_offered_the_callers_law_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
