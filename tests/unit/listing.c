/**
 * @file tests/unit/listing.c  Lists as they are published, and as nobody should
 */
#include "net/listing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

/* "table:line cell|cell/..." */
static char *picture(const struct listing *l)
{
	struct str out = { 0 };

	for (size_t r = 0; r < l->rows_count; r++) {
		str_addf(&out, "%s%u:%zu ", r ? "/" : "", l->rows[r].table,
			 l->rows[r].line);
		for (size_t i = 0; i < l->rows[r].count; i++)
			str_addf(&out, "%s%s", i ? "|" : "",
				 listing_cell(l, r, i));
		assert_string_equal(listing_cell(l, r, l->rows[r].count), "");
	}
	str_add(&out, "");
	return str_take(&out);
}

static void expect_of(const struct listing_source *s, const char *want)
{
	struct listing *l = NULL;
	char *got;

	if (listing_read(&l, s) != 0)
		fail_msg("%s: %s", s->data, err_text(EBADMSG));
	got = picture(l);
	assert_string_equal(got, want);
	free(got);
	listing_free(l);
}

static void expect(const char *data, const char *want)
{
	expect_of(&(struct listing_source){ .name = "p",
					    .data = data,
					    .size = strlen(data) },
		  want);
}

static void refuse(const char *data, size_t size, const char *words)
{
	const struct listing_source s = { .name = "p",
					  .data = data,
					  .size = size };
	struct listing *l = NULL;

	assert_int_equal(listing_read(&l, &s), EBADMSG);
	assert_null(l);
	if (!strstr(err_text(EBADMSG), words))
		fail_msg("%s: no \"%s\" in it", err_text(EBADMSG), words);
}

static void test_rows_and_cells(void **state)
{
	(void)state;
	expect("<table><tr><th>名称<th>代码\n<tr><td>甲<td>1</table>",
	       "1:1 名称|代码/1:2 甲|1");
	expect("<html>\n<body><p>x<table>\n<tbody>\n<tr>\n<td> a  <b>b</b>\n"
	       "c </td></tr></tbody></table>y</html>",
	       "1:4 a b c");
	expect("<table><tr><td>a<br>b<p>c</p>d<td>&nbsp;e&nbsp;　<td></table>",
	       "1:1 a b c d|e|");
	expect("<table><tr><td>a<tr><td><tr><td> &nbsp;<tr><td>b</table>",
	       "1:1 a/1:1 b");
	expect("<table><tr><td>a</table><table></table><table><tr><td>b</table>",
	       "1:1 a/3:1 b");
	/* without rows, without ends */
	expect("<table><td>a<td>b</table>", "1:1 a|b");
	expect("<table><tr><td>a", "1:1 a");
}

static void test_text_of_others_is_not_that_of_a_cell(void **state)
{
	(void)state;
	expect("<table><tr><td>a<script>var x='<td>b</td>';</script>"
	       "<style>td{}</style><!-- <td>c --><td>d</table>",
	       "1:1 a|d");
	expect("<table><tr><td>outer<table><tr><td>in</table>side<td>b</table>",
	       "2:1 in/1:1 outerside|b");
}

static void test_spans_keep_columns_below_each_other(void **state)
{
	(void)state;
	expect("<table><tr><td rowspan=2>a<td>1<tr><td>2<tr><td>b<td>3</table>",
	       "1:1 a|1/1:1 a|2/1:1 b|3");
	expect("<table><tr><td colspan=3>t<td>z<tr><td>1<td>2<td>3<td>4</table>",
	       "1:1 t|t|t|z/1:1 1|2|3|4");
	expect("<table><tr><td>1<td rowspan='2' colspan=\"2\">x"
	       "<tr><td>2</table>",
	       "1:1 1|x|x/1:1 2|x|x");
	/* to the end of the group, but not beyond */
	expect("<table><tbody><tr><td rowspan=0>a<td>1<tr><td>2"
	       "<tbody><tr><td>3</table>",
	       "1:1 a|1/1:1 a|2/1:1 3");
	expect("<table><tr><td rowspan=9>a<tr><tr><td>b</table>",
	       "1:1 a/1:1 a|b");
	expect("<table><tr><td colspan=x>a<td colspan=-1>b</table>", "1:1 a|b");
}

