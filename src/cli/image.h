/**
 * @file cli/image.h  Pictures in a terminal
 *
 * What a terminal can is asked of itself: the kitty query and the request for
 * its primary attributes (DA1), to which every terminal answers within a
 * moment; attribute 4 means sixel graphics.  Its name in $TERM proves nothing.
 */
#ifndef CLI_IMAGE_H
#define CLI_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

enum image_way {
	IMAGE_NONE,
	IMAGE_KITTY, /**< PNG in base64, escape code APC G */
	IMAGE_SIXEL, /**< By img2sixel */
};

/**
 * Ask the terminal on standard output
 *
 * @param widthp  Set to how many pixels wide a picture should be
 *
 * @return IMAGE_NONE if it is no terminal, does not answer in time, or the
 *         programs that are needed are not there
 */
enum image_way image_ask(unsigned *widthp);

/** Read the answer of a terminal, n bytes of it; whether it is whole goes to
 *  *wholep */
enum image_way image_answer(const char *answer, size_t n, bool *wholep);

/** Print a PNG file; 0, ENOENT, EINVAL if it is too large, EIO */
int image_print(enum image_way way, const char *path);

#endif
