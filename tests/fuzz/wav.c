/**
 * @file tests/fuzz/wav.c  Listening to any bytes as a recording
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "drill/wav.h"
#include "util/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tone_ear earv[WAV_CHANNELS];
	struct wav_info info;
	char path[64];
	int fd = memfd_create("recording", MFD_CLOEXEC);
	int err;

	assert(fd >= 0);
	assert(write(fd, data, size) == (ssize_t)size);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	tone_ear_init(&earv[0], TONE_CALLER);
	tone_ear_init(&earv[1], TONE_STATION);
	err = wav_listen(path, &info, earv);
	assert(err ? err_text(err)[0] != '\0' : info.ms <= (int64_t)size);
	(void)close(fd);

	return 0;
}
