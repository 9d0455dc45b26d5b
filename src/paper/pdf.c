/**
 * @file paper/pdf.c  PDF files from elsewhere
 */
#include "paper/pdf.h"

#include <errno.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#include "util/err.h"
#include "util/lang.h"

#define HEAD "%PDF-"

bool pdf_is_one(const void *data, size_t size)
{
	return size > strlen(HEAD) && memcmp(data, HEAD, strlen(HEAD)) == 0;
}

static int encrypted(const char *name)
{
	return err_set(EPERM,
		       _("%s: an encrypted PDF; save it without a password"),
		       name);
}

static int damaged(const char *name, const char *why)
{
	return err_set(EBADMSG, _("%s: the PDF is damaged or cut off (%s)"),
		       name, why);
}

/* What qpdf put up with is damage too: other readers may not */
static int verdict(qpdf_data q, const char *name, size_t *pagesp)
{
	qpdf_error e = NULL;
	int pages;

	if (qpdf_is_encrypted(q))
		return encrypted(name);

	pages = qpdf_get_num_pages(q);
	if (qpdf_has_error(q))
		e = qpdf_get_error(q);
	else if (qpdf_more_warnings(q))
		e = qpdf_next_warning(q);
	if (e) {
		if (qpdf_get_error_code(q, e) == qpdf_e_password)
			return encrypted(name);
		return damaged(name, qpdf_get_error_message_detail(q, e));
	}
	if (pages < 1)
		return damaged(name, _("no page"));

	*pagesp = (size_t)pages;
	return 0;
}

int pdf_check(const char *name, const void *data, size_t size, size_t *pagesp)
{
	qpdf_data q;
	int err;

	if (!pdf_is_one(data, size))
		return err_set(EBADMSG, _("%s: not a PDF"), name);

	q = qpdf_init();
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	(void)qpdf_read_memory(q, name, data, size, NULL);
	err = verdict(q, name, pagesp);
	qpdf_cleanup(&q);
	return err;
}
