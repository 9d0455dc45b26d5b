/**
 * @file tests/fuzz/mutant.c  Mutated messages (tests/mutant.h) are judged
 *
 * The input chooses the case and the method, and what is left of it is laid
 * over the message.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "mutant.h"
#include "sip/check.h"
#include "sip/frame.h"

static void judge(const char *data, size_t n)
{
	struct mbuf *mb = mbuf_alloc(n + 1);
	struct sip_msg *msg = NULL;
	struct check check;
	char answer[8192];
	struct frame frame = { 0 };

	(void)frame_find(&frame, data, n);
	if (!mb)
		return;
	(void)mbuf_write_mem(mb, (const uint8_t *)data, n);
	mb->pos = 0;
	if (sip_msg_decode(&msg, mb)) {
		size_t k = check_answer_raw(answer, sizeof(answer), data, n);

		assert(k < sizeof(answer));
		assert(!k || !memcmp(answer, "SIP/2.0 4", 9) ||
		       !memcmp(answer, "SIP/2.0 5", 9));
	} else if (msg->req) {
		check_request(msg, &check);
		assert(!check.status ||
		       (check.status >= 400 && check.status < 600));
	} else {
		(void)check_response(msg);
	}
	mem_deref(msg);
	mem_deref(mb);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[MUTANT_MAX];
	uint32_t n = 0;
	size_t len;

	if (size < 6)
		return 0;
	memcpy(&n, data, sizeof(n));
	len = mutant_make(text, n, data[4], "1");
	for (size_t i = 6; i + 1 < size; i += 2)
		text[(data[5] + data[i] * 16u) % len] = (char)data[i + 1];
	judge(text, len);
	return 0;
}
