/**
 * @file tests/unit/font.c  Font files, good and bad
 */
#include "typeset/font.h"

#include <errno.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "typeset/cff.h"
#include "typeset/fontset.h"
#include "util/err.h"

#define SERIF "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"

/* Enough of the table for its header, indexes and DICT */
#define CFF_HEAD 2048

static void test_a_cid_keyed_collection_opens(void **state)
{
	struct font *font;

	(void)state;
	assert_int_equal(0, font_open(&font, SERIF, 2));
	assert_string_equal("NotoSerifCJKsc-Regular", font_name(font));
	assert_true(font_is_cff(font));
	assert_true(font_is_cid_keyed(font));
	assert_int_equal(1000, font_advance(font, font_glyph(font, 0x4E2D)));
	assert_int_not_equal(0, font_glyph(font, 0x20164));
	assert_int_equal(0, font_glyph(font, 0x5D0));
	assert_int_equal(0xFFE5, font_substitute(font, 0xFFE5));
	font_close(font);
}

static void test_what_is_no_font_is_refused(void **state)
{
	struct font *font;

	(void)state;
	assert_int_equal(EBADMSG, font_open(&font, SERIF, 99));
	assert_int_equal(ENOENT, font_open(&font, "/nowhere.ttf", 0));
	assert_int_equal(EBADMSG, font_open(&font, "/proc/self/exe", 0));
}

/* A table cut anywhere is refused or read, never read beyond */
static void test_a_cut_table_does_no_harm(void **state)
{
	hb_blob_t *file = hb_blob_create_from_file_or_fail(SERIF);
	hb_face_t *face = hb_face_create(file, 2);
	hb_blob_t *table = hb_face_reference_table(face,
						   HB_TAG('C', 'F', 'F', ' '));
	const char *data = hb_blob_get_data(table, NULL);

	(void)state;
	for (size_t n = 0; n < CFF_HEAD; n++) {
		char *copy = malloc(n ? n : 1); /* so that ASan sees the end */
		struct cff cff;

		memcpy(copy, data, n);
		assert_int_equal(EBADMSG, cff_read(&cff, copy, n, 65535));
		cff_release(&cff);
		free(copy);
	}
	hb_blob_destroy(table);
	hb_face_destroy(face);
	hb_blob_destroy(file);
}

static void test_a_named_font_must_exist(void **state)
{
	struct fontset *set;

	(void)state;
	assert_int_equal(0, setenv("CALLPERMIT_FONT_HEI", "/nowhere.ttf", 1));
	assert_int_equal(ENOENT, fontset_open(&set));
	assert_non_null(strstr(err_text(ENOENT), "CALLPERMIT_FONT_HEI"));
	assert_int_equal(0, setenv("CALLPERMIT_FONT_HEI", SERIF ":3", 1));
	assert_int_equal(0, fontset_open(&set));
	assert_string_equal("NotoSerifCJKtc-Regular",
			    font_name(fontset_pick(set, FONT_HEI, 0x4E2D)));
	fontset_close(set);
	(void)unsetenv("CALLPERMIT_FONT_HEI");
}

static void test_every_role_has_chinese(void **state)
{
	struct fontset *set;

	(void)state;
	assert_int_equal(0, fontset_open(&set));
	for (int role = 0; role < FONT_ROLE_COUNT; role++)
		assert_non_null(
			fontset_pick(set, (enum font_role)role, 0x9F92));
	assert_null(fontset_pick(set, FONT_SONG, 0x5D0));
	fontset_close(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_cid_keyed_collection_opens),
		cmocka_unit_test(test_what_is_no_font_is_refused),
		cmocka_unit_test(test_a_cut_table_does_no_harm),
		cmocka_unit_test(test_a_named_font_must_exist),
		cmocka_unit_test(test_every_role_has_chinese),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
