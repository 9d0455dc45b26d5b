/**
 * @file tests/unit/bundle.c  Names of files, limits of portals, what templates
 * print
 */
#include "paper/bundle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "mini_pack.h"
#include "paper/prints.h"
#include "util/text.h"
#include "util/util.h"

#define PORTAL_HEAD "portal:\n"
#define NAME_ROWS                                                              \
	PORTAL_HEAD "  - {key: name-length, number: 12, title: 长, sources: " \
		    "[D]}\n"                                                   \
		    "  - {key: name-characters, words: [\":\", \" \"], "       \
		    "title: 字, sources: [D]}\n"

static struct pack *load(const char *name, const char *text)
{
	const struct mini_file file = { name, text, 0 };
	struct pack *pack = NULL;

	assert_int_equal(0, mini_load(&pack, &file));
	return pack;
}

static void test_names_are_safe(void **state)
{
	static const struct {
		const char *stem;
		const char *ext;
		const char *name;
	} rows[] = {
		{ "DOC-甲", "pdf", "DOC-甲.pdf" },
		{ "a:b c", "JPG", "a_b_c.jpg" },
		{ "../../x", "pdf", "_._.._x.pdf" },
		{ "..", "pdf", "_..pdf" },
		{ "", "pdf", "_.pdf" },
		{ "a\001\033b", "pdf", "a__b.pdf" },
		{ "a\342\200\256b", "pdf", "a_b.pdf" },
		{ "a\377b", "p/d", "a_b.pd" },
		{ "a\\b", "pdf", "a_b.pdf" },
		{ "甲甲甲甲甲甲甲甲甲甲甲甲", "pdf", "甲甲甲甲甲甲甲甲.pdf" },
	};
	struct pack *pack = load("data/portal.yaml", NAME_ROWS);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str to = { 0 };

		bundle_name(&to, pack, NULL, rows[i].stem, rows[i].ext);
		assert_string_equal(rows[i].name, to.s);
		str_release(&to);
	}
	pack_free(pack);
}

static void test_a_pack_without_rows_takes_those_of_another(void **state)
{
	struct pack *with = load("data/portal.yaml", NAME_ROWS);
	struct pack *without = NULL;
	struct str to = { 0 };

	(void)state;
	assert_int_equal(0, mini_load(&without, NULL));
	assert_null(pack_portal(without, PORTAL_NAME_LENGTH));
	bundle_name(&to, without, with, "a:b", "pdf");
	assert_string_equal("a_b.pdf", to.s);
	str_clear(&to);
	bundle_name(&to, without, NULL, "a:b/c", "pdf");
	assert_string_equal("a:b_c.pdf", to.s);
	str_release(&to);
	pack_free(with);
	pack_free(without);
}

static void test_portal_rows_are_checked(void **state)
{
	static const char *const bad[] = {
		PORTAL_HEAD "  - {key: colour, number: 1, title: 色, sources: "
			    "[D]}\n",
		PORTAL_HEAD "  - {key: pictures, title: 图, sources: [D]}\n",
		PORTAL_HEAD "  - {key: pictures, number: 0, title: 图, "
			    "sources: [D]}\n",
		PORTAL_HEAD "  - {key: kinds, number: 1, title: 类, sources: "
			    "[D]}\n",
		PORTAL_HEAD "  - {key: pictures, number: 1, title: 图, "
			    "sources: [none]}\n",
		PORTAL_HEAD
		"  - {key: pictures, number: 1, title: 图, sources: [D]}\n"
		"  - {key: pictures, number: 2, title: 图, sources: [D]}\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		const struct mini_file file = { "data/portal.yaml", bad[i], 0 };
		struct pack *pack = NULL;

		assert_int_equal(EBADMSG, mini_load(&pack, &file));
		assert_null(pack);
	}
}

static void test_a_template_tells_what_it_prints(void **state)
{
	static const char text[] =
		"{{ site.area }} {{& site.seats}} {{{ site.addr }}}\n"
		"{{! site.rent }}{{#site.kind_options}}{{label}}"
		"{{/site.kind_options}}\n"
		"{{#holder}}{{name}}{{#type}}x{{/type}}{{/holder}}{{ratio}}\n"
		"{{>part.md}}{{nothing.here}}{{";
	const struct mini_file files[] = {
		{ "templates/t.md", text, 0 },
		{ "templates/part.md", "{{^site.owned}}x{{/site.owned}}", 0 },
		{ NULL, NULL, 0 }
	};
	static const char *const printed[] = {
		"site.area",	  "site.seats",	    "site.addr", "site.kind",
		"holder[2].name", "holder[1].type", "site.owned"
	};
	static const char *const others[] = { "site.rent", "holder[1].ratio",
					      "site.are",  "site",
					      "",	   "holder.nam" };
	struct paper_meta meta = { 0 };
	struct prints prints = { 0 };
	struct pack *pack = NULL;

	(void)state;
	assert_int_equal(0, mini_load_all(&pack, files));
	meta.pack = pack;
	assert_int_equal(0, prints_read(&prints, pack, "t.md", &meta));
	assert_int_equal(ARRAY_LEN(printed), prints.c);
	for (size_t i = 0; i < ARRAY_LEN(printed); i++)
		assert_true(prints_has(&prints, printed[i]));
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		assert_false(prints_has(&prints, others[i]));
	prints_release(&prints);
	assert_int_equal(ENOENT, prints_read(&prints, pack, "u.md", &meta));
	prints_release(&prints);
	pack_free(pack);
}

static void test_a_partial_within_itself_ends(void **state)
{
	const struct mini_file file = { "templates/t.md",
					"{{site.area}}{{>t.md}}{{>t.md}}", 0 };
	struct paper_meta meta = { 0 };
	struct prints prints = { 0 };
	struct pack *pack = NULL;

	(void)state;
	assert_int_equal(0, mini_load(&pack, &file));
	meta.pack = pack;
	assert_int_equal(0, prints_read(&prints, pack, "t.md", &meta));
	assert_int_equal(1, prints.c);
	prints_release(&prints);
	pack_free(pack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_safe),
		cmocka_unit_test(
			test_a_pack_without_rows_takes_those_of_another),
		cmocka_unit_test(test_portal_rows_are_checked),
		cmocka_unit_test(test_a_template_tells_what_it_prints),
		cmocka_unit_test(test_a_partial_within_itself_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
