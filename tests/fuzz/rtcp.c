/**
 * @file tests/fuzz/rtcp.c  Any datagram on an RTCP port
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "sip/rtcp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t out[RTCP_MAX];
	struct rtcp again;
	struct rtcp r;
	size_t n;

	if (rtcp_read(&r, 0x01020304, data, size) != 0)
		return 0;
	assert(rtcp_is(data, size));
	n = rtcp_write(out, &r, "0123456789abcdef");
	assert(n <= sizeof(out));
	assert(!rtcp_read(&again, r.block.ssrc, out, n));
	assert(again.ssrc == r.ssrc && again.sender == r.sender &&
	       again.bye == r.bye && again.about == r.about);
	assert(again.block.lost == r.block.lost);
	return 0;
}
