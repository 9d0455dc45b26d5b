/**
 * @file tests/unit/speech.c  Sound that is like speech
 */
#include "drill/speech.h"

#include <math.h>
#include <string.h>

#include "cmocka_all.h"
#include "drill/tone.h"

#define SECONDS 20
#define FRAMES	(SECONDS * TONE_RATE / TONE_FRAME)

static double rms(const int16_t *v)
{
	double sum = 0;

	for (int i = 0; i < TONE_FRAME; i++)
		sum += (double)v[i] * v[i];
	return sqrt(sum / TONE_FRAME);
}

/* Loud parts and pauses, as somebody has who speaks, whichever the voice */
static void test_every_voice_speaks_and_pauses(void **state)
{
	(void)state;
	for (unsigned voice = 0; voice < 1000; voice += 7) {
		struct speech s;
		int loud = 0;
		int quiet = 0;

		speech_init(&s, voice, voice % 2 ? VOICE_PCMA : VOICE_PCMU);
		for (int i = 0; i < FRAMES; i++) {
			uint8_t code[TONE_FRAME];
			int16_t pcm[TONE_FRAME];

			speech_read(&s, code, TONE_FRAME);
			tone_decode(pcm, code, TONE_FRAME, s.law);
			loud += rms(pcm) > 1000;
			quiet += rms(pcm) < 50;
			assert_true(rms(pcm) < 20000);
		}
		assert_in_range(loud, FRAMES / 4, FRAMES);
		assert_in_range(quiet, FRAMES / 20, FRAMES / 2);
	}
}

static void test_a_voice_is_always_the_same_and_no_other(void **state)
{
	uint8_t first[TONE_RATE];
	uint8_t again[TONE_RATE];
	struct speech s;

	(void)state;
	speech_init(&s, 3, VOICE_PCMA);
	speech_read(&s, first, sizeof(first));
	speech_init(&s, 3, VOICE_PCMA);
	for (size_t i = 0; i < sizeof(again); i += TONE_FRAME)
		speech_read(&s, again + i, TONE_FRAME);
	assert_memory_equal(first, again, sizeof(first));

	speech_init(&s, 4, VOICE_PCMA);
	speech_read(&s, again, sizeof(again));
	assert_memory_not_equal(first, again, sizeof(first));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_voice_speaks_and_pauses),
		cmocka_unit_test(test_a_voice_is_always_the_same_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
