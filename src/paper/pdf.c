/**
 * @file paper/pdf.c  PDF files from elsewhere
 *
 * qpdf unpacks what it is told to and follows trees as deep as they are, so it
 * works apart from us.
 */
#include "paper/pdf.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#include "util/apart.h"
#include "util/err.h"
#include "util/lang.h"

#define HEAD	"%PDF-"

#define WHY_MAX 200

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

/* What was found, as it comes from the process that looks */
struct answer {
	enum { PDF_WHOLE, PDF_LOCKED, PDF_DAMAGED, PDF_EMPTY } found;
	size_t pages;
	char why[WHY_MAX];
};

struct question {
	const char *name;
	const void *data;
	size_t size;
};

/* What qpdf put up with is damage too: other readers may not */
static void verdict(qpdf_data q, struct answer *a)
{
	qpdf_error e = NULL;
	int pages;

	a->found = PDF_LOCKED;
	if (qpdf_is_encrypted(q))
		return;

	pages = qpdf_get_num_pages(q);
	if (qpdf_has_error(q))
		e = qpdf_get_error(q);
	else if (qpdf_more_warnings(q))
		e = qpdf_next_warning(q);
	if (e && qpdf_get_error_code(q, e) == qpdf_e_password)
		return;
	if (e) {
		a->found = PDF_DAMAGED;
		(void)snprintf(a->why, sizeof(a->why), "%s",
			       qpdf_get_error_message_detail(q, e));
		return;
	}

	a->found = pages < 1 ? PDF_EMPTY : PDF_WHOLE;
	a->pages = pages < 1 ? 0 : (size_t)pages;
}

static void look(void *answer, const void *arg)
{
	const struct question *ask = arg;
	qpdf_data q = qpdf_init();

	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	(void)qpdf_read_memory(q, ask->name, ask->data, ask->size, NULL);
	verdict(q, answer);
	qpdf_cleanup(&q);
}

int pdf_check(const char *name, const void *data, size_t size, size_t *pagesp)
{
	const struct question ask = { name, data, size };
	struct answer a = { .pages = 0 };
	int err;

	if (!pdf_is_one(data, size))
		return err_set(EBADMSG, _("%s: not a PDF"), name);

	err = apart_run(look, &ask, &a, sizeof(a));
	if (err == ECANCELED)
		return damaged(name, _("it takes too much memory or time"));
	if (err)
		return err;
	if (a.found == PDF_LOCKED)
		return encrypted(name);
	if (a.found == PDF_DAMAGED)
		return damaged(name, a.why);
	if (a.found == PDF_EMPTY)
		return damaged(name, _("no page"));

	*pagesp = a.pages;
	return 0;
}
