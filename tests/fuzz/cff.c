/**
 * @file tests/fuzz/cff.c  Any CFF table is read or refused
 */
#include <stddef.h>
#include <stdint.h>

#include "typeset/cff.h"

#define GLYPHS 65535

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cff cff;

	(void)cff_read(&cff, data, size, GLYPHS);
	cff_release(&cff);
	return 0;
}
