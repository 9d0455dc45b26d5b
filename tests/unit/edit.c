/**
 * @file tests/unit/edit.c  Editing Chinese text
 */
#include "tui/edit.h"

#include <string.h>

#include "cmocka_all.h"
#include "util/text.h"
#include "util/util.h"

static void type(struct edit *e, const char *s)
{
	for (uint32_t cp = text_next(&s); cp; cp = text_next(&s))
		(void)edit_insert(e, cp);
}

static void press(struct edit *e, enum edit_verb verb, int times)
{
	while (times-- > 0)
		(void)edit_press(e, verb);
}

#define FAMILY "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9"
#define CHINA  "\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3"

static void test_backspace_takes_a_whole_character(void **state)
{
	static const char *const tails[] = { "中", "e\xCC\x81", FAMILY, CHINA,
					     "\xF0\xB1\x8D\x90" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
		struct edit e;

		edit_init(&e, "呼叫", 0, false);
		type(&e, tails[i]);
		press(&e, EDIT_BACKSPACE, 1);
		assert_string_equal("呼叫", edit_text(&e));
		edit_release(&e);
	}
}

static void test_text_goes_in_at_the_caret(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, "呼叫心", 0, false);
	press(&e, EDIT_LEFT, 1);
	type(&e, "中");
	assert_string_equal("呼叫中心", edit_text(&e));
	press(&e, EDIT_HOME, 1);
	type(&e, "北京");
	press(&e, EDIT_DELETE, 1);
	press(&e, EDIT_END, 1);
	press(&e, EDIT_BACKSPACE, 1);
	assert_string_equal("北京叫中", edit_text(&e));
	edit_release(&e);
}

static void test_an_accent_joins_the_letter_before_it(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, "tude", 0, false);
	press(&e, EDIT_HOME, 1);
	type(&e, "e\xCC\x81");
	press(&e, EDIT_LEFT, 1);
	assert_int_equal(0, e.caret);
	edit_release(&e);
}

static void test_words_end_at_marks_and_scripts(void **state)
{
	static const char *const left[] = { "北京市，西红门大厦A座909 ",
					    "北京市，西红门大厦A座",
					    "北京市，西红门大厦A",
					    "北京市，西红门大厦",
					    "北京市，",
					    "北京市",
					    "" };
	struct edit e;

	(void)state;
	edit_init(&e, left[0], 0, false);
	for (size_t i = 1; i < ARRAY_LEN(left); i++) {
		press(&e, EDIT_WORD_BACKSPACE, 1);
		assert_string_equal(left[i], edit_text(&e));
	}
	for (size_t i = ARRAY_LEN(left) - 1; i-- > 0;) {
		press(&e, EDIT_UNDO, 1);
		assert_string_equal(left[i], edit_text(&e));
	}
	press(&e, EDIT_HOME, 1);
	press(&e, EDIT_WORD_RIGHT, 3);
	press(&e, EDIT_CUT_TAIL, 1);
	assert_string_equal("北京市，西红门大厦", edit_text(&e));
	press(&e, EDIT_WORD_LEFT, 1);
	press(&e, EDIT_CUT_HEAD, 1);
	assert_string_equal("西红门大厦", edit_text(&e));
	edit_release(&e);
}

static void test_undo_goes_by_runs_and_redo_returns(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, "", 0, false);
	assert_false(edit_can_undo(&e));
	type(&e, "第一句。第二句");
	press(&e, EDIT_BACKSPACE, 2);
	assert_string_equal("第一句。第", edit_text(&e));

	press(&e, EDIT_UNDO, 1);
	assert_string_equal("第一句。第二句", edit_text(&e));
	press(&e, EDIT_UNDO, 1);
	assert_string_equal("第一句。", edit_text(&e));
	press(&e, EDIT_REDO, 2);
	assert_string_equal("第一句。第", edit_text(&e));
	press(&e, EDIT_UNDO, 3);
	assert_string_equal("", edit_text(&e));
	type(&e, "新");
	assert_false(edit_press(&e, EDIT_REDO));
	edit_release(&e);
}

static void test_a_paste_is_one_step(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, "前后", 0, false);
	press(&e, EDIT_LEFT, 1);
	press(&e, EDIT_PASTE_BEGIN, 1);
	type(&e, "一行。\n二行。\t三 行");
	press(&e, EDIT_PASTE_END, 1);
	assert_string_equal("前一行。 二行。 三 行后", edit_text(&e));
	press(&e, EDIT_UNDO, 1);
	assert_string_equal("前后", edit_text(&e));
	edit_release(&e);
}

