/**
 * @file tests/unit/layout.c  Where things stand on the pages
 */
#include "typeset/layout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/text.h"
#include "util/util.h"

static struct fontset *fonts;

struct paper {
	struct blocks blocks;
	struct sheets sheets;
};

static int lay(struct paper *p, const char *text)
{
	*p = (struct paper){ 0 };
	assert_int_equal(0, markdown_read(&p->blocks, text, NULL));
	return layout_blocks(&p->sheets, fonts, &p->blocks, "t.md",
			     &(struct footer){ "材料　案卷 X\n日志", NULL },
			     NULL);
}

static void drop(struct paper *p)
{
	blocks_release(&p->blocks);
	sheets_release(&p->sheets);
}

/* The characters of a line of text on a page */
static void text_of(const struct ink *ink, struct str *to)
{
	const struct para *p = ink->para;
	const struct line *line = &p->line[ink->line];
	char buf[8];

	str_clear(to);
	for (size_t i = line->from; i < line->to; i++) {
		for (size_t k = 0; k < p->glyph[i].c; k++) {
			uint32_t cp = p->cp[p->glyph[i].first + k];

			str_add_n(to, buf, text_put(buf, cp));
		}
	}
}

/* The place of a line of text that begins with some words; from page *at on */
static const struct ink *find(const struct paper *p, const char *words,
			      size_t *at)
{
	const struct ink *found = NULL;
	struct str text = { 0 };

	for (size_t i = *at; i < p->sheets.c && !found; i++) {
		const struct sheet *sheet = &p->sheets.v[i];

		for (size_t k = 0; k < sheet->c && !found; k++) {
			if (sheet->ink[k].kind != INK_TEXT)
				continue;
			text_of(&sheet->ink[k], &text);
			if (strncmp(str_text(&text), words, strlen(words)) == 0)
				found = &sheet->ink[k];
			*at = i;
		}
	}
	str_release(&text);
	return found;
}

static const struct ink *on_page(const struct paper *p, const char *words,
				 size_t page)
{
	size_t at = page;
	const struct ink *ink = find(p, words, &at);

	assert_non_null(ink);
	assert_int_equal(page, at);
	return ink;
}

static long right_of(const struct ink *ink)
{
	return ink->x + ink->para->glyph[ink->para->line[ink->line].from].x +
	       ink->para->line[ink->line].width;
}

static long left_of(const struct ink *ink)
{
	return ink->x + ink->para->glyph[ink->para->line[ink->line].from].x;
}

/* Two lines of text on a page that cover each other */
static bool overlap(const struct ink *a, const struct ink *b)
{
	const struct line *la = &a->para->line[a->line];
	const struct line *lb = &b->para->line[b->line];

	if (la->width <= 0 || lb->width <= 0)
		return false;

	return left_of(a) + 100 < right_of(b) &&
	       left_of(b) + 100 < right_of(a) &&
	       a->y - a->para->size * 80 / 100 < b->y &&
	       b->y - b->para->size * 80 / 100 < a->y;
}

static void check_sheet(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->c; i++) {
		const struct ink *a = &sheet->ink[i];

		assert_true(a->x >= 0 && a->x + a->w <= SHEET_WIDTH);
		assert_true(a->y >= 0 && a->y + a->h <= SHEET_HEIGHT);
		for (size_t k = 0; k < i && a->kind == INK_TEXT; k++) {
			const struct ink *b = &sheet->ink[k];

			if (b->kind == INK_TEXT)
				assert_false(overlap(a, b));
		}
	}
}

/* How often each of the words stands on the pages */
static size_t count(const struct paper *p, const char *words)
{
	struct str text = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < p->sheets.c; i++) {
		for (size_t k = 0; k < p->sheets.v[i].c; k++) {
			const struct ink *ink = &p->sheets.v[i].ink[k];

			if (ink->kind != INK_TEXT)
				continue;
			text_of(ink, &text);
			n += strstr(str_text(&text), words) != NULL;
		}
	}
	str_release(&text);
	return n;
}

static void repeat(struct str *to, const char *s, int n)
{
	while (n-- > 0)
		str_add(to, s);
}

/* Upper and lower end of the rules of a page */
static void frame_of(const struct sheet *sheet, long *topp, long *bottomp)
{
	*topp = SHEET_HEIGHT;
	*bottomp = 0;
	for (size_t i = 0; i < sheet->c; i++) {
		const struct ink *ink = &sheet->ink[i];

		if (ink->kind != INK_RULE)
			continue;
		*topp = ink->y < *topp ? ink->y : *topp;
		*bottomp = ink->y > *bottomp ? ink->y : *bottomp;
	}
}

