/**
 * @file tests/unit/hide.c  Personal data as those see it who may not see it
 */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "cmocka_all.h"
#include "dossier/fact.h"
#include "pack/pack.h"
#include "pack/retention.h"
#include "util/mem.h"
#include "util/util.h"

/* clang-format off */
static const struct {
	const char *text;
	const char *hidden; /* NULL: the same */
} cases[] = {
	{ "call 13000000009 please",      "call 130****0009 please"    },
	{ "手机13000000009。",              "手机130****0009。"            },
	{ "130 0000 0009",                "130****0009"                },
	{ "130-00000009",                 "130****0009"                },
	{ "86-130-0000-0009",             "86-****0009"                },
	{ "029-81234567 13000000009",     "029****4567 130****0009"    },
	{ "0917 1234567",                 "091****4567"                },
	{ "11010119010101007X",           "110****007X"                },
	{ "110101 19010101 007x",         "110****007x"                },
	{ "110101190101010070",           "110****0070"                },
	{ "write to a.b-c@d.example now", "write to a.b****mple now"   },
	{ "a@b.example",                  "a@b****mple"                },
	{ "13000000009.pdf",              "130****0009.pdf"            },
	/* what is nobody's number */
	{ "2026-11-22 09:30",             NULL },
	{ "2026-11-22 2026-11-23",        NULL },
	{ "2026-0001",                    NULL },
	{ "4001234567, 95123, 12321",     NULL },
	{ "91610131PDY0031572",           NULL },
	{ "e0384d39be7bd8b9e0331088b8cecab1021a173fe0cb42dc0e3dc73fc20c57c9", NULL },
	{ "A12345678901 12345678901B",    NULL },
	{ "@ a@ @b 1-2-3 - ",             NULL },
	{ "",                             NULL },
};
/* clang-format on */

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str to = { 0 };

		fact_hide_words(&to, cases[i].text);
		assert_string_equal(cases[i].hidden ? cases[i].hidden
						    : cases[i].text,
				    str_text(&to));
		str_release(&to);
	}
}

static void put(struct facts *facts, const struct pack *pack, const char *name,
		const char *value)
{
	const struct field *field = NULL;
	struct fact_key key;

	assert_int_equal(0, fact_key_decode(&key, pack, name, NULL, &field));
	facts_put(facts, &key, field, value, "entry");
}

static const char *value_of(const struct facts *facts, const char *group, int n,
			    const char *key)
{
	return facts_find(facts, group, n, key)->value;
}

/* Words have the dossier's own values masked, but for what is the company's */
static void test_facts(void **state)
{
	struct facts facts = { NULL, 0 };
	struct pack *pack = NULL;

	(void)state;
	assert_int_equal(0, pack_load(&pack));
	put(&facts, pack, "lr.addr", "示例路1号");
	put(&facts, pack, "ct.addr", "示例路88号");
	put(&facts, pack, "lr.other_no", "E1234");
	put(&facts, pack, "site.addr", "示例路88号");
	put(&facts, pack, "rec.penalty_fixed", "示例路1号, E1234, 示例路88号");
	put(&facts, pack, "co.uscc", "91610131PDY0031572");
	put(&facts, pack, "number[1].number", "02981234567");
	facts_hide_words(&facts);
	assert_string_equal("示例路1号", value_of(&facts, "lr", 0, "addr"));
	assert_string_equal("****, E****34, 示例路88号",
			    value_of(&facts, "rec", 0, "penalty_fixed"));
	facts_hide(&facts);
	assert_string_equal("****", value_of(&facts, "lr", 0, "addr"));
	assert_string_equal("****", value_of(&facts, "ct", 0, "addr"));
	assert_string_equal("示例路88号", value_of(&facts, "site", 0, "addr"));
	assert_string_equal("91610131PDY0031572",
			    value_of(&facts, "co", 0, "uscc"));
	assert_string_equal("02981234567",
			    value_of(&facts, "number", 1, "number"));
	facts_release(&facts);
	pack_free(pack);
}

static bool is_listed(const struct retention *r, const struct pack_field *f)
{
	bool found = false;

	for (unsigned i = 0; i < r->terms_count; i++) {
		const struct retention_term *t = &r->terms[i];

		found |= (strcmp(t->id, "P-01") == 0 ||
			  strcmp(t->id, "P-03") == 0) &&
			 retention_covers(t, f->section->group, f->field->key);
	}

	return found;
}

/* What data/retention.yaml calls numbers of papers, contacts and addresses is
 * masked; names are not, and files are out of reach */
static void test_retention_is_masked(void **state)
{
	struct retention *r = NULL;
	struct pack *pack = NULL;
	size_t c = 0;

	(void)state;
	assert_int_equal(0, pack_load(&pack));
	assert_int_equal(0, retention_load(&r, NULL, pack));
	for (size_t i = 0; i < pack->fields_count; i++) {
		const struct pack_field *f = &pack->fields[i];
		struct fact_key key;

		if (!is_listed(r, f) || f->field->type == FIELD_FILE ||
		    f->field->type == FIELD_PERSON)
			continue;
		c++;
		fact_key_make(&key, f->section->group, f->section->repeat,
			      f->field->key);
		if (!fact_is_personal(&key, f->field))
			fail_msg("%s.%s is not masked", f->section->group,
				 f->field->key);
	}
	assert_true(c > 15);
	retention_free(r);
	pack_free(pack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_retention_is_masked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
