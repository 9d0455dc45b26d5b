/**
 * @file tests/fuzz/rtp.c  Any datagram on an RTP port, placed in a recording
 *
 * Each packet is a length byte and that many bytes.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "engine/recording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct recording rec;

static void take(const uint8_t *data, size_t size, int64_t now)
{
	uint8_t packet[RTP_MAX];
	struct rtp_key key;
	struct rtp again;
	struct rtp rtp;
	size_t n;

	if (rtp_read(&rtp, data, size) != 0)
		return;
	assert(rtp.payload >= data && rtp.size <= size);
	n = rtp_write(packet, &rtp);
	assert(n == rtp.size + RTP_HEADER);
	assert(!rtp_read(&again, packet, n) && again.seq == rtp.seq &&
	       again.ts == rtp.ts && again.size == rtp.size);
	if (!rtp_key_read(&key, &rtp))
		assert(strchr("0123456789*#ABCD", key.key));
	recording_place(&rec, (enum recording_side)(rtp.seq % 2), &rtp, now);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t now = 1000;

	recording_init(&rec, 1, VOICE_PCMA, "none");
	while (size > 1) {
		size_t n = data[0] < size - 1 ? data[0] : size - 1;

		take(data + 1, n, now);
		data += n + 1;
		size -= n + 1;
		now += 7;
	}

	return 0;
}
