/**
 * @file typeset/picture_private.h  Pixels on their way, picture_*.c only
 */
#ifndef TYPESET_PICTURE_PRIVATE_H
#define TYPESET_PICTURE_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "typeset/picture.h"

/** Pixels in memory */
struct raster {
	long width;
	long height;
	int channels; /**< 1 or 3 */
	uint8_t *px;  /**< Rows without blanks between; owned */
	int turn;     /**< Orientation that they are still to be brought from, 1
		       *   to 8 */
};

/** What is said of bytes that are damaged or cut off */
int picture_damaged(const char *name, const char *why);

/** Refuse a picture of that size: EINVAL; 0 if it may be
 *
 * @param most  Pixels in all */
int picture_check_size(const char *name, unsigned long width,
		       unsigned long height, long most);

/**
 * Decode a JPEG, grey or RGB
 *
 * @param side  Pixels along the longer side that are wanted; there may be some
 *              more, or fewer if it has no more
 */
int picture_jpeg_decode(struct raster *raster, const char *name,
			const void *data, size_t size, long side);

/** Encode; appends the file.  Allocates, never refuses what it can encode: 0 or
 *  EIO */
int picture_jpeg_encode(struct str *to, const struct raster *raster,
			int quality);

/**
 * Copy the picture of a JPEG bit by bit, and nothing else in the file
 *
 * @param side  Most pixels along its longer side
 *
 * @return 0; ECANCELED if it must be decoded: it is larger, is not upright, has
 *         no grey or YCbCr; otherwise as picture_jpeg_decode()
 */
int picture_jpeg_strip(struct picture *picture, const char *name,
		       const void *data, size_t size, long side);

/** Decode a PNG, grey or RGB, over white */
int picture_png_decode(struct raster *raster, const char *name,
		       const void *data, size_t size);

/** Write rows with the filter that suits each best (PNG 1.2, section 9) */
void picture_png_rows(struct str *to, const struct raster *raster);

/** Bytes of them when deflated */
size_t picture_deflated(const struct str *rows);

#endif
