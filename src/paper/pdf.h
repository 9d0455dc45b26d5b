/**
 * @file paper/pdf.h  PDF files from elsewhere
 *
 * They are handed in as they are; here is only told whether they are whole.
 */
#ifndef PAPER_PDF_H
#define PAPER_PDF_H

#include <stdbool.h>
#include <stddef.h>

/** Whether bytes begin like a PDF file */
bool pdf_is_one(const void *data, size_t size);

/**
 * Check a PDF file
 *
 * @param name    For messages
 * @param pagesp  Set to the number of its pages
 *
 * @return 0; EBADMSG if it is damaged, cut off, has no page, or asks for more
 *         memory or time than any scan needs; EPERM if it is encrypted; EIO
 */
int pdf_check(const char *name, const void *data, size_t size, size_t *pagesp);

#endif
