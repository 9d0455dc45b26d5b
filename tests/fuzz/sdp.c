/**
 * @file tests/fuzz/sdp.c  An offer from anywhere leads to one law or to none
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "sip/voice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void negotiate(struct mbuf *mb, bool offer)
{
	struct voice_session *s = NULL;
	struct mbuf *desc = NULL;
	struct voice voice;
	struct sa local;

	(void)sa_set_str(&local, "127.0.0.1", 20000);
	if (voice_alloc(&s, &local, VOICE_ANY, VOICE_EITHER))
		return;
	mb->pos = 0;
	if (!offer)
		(void)voice_offer(s, &desc);
	if (offer ? !voice_take_offer(s, mb, &voice)
		  : !voice_take_answer(s, mb, &voice)) {
		assert(voice.law == VOICE_PCMA || voice.law == VOICE_PCMU);
		assert(sa_port(&voice.remote) != 0);
		assert(voice.keys >= -1 && voice.keys <= 255);
		if (offer)
			(void)voice_answer(s, &desc);
	}
	mem_deref(desc);
	mem_deref(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mbuf *mb = mbuf_alloc(size + 1);

	if (!mb)
		return 0;
	(void)mbuf_write_mem(mb, data, size);
	negotiate(mb, true);
	negotiate(mb, false);
	mem_deref(mb);
	return 0;
}