/* Text stands inside the frame of its page */
static void check_inside(const struct paper *p, const char *words)
{
	struct str text = { 0 };

	for (size_t i = 0; i < p->sheets.c; i++) {
		const struct sheet *sheet = &p->sheets.v[i];
		long bottom;
		long top;

		frame_of(sheet, &top, &bottom);
		for (size_t k = 0; k < sheet->c; k++) {
			const struct ink *ink = &sheet->ink[k];

			if (ink->kind != INK_TEXT)
				continue;
			text_of(ink, &text);
			if (strstr(str_text(&text), words))
				assert_in_range(ink->y, top, bottom);
		}
	}
	str_release(&text);
}

/* Whatever stands above it, and whatever page ends in it, a form shows every
 * cell once and nothing stands on something else */
static void test_cells_over_rows_are_whole_at_every_break(void **state)
{
	(void)state;
	for (int above = 0; above < 46; above++) {
		struct str text = { 0 };
		struct paper p;

		repeat(&text, "行\n\n", above);
		str_add(&text, "```form\n@cols 20 30 50\n"
			       "# 头 | # 甲 | # 乙\n");
		for (int i = 0; i < 3; i++)
			str_add(&text, "+ 标签 | 值上\\n值下 | 右一\n"
				       "^ | ^ | 右二\n^ | 左三 | ^\n");
		str_add(&text, "+ 标签 | ");
		repeat(&text, "长\\n", 50);
		str_add(&text, "末 | 右四\n^ | ^ | 右五\n^ | ^ | 右六\n"
			       "+ 标签 | 高一\\n高二 | 右\n");
		repeat(&text, "^ | ^ | 右\n", 40);
		str_add(&text, "```\n");
		assert_int_equal(0, lay(&p, text.s));
		for (size_t i = 0; i < p.sheets.c; i++)
			check_sheet(&p.sheets.v[i]);
		assert_int_equal(3, count(&p, "值上"));
		assert_int_equal(3, count(&p, "值下"));
		assert_int_equal(3, count(&p, "右二"));
		assert_int_equal(50, count(&p, "长"));
		assert_int_equal(1, count(&p, "末"));
		assert_int_equal(1, count(&p, "右六"));
		assert_int_equal(1, count(&p, "高一"));
		assert_int_equal(1, count(&p, "高二"));
		assert_true(count(&p, "标签") >= 6);
		check_inside(&p, "标签");
		check_inside(&p, "值下");
		check_inside(&p, "长");
		check_inside(&p, "高二");
		assert_in_range(p.sheets.c, 4, 6);
		drop(&p);
		str_release(&text);
	}
}

/* No rule crosses a cell that goes on */
static void test_rules_stop_at_cells_that_go_on(void **state)
{
	struct paper p;
	const struct ink *left;
	const struct ink *two;
	bool across = false;
	bool beside = false;

	(void)state;
	assert_int_equal(0, lay(&p, "```form\n@cols 50 50\n左 | 一\n^ | 二\n"
				    "```\n"));
	left = on_page(&p, "左", 0);
	two = on_page(&p, "二", 0);
	for (size_t i = 0; i < p.sheets.v[0].c; i++) {
		const struct ink *ink = &p.sheets.v[0].ink[i];

		/* between the lines "一" and "二" */
		if (ink->kind != INK_RULE || ink->h != 0 ||
		    ink->y >= two->y - 10 * PT || ink->y < two->y - 22 * PT)
			continue;
		across |= ink->x <= left->x;
		beside |= ink->x <= two->x && ink->x + ink->w > two->x;
	}
	assert_false(across);
	assert_true(beside);
	assert_true(left->y < two->y);
	drop(&p);
}

/* Of rows that a cell goes through only the last grows, and by no more than it
 * lacks */
static void test_rows_grow_only_as_needed(void **state)
{
	struct paper p;
	long bottom;
	long top;

	(void)state;
	assert_int_equal(0, lay(&p, "```form\n@cols 50 50\n左\\n二\\n三\\n四 | "
				    "一\n^ | 二\n```\n"));
	frame_of(&p.sheets.v[0], &top, &bottom);
	assert_int_equal((4 * 15750L) + (8 * PT), bottom - top);
	drop(&p);
}

