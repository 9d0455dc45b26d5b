/**
 * @file tests/fuzz/sip.c  A SIP message from anywhere is judged, not trusted
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "engine/digest.h"
#include "sip/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void answer(const uint8_t *data, size_t size)
{
	char *copy = mem_alloc(size + 1, NULL);
	char text[8192];
	size_t n;

	if (!copy)
		return;
	memcpy(copy, data, size);
	n = check_answer_raw(text, sizeof(text), copy, size);
	assert(n < sizeof(text));
	if (n)
		assert(!memcmp(text, "SIP/2.0 ", 8) &&
		       !memcmp(text + n - 4, "\r\n\r\n", 4));
	mem_deref(copy);
}

static void judge(struct sip_msg *msg)
{
	static struct digest digest;
	static struct digest_user user;
	struct check check;

	if (!*digest.realm) {
		digest_init(&digest, "test", DIGEST_MD5 | DIGEST_SHA256);
		digest_user_init(&user, &digest, "1001", "secret");
	}
	if (!msg->req) {
		if (check_response(msg))
			assert(msg->scode < 300 || msg->scode >= 400);
		return;
	}
	check_request(msg, &check);
	assert(!check.status || (check.status >= 400 && check.status < 600));
	assert(strlen(check.headers) < sizeof(check.headers));
	assert(msg->mb->pos <= msg->mb->end);
	assert(digest_check(&digest, &user, msg, 1000) != DIGEST_GOOD);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mbuf *mb = mbuf_alloc(size + 1);
	struct sip_msg *msg = NULL;

	if (!mb)
		return 0;
	(void)mbuf_write_mem(mb, data, size);
	mb->pos = 0;
	if (size > CHECK_SIZE_MAX || sip_msg_decode(&msg, mb))
		answer(data, size);
	else
		judge(msg);
	mem_deref(msg);
	mem_deref(mb);
	return 0;
}
