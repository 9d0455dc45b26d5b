/**
 * @file typeset/haru.c  libharu's objects, never NULL
 */
#include "typeset/haru.h"

#include <hpdf_doc.h>
#include <hpdf_error.h>
#include <stdlib.h>

void *haru_need(HPDF_Doc doc, void *p)
{
	if (!p) {
		haru_check(doc);
		abort(); /* no object and no error: not libharu as we know it */
	}

	return p;
}

void haru_check(HPDF_Doc doc)
{
	(void)HPDF_CheckError(&doc->error);
}

HPDF_Dict haru_dict(HPDF_Doc doc)
{
	return haru_need(doc, HPDF_Dict_New(doc->mmgr));
}

HPDF_Dict haru_object(HPDF_Doc doc)
{
	HPDF_Dict d = haru_dict(doc);

	(void)HPDF_Xref_Add(doc->xref, d);
	haru_check(doc);
	return d;
}

HPDF_Dict haru_stream(HPDF_Doc doc)
{
	HPDF_Dict d = haru_need(doc, HPDF_DictStream_New(doc->mmgr, doc->xref));

	d->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
	return d;
}

HPDF_Array haru_array(HPDF_Doc doc)
{
	return haru_need(doc, HPDF_Array_New(doc->mmgr));
}
