/**
 * @file tests/fuzz/prompt.c  A WAV file of the operator's is read within bounds
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/wav.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wav wav;

	if (wav_read(&wav, data, size))
		return 0;
	assert(wav.channels == 1 || wav.channels == 2);
	assert(wav.samples >= data && wav.samples + wav.size <= data + size);
	assert(wav.size % wav.channels == 0);
	return 0;
}