static void test_undo_forgets_the_oldest(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, "", 0, false);
	for (int i = 0; i < EDIT_UNDO_MAX + 50; i++)
		type(&e, "字 ");
	press(&e, EDIT_UNDO, EDIT_UNDO_MAX);
	assert_false(edit_can_undo(&e));
	assert_int_equal(100, text_length(edit_text(&e)));
	edit_release(&e);
}

static void test_what_may_not_be_typed_is_refused(void **state)
{
	static const uint32_t bad[] = { 0,	0x1B,	0x7F,	 0x9B,
					0x202E, 0xD800, 0x110000 };
	struct edit e;

	(void)state;
	edit_init(&e, "\x1B]52;c;x\x07中", 2, false);
	assert_string_equal("]5", edit_text(&e));
	press(&e, EDIT_CUT_HEAD, 1);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(edit_insert(&e, bad[i]));
	type(&e, "三个字");
	assert_string_equal("三个", edit_text(&e));
	edit_release(&e);
}

static void test_the_window_follows_the_caret(void **state)
{
	struct edit e;
	struct edit_row row;

	(void)state;
	edit_init(&e, "一二三四五六七八九十", 0, false);
	/* nine columns: four ideographs and the caret's column behind */
	assert_int_equal(1, edit_show(&e, 9, &row, 1));
	assert_int_equal(8, row.caret);
	assert_true(row.left);
	assert_false(row.right);
	assert_memory_equal("七八九十", edit_text(&e) + row.start, row.bytes);

	press(&e, EDIT_HOME, 1);
	(void)edit_show(&e, 9, &row, 1);
	assert_int_equal(0, row.caret);
	assert_false(row.left);
	assert_true(row.right);
	assert_int_equal(12, row.bytes);

	press(&e, EDIT_END, 1);
	press(&e, EDIT_BACKSPACE, 8);
	(void)edit_show(&e, 9, &row, 1);
	assert_false(row.left);
	assert_false(row.right);
	assert_int_equal(4, row.caret);
	edit_release(&e);
}

static void test_an_area_wraps_and_moves_by_rows(void **state)
{
	static const char *const rows[] = { "我公司在北", "京，设有座", "席。",
					    "另有abcdef分", "部" };
	struct edit e;
	struct edit_row rowv[5];

	(void)state;
	edit_init(&e, "我公司在北京，设有座席。\n另有abcdef分部", 0, true);
	assert_int_equal(5, edit_show(&e, 12, rowv, 5));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(strlen(rows[i]), rowv[i].bytes);
		assert_memory_equal(rows[i], edit_text(&e) + rowv[i].start,
				    rowv[i].bytes);
	}
	assert_int_equal(2, rowv[4].caret);

	assert_false(edit_press(&e, EDIT_DOWN));
	for (int i = 0; i < 4; i++)
		assert_true(edit_press(&e, EDIT_UP));
	assert_false(edit_press(&e, EDIT_UP));
	type(&e, "上");
	assert_memory_equal("我上公司在北", edit_text(&e), 18);
	assert_int_equal(2, edit_show(&e, 12, rowv, 2));
	edit_release(&e);
}

static void test_a_line_leaves_up_and_down_to_others(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, "行", 0, false);
	assert_false(edit_press(&e, EDIT_UP));
	assert_false(edit_press(&e, EDIT_DOWN));
	edit_release(&e);
}

static void test_it_tells_what_it_cannot_hold(void **state)
{
	static const char *const lost[] = {
		"甲\xE2\x80\x8E乙", "甲\tb",  "甲\xC2\x9B",
		"\xE2\x80\xAE甲",   "一\n二", "12345678901"
	};
	struct edit e;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lost); i++) {
		edit_init(&e, lost[i], 10, false);
		assert_false(edit_holds(&e, lost[i]));
		edit_release(&e);
	}
	edit_init(&e, "1234567890", 10, false);
	assert_true(edit_holds(&e, "1234567890"));
	edit_release(&e);
	edit_init(&e, "", 10, false);
	assert_true(edit_holds(&e, ""));
	edit_release(&e);
}

