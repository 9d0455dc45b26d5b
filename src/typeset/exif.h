/**
 * @file typeset/exif.h  Which way up a photograph is
 */
#ifndef TYPESET_EXIF_H
#define TYPESET_EXIF_H

#include <stddef.h>
#include <stdint.h>

/**
 * Read the tag Orientation of the first directory (TIFF 6.0, section 8; Exif
 * 2.32, 4.6.4)
 *
 * @param s  A TIFF header and what follows it: the segment APP1 of a JPEG
 *           behind "Exif\0\0", or the chunk eXIf of a PNG; from anywhere
 *
 * @return 1 to 8; 1, upright, if it does not say or is no such thing
 */
int exif_orientation(const uint8_t *s, size_t n);

#endif
