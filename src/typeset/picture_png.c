/**
 * @file typeset/picture_png.c  PNG files
 *
 * As in picture_jpeg.c no jump leaves this file.
 */
#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "typeset/exif.h"
#include "typeset/picture_private.h"
#include "util/err.h"
#include "util/mem.h"

/* Bytes of one chunk beside the pixels, unpacked */
#define CHUNK_MAX 8000000

/* Before the first chunk; of a chunk without its data */
#define HEAD	    8
#define CHUNK_BYTES 12

#define WHITE	    0xFFFF

#define FILTERS	    5

struct job {
	png_structp png;
	png_infop info;
	jmp_buf jump;
	const char *name;
	const uint8_t *s;
	size_t left;
	png_bytep *rows;
	int err;
};

static void on_error(png_structp png, png_const_charp why)
{
	struct job *job = png_get_error_ptr(png);

	job->err = picture_damaged(job->name, why);
	longjmp(job->jump, 1); /* NOLINT(cert-err52-cpp) */
}

static void on_warning(png_structp png, png_const_charp why)
{
	(void)png;
	(void)why;
}

static void on_read(png_structp png, png_bytep to, size_t n)
{
	struct job *job = png_get_io_ptr(png);

	if (n > job->left)
		png_error(png, "cut off");
	memcpy(to, job->s, n);
	job->s += n;
	job->left -= n;
}

