/**
 * @file tests/fuzz/picture.c  Any picture is made fit for a page or refused
 *
 * The first byte says with which step of quality.
 */
#include "typeset/picture.h"

#include <stdint.h>
#include <stdlib.h>

#include "typeset/exif.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str file = { 0 };
	struct picture p;

	if (size < 1)
		return 0;

	(void)exif_orientation(data + 1, size - 1);
	str_add_n(&file, (const char *)data + 1, size - 1);
	if (picture_read(&p, "fuzz", &file, data[0] % PICTURE_STEPS) == 0) {
		if (p.width < 1 || p.height < 1 || p.data.len == 0 ||
		    (p.channels != 1 && p.channels != 3) ||
		    (p.code == PICTURE_ROWS &&
		     p.data.len !=
			     (size_t)p.height *
				     ((size_t)p.width * (size_t)p.channels +
				      1)))
			abort();
		picture_release(&p);
	}
	str_release(&file);
	return 0;
}
