/**
 * @file typeset/haru.h  libharu's objects, never NULL
 *
 * Below its public functions libharu does not call the error handler: it
 * remembers the error and returns NULL.  These make an object or report to the
 * handler of the document, which must not return (see page.c).  Give a new
 * object to its owner before making the next one: then it is freed with it.
 */
#ifndef TYPESET_HARU_H
#define TYPESET_HARU_H

#include <hpdf.h>
#include <hpdf_objects.h>

/** A dictionary that another object will own */
HPDF_Dict haru_dict(HPDF_Doc doc);

/** A dictionary of its own in the file */
HPDF_Dict haru_object(HPDF_Doc doc);

/** A stream of its own in the file, deflated */
HPDF_Dict haru_stream(HPDF_Doc doc);

/** An array that another object will own */
HPDF_Array haru_array(HPDF_Doc doc);

/** Hand p on, which libharu has just made */
void *haru_need(HPDF_Doc doc, void *p);

/** Report what went wrong since, if anything did */
void haru_check(HPDF_Doc doc);

#endif
