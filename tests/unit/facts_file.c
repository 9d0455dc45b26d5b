/**
 * @file tests/unit/facts_file.c  Check symbols taken as they are, and answers
 * no form asks for, in a dossier file and back
 */
#include "pack/facts_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "dossier/journal.h"
#include "mini_pack.h"
#include "util/file.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/util.h"

#define RIGHT "91610131PDY0031572"
#define WRONG "91610131PDY0031573" /* in its check symbol alone */

struct fixture {
	struct pack *pack;
	struct db *db;
	char path[40];
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	(void)snprintf(f->path, sizeof(f->path), "/tmp/callpermit-file-XXXXXX");
	assert_int_not_equal(-1, close(mkstemp(f->path)));
	assert_int_equal(0, mini_load(&f->pack, NULL));
	assert_int_equal(0, dossier_db_open(&f->db, ":memory:"));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	pack_free(f->pack);
	assert_int_equal(0, unlink(f->path));
	free(f);
	return 0;
}

static int import(struct fixture *f, struct db *db, const char *text,
		  struct dossier *d)
{
	assert_int_equal(0, file_write(f->path, text, strlen(text)));
	return dossier_import(db, f->pack, f->path, false, d);
}

/* Import, export, import elsewhere, export: the same bytes */
static char *round_trip(struct fixture *f, const char *text)
{
	struct dossier d = { 0 };
	struct dossier e = { 0 };
	struct str one = { 0 };
	struct str two = { 0 };
	struct db *db = NULL;
	int err = import(f, f->db, text, &d);

	if (err)
		print_message("%s", err_text(err));
	assert_int_equal(0, err);
	assert_int_equal(0, dossier_export(f->db, f->pack, &d, &one));
	assert_int_equal(0, dossier_db_open(&db, ":memory:"));
	err = import(f, db, one.s, &e);
	if (err)
		print_message("%s", err_text(err));
	assert_int_equal(0, err);
	assert_int_equal(0, dossier_export(db, f->pack, &e, &two));
	assert_string_equal(one.s, two.s);
	assert_int_equal(0, journal_verify(db, e.id));
	dossier_release(&d);
	dossier_release(&e);
	db_close(db);
	str_release(&two);
	return str_take(&one);
}

/* clang-format off */
static const struct {
	const char *text;
	int err;
	const char *place; /* behind the file's name */
	const char *says;
} refused[] = {
	{ "site:\n  code: " WRONG "\n", EINVAL, ":2:9: site.code", "check symbol" },
	{ "accepted:\n  - {fact: site.code, reason: x}\nsite:\n  code: 91610131PDY003157I\n", EINVAL, ":4:9: site.code", "" },
	{ "accepted:\n  - {fact: site.area, reason: x}\nsite:\n  area: 1\n", EINVAL, ":4:9: site.area", "only a check symbol" },
	{ "accepted:\n  - {fact: site.code, reason: x}\nsite:\n  area: 1\n", EBADMSG, "", "accepted names site.code" },
	{ "accepted:\n  - {fact: site.code, reason: x}\n  - {fact: site.code, reason: y}\nsite:\n  code: " WRONG "\n", EBADMSG, "", "accepted names site.code" },
	{ "accepted:\n  - {fact: site.gone, reason: x}\nkept:\n  - {fact: site.gone, value: " WRONG "}\n", EBADMSG, "", "accepted names site.gone" },
	{ "accepted:\n  - {fact: site.code}\nsite:\n  code: " WRONG "\n", EBADMSG, ":2:", "reason" },
	{ "accepted:\n  - {fact: site.code, reason: \"\"}\nsite:\n  code: " WRONG "\n", EBADMSG, ":2:", "too short" },
	{ "accepted:\n  - {fact: site.code, reason: \"a\\e[31m\"}\nsite:\n  code: " WRONG "\n", EINVAL, ":4:9: ", "control character" },
	{ "kept:\n  - {fact: site, value: x}\n", EINVAL, ":2:12: ", "named like" },
	{ "kept:\n  - {fact: \"a'; DROP TABLE fact; --\", value: x}\n", EINVAL, ":2:12: ", "named like" },
	{ "kept:\n  - {fact: site.gone}\n", EBADMSG, ":2:", "value" },
	{ "kept:\n  - {fact: site.gone, value: x}\n  - {fact: site.gone, value: y}\n", EINVAL, ": ", "given twice" },
	{ "kept:\n  - {fact: site.area, value: 1}\nsite:\n  area: 1\n", EINVAL, ": ", "given twice" },
};
/* clang-format on */

static void test_what_is_wrong_is_refused_with_its_place(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct dossier d = { 0 };
		int64_t n = -1;
		int err = import(f, f->db, refused[i].text, &d);
		const char *say = err_text(err);

		if (err != refused[i].err || !strstr(say, f->path) ||
		    !strstr(say, refused[i].place) ||
		    !strstr(say, refused[i].says))
			print_message("%zu: %d %s\n", i, err, say);
		assert_int_equal(refused[i].err, err);
		assert_non_null(strstr(say, f->path));
		assert_non_null(strstr(say, refused[i].place));
		assert_non_null(strstr(say, refused[i].says));
		/* and nothing is left behind */
		assert_int_equal(0, db_int(f->db,
					   "SELECT (SELECT count(*) FROM fact)"
					   " + (SELECT count(*) FROM dossier)",
					   NULL, &n));
		assert_int_equal(0, n);
	}
}

