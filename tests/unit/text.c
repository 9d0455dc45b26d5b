/**
 * @file tests/unit/text.c  Lines of Chinese
 */
#include "typeset/text.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "typeset/wrap.h"
#include "util/str.h"

#define EM    15750L
#define WIDTH (28 * EM)

static const struct look look = {
	.role = FONT_SONG,
	.strong = FONT_BOLD,
	.size = EM,
	.lead = 28980,
	.align = ALIGN_JUSTIFY,
};

struct set {
	struct rich rich;
	struct para para;
	struct missing missing;
};

static struct fontset *fonts;

static void set_up(struct set *set, const char *text, long width)
{
	*set = (struct set){ 0 };
	rich_add_text(&set->rich, text, false);
	para_set(&set->para, fonts, &set->rich, &look, width, &set->missing);
}

static void tear_down(struct set *set)
{
	rich_release(&set->rich);
	para_release(&set->para);
}

static uint32_t first_of(const struct para *p, size_t line)
{
	return p->cp[p->glyph[p->line[line].from].first];
}

static uint32_t last_of(const struct para *p, size_t line)
{
	return p->cp[p->glyph[p->line[line].to - 1].first];
}

static void test_28_characters_make_a_line(void **state)
{
	struct str text = { 0 };
	struct set set;

	(void)state;
	for (int i = 0; i < 57; i++)
		str_add(&text, "中");
	set_up(&set, text.s, WIDTH);
	assert_int_equal(3, set.para.linec);
	assert_int_equal(28, set.para.line[0].to - set.para.line[0].from);
	assert_int_equal(28, set.para.line[1].to - set.para.line[1].from);
	assert_int_equal(WIDTH, para_width(&set.para));
	tear_down(&set);
	str_release(&text);
}

/* At every width: nothing is lost, no line is too long, no line begins with a
 * mark that must not, none ends with an opening one */
static void test_lines_keep_the_rules_at_every_width(void **state)
{
	static const char text[] =
		"甲方（以下简称“公司”）于2026年11月22日申请《许可证》，编号："
		"A-100/B；注册资本1000.00万元——其中…以上。（一）“甲”、“乙”！";
	struct set set;

	(void)state;
	for (long width = 6 * EM; width < 30 * EM; width += EM / 3) {
		size_t seen = 0;

		set_up(&set, text, width);
		for (size_t i = 0; i < set.para.linec; i++) {
			enum wrap_class first = wrap_class(
				first_of(&set.para, i));

			assert_true(set.para.line[i].width <= width + PT / 10);
			assert_false(i > 0 && (first == WRAP_CLOSE ||
					       first == WRAP_STOP ||
					       first == WRAP_MIDDLE));
			assert_int_not_equal(WRAP_OPEN,
					     wrap_class(last_of(&set.para, i)));
		}
		for (size_t i = 0; i < set.para.glyphc; i++)
			seen += set.para.glyph[i].c;
		assert_int_equal(set.rich.c, seen);
		assert_int_equal(0, set.missing.count);
		tear_down(&set);
	}
}

static void test_long_words_are_cut_in_the_end(void **state)
{
	struct str text = { 0 };
	struct set set;

	(void)state;
	for (int i = 0; i < 1000; i++)
		str_add(&text, "W");
	set_up(&set, text.s, WIDTH);
	assert_true(set.para.linec > 20);
	assert_true(para_width(&set.para) <= WIDTH + PT / 10);
	tear_down(&set);

	/* even where not one character fits */
	set_up(&set, "中文", PT);
	assert_int_equal(2, set.para.linec);
	tear_down(&set);
	str_release(&text);
}

static void test_a_glyph_may_stand_for_several_characters(void **state)
{
	struct set set;

	(void)state;
	set_up(&set, "一——二", WIDTH);
	assert_int_equal(3, set.para.glyphc);
	assert_int_equal(2, set.para.glyph[1].c);
	assert_int_equal(0x2014, set.para.cp[set.para.glyph[1].first]);
	tear_down(&set);
}

static void test_marks_that_meet_share_their_blank(void **state)
{
	struct set set;
	long apart;

	(void)state;
	set_up(&set, "中）中", WIDTH);
	apart = set.para.glyph[2].x;
	assert_int_equal(2 * EM, apart);
	tear_down(&set);
	set_up(&set, "中）（", WIDTH);
	assert_true(set.para.glyph[2].x < 2 * EM);
	tear_down(&set);
}

static void test_line_ends_and_boxes_are_marks(void **state)
{
	struct set set = { 0 };

	(void)state;
	rich_add(&set.rich, WRAP_TICKED, false);
	rich_add(&set.rich, 0x4E2D, false);
	rich_add(&set.rich, WRAP_BREAK, false);
	rich_add(&set.rich, WRAP_UNTICKED, false);
	para_set(&set.para, fonts, &set.rich, &look, WIDTH, &set.missing);
	assert_int_equal(2, set.para.linec);
	assert_int_equal(3, set.para.glyphc);
	assert_null(set.para.glyph[0].font);
	assert_int_equal(1, set.para.glyph[0].glyph);
	assert_int_equal(0, set.para.glyph[2].glyph);
	assert_int_equal(0, set.missing.count);
	tear_down(&set);
}

static void test_what_no_font_has_is_counted(void **state)
{
	struct set set;

	(void)state;
	set_up(&set, "中\xD7\x90文\xF0\x9F\x98\x80", WIDTH); /* alef, a face */
	assert_int_equal(2, set.missing.count);
	assert_int_equal(0x5D0, set.missing.cp);
	tear_down(&set);
}

static void test_rare_characters_have_glyphs(void **state)
{
	struct set set;

	(void)state;
	set_up(&set, "𠅤𬭎䶮〇喆堃赟璟龑", WIDTH);
	assert_int_equal(0, set.missing.count);
	assert_int_equal(9, set.para.glyphc);
	for (size_t i = 0; i < set.para.glyphc; i++)
		assert_int_not_equal(0, set.para.glyph[i].glyph);
	tear_down(&set);
}

static void test_nothing_is_no_line(void **state)
{
	struct set set;

	(void)state;
	set_up(&set, "", WIDTH);
	assert_int_equal(0, set.para.linec);
	assert_int_equal(0, para_width(&set.para));
	tear_down(&set);
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
		cmocka_unit_test(test_28_characters_make_a_line),
		cmocka_unit_test(test_lines_keep_the_rules_at_every_width),
		cmocka_unit_test(test_long_words_are_cut_in_the_end),
		cmocka_unit_test(test_a_glyph_may_stand_for_several_characters),
		cmocka_unit_test(test_marks_that_meet_share_their_blank),
		cmocka_unit_test(test_line_ends_and_boxes_are_marks),
		cmocka_unit_test(test_what_no_font_has_is_counted),
		cmocka_unit_test(test_rare_characters_have_glyphs),
		cmocka_unit_test(test_nothing_is_no_line),
	};

	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
