/**
 * @file typeset/cff.c  The little we need to know of a CFF font table
 */
#include "typeset/cff.h"

#include <errno.h>
#include <stdlib.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"

/* Operators of the Top DICT; two-byte ones begin with 12 */
#define OP_CHARSET 15
#define OP_ESCAPE  12
#define OP_ROS	   (OP_ESCAPE << 8 | 30)

/* Charsets below this offset number are predefined ones */
#define CHARSET_PREDEFINED 3

/* Reads past the end give 0 and set bad */
struct reader {
	const uint8_t *p;
	size_t size;
	size_t at;
	bool bad;
};

static uint32_t take(struct reader *r, unsigned bytes)
{
	uint32_t v = 0;

	if (bytes > r->size - r->at) {
		r->bad = true;
		r->at = r->size;
		return 0;
	}

	while (bytes-- > 0)
		v = v << 8 | r->p[r->at++];
	return v;
}

static void seek(struct reader *r, size_t at)
{
	if (at > r->size) {
		r->bad = true;
		at = r->size;
	}
	r->at = at;
}

/* An INDEX: leaves r behind it; [*fromp, *top) is its first object */
static void index_read(struct reader *r, size_t *fromp, size_t *top)
{
	uint32_t count = take(r, 2);
	unsigned width;
	uint32_t first;
	uint32_t second;
	size_t base;

	*fromp = *top = r->at;
	if (count == 0 || r->bad)
		return;

	width = take(r, 1);
	if (width < 1 || width > 4) {
		r->bad = true;
		return;
	}
	base = r->at + (size_t)(count + 1) * width - 1;
	first = take(r, width);
	second = take(r, width);
	seek(r, base + 1 - width);
	seek(r, base + take(r, width));
	*fromp = base + first;
	*top = base + second;
	if (first < 1 || second < first || *top > r->size)
		r->bad = true;
}

/* A real number: nibbles up to 0xf */
static void skip_real(struct reader *r)
{
	uint32_t b;

	do {
		b = take(r, 1);
	} while (!r->bad && (b & 15) != 15 && b >> 4 != 15);
}

/* An operand that begins with b0; 5176 table 3 */
static int32_t operand(struct reader *r, uint32_t b0)
{
	if (b0 == 28)
		return (int16_t)take(r, 2);
	if (b0 == 29)
		return (int32_t)take(r, 4);
	if (b0 == 30)
		skip_real(r);
	else if (b0 >= 32 && b0 <= 246)
		return (int32_t)b0 - 139;
	else if (b0 >= 247 && b0 <= 250)
		return (int32_t)((b0 - 247) * 256 + take(r, 1) + 108);
	else if (b0 >= 251 && b0 <= 254)
		return -(int32_t)((b0 - 251) * 256 + take(r, 1) + 108);

	return 0;
}

static size_t top_dict(struct cff *cff, struct reader *r, size_t top)
{
	struct reader dict = { .p = r->p, .size = top, .at = r->at };
	size_t charset = 0;
	int32_t last = 0;

	while (dict.at < dict.size && !dict.bad) {
		uint32_t b = take(&dict, 1);

		if (b > 21) {
			last = operand(&dict, b);
			continue;
		}
		if (b == OP_ESCAPE)
			b = b << 8 | take(&dict, 1);
		if (b == OP_ROS)
			cff->cid_keyed = true;
		if (b == OP_CHARSET && last >= 0)
			charset = (size_t)last;
		last = 0;
	}

	r->bad |= dict.bad;
	return charset;
}

static void charset_read(uint16_t *cid, unsigned glyphc, struct reader *r)
{
	uint32_t format = take(r, 1);
	unsigned glyph = 1; /* glyph 0 is .notdef, CID 0 */

	while (glyph < glyphc && !r->bad) {
		uint32_t first = take(r, 2);
		uint32_t left = format == 0 ? 0 : take(r, format == 1 ? 1 : 2);

		for (uint32_t i = 0; i <= left && glyph < glyphc; i++)
			cid[glyph++] = (uint16_t)(first + i);
	}

	if (format > 2)
		r->bad = true;
}

int cff_read(struct cff *cff, const void *table, size_t size, unsigned glyphc)
{
	struct reader r = { .p = table, .size = size };
	bool same = true;
	size_t charset;
	size_t from;
	size_t top;

	*cff = (struct cff){ 0 };
	seek(&r, 2);
	seek(&r, take(&r, 1));
	index_read(&r, &from, &top); /* Name INDEX */
	index_read(&r, &from, &top); /* Top DICT INDEX */
	if (!r.bad) {
		seek(&r, from);
		charset = top_dict(cff, &r, top);
	}
	if (r.bad)
		return err_set(EBADMSG, _("damaged CFF table"));
	if (!cff->cid_keyed || charset < CHARSET_PREDEFINED)
		return 0;

	cff->cid = x_calloc(glyphc, sizeof(*cff->cid));
	seek(&r, charset);
	charset_read(cff->cid, glyphc, &r);
	for (unsigned i = 0; i < glyphc; i++)
		same &= cff->cid[i] == i;
	if (same || r.bad)
		cff_release(cff);
	if (r.bad)
		return err_set(EBADMSG, _("damaged CFF table"));

	cff->cid_keyed = true;
	return 0;
}

void cff_release(struct cff *cff)
{
	free(cff->cid);
	*cff = (struct cff){ 0 };
}
