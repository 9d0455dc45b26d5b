/**
 * @file tests/fuzz/image_answer.c  Whatever a terminal answers is read within
 * its bounds; an answer that is whole stays so when more comes
 */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* exactly so long: what is read behind it is found */
	char *answer = malloc(size ? size : 1);
	bool whole = false;

	if (!answer)
		abort();
	if (size > 0)
		memcpy(answer, data, size);
	for (size_t n = 0; n <= size && size < 600; n++) {
		bool before = whole;
		enum image_way way = image_answer(answer, n, &whole);

		assert(whole || way == IMAGE_NONE);
		assert(whole || !before);
	}
	free(answer);
	return 0;
}
