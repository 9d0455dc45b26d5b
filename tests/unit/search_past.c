/**
 * @file tests/unit/search_past.c  What facts no longer say is found, and the
 * search for it ends
 */
#include "dossier/search_past.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/pack.h"
#include "util/str.h"

struct work {
	struct pack *pack;
	struct db *db;
	struct dossier d;
};

static struct work work;

static int set_up(void **state)
{
	*state = &work;
	return pack_load(&work.pack) || dossier_db_open(&work.db, ":memory:") ||
	       dossier_new(work.db, work.pack, "2026-0001", &work.d);
}

static int tear_down(void **state)
{
	(void)state;
	dossier_release(&work.d);
	db_close(work.db);
	pack_free(work.pack);
	return 0;
}

static void set(const char *text, const char *reason)
{
	const struct fact_set one[] = { { .key = "co.fax", .text = text },
					{ .key = NULL } };
	const struct fact_change change = { .origin = "entry",
					    .draft = true,
					    .reason = reason };

	assert_int_equal(
		0, fact_set(work.db, work.pack, work.d.id, one, &change, NULL));
}

static int note(const struct search_past *past, void *arg)
{
	str_addf(arg, "%s>%s %s;", past->old ? past->old : "",
		 past->new_ ? past->new_ : "",
		 past->reason ? past->reason : "");
	return 0;
}

static void finds(const char *text, const char *found)
{
	const struct search_past_ask ask = { .text = text, .most = 10 };
	struct str seen = { 0 };
	bool more = true;

	assert_int_equal(0, search_past(work.db, &ask, note, &seen, &more));
	assert_string_equal(found, str_text(&seen));
	assert_false(more);
	str_release(&seen);
}

static void test_only_what_is_no_fact_any_more_is_found(void **state)
{
	(void)state;
	set("029-80000001", NULL);
	finds("80000001", "");
	set("029-80000002", "照执照𠮷改");
	finds("80000001",
	      "029-80000001>029-80000002 照执照𠮷改;>029-80000001 ;");
	finds("８００００００１ 执照", "029-80000001>029-80000002 照执照𠮷改;");
	finds("𠮷", "029-80000001>029-80000002 照执照𠮷改;");
	finds("80000002", "");
	finds("80000001 没有", "");
	finds("  ", "");
	finds("%", "");
}

static bool at_once(void *arg)
{
	(void)arg;
	return true;
}

static void test_it_stops_when_told_and_when_there_is_enough(void **state)
{
	struct search_past_ask ask = { .text = "8", .most = 1 };
	struct str seen = { 0 };
	bool more = false;

	(void)state;
	set("029-80000003", NULL);
	set("029-80000004", NULL);
	assert_int_equal(0, search_past(work.db, &ask, note, &seen, &more));
	assert_true(more);
	assert_string_equal("029-80000003>029-80000004 ;", str_text(&seen));
	str_release(&seen);
	ask.stop = at_once;
	assert_int_equal(ECANCELED,
			 search_past(work.db, &ask, note, &seen, &more));
	assert_string_equal("", str_text(&seen));
	str_release(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_what_is_no_fact_any_more_is_found),
		cmocka_unit_test(
			test_it_stops_when_told_and_when_there_is_enough),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
