/**
 * @file tests/unit/form_lines.c  The lines of a form
 */
#include "tui/form_lines.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/str.h"
#include "util/util.h"

/* the structs own their text elsewhere */
#define S(text) ((char *)(text))

static struct field site_fields[] = {
	{ .key = S("addr"), .label = S("地址"), .type = FIELD_TEXT },
	{ .key = S("area"), .label = S("面积"), .type = FIELD_NUMBER },
};

static struct field holder_fields[] = {
	{ .key = S("name"), .label = S("名称"), .type = FIELD_TEXT },
	{ .key = S("ratio"), .label = S("比例"), .type = FIELD_NUMBER },
};

static struct section sections[] = {
	{ .group = S("site"),
	  .title = S("场地"),
	  .fields = site_fields,
	  .fields_count = ARRAY_LEN(site_fields) },
	{ .group = S("holder"),
	  .title = S("股东"),
	  .repeat = true,
	  .fields = holder_fields,
	  .fields_count = ARRAY_LEN(holder_fields) },
};

static struct form form = { .form = S("f"),
			    .sections = sections,
			    .sections_count = ARRAY_LEN(sections) };

static struct pack_field fields[] = {
	{ .form = &form, .section = &sections[0], .field = &site_fields[0] },
	{ .form = &form, .section = &sections[0], .field = &site_fields[1] },
	{ .form = &form, .section = &sections[1], .field = &holder_fields[0] },
	{ .form = &form, .section = &sections[1], .field = &holder_fields[1] },
};

/* By group and key, as pack_load() makes it */
static const struct pack_field *by_name[] = { &fields[2], &fields[3],
					      &fields[0], &fields[1] };

static const struct pack pack = { .fields = fields,
				  .fields_count = ARRAY_LEN(fields),
				  .index = by_name };

/* Sorted by group, row and key, as facts_load() gives them */
static struct fact factv[] = {
	{ .key = { "holder", 1, "name" },
	  .field = &holder_fields[0],
	  .value = S("甲公司"),
	  .ok = true },
	{ .key = { "holder", 2, "name" },
	  .field = &holder_fields[0],
	  .value = S("乙"),
	  .ok = true },
	{ .key = { "holder", 2, "ratio" },
	  .field = &holder_fields[1],
	  .value = S("很多"),
	  .ok = false },
	{ .key = { "site", 0, "addr" },
	  .field = &site_fields[0],
	  .value = S("示例路1号"),
	  .ok = true },
};

static const struct facts facts = { factv, ARRAY_LEN(factv) };
static const struct facts no_facts = { NULL, 0 };

static struct finding findingv[] = {
	{ .id = "X-1",
	  .outcome = OUTCOME_FAIL,
	  .severity = SEVERITY_WARN,
	  .reads = S("site.area site.addr") },
	{ .id = "form",
	  .outcome = OUTCOME_FAIL,
	  .severity = SEVERITY_ERROR,
	  .reads = S("holder[2].ratio"),
	  .place = S("holder[2].ratio") },
	{ .id = "X-2",
	  .outcome = OUTCOME_UNKNOWN,
	  .severity = SEVERITY_ERROR,
	  .reads = S("holder.name") },
};

static const struct findings findings = { .v = findingv,
					  .c = ARRAY_LEN(findingv) };

/* One letter for the kind of each line, and the marks of findings */
static void outline(struct str *to, const struct form_lines *lines)
{
	static const char kinds[] = "SCRNF";

	str_clear(to);
	for (size_t i = 0; i < lines->c; i++)
		str_addf(to, "%c%s", kinds[lines->v[i].kind],
			 finding_mark(lines->v[i].finding));
}

static void test_a_repeating_section_is_a_table(void **state)
{
	const struct form_open closed = { NULL, 0 };
	const struct form_open open = { &sections[1], 2 };
	const struct form_open added = { &sections[1], 9 };
	struct form_lines lines;
	struct str out = { 0 };

	(void)state;
	form_lines_build(&lines, &form, &facts, &closed, &findings);
	outline(&out, &lines);
	assert_string_equal("SFF!SCR?Rx", str_text(&out));
	assert_string_equal("  1  甲公司        ", lines.v[5].text);
	assert_string_equal("  2  乙      很多  ", lines.v[6].text);
	form_lines_release(&lines);

	form_lines_build(&lines, &form, &facts, &open, &findings);
	outline(&out, &lines);
	assert_string_equal("SFF!SCR?RFFx", str_text(&out));
	assert_string_equal("holder[2].ratio", lines.v[8].key);
	assert_false(lines.v[8].ok);
	form_lines_release(&lines);

	/* wherever the new row is asked for, it comes behind the last */
	form_lines_build(&lines, &form, &facts, &added, &findings);
	outline(&out, &lines);
	assert_string_equal("SFF!SCR?RxRFF", str_text(&out));
	assert_string_equal("holder[3].name", lines.v[8].key);
	form_lines_release(&lines);
	str_release(&out);
}

