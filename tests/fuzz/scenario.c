/**
 * @file tests/fuzz/scenario.c  No text crashes the scenario loader
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "pack/scenario.h"
#include "util/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scenario *s = NULL;
	int err = scenario_load_text(&s, "fuzz", (const char *)data, size);

	assert(err ? s == NULL && err_text(err)[0] : s->stations >= 1);
	scenario_free(s);

	return 0;
}
