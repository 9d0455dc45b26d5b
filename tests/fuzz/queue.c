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

	if (!size)
		return 0;
	model_init(&m, data[0] % (int)queue_strategies.wordc,
		   data[0] / 16 % (int)queue_strategies.wordc);
	for (size_t i = 1; i < size; i++) {
		model_step(&m, data[i]);
		model_check(&m);
	}
	model_release(&m);

	return 0;
}
