/**
 * @file tests/unit/drawing.c  Drawings as they are laid out
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "sheet_check.h"
#include "typeset/figure.h"
#include "typeset/layout.h"
#include "util/err.h"
#include "util/util.h"

/* What a reader does not see */
#define SLACK 300

static struct fontset *fonts;

static int lay_out(struct sheets *sheets, const char *kind, const char *body)
{
	struct blocks blocks = { 0 };
	struct str text = { 0 };
	int err;

	*sheets = (struct sheets){ 0 };
	str_addf(&text, "~~~%s\n%s\n~~~\n", kind, body);
	err = markdown_read(&blocks, text.s, NULL);
	if (!err)
		err = layout_blocks(sheets, fonts, &blocks, "t",
				    &(struct footer){ "", NULL }, NULL);
	blocks_release(&blocks);
	str_release(&text);
	return err;
}

static const struct sheet *first(const struct sheets *sheets)
{
	if (sheets->c == 0)
		abort();

	return sheets->v;
}

static void assert_good(const struct sheets *sheets)
{
	for (size_t i = 0; i < sheets->c; i++) {
		assert_true(sheet_is_inside(&sheets->v[i]));
		assert_true(sheet_is_legible(&sheets->v[i]));
	}
}

/* The rectangle that a path is; false if it is none or is only filled */
static bool is_box(const struct sheet *sheet, const struct ink *ink, long b[4])
{
	const struct point *p = &sheet->point[ink->point];

	if (ink->kind != INK_PATH || ink->pointc != 4 || ink->pen.open ||
	    ink->pen.thick == 0 || p[0].y != p[1].y || p[1].x != p[2].x)
		return false;

	b[0] = p[0].x;
	b[1] = p[0].y;
	b[2] = p[2].x;
	b[3] = p[2].y;
	return true;
}

/* How many times a text stands on the pages, by characters in a row */
static size_t count_text(const struct sheets *sheets, const char *want)
{
	struct rich rich = { 0 };
	size_t n = 0;

	rich_add_text(&rich, want, false);
	for (size_t i = 0; i < sheets->parac; i++) {
		const struct para *p = sheets->para[i];
		size_t c = 0;

		for (size_t k = 0; k < p->glyphc; k++)
			c += p->glyph[k].c;
		for (size_t k = 0; k + rich.c <= c; k++)
			n += memcmp(&p->cp[k], rich.cp,
				    rich.c * sizeof(*rich.cp)) == 0;
	}
	rich_release(&rich);
	return n;
}

static void test_a_seat_plan_is_to_scale(void **state)
{
	static const char body[] = "room | 12 | 8\ncount | 12\nbuilt | 9";
	const long scale = 75;
	struct sheets sheets;
	size_t rooms = 0;
	size_t desks = 0;
	size_t dashed = 0;

	(void)state;
	assert_int_equal(0, lay_out(&sheets, "seats", body));
	assert_good(&sheets);
	assert_int_equal(1, count_text(&sheets, "比例 1:75"));
	assert_int_equal(1, count_text(&sheets, "合计 12 个座席"));
	assert_int_equal(1, count_text(&sheets, "已建座席 9 个"));
	assert_int_equal(1, count_text(&sheets, "规划座席 3 个"));
	for (size_t i = 0; i < first(&sheets)->c; i++) {
		const struct ink *ink = &first(&sheets)->ink[i];
		long b[4];
		long w;
		long h;

		if (!is_box(first(&sheets), ink, b))
			continue;
		w = (b[2] - b[0] > b[3] - b[1] ? b[2] - b[0] : b[3] - b[1]);
		h = b[2] - b[0] + b[3] - b[1] - w;
		rooms += labs(w - 12000 * MM / scale) < 9 &&
			 labs(h - 8000 * MM / scale) < 9;
		if (labs(w - 1200 * MM / scale) > 9 ||
		    labs(h - 700 * MM / scale) > 9)
			continue;
		desks++;
		dashed += ink->pen.dash > 0;
	}
	assert_int_equal(1, rooms);
	assert_int_equal(12, desks);
	assert_int_equal(3, dashed);
	sheets_release(&sheets);
}

/* n boxes, box i below box i / fan */
static void make_tree(struct str *body, int n, int fan)
{
	str_clear(body);
	str_add(body, "示例公司0 | | | 申请人\n");
	for (int i = 1; i < n; i++)
		str_addf(body, "示例公司%d | 示例公司%d | %d%% | 境内法人\n", i,
			 (i - 1) / fan, i % 100);
}

