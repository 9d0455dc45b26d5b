/**
 * @file tests/unit/markdown.c  Markdown to blocks, values to Markdown
 */
#include "typeset/markdown.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "typeset/form.h"
#include "typeset/wrap.h"
#include "util/err.h"
#include "util/text.h"
#include "util/util.h"

/* Characters as UTF-8; our own marks as / (line end), + and - (boxes) */
static char *shown(const struct rich *rich)
{
	struct str s = { 0 };
	char buf[8];

	for (size_t i = 0; i < rich->c; i++) {
		switch (rich->cp[i]) {
		case WRAP_BREAK:
			str_add(&s, "/");
			break;
		case WRAP_TICKED:
			str_add(&s, "+");
			break;
		case WRAP_UNTICKED:
			str_add(&s, "-");
			break;
		default:
			str_add_n(&s, buf, text_put(buf, rich->cp[i]));
		}
	}

	return str_take(&s);
}

static void assert_shown(const char *want, const struct rich *rich)
{
	char *s = shown(rich);

	assert_string_equal(want, s);
	free(s);
}

/* clang-format off */
static const struct {
	const char *text;
	enum block_kind kind;
	const char *want;
} paras[] = {
	{ "# 标题 #",          BLOCK_HEADING, "标题"      },
	{ "一行\n又一行",      BLOCK_PARA,    "一行又一行" },
	{ "one\ntwo",          BLOCK_PARA,    "one two"   },
	{ "中文\nabc\n中文",   BLOCK_PARA,    "中文abc中文" },
	{ "a\\\nb",            BLOCK_PARA,    "a/b"       },
	{ "[x] 是 [ ] 否",     BLOCK_PARA,    "+ 是 - 否" },
	{ "\\[x\\] [y] [x",    BLOCK_PARA,    "[x] [y] [x" },
	{ "7. 第七",           BLOCK_PARA,    "7. 第七"   },
	{ "- 一",              BLOCK_PARA,    "• 一"      },
	{ "> 注",              BLOCK_NOTE,    "注"        },
	{ "<b>x</b> &lt;&#20013;&#x6587;&none;", BLOCK_PARA,
	  "<b>x</b> <中文&none;" },
	{ "    four spaces",   BLOCK_PARA,    "four spaces" },
	{ "**粗**细",          BLOCK_PARA,    "粗细"      },
};

/* Values that would mean something in Markdown, a table or a form */
static const char *const values[] = {
	"", "a", "# a", "1. a", "- a", "> a", "|", "a|b", "```", "~~~", "***",
	"**a**", "_a_", "[x]", "[a](b)", "![a](b)", "<b>", "&amp;", "\\", "\\n",
	"a\\", "`a`", "{{a}}", "{{{a}}}", "===", "---", "+ a", "= a", "<",
	"@cols 1", "http://a.example", "a@b.example", "$a$", "\"'", "a  b",
	"\xF0\xA0\x85\xA4", "。“”……——",
};
/* clang-format on */

static void test_blocks(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(paras); i++) {
		struct blocks blocks = { 0 };

		assert_int_equal(0,
				 markdown_read(&blocks, paras[i].text, NULL));
		assert_int_equal(1, blocks.c);
		assert_int_equal(paras[i].kind, blocks.v[0].kind);
		assert_shown(paras[i].want, &blocks.v[0].text);
		blocks_release(&blocks);
	}
}

static void test_blocks_know_their_line(void **state)
{
	static const char text[] =
		"# a\n\nb\nc\n\n- d\n- e\n\n```form\nf\n\ng\n"
		"```\n\n| h |\n|---|\n| i |\n";
	static const unsigned want[] = { 1, 3, 6, 7, 9, 15 };
	struct blocks blocks = { 0 };

	(void)state;
	assert_int_equal(0, markdown_read(&blocks, text, NULL));
	assert_int_equal(ARRAY_LEN(want), blocks.c);
	for (size_t i = 0; i < blocks.c; i++)
		assert_int_equal(want[i], blocks.v[i].line);
	assert_int_equal(3, blocks.v[4].origin.c);
	assert_int_equal(10, blocks.v[4].origin.v[0]);
	assert_int_equal(12, blocks.v[4].origin.v[2]);
	assert_int_equal(17, blocks.v[5].grid.row[1].cell[0].text.line);
	blocks_release(&blocks);
}

