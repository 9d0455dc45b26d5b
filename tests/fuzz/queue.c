/**
 * @file tests/fuzz/queue.c  Whatever happens, each call is in one place
 */
#include <stddef.h>
#include <stdint.h>

#include "../call_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model m;

	model_init(&m);
	for (size_t i = 0; i < size; i++) {
		model_step(&m, data[i]);
		model_check(&m);
	}
	model_release(&m);

	return 0;
}
