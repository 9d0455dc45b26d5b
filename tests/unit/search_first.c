/**
 * @file tests/unit/search_first.c  The beginning of a long list is its
 * beginning
 *
 * What most dossiers have is looked for in another way than what few have; both
 * must find the same, in the same order.
 */
#include "dossier/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/str.h"
#include "util/util.h"

#define NAMES 11000

static unsigned dice(unsigned sides)
{
	static uint32_t state = 7;

	state = state * 1664525 + 1013904223;
	return (state >> 8) % sides;
}

/* Half of the parts are in nearly every name, the others in few */
static const char *const common[] = { "示例",	 "有限公司", "（中国）",
				      "B24业务", "－Ａ９",   "重庆" };
static const char *const rare[] = { "远声", "云岭", "e-call 3", "龘", "长行",
				    "①②",   "·",    "É",	"𠮷" };

static void make_name(struct str *to)
{
	str_clear(to);
	for (size_t i = 0; i < ARRAY_LEN(common); i++) {
		if (dice(10) == 0)
			str_add(to, rare[dice(ARRAY_LEN(rare))]);
		if (dice(60) > 0)
			str_add(to, common[i]);
	}
}

static int fill_work(struct db *db, void *arg)
{
	struct str name = { 0 };
	char no[16];
	int err = 0;

	(void)arg;
	for (unsigned i = 0; i < NAMES && !err; i++) {
		(void)snprintf(no, sizeof(no), "2026-%04u", i % 10000);
		if (i >= 10000)
			no[3] = '7';
		make_name(&name);
		err = db_run(db,
			     "INSERT INTO dossier(no, name, created, updated, "
			     "pack_version, pack_sha256) VALUES(?, ?, 1, ?, "
			     "'', '')",
			     BIND(TEXT(no), TEXT(name.s), INT(dice(500))));
	}
	str_release(&name);
	return err;
}

static int set_up(void **state)
{
	struct db *db = NULL;

	assert_int_equal(0, dossier_db_open(&db, ":memory:"));
	assert_int_equal(0, db_atomic(db, fill_work, NULL));
	assert_int_equal(0, search_rebuild(db));
	*state = db;
	return 0;
}

static int tear_down(void **state)
{
	db_close(*state);
	return 0;
}

/* True if the list of the beginning stopped short of the whole */
static bool assert_same(struct db *db, const char *text, size_t most)
{
	enum search_place all_place = SEARCH_FACTS;
	int64_t *allv = NULL;
	struct search_list list = { 0 };
	size_t all = 0;

	assert_int_equal(0, search_ids(db, text, &allv, &all, &all_place));
	assert_int_equal(0, search_first(db, text, most, &list));
	if (list.more ? (list.count > most || list.count >= all)
		      : list.count != all)
		fail_msg("\"%s\": %zu of %zu", text, list.count, all);
	for (size_t i = 0; i < list.count; i++) {
		if (list.idv[i] != allv[i])
			fail_msg("\"%s\": differs at %zu", text, i);
	}
	assert_int_equal(all_place, list.place);
	free(allv);
	free(list.idv);
	return list.more;
}

/* Bytes of the character at the start of a text */
static size_t char_size(const char *text)
{
	size_t n = 1;

	while ((text[n] & 0xC0) == 0x80)
		n++;

	return n;
}

/* A part of a name, some characters long, or several */
static void make_query(struct str *to)
{
	static const char *const initials[] = { "yxgs",	 "yx", "y",  "s", "cq",
						"b24yw", "4y", "zg", "a9" };
	static const char *const others[] = {
		"2026",	  "20260",    "2026-00",      "026",
		"公",	  "有 公",    "限公司（中",   "司中国b24",
		"b24",	  "24业",     "业务",	      "-a9重",
		"a9重庆", "  示例  ", "示例 yx 2026", "例yx",
		""
	};
	struct str name = { 0 };
	const char *at;
	unsigned n = dice(3);

	str_clear(to);
	if (n == 0)
		str_add(to, initials[dice(ARRAY_LEN(initials))]);
	if (n == 1)
		str_add(to, others[dice(ARRAY_LEN(others))]);
	if (n < 2)
		return;
	make_name(&name);
	at = str_text(&name);
	for (n = dice(8); n > 0 && *at; n--)
		at += char_size(at);
	for (n = 1 + dice(4); n > 0 && *at; n--) {
		str_add_n(to, at, char_size(at));
		at += char_size(at);
	}
	str_release(&name);
}

static void test_both_ways_find_the_same(void **state)
{
	struct str query = { 0 };
	int stopped = 0;

	for (int i = 0; i < 120; i++) {
		make_query(&query);
		stopped += assert_same(*state, str_text(&query), 1 + dice(400));
	}
	str_release(&query);
	assert_true(stopped > 20);
}

/* What stands far down is not found while one types, and not waited for */
static void test_what_stands_last_is_not_looked_for(void **state)
{
	struct search_list list = { 0 };
	struct db *db = *state;

	assert_int_equal(0,
			 db_run(db,
				"UPDATE dossier SET updated = 1000, name = "
				"'别的' || id, no = 'x' || id WHERE id <= 600",
				NULL));
	assert_int_equal(0, search_rebuild(db));
	assert_true(assert_same(db, "有限公司", 200));
	assert_int_equal(0, search_first(db, "有限公司", 200, &list));
	assert_int_equal(0, list.count);
	assert_true(list.more);
	free(list.idv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_ways_find_the_same),
		cmocka_unit_test(test_what_stands_last_is_not_looked_for),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