static void test_csv(void **state)
{
	(void)state;
	expect("名称,代码\r\n\"甲\n乙\",1\r\n\r\n丙,2\r\n",
	       "1:1 名称|代码/1:2 甲 乙|1/1:5 丙|2");
	expect_of(&(struct listing_source){ "p", "a,<b>\n1,2\n", 10, "text/csv",
					    NULL },
		  "1:1 a|<b>/1:2 1|2");
	refuse("a,b\n\"1,2\n", 9, "p:2:1: ");
	refuse("a,b,c\n1,2", 9, "cut off");
	refuse("", 0, "no text");
}

#define JIA_GBK "\xBC\xD7"	   /* 甲 */
#define TWO_GBK "\xC2\xA8\xD2\xBB" /* 篓一; in UTF-8 two other letters */
#define CELL(s) "<table><tr><td>" s "</table>"

static void expect_encoding(const char *data, const char *charset,
			    const char *want)
{
	expect_of(&(struct listing_source){ .name = "p",
					    .data = data,
					    .size = strlen(data),
					    .charset = charset },
		  want);
}

static void test_encodings(void **state)
{
	(void)state;
	expect(CELL(JIA_GBK), "1:1 甲");
	expect(CELL("甲"), "1:1 甲");
	expect("\xEF\xBB\xBF" CELL("甲"), "1:1 甲");
	/* names that are wrong */
	expect_encoding(CELL(JIA_GBK), "utf-8", "1:1 甲");
	expect_encoding(CELL("甲"), "gb2312", "1:1 甲");
	expect_encoding(CELL(JIA_GBK), "iso-8859-1", "1:1 甲");
	expect("<meta charset=gbk>" CELL("甲乙"), "1:1 甲乙");
	/* names that decide */
	expect(CELL(TWO_GBK), "1:1 ¨һ");
	expect_encoding(CELL(TWO_GBK), "gb2312", "1:1 篓一");
	expect_encoding(CELL(TWO_GBK), "GBK", "1:1 篓一");
	expect("<meta charset=\"gb2312\">" CELL(TWO_GBK), "1:1 篓一");
	expect("<META content='text/html; charset=GBK'>" CELL(TWO_GBK),
	       "1:1 篓一");
	expect("<meta charset=\"x\"><meta charset = 'gbk' >" CELL(TWO_GBK),
	       "1:1 篓一");
	expect_encoding("a," TWO_GBK "\n", "gbk", "1:1 a|篓一");
}

static void test_damaged_places_are_counted_and_shown(void **state)
{
	static const char data[] = "<table><tr><td>甲乙丙丁\xE4\xB8<td>b\0c"
				   "</table>";
	const struct listing_source s = { .name = "p",
					  .data = data,
					  .size = sizeof(data) - 1 };
	struct listing *l = NULL;

	(void)state;
	assert_int_equal(listing_read(&l, &s), 0);
	assert_string_equal(listing_cell(l, 0, 0), "甲乙丙丁\uFFFD\uFFFD");
	assert_string_equal(listing_cell(l, 0, 1), "b\uFFFDc");
	assert_int_equal(l->damaged, 3);
	listing_free(l);
}

static bool is_cut(const char *data)
{
	const struct listing_source s = { .name = "p",
					  .data = data,
					  .size = strlen(data) };
	struct listing *l = NULL;
	bool cut;

	assert_int_equal(listing_read(&l, &s), 0);
	cut = l->cut;
	listing_free(l);
	return cut;
}

static void test_a_page_that_is_cut_off_is_marked(void **state)
{
	(void)state;
	assert_false(is_cut("<table><tr><td>a</table>"));
	assert_false(is_cut("<table><tr><td>a</td></tr></table></body>"));
	assert_true(is_cut("<table><tr><td>a</td></tr><tr><td>b"));
	assert_true(is_cut("<table><tr><td>a</td></tr>"));
	assert_true(is_cut("<table><tr><td>a</td></tr></tab"));
}

static void test_what_is_no_list_is_named(void **state)
{
	(void)state;
	refuse("<html><p>nothing</html>", 23, "p: a page without any table");
	refuse("PK\x03\x04", 4, "p:1: a spreadsheet or archive");
	refuse("\xD0\xCF\x11\xE0\xA1", 5, "document of Office");
	refuse("%PDF-1.4", 8, "PDF");
	refuse("\x1F\x8B\x08", 3, "compressed");
	refuse("{\"a\":1}", 7, "JSON");
}