static void test_wrong_cells_are_refused(void **state)
{
	static const char *const wrong[] = {
		"```form\n@cols 50 50\n^ | a\n```\n",
		"```form\n@cols 50 50\na | <\n^ | b\n```\n",
		"```form\n@cols 50 50\na | b\n@cols 50 50\n^ | b\n```\n",
		"```form\n@cols 30 30 40\na | < | b\nc | ^ | d\n```\n",
		"```form\n@cols 50 50\na | b\n^\n```\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct paper p;

		assert_int_equal(EBADMSG, lay(&p, wrong[i]));
		assert_non_null(strstr(err_text(EBADMSG), "t.md:"));
		drop(&p);
	}
}

static void test_headings_stay_with_what_they_head(void **state)
{
	(void)state;
	for (int above = 0; above < 25; above++) {
		struct str text = { 0 };
		struct paper p;
		size_t at = 0;

		repeat(&text, "行\n\n", above);
		str_add(&text, "## 一级\n\n### 二级\n\n#### 三级\n\n首行\n\n"
			       "次行\n");
		assert_int_equal(0, lay(&p, text.s));
		assert_non_null(find(&p, "一级", &at));
		(void)on_page(&p, "二级", at);
		(void)on_page(&p, "三级", at);
		(void)on_page(&p, "首行", at);
		drop(&p);
		str_release(&text);
	}
}

static void test_a_list_of_headings_fills_its_pages(void **state)
{
	struct str text = { 0 };
	struct paper p;

	(void)state;
	repeat(&text, "## 章\n\n", 220);
	assert_int_equal(0, lay(&p, text.s));
	assert_in_range(p.sheets.c, 10, 13);
	drop(&p);
	str_release(&text);
}

static void test_contents_lead_to_their_pages(void **state)
{
	struct str text = { 0 };
	struct paper p;

	(void)state;
	str_add(&text, "```toc 2\n```\n\n```pagebreak\n```\n\n# 题\n\n");
	for (int i = 0; i < 70; i++)
		str_addf(&text,
			 "## 第%d章\n\n正文\n\n### 不列\n\n"
			 "```pagebreak\n```\n\n",
			 i);
	assert_int_equal(0, lay(&p, text.s));
	assert_int_equal(70, p.sheets.linkc);
	assert_int_equal(3 + 70, p.sheets.c); /* 25 lines a page */
	for (size_t i = 0; i < p.sheets.linkc; i++) {
		const struct link *link = &p.sheets.link[i];

		assert_int_equal(3 + i, link->to);
		assert_true(link->sheet < 3);
		assert_true(link->at[0] + link->at[2] <= SHEET_WIDTH);
		assert_true(link->at[1] + link->at[3] <= SHEET_HEIGHT);
	}
	/* the last one's number stands at its end */
	(void)on_page(&p, "第69章", 2);
	(void)on_page(&p, "73", 2);
	check_sheet(&p.sheets.v[2]);
	assert_int_equal(70, count(&p, "不列"));
	drop(&p);
	assert_int_equal(EBADMSG, lay(&p, "```toc 7\n```\n"));
	drop(&p);
	str_release(&text);
}

static void make_letter(struct str *text, int lines)
{
	str_add(text, "```design letter\n```\n\n# 承诺书\n\n某机关：\n\n");
	repeat(text, "承诺一项。\n\n", lines);
	str_add(text, "```sign\n示例有限公司\n2026年11月22日\n```\n");
}

static void test_a_letter_is_set_like_one(void **state)
{
	const long em = 15750;
	const long right = SHEET_WIDTH - 26 * MM;
	struct str text = { 0 };
	const struct ink *date;
	const struct ink *name;
	struct paper p;

	(void)state;
	make_letter(&text, 3);
	assert_int_equal(0, lay(&p, text.s));
	assert_int_equal(28 * MM, left_of(on_page(&p, "某机关", 0)));
	assert_int_equal(28 * MM + 2 * em, left_of(on_page(&p, "承诺一", 0)));
	date = on_page(&p, "2026年", 0);
	name = on_page(&p, "示例", 0);
	assert_in_range(right_of(date), right - 4 * em - 20,
			right - 4 * em + 20);
	assert_in_range((left_of(name) + right_of(name)) / 2,
			(left_of(date) + right_of(date)) / 2 - 20,
			(left_of(date) + right_of(date)) / 2 + 20);
	drop(&p);
	str_release(&text);
}

/* It is set closer until it fits; if it never does, only a little and only if
 * that spares another page */
