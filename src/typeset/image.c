/**
 * @file typeset/image.c  A picture as an object of a PDF document
 */
#include "typeset/image.h"

#include <hpdf_streams.h>

#include "typeset/haru.h"

#define BITS 8

/* "Each row has its own filter", ISO 32000-1, 7.4.4.4 */
#define PREDICTOR 15

static void put_predictor(HPDF_Doc doc, HPDF_Dict image,
			  const struct picture *p)
{
	HPDF_Array list = haru_array(doc);
	HPDF_Dict parms;

	/* libharu writes the filters as a list, so these are one too */
	(void)HPDF_Dict_Add(image, "DecodeParms", list);
	parms = haru_dict(doc);
	(void)HPDF_Array_Add(list, parms);
	(void)HPDF_Dict_AddNumber(parms, "Predictor", PREDICTOR);
	(void)HPDF_Dict_AddNumber(parms, "Colors", (HPDF_INT32)p->channels);
	(void)HPDF_Dict_AddNumber(parms, "BitsPerComponent", BITS);
	(void)HPDF_Dict_AddNumber(parms, "Columns", (HPDF_INT32)p->width);
}

HPDF_Dict image_embed(HPDF_Doc doc, const struct picture *p)
{
	HPDF_Dict d = haru_stream(doc);

	/* libharu counts it among the resources of its page by this class */
	d->header.obj_class |= HPDF_OSUBCLASS_XOBJECT;
	(void)HPDF_Dict_AddName(d, "Type", "XObject");
	(void)HPDF_Dict_AddName(d, "Subtype", "Image");
	(void)HPDF_Dict_AddNumber(d, "Width", (HPDF_INT32)p->width);
	(void)HPDF_Dict_AddNumber(d, "Height", (HPDF_INT32)p->height);
	(void)HPDF_Dict_AddNumber(d, "BitsPerComponent", BITS);
	(void)HPDF_Dict_AddName(d, "ColorSpace",
				p->channels == 1 ? "DeviceGray" : "DeviceRGB");
	if (p->code == PICTURE_DCT)
		d->filter = HPDF_STREAM_FILTER_DCT_DECODE;
	else
		put_predictor(doc, d, p);
	(void)HPDF_Stream_Write(d->stream, (const HPDF_BYTE *)p->data.s,
				(HPDF_UINT)p->data.len);
	haru_check(doc);
	return d;
}
