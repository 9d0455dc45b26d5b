/**
 * @file typeset/picture.c  Photographs and scans, made fit for a page
 */
#include "typeset/picture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/picture_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

/* Rows are kept exact if that takes no more than this many times the bytes of a
 * JPEG: text on a screen stays sharp */
#define EXACT_COST 2

/* The first steps may */
#define EXACT_STEPS 2

/* A side may be longer by one such part */
#define ENOUGH 8

/* Pixels along the longer side, and quality: 2,480 are A4 at 212 dots an inch
 * along its height */
static const struct {
	long side;
	int quality;
} steps[PICTURE_STEPS] = {
	{ 2480, 88 }, { 2200, 82 }, { 1900, 75 },
	{ 1600, 70 }, { 1240, 62 }, { 1000, 50 },
};

int picture_damaged(const char *name, const char *why)
{
	return err_set(EBADMSG, _("%s: the picture is damaged or cut off (%s)"),
		       name, why);
}

int picture_check_size(const char *name, unsigned long width,
		       unsigned long height, long most)
{
	if (width == 0 || height == 0)
		return picture_damaged(name, "0 x 0");
	if (width <= PICTURE_SIDE_MAX && height <= PICTURE_SIDE_MAX &&
	    width * height <= (unsigned long)most)
		return 0;

	return err_set(
		EINVAL,
		_("%s: a picture of %lu x %lu; at most %ld to a side and "
		  "%ld million in all are taken"),
		name, width, height, PICTURE_SIDE_MAX, most / 1000000);
}

enum picture_kind picture_kind_of(const void *data, size_t size)
{
	static const struct {
		const char *bytes;
		size_t n;
		enum picture_kind kind;
	} kinds[] = {
		{ "\377\330\377", 3, PICTURE_JPEG },
		{ "\211PNG\r\n\032\n", 8, PICTURE_PNG },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (size >= kinds[i].n &&
		    memcmp(data, kinds[i].bytes, kinds[i].n) == 0)
			return kinds[i].kind;
	}

	return PICTURE_NONE;
}

/* Where the pixel goes that stands at x, y of a picture of w by h: the
 * orientations of Exif 2.32, 4.6.4 */
static size_t place(const struct raster *r, long x, long y)
{
	const long w = r->width;
	const long h = r->height;
	const long at[9][2] = {
		{ 0, 0 },	  { x, y },
		{ w - 1 - x, y }, { w - 1 - x, h - 1 - y },
		{ x, h - 1 - y }, { y, x },
		{ h - 1 - y, x }, { h - 1 - y, w - 1 - x },
		{ y, w - 1 - x },
	};

	return (size_t)at[r->turn][1] * (size_t)(r->turn >= 5 ? h : w) +
	       (size_t)at[r->turn][0];
}

/* Bring it upright */
static void turn(struct raster *r)
{
	const size_t n = (size_t)r->channels;
	const long width = r->width;
	const uint8_t *from = r->px;
	uint8_t *px;

	if (r->turn == 1)
		return;

	px = x_calloc((size_t)r->width * (size_t)r->height, n);
	for (long y = 0; y < r->height; y++) {
		for (long x = 0; x < r->width; x++, from += n)
			memcpy(px + n * place(r, x, y), from, n);
	}
	if (r->turn >= 5) {
		r->width = r->height;
		r->height = width;
	}
	free(r->px);
	r->px = px;
	r->turn = 1;
}

/* A scan of black on white need not take three times the room */
static void drop_colour(struct raster *r)
{
	const size_t n = (size_t)r->width * (size_t)r->height;

	if (r->channels == 1)
		return;

	for (size_t i = 0; i < n; i++) {
		const uint8_t *p = r->px + 3 * i;

		if (p[0] != p[1] || p[1] != p[2])
			return;
	}
	for (size_t i = 0; i < n; i++)
		r->px[i] = r->px[3 * i];
	r->channels = 1;
}

/* The mean of the pixels of one square, to one pixel */
static void mean(uint8_t *to, const struct raster *r, const long from[2],
		 const long end[2])
{
	for (int c = 0; c < r->channels; c++) {
		unsigned long sum = 0;
		unsigned long n = 0;

		for (long y = from[1]; y < end[1]; y++) {
			for (long x = from[0]; x < end[0]; x++, n++)
				sum += r->px[(size_t)(y * r->width + x) *
						     (size_t)r->channels +
					     (size_t)c];
		}
		if (n > 0)
			to[c] = (uint8_t)((sum + n / 2) / n);
	}
}

