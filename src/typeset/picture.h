/**
 * @file typeset/picture.h  Photographs and scans, made fit for a page
 *
 * JPEG and PNG from anywhere become pixels that stand upright, with nothing
 * else in them: no place, no thumbnail, no comment, no profile.  What is larger
 * than a page needs is made smaller, in steps.  A JPEG that needs no change
 * keeps its picture bit by bit and loses only what is written beside it.
 */
#ifndef TYPESET_PICTURE_H
#define TYPESET_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"

/** Most bytes of a file */
#define PICTURE_FILE_MAX ((size_t)64 << 20)

/** Most pixels of a JPEG: A3 at 600 dots an inch has 70 million */
#define PICTURE_PIXELS_MAX 100000000L

/** Most pixels of a PNG, which must be in memory as a whole: A4 at 600 dots an
 *  inch has 35 million */
#define PICTURE_PNG_PIXELS_MAX 50000000L

/** Most pixels along a side */
#define PICTURE_SIDE_MAX 20000L

/** Steps of quality: 0 is the best, each later one smaller */
#define PICTURE_STEPS 6

enum picture_kind {
	PICTURE_NONE, /**< Neither */
	PICTURE_JPEG,
	PICTURE_PNG,
};

/** How the pixels are written */
enum picture_code {
	PICTURE_DCT,  /**< data is a JPEG file */
	PICTURE_ROWS, /**< data is rows of PNG, each with its filter before it,
		       *   not deflated yet */
};

/** A picture ready for a page */
struct picture {
	enum picture_code code;
	long width; /**< Pixels, upright */
	long height;
	int channels; /**< 1 grey, 3 red, green, blue */
	struct str data;
};

/** What bytes begin like, whatever the name of the file says */
enum picture_kind picture_kind_of(const void *data, size_t size);

/**
 * Read a picture
 *
 * @param picture  Set to it; release it with picture_release()
 * @param name     For messages
 * @param step     0 to PICTURE_STEPS - 1
 *
 * @return 0; EINVAL if it has too many pixels or bytes; EBADMSG if it is no
 *         JPEG or PNG, or damaged, or cut off
 */
int picture_read(struct picture *picture, const char *name,
		 const struct str *file, unsigned step);

/**
 * A picture as a JPEG file that stands upright and has nothing else in it, at
 * most so many bytes
 *
 * @param to  Receives the file, appended
 *
 * @return 0; as picture_read(); EINVAL also if no step makes it small enough
 */
int picture_to_jpeg(struct str *to, const char *name, const struct str *file,
		    size_t most);

/**
 * Gives the file of a picture that a paper names
 *
 * @param file  Receives its bytes, appended
 *
 * @return 0; ENOENT if there is none of that name; other codes as they come
 */
typedef int picture_h(struct str *file, const char *name, void *arg);

/** Where the pictures of a paper come from; zeroed it has none */
struct picture_source {
	picture_h *h;
	void *arg;
	unsigned step; /**< Of quality */
};

void picture_release(struct picture *picture);

#endif