static void test_what_is_taken_out_comes_back_joined(void **state)
{
	struct kills kills = { .c = 0 };
	struct edit e;

	(void)state;
	edit_init(&e, "北京市 " FAMILY " 西红门大厦", 0, false);
	e.kills = &kills;
	press(&e, EDIT_WORD_BACKSPACE, 2);
	press(&e, EDIT_CUT_HEAD, 1);
	assert_string_equal("", edit_text(&e));
	press(&e, EDIT_YANK, 1);
	assert_string_equal("北京市 " FAMILY " 西红门大厦", edit_text(&e));
	press(&e, EDIT_UNDO, 1);
	assert_string_equal("", edit_text(&e));
	press(&e, EDIT_REDO, 1);

	/* a move in between makes another piece */
	press(&e, EDIT_WORD_BACKSPACE, 1);
	press(&e, EDIT_HOME, 1);
	press(&e, EDIT_CUT_TAIL, 1);
	assert_string_equal("", edit_text(&e));
	press(&e, EDIT_YANK, 1);
	assert_string_equal("北京市 " FAMILY " ", edit_text(&e));
	press(&e, EDIT_YANK_OLDER, 1);
	assert_string_equal("西红门大厦", edit_text(&e));
	press(&e, EDIT_YANK_OLDER, 2);
	assert_string_equal("北京市 " FAMILY " ", edit_text(&e));
	press(&e, EDIT_LEFT, 1);
	press(&e, EDIT_YANK_OLDER, 1);
	assert_string_equal("北京市 " FAMILY " ", edit_text(&e));
	edit_release(&e);
	kills_release(&kills);
}

static void test_lines_are_taken_out_with_their_ends(void **state)
{
	struct kills kills = { .c = 0 };
	struct edit e;

	(void)state;
	edit_init(&e, "一\n二\n三", 0, true);
	e.kills = &kills;
	press(&e, EDIT_UP, 2);
	press(&e, EDIT_HOME, 1);
	press(&e, EDIT_CUT_TAIL, 4);
	assert_string_equal("三", edit_text(&e));
	press(&e, EDIT_END, 1);
	press(&e, EDIT_YANK, 1);
	assert_string_equal("三一\n二\n", edit_text(&e));
	press(&e, EDIT_UNDO, 5);
	assert_string_equal("一\n二\n三", edit_text(&e));
	edit_release(&e);

	/* in a line they are blanks */
	edit_init(&e, "", 0, false);
	e.kills = &kills;
	press(&e, EDIT_YANK, 1);
	assert_string_equal("一 二 ", edit_text(&e));
	edit_release(&e);
	kills_release(&kills);
}

static void test_a_selection_goes_by_whole_characters(void **state)
{
	struct kills kills = { .c = 0 };
	struct edit e;
	size_t from;
	size_t to;

	(void)state;
	edit_init(&e, "呼" FAMILY "e\xCC\x81心", 0, false);
	e.kills = &kills;
	assert_false(edit_selection(&e, &from, &to));
	press(&e, EDIT_LEFT, 1);
	press(&e, EDIT_SELECT_LEFT, 2);
	assert_true(edit_selection(&e, &from, &to));
	assert_int_equal(strlen("呼"), from);
	assert_int_equal(strlen("呼" FAMILY "e\xCC\x81"), to);
	press(&e, EDIT_COPY, 1);
	assert_false(edit_is_selecting(&e));
	assert_string_equal(FAMILY "e\xCC\x81", kills_text(&kills));

	/* what is typed takes its place, as one step */
	press(&e, EDIT_SELECT_END, 1);
	type(&e, "叫中");
	assert_string_equal("呼叫中", edit_text(&e));
	press(&e, EDIT_UNDO, 1);
	assert_string_equal("呼" FAMILY "e\xCC\x81心", edit_text(&e));

	/* so does what is put back, and what is pasted */
	press(&e, EDIT_HOME, 1);
	press(&e, EDIT_SELECT_RIGHT, 1);
	press(&e, EDIT_YANK, 1);
	assert_string_equal(FAMILY "e\xCC\x81" FAMILY "e\xCC\x81心",
			    edit_text(&e));
	press(&e, EDIT_UNDO, 1);
	press(&e, EDIT_END, 1);
	press(&e, EDIT_SELECT_HOME, 1);
	press(&e, EDIT_PASTE_BEGIN, 1);
	type(&e, "贴");
	press(&e, EDIT_PASTE_END, 1);
	assert_string_equal("贴", edit_text(&e));
	press(&e, EDIT_UNDO, 1);
	assert_string_equal("呼" FAMILY "e\xCC\x81心", edit_text(&e));
	edit_release(&e);
	kills_release(&kills);
}

