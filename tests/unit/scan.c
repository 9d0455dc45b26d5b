/**
 * @file tests/unit/scan.c  Words that must not stand in a text
 */
#include "check/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cmocka_all.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/text.h"
#include "util/util.h"

static const char *const words[] = {
	"营销", "电话营销", "外呼", "sim", "SIM卡", "𠮷利", "é", "Ω波", "销",
};
static const char *const negators[] = { "不", "未", "禁止", "do not" };
static const char *const affirmers[] = { "不仅", "不断", "不限", "不限于" };

static const struct word_list list = {
	.key = (char *)"w",
	.words = (char **)words,
	.words_count = ARRAY_LEN(words),
};

static const struct pack pack = {
	.negators = (char **)negators,
	.negators_count = ARRAY_LEN(negators),
	.affirmers = (char **)affirmers,
	.affirmers_count = ARRAY_LEN(affirmers),
};

/* Hits as "word@3", with ! before those that are denied */
static int note_handler(const struct scan_hit *hit, void *arg)
{
	struct str *to = arg;

	str_addf(to, "%s%s%s@%zu", to->len ? " " : "", hit->negated ? "!" : "",
		 hit->word, hit->at);
	return 0;
}

/* clang-format off */
static const struct {
	const char *text;
	const char *hits;
} cases[] = {
	{ "", "" },
	{ "呼入服务", "" },
	{ "营销", "营销@1" },
	{ "电话", "" },
	{ "电话营", "" },
	/* the longest of those that begin at a place, then on behind it */
	{ "电话营销", "电话营销@1" },
	{ "营销营销", "营销@1 营销@3" },
	{ "营营销销", "营销@2 销@4" },
	{ "电话电话营销", "电话营销@3" },
	/* ASCII in either case, the longest again */
	{ "Sim", "sim@1" },
	{ "用sIm卡外呼", "SIM卡@2 外呼@6" },
	{ "SIM card", "sim@1" },
	/* characters are counted, not bytes: beyond the BMP, two bytes, one */
	{ "𠮷野𠮷利", "𠮷利@3" },
	{ "a𠮷é营销", "é@3 营销@4" },
	{ "xé码y", "é@2" },
	{ "éΩ波z", "é@1 Ω波@2" },
	/* a negation lasts to the end of its clause */
	{ "不营销", "!营销@2" },
	{ "不做电话营销、外呼", "!电话营销@3 !外呼@8" },
	{ "不从事：营销", "!营销@5" },
	{ "不从事，营销", "营销@5" },
	{ "不从事,营销", "营销@5" },
	{ "不从事。营销", "营销@5" },
	{ "不从事；营销", "营销@5" },
	{ "不从事;营销", "营销@5" },
	{ "不从事！营销", "营销@5" },
	{ "不从事!营销", "营销@5" },
	{ "不从事？营销", "营销@5" },
	{ "不从事?营销", "营销@5" },
	{ "不从事\n营销", "营销@5" },
	{ "不从事\r\n营销", "营销@6" },
	{ "We do not cheat. We call with a SIM", "sim@33" },
	{ "We do not use a SIM", "!sim@17" },
	{ "不用v2.0外呼", "!外呼@7" },
	{ "不从事.", "" },
	/* it works forwards only */
	{ "营销禁止", "营销@1" },
	{ "营销，禁止外呼，外呼", "营销@1 !外呼@6 外呼@9" },
	/* what only begins like a negation */
	{ "不仅营销", "营销@3" },
	{ "不断外呼", "外呼@3" },
	{ "不限于营销", "营销@4" },
	{ "不限营销", "营销@3" },
	{ "不仅不营销", "!营销@4" },
	{ "未不断营销", "!营销@4" },
};
/* clang-format on */

static void test_hits_and_their_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str hits = { 0 };

		assert_int_equal(0, scan_words(cases[i].text, &list, &pack,
					       note_handler, &hits));
		if (strcmp(cases[i].hits, str_text(&hits)) != 0)
			print_message("%s\n", cases[i].text);
		assert_string_equal(cases[i].hits, str_text(&hits));
		str_release(&hits);
	}
}

/* The hit begins where it says, in bytes and in characters */
static int place_handler(const struct scan_hit *hit, void *arg)
{
	const char *text = arg;

	for (size_t i = 1; i < hit->at; i++)
		(void)text_next(&text);
	assert_ptr_equal(text, hit->text);
	assert_int_equal(0, strncasecmp(text, hit->word, strlen(hit->word)));
	return 0;
}

static void test_places_agree_with_the_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(0, scan_words(cases[i].text, &list, &pack,
					       place_handler,
					       (void *)cases[i].text));
}

static int stop_handler(const struct scan_hit *hit, void *arg)
{
	int *left = arg;

	(void)hit;
	return --*left ? 0 : 42;
}

static void test_a_handler_can_stop(void **state)
{
	int left = 2;

	(void)state;
	assert_int_equal(42, scan_words("营销外呼营销", &list, &pack,
					stop_handler, &left));
	assert_int_equal(0, left);
}

static void test_a_pack_without_negators(void **state)
{
	static const struct pack none;
	struct str hits = { 0 };

	(void)state;
	assert_int_equal(
		0, scan_words("不营销", &list, &none, note_handler, &hits));
	assert_string_equal("营销@2", str_text(&hits));
	str_release(&hits);
}

static int count_handler(const struct scan_hit *hit, void *arg)
{
	(void)hit;
	++*(size_t *)arg;
	return 0;
}

/* As long as a value may be: every character but the first is a hit */
static void test_a_long_text_is_read_to_its_end(void **state)
{
	struct str text = { 0 };
	size_t n = 0;

	(void)state;
	str_add(&text, "x");
	for (int i = 0; i < 20000; i++)
		str_add(&text, "销");
	assert_int_equal(0,
			 scan_words(text.s, &list, &pack, count_handler, &n));
	assert_int_equal(20000, n);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hits_and_their_places),
		cmocka_unit_test(test_places_agree_with_the_text),
		cmocka_unit_test(test_a_handler_can_stop),
		cmocka_unit_test(test_a_pack_without_negators),
		cmocka_unit_test(test_a_long_text_is_read_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
