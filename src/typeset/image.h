/**
 * @file typeset/image.h  A picture as an object of a PDF document
 */
#ifndef TYPESET_IMAGE_H
#define TYPESET_IMAGE_H

#include <hpdf.h>

#include "typeset/picture.h"

/** Write a picture into a document (ISO 32000-1, 8.9.5); libharu's error
 * handler may jump out of it */
HPDF_Dict image_embed(HPDF_Doc doc, const struct picture *picture);

#endif