static void assert_apart(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->c; i++) {
		long a[4];
		long b[4];

		if (!is_box(sheet, &sheet->ink[i], a))
			continue;
		for (size_t k = 0; k < i; k++)
			assert_true(!is_box(sheet, &sheet->ink[k], b) ||
				    a[0] >= b[2] || b[0] >= a[2] ||
				    a[1] >= b[3] || b[1] >= a[3]);
	}
}

static void test_tree_boxes_stand_apart(void **state)
{
	static const int sizes[][2] = { { 1, 1 },   { 2, 1 },	{ 12, 1 },
					{ 60, 1 },  { 5, 2 },	{ 31, 2 },
					{ 60, 3 },  { 300, 4 }, { 200, 200 },
					{ 300, 9 }, { 999, 2 } };
	struct str body = { 0 };

	(void)state;
	for (size_t n = 0; n < ARRAY_LEN(sizes); n++) {
		struct sheets sheets;

		make_tree(&body, sizes[n][0], sizes[n][1]);
		for (int up = 0; up < 2; up++) {
			assert_int_equal(0, lay_out(&sheets,
						    up ? "tree up" : "tree",
						    body.s));
			assert_good(&sheets);
			for (size_t s = 0; s < sheets.c; s++)
				assert_apart(&sheets.v[s]);
			sheets_release(&sheets);
		}
	}
	str_release(&body);
}

static void test_a_tree_in_parts_has_every_box(void **state)
{
	struct sheets sheets;
	struct str body = { 0 };
	char name[40];

	(void)state;
	make_tree(&body, 300, 4);
	assert_int_equal(0, lay_out(&sheets, "tree", body.s));
	for (int i = 100; i < 300; i++) {
		(void)snprintf(name, sizeof(name), "示例公司%d", i);
		assert_true(count_text(&sheets, name) >= 1);
	}
	assert_true(count_text(&sheets, "见图") >= 1);
	sheets_release(&sheets);
	str_release(&body);
}

static void crosses_no_box(const struct sheet *sheet, const struct ink *ink)
{
	const struct point *p = &sheet->point[ink->point];

	for (size_t n = 1; n < ink->pointc; n++) {
		long left = p[n].x < p[n - 1].x ? p[n].x : p[n - 1].x;
		long top = p[n].y < p[n - 1].y ? p[n].y : p[n - 1].y;
		long right = p[n].x + p[n - 1].x - left;
		long bottom = p[n].y + p[n - 1].y - top;

		assert_true(left == right || top == bottom);
		for (size_t i = 0; i < sheet->c; i++) {
			long b[4];

			if (!is_box(sheet, &sheet->ink[i], b) ||
			    sheet->ink[i].pen.dash > 0)
				continue;
			assert_true(
				right <= b[0] + SLACK || left >= b[2] - SLACK ||
				bottom <= b[1] + SLACK || top >= b[3] - SLACK);
		}
	}
}

static void test_links_run_along_the_axes_and_through_no_box(void **state)
{
	unsigned seed = 11;

	(void)state;
	for (int round = 0; round < 60; round++) {
		unsigned layers = 2 + (unsigned)round % 5;
		struct str body = { 0 };
		struct sheets sheets;
		size_t links = 0;
		size_t arrows = 0;

		for (unsigned i = 0; i < layers * 4; i++)
			str_addf(&body, "node | n%u | %u | 设备 %u | 说明\n", i,
				 i % layers + 1, i);
		for (unsigned i = 0; i < 14; i++) {
			unsigned a = (seed = seed * 1103515245U + 12345U) >> 16;
			unsigned b = (seed = seed * 1103515245U + 12345U) >> 16;

			a %= layers * 4;
			b %= layers * 4;
			if (a == b)
				continue;
			links++;
			str_addf(&body, "link | n%u | n%u%s\n", a, b,
				 i % 3 ? "" : " | 标注");
		}
		str_addf(&body, "zone | 区 | 1 | %u\nzone | 内 | 1 | 1\n",
			 layers);
		assert_int_equal(0, lay_out(&sheets, "topology", body.s));
		assert_good(&sheets);
		for (size_t i = 0; i < first(&sheets)->c; i++) {
			const struct ink *ink = &first(&sheets)->ink[i];

			if (ink->kind != INK_PATH || !ink->pen.open)
				continue;
			arrows++;
			crosses_no_box(first(&sheets), ink);
		}
		assert_int_equal(links, arrows);
		sheets_release(&sheets);
		str_release(&body);
	}
}

