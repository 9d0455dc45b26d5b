/**
 * @file tests/unit/picture.c  Pictures that no tool at hand writes, and Exif
 */
#include "typeset/picture.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h> /* jpeglib.h wants it */
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "cmocka_all.h"
#include "typeset/exif.h"
#include "typeset/picture_private.h"
#include "util/err.h"

#define SIDE 64

/* How a JPEG of one colour is written */
struct way {
	int channels;
	J_COLOR_SPACE in;
	J_COLOR_SPACE stored;
	bool adobe; /* with its mark, which goes with inverted inks */
	uint8_t ink[4];
};

static void make_jpeg(struct str *file, const struct way *way, unsigned w,
		      unsigned h)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr mgr;
	unsigned char *out = NULL;
	unsigned long n = 0;
	uint8_t *row = calloc(w, 4);
	JSAMPROW rows[1] = { row };

	for (unsigned x = 0; x < w; x++)
		memcpy(row + (size_t)x * (size_t)way->channels, way->ink,
		       (size_t)way->channels);
	c.err = jpeg_std_error(&mgr);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &out, &n);
	c.image_width = w;
	c.image_height = h;
	c.input_components = way->channels;
	c.in_color_space = way->in;
	jpeg_set_defaults(&c);
	jpeg_set_colorspace(&c, way->stored);
	jpeg_set_quality(&c, 100, TRUE);
	c.write_Adobe_marker = way->adobe;
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < h)
		(void)jpeg_write_scanlines(&c, rows, 1);
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	str_add_n(file, (const char *)out, n);
	free(out);
	free(row);
}

