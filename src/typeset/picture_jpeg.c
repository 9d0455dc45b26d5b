/**
 * @file typeset/picture_jpeg.c  JPEG files
 *
 * libjpeg reports an error to a handler that must not return; it jumps back to
 * the function that called libjpeg.  Everything that must be freed then hangs
 * on struct job, and no jump leaves this file.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h> /* jpeglib.h wants it */
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "typeset/exif.h"
#include "typeset/picture_private.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Memory of libjpeg for one picture; a progressive one is held as a whole */
#define MEMORY_MAX (300L << 20)

/* Scans of a progressive picture; real ones have ten or so */
#define SCANS_MAX 100

#define EXIF	  "Exif\0"
#define EXIF_LEN  6

/* Messages of libjpeg's jerror.h that mean that parts of the picture are gone
 */
#define PART_GONE(code)                                          \
	((code) == JWRN_JPEG_EOF || (code) == JWRN_HIT_MARKER || \
	 (code) == JWRN_HUFF_BAD_CODE || (code) == JWRN_NOT_SEQUENTIAL)

#include <jerror.h>

struct job {
	struct jpeg_error_mgr mgr;
	jmp_buf jump;
	struct jpeg_progress_mgr progress;
	struct jpeg_decompress_struct in;
	struct jpeg_compress_struct out;
	const char *name;
	unsigned char *file; /* that is written */
	unsigned long filec;
	uint8_t *row;
	int err;
};

static void on_error(j_common_ptr c)
{
	struct job *job = c->client_data;
	char why[JMSG_LENGTH_MAX];

	c->err->format_message(c, why);
	job->err = picture_damaged(job->name, why);
	longjmp(job->jump, 1); /* NOLINT(cert-err52-cpp) */
}

static void on_message(j_common_ptr c, int level)
{
	if (level < 0 && PART_GONE(c->err->msg_code))
		on_error(c);
}

static void on_output(j_common_ptr c)
{
	(void)c;
}

/* A small file may ask for millions of passes over its picture */
static void on_progress(j_common_ptr c)
{
	struct job *job = c->client_data;

	if (c->is_decompressor &&
	    ((j_decompress_ptr)c)->input_scan_number > SCANS_MAX) {
		job->err = picture_damaged(job->name, "too many scans");
		longjmp(job->jump, 1); /* NOLINT(cert-err52-cpp) */
	}
}

static struct job *job_alloc(const char *name)
{
	struct job *job = x_calloc(1, sizeof(*job));

	job->name = name;
	(void)jpeg_std_error(&job->mgr);
	job->mgr.error_exit = on_error;
	job->mgr.emit_message = on_message;
	job->mgr.output_message = on_output;
	job->progress.progress_monitor = on_progress;
	return job;
}

static int job_free(struct job *job)
{
	const int err = job->err;

	if (job->in.mem)
		jpeg_destroy_decompress(&job->in);
	if (job->out.mem)
		jpeg_destroy_compress(&job->out);
	free(job->file);
	free(job->row);
	free(job);
	return err;
}

static void open_in(struct job *job, const void *data, size_t size)
{
	job->in.err = &job->mgr;
	job->in.client_data = job;
	jpeg_create_decompress(&job->in);
	job->in.progress = &job->progress;
	job->in.mem->max_memory_to_use = MEMORY_MAX;
	jpeg_mem_src(&job->in, data, size);
	jpeg_save_markers(&job->in, JPEG_APP0 + 1, 0xFFFF);
	(void)jpeg_read_header(&job->in, TRUE);
	job->err = picture_check_size(job->name, job->in.image_width,
				      job->in.image_height, PICTURE_PIXELS_MAX);
}

static void open_out(struct job *job)
{
	job->out.err = &job->mgr;
	job->out.client_data = job;
	jpeg_create_compress(&job->out);
	jpeg_mem_dest(&job->out, &job->file, &job->filec);
}

static int orientation(const struct job *job)
{
	const struct jpeg_marker_struct *m = job->in.marker_list;

	for (; m; m = m->next) {
		if (m->data_length > EXIF_LEN &&
		    memcmp(m->data, EXIF, EXIF_LEN) == 0)
			return exif_orientation(m->data + EXIF_LEN,
						m->data_length - EXIF_LEN);
	}

	return 1;
}

static long longer(const struct job *job)
{
	return (long)(job->in.image_width > job->in.image_height
			      ? job->in.image_width
			      : job->in.image_height);
}

/* libjpeg gives eighths of a picture nearly for free: the fewest that are
 * enough */
static void set_scale(struct job *job, long side)
{
	const long whole = longer(job);
	unsigned eighths = 1;

	while (eighths < 8 && whole * eighths / 8 < side)
		eighths++;
	job->in.scale_num = eighths;
	job->in.scale_denom = 8;
}

