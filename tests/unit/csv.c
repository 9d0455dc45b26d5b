/**
 * @file tests/unit/csv.c  CSV tables: cells, their places, what is refused
 */
#include "util/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

/* Cells as "line text", joined by |, rows by / */
static char *picture(const struct csv_table *t)
{
	struct str out = { 0 };

	for (size_t r = 0; r < t->rows_count; r++) {
		str_add(&out, r ? "/" : "");
		for (size_t i = 0; i < t->rows[r].count; i++) {
			const struct csv_cell *cell = csv_table_cell(t, r, i);

			str_addf(&out, "%s%zu %s", i ? "|" : "", cell->line,
				 cell->text);
		}
		assert_null(csv_table_cell(t, r, t->rows[r].count));
	}
	return str_take(&out);
}

static void expect(const char *data, size_t size, const char *cells)
{
	struct csv_table *t = NULL;
	char *got;

	if (csv_table_read(&t, "f", data, size) != 0)
		fail_msg("%s: %s", data, err_text(EBADMSG));
	got = picture(t);
	assert_string_equal(cells, got);
	free(got);
	csv_table_free(t);
}

static void test_cells_and_their_lines(void **state)
{
	static const struct {
		const char *text;
		const char *cells;
	} cases[] = {
		{ "a", "1 a" },
		{ "a,b\n1,2\n", "1 a|1 b/2 1|2 2" },
		{ "a,b\r\n1,2\r\n", "1 a|1 b/2 1|2 2" },
		{ "a,b\r1,2\r", "1 a|1 b/2 1|2 2" },
		{ "a,b\n1,2", "1 a|1 b/2 1|2 2" },
		{ "a;b\n1,5;2\n", "1 a|1 b/2 1,5|2 2" },
		{ "a\tb\n1\t2\n", "1 a|1 b/2 1|2 2" },
		{ "\"a,b,c\";d\n", "1 a,b,c|1 d" },
		{ "\xEF\xBB\xBF"
		  "a,b\n",
		  "1 a|1 b" },
		{ " a , b \n", "1 a|1 b" },
		{ "\" a \",b\n", "1  a |1 b" },
		{ "a, \"b\" \n", "1 a|1 b" },
		{ "a,b\n\n\n1,2\n", "1 a|1 b/4 1|4 2" },
		{ "\r\n\r\na\r\n\r\nb\r\n", "3 a/5 b" },
		{ "a,b\n,,\n \t,\n\"\",\n1,2\n,,", "1 a|1 b/5 1|5 2" },
		{ "a,b\n\"x\ny\",\"z\n\n\"\n3,4\n",
		  "1 a|1 b/2 x\ny|3 z\n\n/6 3|6 4" },
		{ "a\n\"x\r\ny\"\r\nz\r\n", "1 a/2 x\ny/4 z" },
		{ "a\n\"x\ry\"\rz\r", "1 a/2 x\ny/4 z" },
		{ "a\n\"he said \"\"no\"\"\"\n", "1 a/2 he said \"no\"" },
		{ "a\n\"\"\"\"\n", "1 a/2 \"" },
		{ "a,b,c\n1\n", "1 a|1 b|1 c/2 1" },
		{ "a,b\n1,2,3,\n", "1 a|1 b/2 1|2 2|2 3|2 " },
		{ "a,b,,\n1,2", "1 a|1 b|1 |1 /2 1|2 2" },
		{ "姓名，名\n李四\n", "1 姓名，名/2 李四" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		expect(cases[i].text, strlen(cases[i].text), cases[i].cells);
}

static void test_what_does_not_parse_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *text;
		size_t size; /* 0: up to the NUL */
		const char *says;
	} cases[] = {
		{ "", 0, "f:1:1: no text" },
		{ "\xEF\xBB\xBF", 0, "f:1:1: no text" },
		{ "\n ,,\n\"\"", 0, "f:1:1: no text" },
		{ "a,b\n1,\"2\n3,4\n", 0, "f:2:2: the quotation mark that" },
		{ "\"", 0, "f:1:1: the quotation mark that" },
		{ "a,b\n1,\"2\n3,4\n5,\"6\n", 0, "f:2:2: text follows" },
		{ "a,b\n\n1,\"2\"x\n", 0, "f:3:2: text follows" },
		{ "a,b\n1,\"2\" \"3\"\n", 0, "f:2:2: text follows" },
		{ "a,b\n\"x\ny\",2\"\n", 0, "f:3:2: a quotation mark within" },
		{ "a,b,c\n1,2,3\n4,5", 0, "f:3:2: the last line has fewer" },
		{ "a,b\n1,\n\"\n2\"", 0, "f:3:1: the last line has fewer" },
		{ "a\nb\0c\n", 6, "f:2: a NUL byte" },
		{ "a\r\rb\0c\n", 7, "f:3: a NUL byte" },
		{ "\xFE\xFF\0a", 4, "f:1: UTF-16BE text" },
		{ "\xFF\xFE\0\0a\0\0\0", 8, "f:1: UTF-32LE text" },
		{ "\xFF\xFE"
		  "a\0\n\0\x00\xD8",
		  8, "f:2: not UTF-16LE" },
		{ "\xFF\xFE"
		  "a\0\n\0b",
		  7, "f:2: not UTF-16LE" },
		{ "\xFF\xFE"
		  "a\0\n\0\0\0",
		  8, "f:2: not UTF-16LE" },
		{ "\xEF\xBB\xBF"
		  "a\n\xFF",
		  0, "f:2: not UTF-8" },
		{ "姓名\n李四\n王\xE4\xBA\n", 0, "f:3: not UTF-8" },
		{ "姓名\n李四\n王五\xE4", 0, "f:3: not UTF-8" },
		{ "\xD0\xD5\xC3\xFB\n\xFF\xFF\n", 0, "f:2: not GB18030" },
		{ "\xD0\xD5\xC3\xFB\n\xD0", 0, "f:2: not GB18030" },
	};
	struct csv_table *t = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t size = cases[i].size ? cases[i].size
					    : strlen(cases[i].text);
		int err = csv_table_read(&t, "f", cases[i].text, size);

		assert_int_equal(EBADMSG, err);
		if (strncmp(err_text(err), cases[i].says,
			    strlen(cases[i].says)) != 0)
			fail_msg("%s: %s", cases[i].text, err_text(err));
	}
	assert_null(t);
}

