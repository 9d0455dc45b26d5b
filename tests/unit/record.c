/**
 * @file tests/unit/record.c  What is kept of a call
 */
#include "call/record.h"

#include <errno.h>
#include <string.h>

#include "cmocka_all.h"

static void each_field(const struct record_field *fields, void *rec,
		       size_t size)
{
	for (const struct record_field *f = fields; f->name; f++) {
		assert_true(f->offset + f->size <= size);
		if (record_is_number(f)) {
			assert_int_equal(0, record_set_number(rec, f, 481));
			assert_int_equal(481, record_number(rec, f));
			assert_int_equal(EINVAL, record_set_text(rec, f, "a"));
		} else {
			const char *v = f->words ? f->words->wordv[1].name
						 : "0123456789";

			assert_int_equal(0, record_set_text(rec, f, v));
			assert_int_equal(EINVAL, record_set_number(rec, f, 1));
			assert_int_equal(0, record_number(rec, f));
			if (f->size >= sizeof("0123456789") || f->words)
				assert_string_equal(v, record_text(rec, f));
		}
	}
}

static void test_every_field_reads_back(void **state)
{
	(void)state;
	struct record r = { .id = 0 };
	struct record_breach b = { .at = 0 };
	struct record_consent consent = { .at = 0 };

	each_field(record_fields, &r, sizeof(r));
	each_field(record_breach_fields, &b, sizeof(b));
	each_field(record_consent_fields, &consent, sizeof(consent));
	assert_int_equal(481, r.from_seat.jitter_us);
	assert_int_equal(RESULT_ANSWERED, r.result);
}

static void test_field_names_differ(void **state)
{
	(void)state;
	for (const struct record_field *f = record_fields; f->name; f++) {
		for (const struct record_field *g = f + 1; g->name; g++)
			assert_string_not_equal(f->name, g->name);
	}
}

static void test_unknown_word_is_refused(void **state)
{
	(void)state;
	struct record r = { .result = RESULT_FULL };
	const struct record_field *f = record_fields;

	while (strcmp(f->name, "result") != 0)
		f++;
	assert_int_equal(EBADMSG, record_set_text(&r, f, "lovely"));
	assert_int_equal(RESULT_FULL, r.result);
}

static void test_text_from_outside_is_cut_and_harmless(void **state)
{
	(void)state;
	char to[8];

	record_put(to, sizeof(to), "ab\033[2Jcdefgh");
	assert_string_equal("ab?[2Jc", to);
	record_put(to, sizeof(to), "号码号码");
	assert_string_equal("号码", to);
	record_put(to, sizeof(to), NULL);
	assert_string_equal("", to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field_reads_back),
		cmocka_unit_test(test_field_names_differ),
		cmocka_unit_test(test_unknown_word_is_refused),
		cmocka_unit_test(test_text_from_outside_is_cut_and_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