static void test_a_letter_takes_one_page_if_it_can(void **state)
{
	size_t ones = 0;

	(void)state;
	for (int lines = 10; lines < 40; lines++) {
		struct str text = { 0 };
		struct paper p;
		long lead;

		make_letter(&text, lines);
		assert_int_equal(0, lay(&p, text.s));
		lead = on_page(&p, "承诺一", 0)->para->lead;
		check_sheet(&p.sheets.v[0]);
		assert_int_equal(lines, count(&p, "承诺一"));
		if (p.sheets.c > 1)
			assert_in_range(lead, 26500, 28980);
		ones += p.sheets.c == 1 && lead < 28980;
		(void)on_page(&p, "2026年", p.sheets.c - 1);
		if (p.sheets.c > 1)
			(void)on_page(&p, "承诺一", p.sheets.c - 1);
		drop(&p);
		str_release(&text);
	}
	assert_true(ones > 5);
}

static void test_page_numbers_change_sides(void **state)
{
	const long size = 14000;
	struct paper p;

	(void)state;
	assert_int_equal(0, lay(&p, "甲\n\n```pagebreak\n```\n\n乙\n"));
	assert_in_range(right_of(on_page(&p, "— 1 —", 0)),
			SHEET_WIDTH - 26 * MM - size - 20,
			SHEET_WIDTH - 26 * MM - size + 20);
	assert_int_equal(28 * MM + size, left_of(on_page(&p, "— 2 —", 1)));
	assert_int_equal(28 * MM,
			 left_of(on_page(&p, "第 1 页　共 2 页　材料", 0)));
	assert_in_range(right_of(on_page(&p, "第 2 页", 1)),
			SHEET_WIDTH - 26 * MM - 20, SHEET_WIDTH - 26 * MM + 20);
	drop(&p);
}

static void test_places_to_write_are_rules(void **state)
{
	struct paper p;
	size_t rules = 0;

	(void)state;
	assert_int_equal(0, lay(&p, "姓名：____，日期：______\n\n"
				    "\\_\\_\\_\\_ __\n\n```blank 30\n```\n"));
	assert_int_equal(10, p.blocks.v[0].text.c - 7);
	for (size_t i = 0; i < p.blocks.v[0].text.c; i++)
		rules += p.blocks.v[0].text.cp[i] == WRAP_LINE;
	assert_int_equal(10, rules);
	assert_int_equal(1, count(&p, "____ __"));
	rules = 0;
	for (size_t i = 0; i < p.sheets.c; i++) {
		for (size_t k = 0; k < p.sheets.v[i].c; k++)
			rules += p.sheets.v[i].ink[k].kind == INK_RULE;
		check_sheet(&p.sheets.v[i]);
	}
	assert_int_equal(30, rules);
	assert_int_equal(2, p.sheets.c);
	drop(&p);
	assert_int_equal(EBADMSG, lay(&p, "```blank\n```\n"));
	drop(&p);
	assert_int_equal(EBADMSG, lay(&p, "```blank 4000\n```\n"));
	drop(&p);
}

static void test_a_foot_without_a_font_says_so(void **state)
{
	struct paper p = { 0 };

	(void)state;
	assert_int_equal(0, markdown_read(&p.blocks, "文\n", NULL));
	assert_int_equal(EINVAL,
			 layout_blocks(&p.sheets, fonts, &p.blocks, "t.md",
				       &(struct footer){ "案卷\nא", NULL },
				       NULL));
	assert_non_null(strstr(err_text(EINVAL), "t.md: "));
	assert_non_null(strstr(err_text(EINVAL), "U+05D0"));
	drop(&p);
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
		cmocka_unit_test(test_cells_over_rows_are_whole_at_every_break),
		cmocka_unit_test(test_rules_stop_at_cells_that_go_on),
		cmocka_unit_test(test_rows_grow_only_as_needed),
		cmocka_unit_test(test_wrong_cells_are_refused),
		cmocka_unit_test(test_headings_stay_with_what_they_head),
		cmocka_unit_test(test_a_list_of_headings_fills_its_pages),
		cmocka_unit_test(test_contents_lead_to_their_pages),
		cmocka_unit_test(test_a_letter_is_set_like_one),
		cmocka_unit_test(test_a_letter_takes_one_page_if_it_can),
		cmocka_unit_test(test_page_numbers_change_sides),
		cmocka_unit_test(test_places_to_write_are_rules),
		cmocka_unit_test(test_a_foot_without_a_font_says_so),
	};

	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