static void test_limits(void **state)
{
	static const struct {
		const char *head;
		const char *unit;
		size_t most; /* times unit is taken */
		const char *end;
		const char *says;
	} cases[] = {
		{ "", "x,", CSV_TABLE_COLUMNS_MAX - 1, "x\n", "f:1:201: " },
		{ "h\n", "x\n", CSV_TABLE_ROWS_MAX, "\n", "f:10002:1: " },
		{ "h\n", "x", CSV_TABLE_CELL_MAX, "\n", "f:2:1: " },
		{ "h\n\"", "\"\"", CSV_TABLE_CELL_MAX, "\"", "f:2:1: " },
		{ "h\n", "\n", CSV_TABLE_BYTES_MAX - 3, "x", "f: larger" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (size_t more = 0; more < 2; more++) {
			struct csv_table *t = NULL;
			struct str text = { 0 };
			int err;

			str_add(&text, cases[i].head);
			for (size_t k = 0; k < cases[i].most + more; k++)
				str_add(&text, cases[i].unit);
			str_add(&text, cases[i].end);
			err = csv_table_read(&t, "f", text.s, text.len);
			assert_int_equal(more ? EBADMSG : 0, err);
			if (more)
				assert_ptr_equal(
					strstr(err_text(err), cases[i].says),
					err_text(err));
			csv_table_free(t);
			str_release(&text);
		}
	}
}

static void test_encodings(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		enum encoding encoding;
		const char *cells;
	} cases[] = {
		{ "a\n", 2, ENCODING_UTF8, "1 a" },
		{ "李\n", 4, ENCODING_UTF8, "1 李" },
		/* 姓名 */
		{ "\xD0\xD5\xC3\xFB\n", 5, ENCODING_GB18030, "1 姓名" },
		/* GBK: 镕; GB18030, four bytes: U+20164 */
		{ "\xE9\x46,\x95\x32\xA6\x32\n", 8, ENCODING_GB18030,
		  "1 镕|1 𠅤" },
		/* one UTF-8 letter by chance: 一 is D2 BB */
		{ "\xD2\xBB\xD0\xD5\n", 5, ENCODING_GB18030, "1 一姓" },
		{ "\xFF\xFE\x4E\x67,\0\n\0", 8, ENCODING_UTF16LE, "1 李|1 " },
		/* 𠅤 as a pair */
		{ "\xFF\xFE\x40\xD8\x64\xDD", 6, ENCODING_UTF16LE, "1 𠅤" },
		/* two marks; the mark of GB18030 */
		{ "\xFF\xFE\xFF\xFE\x4E\x67", 6, ENCODING_UTF16LE, "1 李" },
		{ "\x84\x31\x95\x33\xD0\xD5", 6, ENCODING_GB18030, "1 姓" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct csv_table *t = NULL;
		char *got;

		if (csv_table_read(&t, "f", cases[i].bytes, cases[i].size))
			fail_msg("%zu: %s", i, err_text(EBADMSG));
		got = picture(t);
		assert_int_equal(cases[i].encoding, t->encoding);
		assert_string_equal(cases[i].cells, got);
		free(got);
		csv_table_free(t);
	}
}

static void test_what_is_written_is_read_back(void **state)
{
	static const char *const cells[] = {
		"",	   "a",	    " a ",  "a,b",   "a;b", "a\tb", "\ta",
		"a\nb",	   "\n",    "\"",   "a\"",   "''",  "李四", "=1+1",
		"\uFEFFa", "x\n\n", "\"\"", "\",\n", ",",   "-",
	};
	struct csv_table *t = NULL;
	struct str text = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		const char *row[] = { cells[i], "x", cells[i] };

		csv_table_write(&text, row, 3);
	}
	csv_table_write(&text, cells, 1); /* one empty cell: left out */
	csv_table_write(&text, cells + 1, 1);
	assert_int_equal(0, csv_table_read(&t, "f", text.s, text.len));
	assert_int_equal(ARRAY_LEN(cells) + 1, t->rows_count);
	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		assert_int_equal(3, t->rows[i].count);
		assert_string_equal(cells[i], csv_table_cell(t, i, 0)->text);
		assert_string_equal("x", csv_table_cell(t, i, 1)->text);
		assert_string_equal(cells[i], csv_table_cell(t, i, 2)->text);
	}
	csv_table_free(t);

	str_clear(&text);
	csv_table_write(&text, cells + 1, 3);
	assert_string_equal("a,\" a \",\"a,b\"\r\n", text.s);
	str_release(&text);
}

