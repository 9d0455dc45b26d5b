/**
 * @file tests/unit/err_code.c  Codes of errors
 */
#include "util/err_code.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "util/err.h"
#include "util/util.h"

static const int errs[] = {
	EINVAL, ENOENT, EEXIST,	   EPERM,  EBADMSG, EBUSY,
	EIO,	EPROTO, ECANCELED, EMFILE, ENOMEM,
};

static void test_a_code_is_a_word_with_two_sentences(void **state)
{
	(void)state;
	for (const struct err_code *c = err_codes; c->code; c++) {
		assert_int_equal(strncmp(c->code, "E-", 2), 0);
		assert_int_equal(strspn(c->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-"),
				 strlen(c->code));
		assert_true(c->err != 0);
		assert_int_equal(c->means[strlen(c->means) - 1], '.');
		assert_true(strchr(".?", c->todo[strlen(c->todo) - 1]) != NULL);
		assert_ptr_equal(err_code_find(c->code), c);
	}
}

static void test_every_folder_and_error_has_a_code(void **state)
{
	static const char *const folders[] = {
		"call",	 "check",  "checklist", "cli",	  "course",  "dossier",
		"drill", "engine", "evidence",	"ledger", "net",     "pack",
		"paper", "sip",	   "store",	"tui",	  "typeset", "util",
		"value", "visit",  "web",
	};
	char file[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
		(void)snprintf(file, sizeof(file), "src/%s/x.c", folders[i]);
		for (size_t e = 0; e < ARRAY_LEN(errs); e++) {
			const char *code = err_code_of(errs[e], file, "words");

			/* only screens have hints */
			if (*code)
				assert_non_null(err_code_find(code));
			else
				assert_string_equal(folders[i], "tui");
		}
	}
}

static void test_what_the_system_says_decides(void **state)
{
	char text[128];

	(void)state;
	(void)snprintf(text, sizeof(text), "/x/y: %s", strerror(ENOSPC));
	assert_string_equal(err_code_of(EIO, "src/util/file.c", text),
			    "E-DISK-FULL");
	(void)snprintf(text, sizeof(text), "/x/y: %s", strerror(EACCES));
	assert_string_equal(err_code_of(EIO, "src/util/file.c", text),
			    "E-RIGHTS");
	assert_string_equal(err_code_of(EIO, "src/util/file.c", "/x/y: cut"),
			    "E-READ-WRITE");
	(void)snprintf(text, sizeof(text), "/x/y: %s", strerror(ENOENT));
	assert_string_equal(err_code_of(ENOENT, "src/sip/trust.c", text),
			    "E-NO-FILE");
}

static void test_words_in_front_leave_the_code(void **state)
{
	int err = err_set_at("src/store/db.c", EBUSY, "in use");

	(void)state;
	assert_string_equal(err_code(err), "E-DB-BUSY");
	err = err_prefix(err, "dossiers.db");
	assert_string_equal(err_code(err), "E-DB-BUSY");
	assert_string_equal(err_line(err), "dossiers.db: in use [E-DB-BUSY]");
	err = err_set(err, "it failed (%s)", err_text(err));
	assert_string_equal(err_code(err), "E-DB-BUSY");
	/* another sentence is another trouble */
	err = err_set_at("src/cli/cli.c", EBUSY, "not now");
	assert_string_equal(err_code(err), "E-BUSY");
}

static void test_a_code_said_stays_with_its_sentence(void **state)
{
	int err = err_as("E-NEWER", err_set(EPERM, "schema 99"));

	(void)state;
	err = err_prefix(err, "dossiers.db");
	assert_string_equal(err_line(err), "dossiers.db: schema 99 [E-NEWER]");
	err = err_set_at("src/course/stage.c", EPERM, "not yet");
	assert_string_equal(err_code(err), "E-REFUSED");
}

static void test_an_error_without_a_sentence_has_a_code(void **state)
{
	(void)state;
	(void)err_set(EIO, "of before");
	assert_string_equal(err_code(ENOENT), "E-NO-FILE");
	assert_string_equal(err_code(EACCES), "E-RIGHTS");
	assert_string_equal(err_code(EDOM), "E-SYSTEM");
}

static void test_a_hint_of_a_screen_has_none(void **state)
{
	int err = err_set_at("src/tui/place.c", EINVAL,
			     "No dossier is chosen.");

	(void)state;
	assert_string_equal(err_line(err), "No dossier is chosen.");
}

static void test_codes_are_found_as_people_type_them(void **state)
{
	(void)state;
	assert_string_equal(err_code_find("e-db-busy")->code, "E-DB-BUSY");
	assert_string_equal(err_code_find("Db-Busy")->code, "E-DB-BUSY");
	assert_null(err_code_find("DB"));
	assert_null(err_code_find(""));
	assert_string_equal(err_code_near("db-bsy")->code, "E-DB-BUSY");
	assert_null(err_code_near("nothing of the kind"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_code_is_a_word_with_two_sentences),
		cmocka_unit_test(test_every_folder_and_error_has_a_code),
		cmocka_unit_test(test_what_the_system_says_decides),
		cmocka_unit_test(test_words_in_front_leave_the_code),
		cmocka_unit_test(test_a_code_said_stays_with_its_sentence),
		cmocka_unit_test(test_an_error_without_a_sentence_has_a_code),
		cmocka_unit_test(test_a_hint_of_a_screen_has_none),
		cmocka_unit_test(test_codes_are_found_as_people_type_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
