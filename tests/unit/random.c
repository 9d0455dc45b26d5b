/**
 * @file tests/unit/random.c  Random numbers in store
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sip/compat.h"
#include "sip/random.h"

#define DRAWS 5000

static int compare(const void *a, const void *b)
{
	const uint64_t *na = a;
	const uint64_t *nb = b;

	return (*na > *nb) - (*na < *nb);
}

/* Of so many numbers of 64 bits no two are alike, over many fillings */
static void test_numbers_differ(void **state)
{
	static uint64_t v[DRAWS];

	(void)state;
	for (size_t i = 0; i < DRAWS; i++)
		v[i] = rand_u64();
	qsort(v, DRAWS, sizeof(*v), compare);
	for (size_t i = 1; i < DRAWS; i++)
		assert_true(v[i] != v[i - 1]);
}

static void test_text_is_letters_and_digits(void **state)
{
	char text[33];
	char none[1] = { 'x' };
	bool seen[128] = { false };
	unsigned kinds = 0;

	(void)state;
	for (int i = 0; i < 200; i++) {
		rand_str(text, sizeof(text));
		assert_int_equal(strlen(text), sizeof(text) - 1);
		for (const char *p = text; *p; p++) {
			assert_true((*p >= '0' && *p <= '9') ||
				    (*p >= 'A' && *p <= 'Z') ||
				    (*p >= 'a' && *p <= 'z'));
			kinds += !seen[(unsigned char)*p];
			seen[(unsigned char)*p] = true;
		}
	}
	assert_int_equal(kinds, 62);
	rand_str(none, sizeof(none));
	assert_int_equal(none[0], '\0');
}

static void test_much_is_drawn_at_once(void **state)
{
	uint8_t a[4096] = { 0 };
	uint8_t b[4096] = { 0 };

	(void)state;
	rand_bytes(a, sizeof(a));
	rand_bytes(b, sizeof(b));
	assert_true(memcmp(a, b, sizeof(a)) != 0);
}

static void test_a_fork_draws_its_own(void **state)
{
	uint64_t theirs = 0;
	int fdv[2];
	pid_t pid;

	(void)state;
	random_init();
	(void)rand_u64(); /* the store is filled */
	assert_int_equal(pipe(fdv), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		theirs = rand_u64();
		_exit(write(fdv[1], &theirs, sizeof(theirs)) !=
		      (ssize_t)sizeof(theirs));
	}
	assert_int_equal(read(fdv[0], &theirs, sizeof(theirs)), sizeof(theirs));
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_true(theirs != rand_u64());
	(void)close(fdv[0]);
	(void)close(fdv[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_differ),
		cmocka_unit_test(test_text_is_letters_and_digits),
		cmocka_unit_test(test_much_is_drawn_at_once),
		cmocka_unit_test(test_a_fork_draws_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