/* Inks to light, without the profile of a press; Adobe writes them inverted */
static void from_cmyk(uint8_t *to, const uint8_t *from, long n, bool inverted)
{
	for (long i = 0; i < n; i++, from += 4) {
		for (int c = 0; c < 3; c++) {
			unsigned ink = inverted ? from[c] : 255U - from[c];
			unsigned black = inverted ? from[3] : 255U - from[3];

			*to++ = (uint8_t)(ink * black / 255);
		}
	}
}

static void decode(struct job *job, struct raster *r, long side)
{
	struct jpeg_decompress_struct *in = &job->in;
	const bool inks = in->num_components == 4;
	size_t line;

	set_scale(job, side);
	if (inks)
		in->out_color_space = JCS_CMYK;
	else if (in->num_components != 1)
		in->out_color_space = JCS_RGB;
	(void)jpeg_start_decompress(in);
	r->turn = orientation(job);
	r->width = (long)in->output_width;
	r->height = (long)in->output_height;
	r->channels = in->num_components == 1 ? 1 : 3;
	line = (size_t)r->width * (size_t)r->channels;
	r->px = x_calloc((size_t)r->height, line);
	job->row = inks ? x_calloc((size_t)r->width, 4) : NULL;

	while (in->output_scanline < in->output_height) {
		uint8_t *to = r->px + in->output_scanline * line;
		JSAMPROW row = inks ? job->row : to;

		(void)jpeg_read_scanlines(in, &row, 1);
		if (inks)
			from_cmyk(to, job->row, r->width, in->saw_Adobe_marker);
	}
	(void)jpeg_finish_decompress(in);
}

int picture_jpeg_decode(struct raster *raster, const char *name,
			const void *data, size_t size, long side)
{
	struct job *job = job_alloc(name);
	int err;

	*raster = (struct raster){ .turn = 1 };
	if (setjmp(job->jump) == 0) { /* NOLINT(cert-err52-cpp) */
		open_in(job, data, size);
		if (!job->err)
			decode(job, raster, side);
	}

	err = job_free(job);
	if (err) {
		free(raster->px);
		raster->px = NULL;
	}
	return err;
}

static void encode(struct job *job, const struct raster *r, int quality)
{
	const size_t line = (size_t)r->width * (size_t)r->channels;
	struct jpeg_compress_struct *out = &job->out;

	open_out(job);
	out->image_width = (JDIMENSION)r->width;
	out->image_height = (JDIMENSION)r->height;
	out->input_components = r->channels;
	out->in_color_space = r->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(out);
	jpeg_set_quality(out, quality, TRUE);
	out->optimize_coding = TRUE;
	jpeg_start_compress(out, TRUE);
	while (out->next_scanline < out->image_height) {
		JSAMPROW row = r->px + out->next_scanline * line;

		(void)jpeg_write_scanlines(out, &row, 1);
	}
	jpeg_finish_compress(out);
}

int picture_jpeg_encode(struct str *to, const struct raster *raster,
			int quality)
{
	struct job *job = job_alloc("");

	if (setjmp(job->jump) == 0) { /* NOLINT(cert-err52-cpp) */
		encode(job, raster, quality);
		str_add_n(to, (const char *)job->file, job->filec);
	}

	return job_free(job);
}

/* What a page can show without its pixels being touched */
static bool may_strip(const struct job *job, long side)
{
	const J_COLOR_SPACE space = job->in.jpeg_color_space;

	return longer(job) <= side && orientation(job) == 1 &&
	       (space == JCS_GRAYSCALE || space == JCS_YCbCr);
}

static void strip(struct job *job, struct picture *p)
{
	jvirt_barray_ptr *coefficients = jpeg_read_coefficients(&job->in);

	open_out(job);
	jpeg_copy_critical_parameters(&job->in, &job->out);
	job->out.optimize_coding = TRUE;
	jpeg_write_coefficients(&job->out, coefficients);
	jpeg_finish_compress(&job->out);
	(void)jpeg_finish_decompress(&job->in);
	p->code = PICTURE_DCT;
	p->width = (long)job->in.image_width;
	p->height = (long)job->in.image_height;
	p->channels = job->in.num_components;
	str_add_n(&p->data, (const char *)job->file, job->filec);
}

int picture_jpeg_strip(struct picture *picture, const char *name,
		       const void *data, size_t size, long side)
{
	struct job *job = job_alloc(name);

	if (setjmp(job->jump) == 0) { /* NOLINT(cert-err52-cpp) */
		open_in(job, data, size);
		if (!job->err && !may_strip(job, side))
			job->err = ECANCELED;
		if (!job->err)
			strip(job, picture);
	}

	return job_free(job);
}
