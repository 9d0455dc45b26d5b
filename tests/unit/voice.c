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

static struct voice_session *open_session(int law)
{
	struct voice_session *s = NULL;
	struct sa local;

	assert_int_equal(0, sa_set_str(&local, "127.0.0.1", 20000));
	assert_int_equal(0, voice_alloc(&s, &local, law));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_offers),
		cmocka_unit_test(test_answer_names_one_law_and_declines_video),
		cmocka_unit_test(test_law_stays_for_the_whole_call),
		cmocka_unit_test(test_seat_is_offered_the_callers_law_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
