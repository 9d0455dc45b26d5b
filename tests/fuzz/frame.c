/**
 * @file tests/fuzz/frame.c  A stream of bytes in two pieces is as one
 */
#include "sip/frame.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct frame whole = { 0 }, parts = { 0 };
	char *copy = malloc(size + 1);
	enum frame_kind kind, first;

	if (!copy)
		return 0;
	memcpy(copy, data, size);
	kind = frame_find(&whole, copy, size);
	first = frame_find(&parts, copy, size / 2);
	if (first == FRAME_MORE) {
		assert(frame_find(&parts, copy, size) == kind);
		assert(kind == FRAME_MORE || parts.size == whole.size);
	}
	assert(kind != FRAME_MESSAGE || (whole.size && whole.size <= size));
	assert(kind != FRAME_CRLF || (whole.size && whole.size <= size));
	assert(whole.size <= FRAME_HEAD_MAX + FRAME_BODY_MAX ||
	       kind == FRAME_BAD);
	free(copy);
	return 0;
}
