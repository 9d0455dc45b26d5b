/**
 * @file tests/unit/page.c  PDF files, and libharu refusing to write them
 *
 * HPDF_Dict_New() of this program stands before libharu's own; the n-th call
 * reports an error to libharu's handler, as libharu does when memory is gone.
 */
#include "typeset/page.h"

#include <dlfcn.h>
#include <errno.h>
#include <hpdf.h>
#include <hpdf_error.h>
#include <hpdf_objects.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "typeset/wrap.h"
#include "util/err.h"

static int calls_left; /* until one fails; 0: none does */

HPDF_Dict HPDF_Dict_New(HPDF_MMgr mmgr)
{
	HPDF_Dict (*real)(HPDF_MMgr);

	if (calls_left > 0 && --calls_left == 0) {
		(void)HPDF_SetError(mmgr->error, HPDF_FAILD_TO_ALLOC_MEM, 0);
		return NULL;
	}

	*(void **)&real = dlsym(RTLD_NEXT, "HPDF_Dict_New");
	return real(mmgr);
}

static struct fontset *fonts;

/* Two pictures of grey, a JPEG's bytes and rows; nobody looks into the first */
static void put_pictures(struct sheets *sheets)
{
	struct picture jpeg = { PICTURE_DCT, 2, 1, 1, { NULL, 0, 0 } };
	struct picture rows = { PICTURE_ROWS, 2, 1, 1, { NULL, 0, 0 } };

	str_add_n(&jpeg.data, "\377\330\377\331", 4);
	str_add_n(&rows.data, "\0\100\200", 3);
	sheets_add_picture(sheets, "a", &jpeg);
	sheets_add_picture(sheets, "b", &rows);
	sheet_picture(&sheets->v[0], (long[]){ 0, 0, 9 * PT, 9 * PT }, 0);
	sheet_picture(&sheets->v[0], (long[]){ 0, 0, 9 * PT, 9 * PT }, 1);
	sheet_picture(&sheets->v[0], (long[]){ 9, 9, 9 * PT, 9 * PT }, 1);
}

static int write_page(struct str *pdf)
{
	static const struct look look = {
		.size = 12 * PT,
		.lead = 20 * PT,
		.strong = FONT_BOLD,
	};
	const struct page_info info = { .title = "题𠅤", .subject = "" };
	struct missing missing = { 0 };
	struct sheets sheets = { 0 };
	struct rich rich = { 0 };
	struct para *para;
	int err;

	rich_add_text(&rich, "文——𠅤", false);
	rich_add_text(&rich, "粗", true);
	rich_add(&rich, WRAP_TICKED, false);
	rich_add(&rich, WRAP_LINE, false);
	sheets_add(&sheets);
	para = sheets_para(&sheets);
	para_set(para, fonts, &rich, &look, 200 * PT, &missing);
	sheet_text(&sheets.v[0], 100 * PT, 100 * PT, para, 0);
	sheet_rule(&sheets.v[0], (long[]){ 0, 0, 9, 9 }, 500);
	put_pictures(&sheets);
	sheets_bookmark(&sheets, "签", 1, 0);
	sheets_bookmark(&sheets, "下", 3, 0);
	sheets_link(&sheets, (long[]){ 0, 0, 9, 9 }, 9, 1);
	err = page_write(pdf, &sheets, &info);
	sheets_release(&sheets);
	rich_release(&rich);
	return err;
}

static void test_every_refusal_is_one_clean_error(void **state)
{
	struct str whole = { 0 };
	int err = EIO;
	int n = 0;

	(void)state;
	while (err) {
		struct str pdf = { 0 };

		calls_left = ++n;
		err = write_page(&pdf);
		calls_left = 0;
		if (err) {
			assert_int_equal(EIO, err);
			assert_non_null(strstr(err_text(err), "0x1015"));
		}
		str_release(&pdf);
	}
	assert_true(n > 15);

	/* and nothing is left over that would change the next one */
	assert_int_equal(0, write_page(&whole));
	assert_memory_equal("%PDF-", whole.s, 5);
	str_release(&whole);
}

static void test_same_pages_same_bytes(void **state)
{
	struct str one = { 0 };
	struct str two = { 0 };

	(void)state;
	assert_int_equal(0, write_page(&one));
	assert_int_equal(0, write_page(&two));
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.s, two.s, one.len);
	str_release(&one);
	str_release(&two);
}

static int open_fonts(void **state)
{
	(void)state;
	return fontset_open(&fonts);
}

static int close_fonts(void **state)
{
	(void)state;
	fontset_close(fonts);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_refusal_is_one_clean_error),
		cmocka_unit_test(test_same_pages_same_bytes),
	};

	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