static void test_without_rows_a_line_says_so(void **state)
{
	const struct form_open closed = { NULL, 0 };
	const struct form_open added = { &sections[1], 1 };
	const struct findings none = { .c = 0 };
	struct form_lines lines;
	struct str out = { 0 };

	(void)state;
	form_lines_build(&lines, &form, &no_facts, &closed, &none);
	outline(&out, &lines);
	assert_string_equal("SFFSN", str_text(&out));
	assert_int_equal(SIZE_MAX, form_lines_next_finding(&lines, 0));
	form_lines_release(&lines);

	form_lines_build(&lines, &form, &no_facts, &added, &none);
	outline(&out, &lines);
	assert_string_equal("SFFSCRFF", str_text(&out));
	form_lines_release(&lines);
	str_release(&out);
}

static void test_fields_that_do_not_apply_are_left_out(void **state)
{
	char *hidden[] = { S("holder[2].name"), S("site.addr") };
	const struct findings some = { .hidden = hidden, .hidden_count = 2 };
	const struct form_open open = { &sections[1], 2 };
	struct form_lines lines;

	(void)state;
	form_lines_build(&lines, &form, &facts, &open, &some);
	assert_int_equal(SIZE_MAX, form_lines_find(&lines, "site.addr"));
	assert_int_equal(SIZE_MAX, form_lines_find(&lines, "holder[2].name"));
	assert_int_equal(1, form_lines_find(&lines, "site.area"));
	assert_int_equal(6, form_lines_find(&lines, "holder[2].ratio"));
	form_lines_release(&lines);
}

static void test_facts_rows_and_findings_are_found(void **state)
{
	const struct form_open open = { &sections[1], 2 };
	struct form_lines lines;

	(void)state;
	form_lines_build(&lines, &form, &facts, &open, &findings);
	assert_int_equal(2, form_lines_find(&lines, "site.area"));
	assert_int_equal(6, form_lines_find(&lines, "holder[2]"));
	assert_int_equal(8, form_lines_find(&lines, "holder[2].ratio"));
	assert_int_equal(SIZE_MAX, form_lines_find(&lines, "holder[1].name"));
	assert_int_equal(SIZE_MAX, form_lines_find(&lines, "holder[0]"));

	assert_int_equal(2, form_lines_next_finding(&lines, 0));
	assert_int_equal(8, form_lines_next_finding(&lines, 2));
	assert_int_equal(2, form_lines_next_finding(&lines, 8));
	form_lines_release(&lines);
}

static void test_a_finding_is_at_home_where_one_mends_it(void **state)
{
	static const char *const homes[] = { "site.area", "holder[2].ratio",
					     "holder[1].name" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(homes); i++) {
		char *home = finding_home(&findingv[i], &pack);

		assert_string_equal(homes[i], home);
		free(home);
	}
}

/* Of those at one field, or in all rows of it, the first among the worst */
static void test_the_worst_of_several_findings_is_shown(void **state)
{
	struct finding v[] = {
		{ .outcome = OUTCOME_UNKNOWN, .place = S("site.addr") },
		{ .outcome = OUTCOME_FAIL,
		  .severity = SEVERITY_WARN,
		  .place = S("site.addr") },
		{ .outcome = OUTCOME_FAIL,
		  .severity = SEVERITY_WARN,
		  .reads = S("site.addr site.area") },
		{ .outcome = OUTCOME_PASS, .place = S("site.area") },
		{ .outcome = OUTCOME_FAIL, .reads = S("holder.name") },
		{ .outcome = OUTCOME_FAIL, .place = S("holder[1].name") },
		{ .outcome = OUTCOME_UNKNOWN, .place = S("holder[2].name") },
		{ .outcome = OUTCOME_FAIL, .place = S("holder[2].name2") },
	};
	const struct findings several = { .v = v, .c = ARRAY_LEN(v) };
	const struct form_open open = { &sections[1], 1 };
	struct form_lines lines;

	(void)state;
	form_lines_build(&lines, &form, &facts, &open, &several);
	assert_ptr_equal(&v[1],
			 lines.v[form_lines_find(&lines, "site.addr")].finding);
	assert_null(lines.v[form_lines_find(&lines, "site.area")].finding);
	assert_ptr_equal(
		&v[4],
		lines.v[form_lines_find(&lines, "holder[1].name")].finding);
	assert_ptr_equal(&v[6],
			 lines.v[form_lines_find(&lines, "holder[2]")].finding);
	form_lines_release(&lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_repeating_section_is_a_table),
		cmocka_unit_test(test_without_rows_a_line_says_so),
		cmocka_unit_test(test_fields_that_do_not_apply_are_left_out),
		cmocka_unit_test(test_facts_rows_and_findings_are_found),
		cmocka_unit_test(test_a_finding_is_at_home_where_one_mends_it),
		cmocka_unit_test(test_the_worst_of_several_findings_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