static void test_a_time_chart_repeats_its_head(void **state)
{
	struct str body = { 0 };
	struct sheets sheets;

	(void)state;
	str_add(&body, "today | 2026-11-28\nmark | 2026-12-01 | 期限\n");
	for (int i = 0; i < 120; i++)
		str_addf(&body,
			 "bar | 事项%03d | 2026-%02d-01 | 2026-%02d-28 | "
			 "planned\n",
			 i, i % 12 + 1, i % 12 + 1);
	assert_int_equal(0, lay_out(&sheets, "gantt", body.s));
	assert_good(&sheets);
	assert_true(sheets.c > 2);
	assert_int_equal(sheets.c, count_text(&sheets, "起止"));
	assert_int_equal(sheets.c, count_text(&sheets, "今日 2026年11月28日"));
	assert_int_equal(120, count_text(&sheets, "事项0") +
				      count_text(&sheets, "事项1"));
	sheets_release(&sheets);
	str_release(&body);
}

static void test_columns_are_as_high_as_their_values(void **state)
{
	struct sheets sheets;
	long height[3] = { 0 };
	size_t n = 0;

	(void)state;
	assert_int_equal(0, lay_out(&sheets, "chart columns",
				    "axis | 月 | 次\nvalue | 一 | 10\n"
				    "value | 二 | 20\nvalue | 三 | 40\n"
				    "limit | 30 | 上限"));
	assert_good(&sheets);
	for (size_t i = 0; i < first(&sheets)->c; i++) {
		long b[4];

		if (is_box(first(&sheets), &first(&sheets)->ink[i], b) && n < 3)
			height[n++] = b[3] - b[1];
	}
	assert_int_equal(3, n);
	assert_true(labs(2 * height[0] - height[1]) < 9);
	assert_true(labs(4 * height[0] - height[2]) < 9);
	sheets_release(&sheets);
}

/* clang-format off */
static const struct {
	const char *kind;
	const char *body;
	const char *want;
} wrong[] = {
	{ "seats",         "room | 500 | 500\ncount | 1",       "t:2: " },
	{ "seats",         "area | 90\ncount | 1\ndoor | left | 9 | 9", "t:1: " },
	{ "tree",          "",                                  "t:1: " },
	{ "tree",          "甲\n乙 | 丙",                       "t:3: " },
	{ "tree",          "甲\n乙",                            "t:3: " },
	{ "tree",          "甲 | 乙\n乙 | 甲",                  "t:2: " },
	{ "tree",          "甲\n乙 | 丙\n丙 | 丁\n丁 | 乙",     "t:3: " },
	{ "tree",          "甲\n乙 | 乙",                       "t:3: " },
	{ "tree",          "甲\n乙 | 甲\n乙 | 甲",              "t:4: " },
	{ "tree",          "甲\n| 甲",                          "t:3: " },
	{ "tree",          "a | b | c | d | e",                 "t:2: " },
	{ "tree down",     "甲",                                "t:1: " },
	{ "topology",      "",                                  "t:1: " },
	{ "topology",      "node | a | 0 | x",                  "t:2: " },
	{ "topology",      "node | a | 13 | x",                 "t:2: " },
	{ "topology",      "node | a | 1 | x\nnode | a | 2 | y", "t:3: " },
	{ "topology",      "node | a | 1 | x\nlink | a | b",    "t:3: " },
	{ "topology",      "node | a | 1 | x\nlink | a | a",    "t:3: " },
	{ "topology",      "node | a | 1 | x\nzone | z | 2 | 1", "t:3: " },
	{ "topology",      "node | a | 1 | x\nzone | z | 1 | 2", "t:3: " },
	{ "topology",      "edge | a | b",                      "t:2: " },
	{ "gantt",         "",                                  "t:1: " },
	{ "gantt",         "today | 2026-01-01",                "t:1: " },
	{ "gantt",         "bar | a | 2026-01-02 | 2026-01-01 | done", "t:2: " },
	{ "gantt",         "bar | a | 2026-01-01 | 2026-02-30 | done", "t:2: " },
	{ "gantt",         "bar | a | 2026-01-01 | 2026-02-01 | ready", "t:2: " },
	{ "gantt",         "bar | a | 1926-01-01 | 2026-02-01 | now", "t:1: " },
	{ "gantt",         "mark | 2026-01-01",                 "t:2: " },
	{ "chart",         "value | a | 1",                     "t:1: " },
	{ "chart pie",     "value | a | 1",                     "t:1: " },
	{ "chart lines",   "",                                  "t:1: " },
	{ "chart lines",   "value | 2 | 1\nvalue | 1 | 1",      "t:3: " },
	{ "chart columns", "value | a | x",                     "t:2: " },
	{ "chart columns", "value | a | 1000000000.001",        "t:2: " },
	{ "chart columns", "limit | 1 | a",                     "t:1: " },
	{ "qr",            "",                                  "t:1: " },
};
/* clang-format on */