/* Whatever the depth and the colours: eight bits, grey or RGB, over white */
static void ask_plain(struct job *job)
{
	const png_byte type = png_get_color_type(job->png, job->info);
	png_color_16 white = { 0, WHITE, WHITE, WHITE, WHITE };
	const bool clear = (type & PNG_COLOR_MASK_ALPHA) != 0 ||
			   png_get_valid(job->png, job->info, PNG_INFO_tRNS);

	png_set_expand(job->png);
	/* the background is given in the depth that comes out of the file */
	if (png_get_bit_depth(job->png, job->info) < 16)
		white = (png_color_16){ 0, 255, 255, 255, 255 };
	if (clear)
		png_set_background(job->png, &white,
				   PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
	png_set_scale_16(job->png);
	(void)png_set_interlace_handling(job->png);
}

static int turn_of(const struct job *job)
{
	png_bytep exif = NULL;
	png_uint_32 n = 0;

	return png_get_eXIf_1(job->png, job->info, &n, &exif) && exif
		       ? exif_orientation(exif, n)
		       : 1;
}

static void decode(struct job *job, struct raster *r)
{
	size_t line;

	/* ours come before any row is read, and say why */
	png_set_user_limits(job->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	png_set_chunk_malloc_max(job->png, CHUNK_MAX);
	png_set_read_fn(job->png, job, on_read);
	png_read_info(job->png, job->info);
	job->err = picture_check_size(job->name,
				      png_get_image_width(job->png, job->info),
				      png_get_image_height(job->png, job->info),
				      PICTURE_PNG_PIXELS_MAX);
	if (job->err)
		return;

	ask_plain(job);
	png_read_update_info(job->png, job->info);
	r->width = (long)png_get_image_width(job->png, job->info);
	r->height = (long)png_get_image_height(job->png, job->info);
	r->channels = png_get_channels(job->png, job->info);
	line = png_get_rowbytes(job->png, job->info);
	if ((r->channels != 1 && r->channels != 3) ||
	    line != (size_t)r->width * (size_t)r->channels)
		png_error(job->png, "colours");

	r->px = x_calloc((size_t)r->height, line);
	job->rows = x_calloc((size_t)r->height, sizeof(*job->rows));
	for (long y = 0; y < r->height; y++)
		job->rows[y] = r->px + (size_t)y * line;
	png_read_image(job->png, job->rows);
	png_read_end(job->png, job->info); /* eXIf may stand behind */
	r->turn = turn_of(job);
}

static uint32_t length_at(const uint8_t *s)
{
	return (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 |
	       (uint32_t)s[2] << 8 | s[3];
}

/* libpng allocates whatever a chunk says its length is, up to 2 GB, and only
 * then reads it: no chunk may be longer than the file */
static bool is_in_file(const struct job *job)
{
	size_t left = job->left > HEAD ? job->left - HEAD : 0;

	for (const uint8_t *s = job->s + HEAD; left >= CHUNK_BYTES;) {
		const uint32_t n = length_at(s);

		if (n > left - CHUNK_BYTES)
			return false;
		if (memcmp(s + 4, "IEND", 4) == 0)
			return true;
		s += CHUNK_BYTES + n;
		left -= CHUNK_BYTES + n;
	}

	return true; /* its end is missing, as libpng will tell */
}

int picture_png_decode(struct raster *raster, const char *name,
		       const void *data, size_t size)
{
	struct job *job = x_calloc(1, sizeof(*job));
	int err;

	*raster = (struct raster){ .turn = 1 };
	job->name = name;
	job->s = data;
	job->left = size;
	if (!is_in_file(job))
		job->err = picture_damaged(name, "a chunk is cut off");
	else if (setjmp(job->jump) == 0) { /* NOLINT(cert-err52-cpp) */
		job->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, job,
						  on_error, on_warning);
		job->info = job->png ? png_create_info_struct(job->png) : NULL;
		if (!job->info)
			abort(); /* as when memory is gone elsewhere */
		decode(job, raster);
	}

	if (job->png)
		png_destroy_read_struct(&job->png, &job->info, NULL);
	free(job->rows);
	err = job->err;
	free(job);
	if (err) {
		free(raster->px);
		raster->px = NULL;
	}
	return err;
}

static int paeth(int left, int above, int corner)
{
	const int p = left + above - corner;
	const int a = abs(p - left);
	const int b = abs(p - above);
	const int c = abs(p - corner);

	return a <= b && a <= c ? left : b <= c ? above : corner;
}

/* One row by one filter; returns how far its bytes are from nought, which
 * tells well how small they become */
static unsigned long filter(uint8_t *to, int kind, const uint8_t *row,
			    const uint8_t *above, size_t n, size_t pixel)
{
	unsigned long sum = 0;

	*to++ = (uint8_t)kind;
	for (size_t i = 0; i < n; i++) {
		const int a = i < pixel ? 0 : row[i - pixel];
		const int b = above[i];
		const int c = i < pixel ? 0 : above[i - pixel];
		const int guess[FILTERS] = { 0, a, b, (a + b) / 2,
					     kind == 4 ? paeth(a, b, c) : 0 };

		to[i] = (uint8_t)(row[i] - guess[kind]);
		sum += to[i] < 128 ? to[i] : 256U - to[i];
	}

	return sum;
}

/* A row by the filter that suits it best, to the first of two rows */
static void filter_best(uint8_t *to[2], const uint8_t *row,
			const uint8_t *above, size_t n, size_t pixel)
{
	unsigned long least = filter(to[0], 0, row, above, n, pixel);

	for (int kind = 1; kind < FILTERS; kind++) {
		unsigned long sum = filter(to[1], kind, row, above, n, pixel);
		uint8_t *swap = to[0];

		if (sum >= least)
			continue;
		to[0] = to[1];
		to[1] = swap;
		least = sum;
	}
}

void picture_png_rows(struct str *to, const struct raster *raster)
{
	const size_t pixel = (size_t)raster->channels;
	const size_t n = (size_t)raster->width * pixel;
	uint8_t *blank = x_calloc(1, n);
	uint8_t *line[2] = { x_calloc(1, n + 1), x_calloc(1, n + 1) };
	const uint8_t *above = blank;

	for (long y = 0; y < raster->height; y++) {
		const uint8_t *row = raster->px + (size_t)y * n;

		filter_best(line, row, above, n, pixel);
		str_add_n(to, (const char *)line[0], n + 1);
		above = row;
	}

	free(blank);
	free(line[0]);
	free(line[1]);
}

size_t picture_deflated(const struct str *rows)
{
	uLongf n = compressBound(rows->len);
	uint8_t *buf = x_calloc(1, n);

	if (compress2(buf, &n, (const Bytef *)rows->s, rows->len,
		      Z_DEFAULT_COMPRESSION) != Z_OK)
		n = rows->len;
	free(buf);
	return n;
}