static char *repeat(const char *head, const char *part, size_t n,
		    const char *tail, size_t *sizep)
{
	struct str out = { 0 };

	str_add(&out, head);
	for (size_t i = 0; i < n; i++)
		str_add(&out, part);
	str_add(&out, tail);
	*sizep = out.len;
	return str_take(&out);
}

static void refuse_many(const char *head, const char *part, size_t n,
			const char *words)
{
	size_t size;
	char *data = repeat(head, part, n, "", &size);

	refuse(data, size, words);
	free(data);
}

static void expect_rows(const char *head, const char *part, size_t n,
			size_t rows)
{
	struct listing_source s = { .name = "p" };
	struct listing *l = NULL;
	char *data = repeat(head, part, n, "</table>", &s.size);

	s.data = data;
	if (listing_read(&l, &s) != 0)
		fail_msg("%s", err_text(EBADMSG));
	assert_int_equal(l->rows_count, rows);
	listing_free(l);
	free(data);
}

static void test_every_limit_holds(void **state)
{
	(void)state;
	expect_rows("<table>", "<tr><td>a\n", LISTING_ROWS_MAX,
		    LISTING_ROWS_MAX);
	refuse_many("<table>", "<tr><td>a\n", LISTING_ROWS_MAX + 2,
		    "p:100001: more than 100000 rows");
	refuse_many("", "a\n", LISTING_ROWS_MAX + 1, "p:100001:1: more than");
	expect_rows("<table><tr>", "<td>a", LISTING_COLUMNS_MAX, 1);
	refuse_many("<table><tr>", "<td>a", LISTING_COLUMNS_MAX + 2,
		    "more than 200 cells in a row");
	refuse_many("<table>", "<tr><td colspan=200>a", 10001,
		    "more than 2000000 cells");
	expect_rows("<table><tr><td>", "a", LISTING_CELL_MAX, 1);
	refuse_many("<table><tr><td>", "a", LISTING_CELL_MAX + 1,
		    "a cell of more than 65536 bytes");
	refuse_many("<table><tr><td>", "<b>", LISTING_DEPTH_MAX,
		    "more than 256 elements within each other");
	refuse_many("", "<table><tr><td>", LISTING_TABLES_MAX + 1,
		    "more than 16 tables within each other");
	refuse_many("<p>", "12345678", LISTING_BYTES_MAX / 8, "larger than");
}

/* Each of these took libxml2 minutes, or would, without a limit */
static void test_pages_made_to_take_long_do_not(void **state)
{
	struct str tag = { 0 };

	(void)state;
	str_add(&tag, "<table ");
	for (unsigned i = 0; i < 700000; i++)
		str_addf(&tag, "a%u ", i);
	refuse(tag.s, tag.len, "a tag of more than 500 attributes");
	str_clear(&tag);
	str_add(&tag, "<table ");
	for (unsigned i = 0; i < 500000; i++)
		str_addf(&tag, "a%u=\">\"", i);
	refuse(tag.s, tag.len, "a tag of more than 500 attributes");
	str_release(&tag);

	refuse_many("<table", " ", 2000000, "a tag of more than");
	refuse_many("<table x='", "y", 2000000, "a tag of more than 1048576");
	refuse_many("<table>", "<b>", 2000000, "elements within each other");
	expect_rows("<table><tr><td>", "</x>", 1900000, 0);
	expect_rows("<table><tr><td>", "<p>", 1900000, 0);
	expect_rows("<table><tr><td>", "</p>", 1900000, 0);
}

/* A picture within the page is one long attribute, and is no fault */
static void test_long_attributes_are_allowed(void **state)
{
	size_t size;
	char *data = repeat("<table><tr><td><img src=\"data:image/png;base64,",
			    "iVBORw0KGgo/A= ", 60000, "\">a</table>", &size);

	(void)state;
	expect(data, "1:1 a");
	free(data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_and_cells),
		cmocka_unit_test(test_text_of_others_is_not_that_of_a_cell),
		cmocka_unit_test(test_spans_keep_columns_below_each_other),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_damaged_places_are_counted_and_shown),
		cmocka_unit_test(test_a_page_that_is_cut_off_is_marked),
		cmocka_unit_test(test_what_is_no_list_is_named),
		cmocka_unit_test(test_every_limit_holds),
		cmocka_unit_test(test_pages_made_to_take_long_do_not),
		cmocka_unit_test(test_long_attributes_are_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
