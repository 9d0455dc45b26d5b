/**
 * @file tests/unit/prompt.c  Announcements, and sets that share them
 */
#include "engine/prompt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"

static char folder[] = "/tmp/prompts.XXXXXX";

/* A WAV of A-law with one sound all through */
static void write_wav(const char *name, uint8_t sound, uint32_t samples)
{
	const uint32_t head[] = { 0x46464952, 38 + samples, 0x45564157,
				  0x20746d66, 18,	    0x00010006,
				  8000,	      8000,	    0x00080001 };
	char path[256];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s.wav", folder, name);
	(void)remove(path);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(1, fwrite(head, sizeof(head), 1, f));
	assert_int_equal(1, fwrite("\0\0data", 6, 1, f));
	assert_int_equal(1, fwrite(&samples, 4, 1, f));
	while (samples--)
		assert_int_equal(sound, fputc(sound, f));
	assert_int_equal(0, fclose(f));
}

static const struct prompt *get(struct prompts *p, const char *name)
{
	const struct prompt *prompt = NULL;

	assert_int_equal(0, prompts_get(p, name, &prompt));
	assert_ptr_equal(prompt, (prompts_get(p, name, &prompt), prompt));
	return prompt;
}

static void test_what_is_the_same_is_shared_and_outlives_the_older(void **state)
{
	struct prompts *a = NULL;
	struct prompts *b = NULL;
	const struct prompt *same;
	const struct prompt *other;

	(void)state;
	write_wav("same", 0x55, 800);
	write_wav("other", 0x2a, 800);
	assert_int_equal(0, prompts_alloc(&a, folder, NULL));
	same = get(a, "same");
	other = get(a, "other");
	assert_int_equal(800, same->samples);
	assert_int_equal(0x55, same->alaw[799]);

	write_wav("other", 0x3c, 400);
	assert_int_equal(0, prompts_alloc(&b, folder, a));
	assert_ptr_equal(same, get(b, "same"));
	assert_ptr_not_equal(other, get(b, "other"));
	assert_int_equal(400, get(b, "other")->samples);
	assert_int_equal(0x2a, other->alaw[0]); /* for who still hears it */
	prompts_settle(b);
	prompts_free(a);
	assert_int_equal(0x55, same->alaw[0]);
	prompts_free(b);
}

static void test_a_set_is_kept_as_long_as_somebody_does(void **state)
{
	struct prompts *p = NULL;
	const struct prompt *prompt;

	(void)state;
	write_wav("same", 0x55, 80);
	assert_int_equal(0, prompts_alloc(&p, folder, NULL));
	prompt = get(p, "same");
	assert_ptr_equal(p, prompts_ref(p));
	prompts_free(p);
	assert_int_equal(0x55, prompt->alaw[79]);
	prompts_free(p);
	prompts_free(NULL);
}

static void test_what_is_not_there_or_no_sound_is_told(void **state)
{
	struct prompts *p = NULL;
	const struct prompt *prompt = NULL;
	char path[256];
	FILE *f;

	(void)state;
	assert_int_equal(0, prompts_alloc(&p, folder, NULL));
	assert_int_equal(ENOENT, prompts_get(p, "no-such-thing", &prompt));
	assert_int_equal(ENOENT, prompts_get(p, "../same", &prompt));
	(void)snprintf(path, sizeof(path), "%s/noise.wav", folder);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_true(fputs("this is no sound", f) >= 0);
	assert_int_equal(0, fclose(f));
	assert_int_not_equal(0, prompts_get(p, "noise", &prompt));
	assert_null(prompt);
	prompts_free(p);
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	static const char *const names[] = { "same", "other", "noise" };
	char path[256];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s.wav", folder,
			       names[i]);
		(void)remove(path);
	}
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_what_is_the_same_is_shared_and_outlives_the_older),
		cmocka_unit_test(test_a_set_is_kept_as_long_as_somebody_does),
		cmocka_unit_test(test_what_is_not_there_or_no_sound_is_told),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
