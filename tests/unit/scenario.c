/**
 * @file tests/unit/scenario.c  Scenario files
 */
#include "pack/scenario.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/str.h"
#include "util/util.h"

#define GOOD                                                             \
	"scenario: s\ntitle: t\nstations: 3\ncallers: 5\nspread_ms: 0\n" \
	"answer_ms: 0\ntalk_ms: 500\nlimit_ms: 1000\nhang_up: station\n" \
	"together: 0\nringing_ms: 9\nlost_packets: 0\noutbound: [\"139\"]\n"

static void test_shipped_scenarios_load(void **state)
{
	(void)state;
	glob_t files = { 0 };

	assert_int_equal(0, glob("data/drill/*.yaml", 0, NULL, &files));
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct scenario *s = NULL;

		assert_int_equal(0, scenario_load(&s, files.gl_pathv[i]));
		assert_non_null(s->title_en);
		scenario_free(s);
	}
	globfree(&files);
}

static void test_good_text_loads(void **state)
{
	(void)state;
	struct scenario *s = NULL;

	assert_int_equal(0, scenario_load_text(&s, "f", GOOD, strlen(GOOD)));
	assert_int_equal(HANG_UP_STATION, s->hang_up);
	assert_int_equal(1, s->outbound_count);
	assert_string_equal("139", s->outbound[0]);
	assert_int_equal(0, s->unlisted_count);
	scenario_free(s);
}

static void test_bad_text_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		const char *said;
	} bad[] = {
		{ "stations: 3", "stations: 0", "f:3" },
		{ "stations: 3", "stations: many", "f:3" },
		{ "limit_ms: 1000", "limit_ms: 1", "f:8" },
		{ "hang_up: station", "hang_up: nobody", "f:9" },
		{ "[\"139\"]", "[\"13a\"]", "f:13" },
		{ "[\"139\"]", "[\"+\"]", "f:13" },
		{ "together: 0", "togethre: 0", "togethre" },
	};
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		const char *at = strstr(GOOD, bad[i].from);
		struct str text = { 0 };
		struct scenario *s = NULL;

		str_add_n(&text, GOOD, (size_t)(at - GOOD));
		str_add(&text, bad[i].to);
		str_add(&text, at + strlen(bad[i].from));
		assert_int_equal(EBADMSG,
				 scenario_load_text(&s, "f", text.s, text.len));
		assert_null(s);
		if (!strstr(err_text(EBADMSG), bad[i].said))
			fail_msg("%s: %s", bad[i].to, err_text(EBADMSG));
		str_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped_scenarios_load),
		cmocka_unit_test(test_good_text_loads),
		cmocka_unit_test(test_bad_text_is_refused_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