/* Make it smaller until no side is longer; each pixel of the old picture counts
 * once.  For a few pixels it is not blurred */
static void shrink(struct raster *r, long side)
{
	const long most = r->width > r->height ? r->width : r->height;
	long width;
	long height;
	uint8_t *px;
	uint8_t *to;

	if (most < 1 || most <= side + side / ENOUGH)
		return;

	width = (r->width * side + most - 1) / most;
	height = (r->height * side + most - 1) / most;
	px = x_calloc((size_t)(width * height), (size_t)r->channels);
	to = px;
	for (long y = 0; y < height; y++) {
		for (long x = 0; x < width; x++, to += r->channels) {
			const long from[] = { x * r->width / width,
					      y * r->height / height };
			const long end[] = { (x + 1) * r->width / width,
					     (y + 1) * r->height / height };

			mean(to, r, from, end);
		}
	}
	free(r->px);
	r->px = px;
	r->width = width;
	r->height = height;
}

static int decode(struct raster *r, const char *name, const struct str *file,
		  long side)
{
	int err;

	switch (picture_kind_of(file->s, file->len)) {
	case PICTURE_JPEG:
		err = picture_jpeg_decode(r, name, file->s, file->len, side);
		break;
	case PICTURE_PNG:
		err = picture_png_decode(r, name, file->s, file->len);
		break;
	case PICTURE_NONE:
	default:
		err = err_set(EBADMSG, _("%s: neither a JPEG nor a PNG"), name);
		break;
	}
	if (err)
		return err;

	shrink(r, side);
	turn(r);
	drop_colour(r);
	return 0;
}

/* The rows as they are if that costs little, otherwise a JPEG */
static int encode(struct picture *p, const struct raster *r, bool exact,
		  int quality)
{
	int err;

	p->width = r->width;
	p->height = r->height;
	p->channels = r->channels;
	p->code = PICTURE_DCT;
	err = picture_jpeg_encode(&p->data, r, quality);
	if (!err && exact) {
		struct str rows = { 0 };

		picture_png_rows(&rows, r);
		if (picture_deflated(&rows) <= EXACT_COST * p->data.len) {
			str_release(&p->data);
			p->data = rows;
			p->code = PICTURE_ROWS;
		} else {
			str_release(&rows);
		}
	}
	return err;
}

/* @param exact  Whether rows may be kept as they are */
static int make(struct picture *p, const char *name, const struct str *file,
		size_t step, bool exact)
{
	const bool jpeg = picture_kind_of(file->s, file->len) == PICTURE_JPEG;
	struct raster r = { .turn = 1 };
	int err = ECANCELED;

	*p = (struct picture){ .width = 0 };
	if (file->len > PICTURE_FILE_MAX)
		return err_set(EINVAL, _("%s: larger than %zu bytes"), name,
			       PICTURE_FILE_MAX);

	/* the first step takes a picture that is small enough as it is */
	if (jpeg && step == 0)
		err = picture_jpeg_strip(p, name, file->s, file->len,
					 steps[step].side);
	if (err == ECANCELED) {
		err = decode(&r, name, file, steps[step].side);
		if (!err)
			err = encode(p, &r, exact && !jpeg,
				     steps[step].quality);
	}
	free(r.px);
	if (err)
		picture_release(p);
	return err;
}

int picture_read(struct picture *picture, const char *name,
		 const struct str *file, unsigned step)
{
	return make(picture, name, file, step, step < EXACT_STEPS);
}

int picture_to_jpeg(struct str *to, const char *name, const struct str *file,
		    size_t most)
{
	for (size_t i = 0; i < PICTURE_STEPS; i++) {
		struct picture p;
		const int err = make(&p, name, file, i, false);
		const bool fits = !err && p.data.len <= most;

		if (fits)
			str_add_n(to, p.data.s, p.data.len);
		if (!err)
			picture_release(&p);
		if (err || fits)
			return err;
	}

	return err_set(EINVAL, _("%s: does not become smaller than %zu bytes"),
		       name, most);
}

void picture_release(struct picture *picture)
{
	str_release(&picture->data);
	*picture = (struct picture){ .width = 0 };
}