static void test_a_mark_goes_with_the_caret_and_a_move_ends_the_rest(
	void **state)
{
	struct kills kills = { .c = 0 };
	struct edit e;
	size_t from;
	size_t to;

	(void)state;
	edit_init(&e, "一二\n三四\n五六", 0, true);
	e.kills = &kills;
	press(&e, EDIT_MARK, 1);
	press(&e, EDIT_UP, 1);
	press(&e, EDIT_LEFT, 1);
	assert_true(edit_selection(&e, &from, &to));
	press(&e, EDIT_CUT, 1);
	assert_string_equal("一二\n三", edit_text(&e));
	assert_string_equal("四\n五六", kills_text(&kills));
	press(&e, EDIT_MARK, 2);
	assert_false(edit_is_selecting(&e));

	press(&e, EDIT_SELECT_UP, 1);
	press(&e, EDIT_LEFT, 1);
	assert_int_equal(strlen("一"), e.caret);
	assert_false(edit_is_selecting(&e));
	press(&e, EDIT_SELECT_WORD_RIGHT, 1);
	press(&e, EDIT_RIGHT, 1);
	assert_int_equal(strlen("一二\n"), e.caret);
	press(&e, EDIT_SELECT_LEFT, 2);
	press(&e, EDIT_BACKSPACE, 1);
	assert_string_equal("一三", edit_text(&e));
	press(&e, EDIT_UNDO, 1);
	assert_string_equal("一二\n三", edit_text(&e));
	edit_release(&e);
	kills_release(&kills);
}

static void test_what_does_not_fit_is_not_put_back_in_part(void **state)
{
	struct kills kills = { .c = 0 };
	struct edit e;

	(void)state;
	kills_add(&kills, KILLS_NEW, "一二三", strlen("一二三"));
	edit_init(&e, "甲乙", 4, false);
	e.kills = &kills;
	assert_false(edit_press(&e, EDIT_YANK));
	assert_string_equal("甲乙", edit_text(&e));
	press(&e, EDIT_SELECT_LEFT, 1);
	assert_true(edit_press(&e, EDIT_YANK));
	assert_string_equal("甲一二三", edit_text(&e));
	press(&e, EDIT_SELECT_LEFT, 1);
	type(&e, "丁");
	assert_string_equal("甲一二丁", edit_text(&e));
	assert_false(edit_insert(&e, 0x4E00));
	edit_release(&e);

	for (int i = 0; i < 2 * KILLS_MAX; i++)
		kills_add(&kills, KILLS_NEW, "x", 1);
	assert_int_equal(KILLS_MAX, kills.c);
	kills_release(&kills);
	assert_null(kills_turn(&kills));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backspace_takes_a_whole_character),
		cmocka_unit_test(test_text_goes_in_at_the_caret),
		cmocka_unit_test(test_an_accent_joins_the_letter_before_it),
		cmocka_unit_test(test_words_end_at_marks_and_scripts),
		cmocka_unit_test(test_undo_goes_by_runs_and_redo_returns),
		cmocka_unit_test(test_a_paste_is_one_step),
		cmocka_unit_test(test_undo_forgets_the_oldest),
		cmocka_unit_test(test_what_may_not_be_typed_is_refused),
		cmocka_unit_test(test_the_window_follows_the_caret),
		cmocka_unit_test(test_an_area_wraps_and_moves_by_rows),
		cmocka_unit_test(test_a_line_leaves_up_and_down_to_others),
		cmocka_unit_test(test_it_tells_what_it_cannot_hold),
		cmocka_unit_test(test_what_is_taken_out_comes_back_joined),
		cmocka_unit_test(test_lines_are_taken_out_with_their_ends),
		cmocka_unit_test(test_a_selection_goes_by_whole_characters),
		cmocka_unit_test(
			test_a_mark_goes_with_the_caret_and_a_move_ends_the_rest),
		cmocka_unit_test(
			test_what_does_not_fit_is_not_put_back_in_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