static void test_the_apostrophe(void **state)
{
	static const struct {
		const char *text;
		bool guarded;
	} cases[] = {
		{ "=HYPERLINK(1)", true },
		{ "+1", true },
		{ "-1", true },
		{ "@SUM(A1)", true },
		{ "\t=1", true },
		{ "＝1", true },
		{ "'=1", true },
		{ "''=1", true },
		{ "110101190101010011", true },
		{ "010", true },
		{ "1.1E+17", true },
		{ "1E+5", true },
		{ "'010", true },
		{ "", false },
		{ "'", false },
		{ "'a", false },
		{ "a=b", false },
		{ "0", false },
		{ "13000000000", false },
		{ "95000", false },
		{ "010-12345678", false },
		{ "1.5", false },
		{ "1e5", false },
		{ "11E+5", false },
		{ "91110105PDY00001XG", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str out = { 0 };

		csv_guard(&out, cases[i].text);
		assert_int_equal(cases[i].guarded,
				 strcmp(str_text(&out), cases[i].text) != 0);
		assert_string_equal(cases[i].text, csv_unguard(str_text(&out)));
		str_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_and_their_lines),
		cmocka_unit_test(
			test_what_does_not_parse_is_refused_with_its_place),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_what_is_written_is_read_back),
		cmocka_unit_test(test_the_apostrophe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
