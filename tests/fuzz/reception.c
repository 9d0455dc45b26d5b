/**
 * @file tests/fuzz/reception.c  No datagrams upset the count of RTP packets
 *
 * The input is a row of datagrams, each after a byte with its length.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "drill/reception.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reception r = { .received = 0 };
	int64_t at_us = 1;

	while (size > 1) {
		size_t n = data[0] < size - 1 ? data[0] : size - 1;
		struct rtp p;

		if (!rtp_read(&p, data + 1, n)) {
			assert(p.payload >= data + 1);
			assert(p.payload + p.size <= data + 1 + n);
			(void)reception_take(&r, &p, at_us);
		}
		assert(reception_lost(&r) >= 0);
		assert(r.jitter_us >= 0);
		data += 1 + n;
		size -= 1 + n;
		at_us += 20000;
	}

	return 0;
}