/* Whatever a value is, it is the value that is read back, everywhere */
static void test_values_come_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		struct template_lines origin = { 0 };
		struct blocks blocks = { 0 };
		struct grid grid = { 0 };
		struct str safe = { 0 };
		struct str text = { 0 };

		markdown_escape(&safe, values[i]);
		str_addf(&text, "值%s\n\n| 甲 |\n|---|\n| 值%s |\n",
			 str_text(&safe), str_text(&safe));
		assert_int_equal(0, markdown_read(&blocks, text.s, NULL));
		assert_int_equal(2, blocks.c);
		str_clear(&text);
		str_addf(&text, "值%s", values[i]);
		assert_shown(text.s, &blocks.v[0].text);
		assert_int_equal(2, blocks.v[1].grid.c);
		assert_shown(text.s, &blocks.v[1].grid.row[1].cell[0].text);

		str_clear(&text);
		str_addf(&text, "@cols 1 1\n%s | + %s\n", str_text(&safe),
			 str_text(&safe));
		if (*values[i]) {
			assert_int_equal(
				0, form_read(&grid, text.s, &origin, "t"));
			assert_int_equal(1, grid.c);
			assert_int_equal(2, grid.row[0].c);
			assert_shown(values[i], &grid.row[0].cell[0].text);
			assert_shown(values[i], &grid.row[0].cell[1].text);
		}
		grid_release(&grid);
		blocks_release(&blocks);
		str_release(&safe);
		str_release(&text);
	}
}

static void test_what_hides_text_is_tamed(void **state)
{
	struct str s = { 0 };

	(void)state;
	markdown_escape(&s, "a\nb\r\nc\x01\x7f"
			    "d\u202ee\u2069f\uFEFFg\u2028h\uFDD2i");
	assert_string_equal("a\uFDD0b\uFDD0c  defg\uFDD0h\uFFFDi", s.s);
	str_release(&s);
}

static void test_too_many_columns_are_refused(void **state)
{
	struct blocks blocks = { 0 };
	struct str text = { 0 };

	(void)state;
	for (int i = 0; i < 2 * (GRID_COLUMNS + 1); i++)
		str_add(&text, i == GRID_COLUMNS + 1 ? "|\n|---"
			       : i > GRID_COLUMNS    ? "|---"
						     : "| a ");
	assert_int_equal(EINVAL, markdown_read(&blocks, text.s, NULL));
	blocks_release(&blocks);
	str_release(&text);
}

static void test_form_spans(void **state)
{
	struct template_lines origin = { 0 };
	struct grid grid = { 0 };

	(void)state;
	assert_int_equal(0, form_read(&grid,
				      "@cols 1 2c 3\n= band\n+a | b | < \n"
				      "# h | x\\|y\\n**z** | \n",
				      &origin, "t"));
	assert_int_equal(3, grid.c);
	assert_int_equal(3, grid.row[0].cell[0].span);
	assert_true(row_is(&grid.row[0], CELL_BAND));
	assert_int_equal(CELL_LABEL, grid.row[1].cell[0].kind);
	assert_int_equal(2, grid.row[1].cell[1].span);
	assert_int_equal(ALIGN_CENTER, grid.row[1].cell[1].align);
	assert_shown("x|y/z", &grid.row[2].cell[1].text);
	assert_false(grid.row[2].cell[1].text.strong[3]);
	assert_true(grid.row[2].cell[1].text.strong[4]);
	grid_release(&grid);
}

/* It ended the program in libunibreak, whose end of text it is */
static void test_a_noncharacter_is_only_a_character(void **state)
{
	const uint32_t cp[] = { 0x4E2D, 0xFFFF, 0x4E2D };
	bool may[ARRAY_LEN(cp)] = { false };

	(void)state;
	wrap_points(may, cp, ARRAY_LEN(cp));
	assert_true(may[ARRAY_LEN(cp) - 1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_blocks_know_their_line),
		cmocka_unit_test(test_values_come_back),
		cmocka_unit_test(test_what_hides_text_is_tamed),
		cmocka_unit_test(test_too_many_columns_are_refused),
		cmocka_unit_test(test_form_spans),
		cmocka_unit_test(test_a_noncharacter_is_only_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