static void test_inks_become_light(void **state)
{
	static const struct {
		struct way way;
		uint8_t rgb[3];
	} rows[] = {
		/* Adobe: 255 is no ink */
		{ { 4, JCS_CMYK, JCS_CMYK, true, { 255, 0, 0, 255 } },
		  { 255, 0, 0 } },
		{ { 4, JCS_CMYK, JCS_YCCK, true, { 255, 0, 0, 255 } },
		  { 255, 0, 0 } },
		{ { 4, JCS_CMYK, JCS_CMYK, true, { 255, 255, 255, 0 } },
		  { 0, 0, 0 } },
		/* others: 255 is all of it */
		{ { 4, JCS_CMYK, JCS_CMYK, false, { 0, 255, 255, 0 } },
		  { 255, 0, 0 } },
		{ { 4, JCS_CMYK, JCS_CMYK, false, { 0, 0, 0, 0 } },
		  { 255, 255, 255 } },
		{ { 3, JCS_RGB, JCS_RGB, true, { 0, 0, 255, 0 } },
		  { 0, 0, 255 } },
		{ { 3, JCS_RGB, JCS_YCbCr, false, { 0, 0, 255, 0 } },
		  { 0, 0, 255 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str file = { 0 };
		struct raster r;

		make_jpeg(&file, &rows[i].way, SIDE, SIDE);
		assert_int_equal(0, picture_jpeg_decode(&r, "p", file.s,
							file.len, SIDE));
		assert_int_equal(3, r.channels);
		for (int c = 0; c < 3; c++)
			assert_in_range(r.px[c] - rows[i].rgb[c] + 4, 0, 8);
		free(r.px);
		str_release(&file);
	}
}

static void test_what_is_embedded_has_three_lights_or_grey(void **state)
{
	static const struct way ways[] = {
		{ 4, JCS_CMYK, JCS_YCCK, true, { 9, 99, 200, 30 } },
		{ 4, JCS_CMYK, JCS_CMYK, false, { 9, 99, 200, 30 } },
		{ 3, JCS_RGB, JCS_RGB, true, { 9, 99, 200, 0 } },
		{ 3, JCS_RGB, JCS_YCbCr, false, { 9, 99, 200, 0 } },
		{ 1, JCS_GRAYSCALE, JCS_GRAYSCALE, false, { 9, 0, 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct str file = { 0 };
		struct picture p;

		make_jpeg(&file, &ways[i], SIDE, SIDE / 2);
		for (unsigned step = 0; step < PICTURE_STEPS; step++) {
			assert_int_equal(0, picture_read(&p, "p", &file, step));
			assert_int_equal(ways[i].channels == 1 ? 1 : 3,
					 p.channels);
			assert_int_equal(SIDE, p.width);
			assert_int_equal(SIDE / 2, p.height);
			picture_release(&p);
		}
		str_release(&file);
	}
}

static void test_each_step_is_smaller(void **state)
{
	static const struct way grey = {
		1, JCS_GRAYSCALE, JCS_GRAYSCALE, false, { 99, 0, 0, 0 }
	};
	struct str file = { 0 };
	long last = 4001;

	(void)state;
	make_jpeg(&file, &grey, 4000, 3000);
	for (unsigned step = 0; step < PICTURE_STEPS; step++) {
		struct picture p;

		assert_int_equal(0, picture_read(&p, "p", &file, step));
		assert_true(p.width < last);
		assert_in_range(4 * p.height, 3 * p.width - 8, 3 * p.width + 8);
		last = p.width;
		picture_release(&p);
	}
	assert_true(last >= 800);
	str_release(&file);
}

static void test_a_file_by_itself_has_a_limit(void **state)
{
	static const struct way blue = {
		3, JCS_RGB, JCS_YCbCr, false, { 0, 0, 255, 0 }
	};
	struct str file = { 0 };
	struct str to = { 0 };

	(void)state;
	make_jpeg(&file, &blue, 3000, 2000);
	assert_int_equal(0, picture_to_jpeg(&to, "p", &file, 1 << 20));
	assert_int_equal(PICTURE_JPEG, picture_kind_of(to.s, to.len));
	assert_true(to.len <= 1 << 20);
	str_clear(&to);
	assert_int_equal(EINVAL, picture_to_jpeg(&to, "p", &file, 100));
	assert_int_equal(0, to.len);
	str_release(&to);
	str_release(&file);
}

/* A directory of one entry */
static const uint8_t one[] = { 'M',  'M', 0, 42, 0, 0, 0, 8, 0, 1, 1,
			       0x12, 0,	  3, 0,	 0, 0, 1, 0, 6, 0, 0 };

static void test_orientation_is_read_in_both_orders(void **state)
{
	static const uint8_t other[] = { 'I', 'I', 42,	 0, 8, 0, 0, 0,
					 1,   0,   0x12, 1, 3, 0, 1, 0,
					 0,   0,   8,	 0, 0, 0 };

	(void)state;
	assert_int_equal(6, exif_orientation(one, sizeof(one)));
	assert_int_equal(8, exif_orientation(other, sizeof(other)));
}

/* Cut anywhere, any byte anything: 1 to 8 comes out, nothing is read beyond */
static void test_no_exif_leads_astray(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(one); n++) {
		uint8_t *cut = malloc(n + 1);

		memcpy(cut + 1, one, n); /* its end is that of the memory */
		assert_int_equal(1, exif_orientation(cut + 1, n));
		free(cut);
	}
	for (size_t i = 0; i < sizeof(one); i++) {
		for (int v = 0; v < 256; v++) {
			uint8_t *odd = malloc(sizeof(one));

			memcpy(odd, one, sizeof(one));
			odd[i] = (uint8_t)v;
			assert_in_range(exif_orientation(odd, sizeof(one)), 1,
					8);
			free(odd);
		}
	}
}

/* The head of a file of two gigabytes, if its chunks were believed */
static void test_a_png_asks_for_no_more_than_the_file(void **state)
{
	static const uint8_t bytes[] = {
		0x89, 'P',  'N',  'G',	'\r', '\n', 0x1a, '\n', 0,   0,
		0,    13,   'I',  'H',	'D',  'R',  0,	  0,	0,   8,
		0,    0,    0,	  12,	2,    3,    0,	  0,	0,   0x22,
		0xf0, 0x14, 0x0e, 0x7e, 0,    0,    0,	  't',	'E', 'X',
		't',  'C',  'o',  'm',	'm',  'e',  'n',  't',	0,   0,
	};
	struct str file = { 0 };
	struct picture p;

	(void)state;
	str_add_n(&file, (const char *)bytes, sizeof(bytes));
	assert_int_equal(EBADMSG, picture_read(&p, "a.png", &file, 0));
	assert_non_null(strstr(err_text(EBADMSG), "a chunk is cut off"));
	str_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_png_asks_for_no_more_than_the_file),
		cmocka_unit_test(test_inks_become_light),
		cmocka_unit_test(
			test_what_is_embedded_has_three_lights_or_grey),
		cmocka_unit_test(test_each_step_is_smaller),
		cmocka_unit_test(test_a_file_by_itself_has_a_limit),
		cmocka_unit_test(test_orientation_is_read_in_both_orders),
		cmocka_unit_test(test_no_exif_leads_astray),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