static void test_an_accepted_symbol_comes_back_with_its_reason(void **state)
{
	char *text = round_trip(*state,
				"accepted:\n"
				"  - {fact: site.code, reason: 执照如此}\n"
				"site:\n  code: " WRONG "\n");

	assert_non_null(strstr(text, "reason: 执照如此\n"));
	assert_non_null(strstr(text, "code: " WRONG "\n"));
	assert_null(strstr(text, "draft"));
	free(text);
}

static void test_a_right_symbol_needs_no_reason(void **state)
{
	char *text = round_trip(*state, "accepted:\n"
					"  - {fact: site.code, reason: x}\n"
					"site:\n  code: " RIGHT "\n");

	assert_null(strstr(text, "accepted"));
	free(text);
}

static void change(struct fixture *f, int64_t id, const char *value,
		   const char *accept)
{
	static const struct fact_change entry = { .origin = "entry" };
	const struct fact_set one[] = {
		{ .key = "site.code", .text = value, .accept = accept },
		{ .key = NULL }
	};

	assert_int_equal(0, fact_set(f->db, f->pack, id, one, &entry, NULL));
}

/* An undo that brings the value back brings its reason back */
static void test_the_reason_survives_an_undo(void **state)
{
	struct fixture *f = *state;
	struct dossier d = { 0 };
	struct facts facts = { NULL, 0 };

	assert_int_equal(0, dossier_new(f->db, f->pack, NULL, &d));
	change(f, d.id, WRONG, "first");
	change(f, d.id, NULL, NULL);
	change(f, d.id, WRONG, "执照如此");
	change(f, d.id, RIGHT, NULL);
	assert_int_equal(0, journal_undo(f->db, d.id, 0, NULL));
	assert_int_equal(0, facts_load(&facts, f->db, f->pack, d.id));
	assert_int_equal(1, facts.c);
	assert_true(facts.v[0].ok);
	assert_string_equal(WRONG, facts.v[0].value);
	assert_string_equal("执照如此", facts.v[0].reason);
	facts_release(&facts);
	dossier_release(&d);
}

static void test_kept_answers_come_back_byte_by_byte(void **state)
{
	struct str text = { 0 };
	char *back;

	str_add(&text,
		"kept:\n"
		"  - {fact: old.file, value: \"扫描（１）　.pdf 12 ab\"}\n"
		"  - {fact: old.lines, value: \" a\\n\\n  b \\nc\\n\"}\n"
		"  - {fact: \"holder[7].gone\", value: \"true\"}\n"
		"  - {fact: old.yaml, value: \"- {a: [*b, &c]} # d\"}\n"
		"  - {fact: old.quote, value: \"'\\\"\\\\\"}\n"
		"  - {fact: old.no, value: \"no\"}\n"
		"  - {fact: old.tilde, value: \"~\"}\n"
		"  - {fact: old.long, value: \"");
	for (int i = 0; i < 21000; i++)
		str_add(&text, "甲");
	str_add(&text, "\"}\nsite:\n  area: 5\n");
	back = round_trip(*state, text.s);
	assert_non_null(strstr(back, "扫描（１）　.pdf 12 ab"));
	assert_null(strstr(back, "draft"));
	free(back);
	str_release(&text);
}

static void test_a_kept_answer_that_a_form_asks_for_again(void **state)
{
	char *text = round_trip(*state, "kept:\n"
					"  - {fact: site.area, value: 0160}\n"
					"  - {fact: site.kind, value: rented}\n"
					"  - {fact: site.per, value: 7}\n"
					"  - {fact: holder.name, value: 甲}\n");

	/* one is valid, one is kept as typed, the others have no place */
	assert_non_null(strstr(text, "  area: 160\n"));
	assert_non_null(strstr(text, "  kind: rented\n"));
	assert_non_null(strstr(text, "draft: true\n"));
	assert_non_null(strstr(text, "- fact: site.per\n"));
	assert_non_null(strstr(text, "- fact: holder.name\n"));
	free(text);
}

static void test_reasons_have_limits(void **state)
{
	struct fixture *f = *state;
	struct dossier d = { 0 };
	char *longest = calloc(1, FACT_REASON_MAX + 2);
	const char *const bad[] = { longest, "a\xff", "\x1b[31m", "\u202e" };
	const struct fact_set one[] = { { .key = "site.area", .text = "1" },
					{ .key = NULL } };

	assert_non_null(longest);
	memset(longest, 'x', FACT_REASON_MAX + 1);
	assert_int_equal(0, dossier_new(f->db, f->pack, NULL, &d));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		const struct fact_change entry = { .origin = "entry",
						   .reason = bad[i] };

		assert_int_equal(EINVAL, fact_set(f->db, f->pack, d.id, one,
						  &entry, NULL));
		assert_non_null(strstr(err_text(EINVAL), "reason"));
	}
	longest[FACT_REASON_MAX] = '\0';
	change(f, d.id, WRONG, longest);
	dossier_release(&d);
	free(longest);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_wrong_is_refused_with_its_place),
		TEST(test_an_accepted_symbol_comes_back_with_its_reason),
		TEST(test_a_right_symbol_needs_no_reason),
		TEST(test_the_reason_survives_an_undo),
		TEST(test_kept_answers_come_back_byte_by_byte),
		TEST(test_a_kept_answer_that_a_form_asks_for_again),
		TEST(test_reasons_have_limits),
	};

	(void)lang_init("en", "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