static void test_wrong_drawings_name_their_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct sheets sheets;
		int err = lay_out(&sheets, wrong[i].kind, wrong[i].body);

		if (err != EBADMSG ||
		    strncmp(err_text(err), wrong[i].want, 5) != 0)
			fail_msg("%s %s: %d %s", wrong[i].kind, wrong[i].body,
				 err, err_text(err));
		sheets_release(&sheets);
	}
}

/* One more than there may be */
static void test_all_input_has_limits(void **state)
{
	/* clang-format off */
	static const struct {
		const char *kind;
		const char *first;
		const char *line; /* before the number of it */
		const char *rest; /* behind it */
		int most;
	} limits[] = {
		{ "tree", "甲\n", "x", " | 甲\n", TREE_NODES - 1 },
		{ "topology", "", "node | x", " | 1 | 甲\n", TOPOLOGY_NODES },
		{ "gantt", "", "mark | 2026-01-01 | x", "\n", GANTT_ROWS },
		{ "chart lines", "", "value | ", " | 1\n", CHART_VALUES },
		{ "chart lines", "value | 0 | 1\n", "limit | ", " | 限\n",
		  CHART_LIMITS },
		{ "qr", "", "123456789", "\n", QR_BYTES / 11 },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
		struct str body = { 0 };
		struct sheets sheets;
		char place[20];
		int line;

		str_add(&body, limits[i].first);
		for (int k = 0; k <= limits[i].most; k++)
			str_addf(&body, "%s%d%s", limits[i].line, k,
				 limits[i].rest);
		assert_int_equal(EBADMSG,
				 lay_out(&sheets, limits[i].kind, body.s));
		line = limits[i].most + 2 + (*limits[i].first != '\0');
		(void)snprintf(place, sizeof(place), "t:%d: ",
			       strcmp(limits[i].kind, "qr") == 0 ? 1 : line);
		assert_memory_equal(place, err_text(EBADMSG), strlen(place));
		sheets_release(&sheets);
		str_release(&body);
	}
}

static void test_a_heading_stays_with_its_drawing(void **state)
{
	struct sheets sheets = { 0 };
	struct blocks blocks = { 0 };
	struct str text = { 0 };

	(void)state;
	for (int i = 0; i < 12; i++)
		str_add(&text, "正文\n\n");
	str_add(&text, "# 平面图\n\n~~~seats\narea | 160\ncount | 30\n~~~\n");
	assert_int_equal(0, markdown_read(&blocks, text.s, NULL));
	assert_int_equal(0, layout_blocks(&sheets, fonts, &blocks, "t",
					  &(struct footer){ "", NULL }, NULL));
	assert_int_equal(2, sheets.c);
	assert_int_equal(1, sheets.bookmarkc);
	assert_int_equal(1, sheets.bookmark[0].sheet);
	assert_int_equal(0, first(&sheets)->pointc);
	assert_good(&sheets);
	sheets_release(&sheets);
	blocks_release(&blocks);
	str_release(&text);
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
		cmocka_unit_test(test_a_seat_plan_is_to_scale),
		cmocka_unit_test(test_tree_boxes_stand_apart),
		cmocka_unit_test(test_a_tree_in_parts_has_every_box),
		cmocka_unit_test(
			test_links_run_along_the_axes_and_through_no_box),
		cmocka_unit_test(test_a_time_chart_repeats_its_head),
		cmocka_unit_test(test_columns_are_as_high_as_their_values),
		cmocka_unit_test(test_wrong_drawings_name_their_line),
		cmocka_unit_test(test_all_input_has_limits),
		cmocka_unit_test(test_a_heading_stays_with_its_drawing),
	};

	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
