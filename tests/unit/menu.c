/**
 * @file tests/unit/menu.c  What a menu does when something happens
 */
#include "call/menu.h"

#include "cmocka_all.h"
#include "util/util.h"

static const char *const numbers[] = { "01", "1001", "02", "1002" };
static const struct menu_numbers seats = { numbers, 4, 2 };

/* "1" a queue, "2" again, "0" a message; two tries more */
static struct menu usual(void)
{
	return (struct menu){
		.keyv = { [0] = { PLACE_MESSAGE, 3 },
			  [1] = { PLACE_QUEUE, 1 },
			  [2] = { PLACE_REPEAT, 0 } },
		.otherwise = { PLACE_QUEUE, 7 },
		.closed = { PLACE_HANG_UP, 0 },
		.timeout = 5000,
		.retries = 2,
		.says = true,
		.says_closed = true,
	};
}

static struct menu_state at;

static struct menu_step on(const struct menu *m, enum menu_event event,
			   char key)
{
	return menu_step(m, &at, event, key, &seats);
}

static void goes(struct menu_step step, enum place_kind kind, unsigned index)
{
	assert_int_equal(kind, step.to.kind);
	if (kind != PLACE_HANG_UP)
		assert_int_equal(index, step.to.index);
	assert_int_equal(0, step.wait);
}

static void says(struct menu_step step, enum menu_say what)
{
	assert_int_equal(PLACE_NONE, step.to.kind);
	assert_true(step.sayc > 0);
	assert_int_equal(what, step.sayv[0]);
}

static void waits(struct menu_step step, int64_t ms)
{
	assert_int_equal(PLACE_NONE, step.to.kind);
	assert_int_equal(0, step.sayc);
	assert_int_equal(ms, step.wait);
}

static void test_a_key_leads_to_its_place(void **state)
{
	struct menu m = usual();

	(void)state;
	says(on(&m, MENU_ENTERED, 0), MENU_SAY_PROMPT);
	goes(on(&m, MENU_KEY, '1'), PLACE_QUEUE, 1);
	says(on(&m, MENU_ENTERED, 0), MENU_SAY_PROMPT);
	waits(on(&m, MENU_PLAYED, 0), 5000);
	goes(on(&m, MENU_KEY, '0'), PLACE_MESSAGE, 3);
	says(on(&m, MENU_ENTERED, 0), MENU_SAY_PROMPT);
	says(on(&m, MENU_KEY, '2'), MENU_SAY_PROMPT);
}

static void test_wrong_keys_and_none_are_counted_together(void **state)
{
	struct menu m = usual();
	struct menu_step step;

	(void)state;
	(void)on(&m, MENU_ENTERED, 0);
	step = on(&m, MENU_KEY, '9');
	says(step, MENU_SAY_WRONG);
	assert_int_equal(2, step.sayc);
	assert_int_equal(MENU_SAY_PROMPT, step.sayv[1]);
	waits(on(&m, MENU_PLAYED, 0), 5000);
	says(on(&m, MENU_TIMED_OUT, 0), MENU_SAY_PROMPT);
	(void)on(&m, MENU_PLAYED, 0);
	goes(on(&m, MENU_TIMED_OUT, 0), PLACE_QUEUE, 7);

	/* entered again it counts anew */
	(void)on(&m, MENU_ENTERED, 0);
	says(on(&m, MENU_KEY, 'A'), MENU_SAY_WRONG);
	says(on(&m, MENU_KEY, '\0'), MENU_SAY_WRONG);
	goes(on(&m, MENU_KEY, '#'), PLACE_QUEUE, 7);
}

static void test_without_retries_the_first_silence_leads_on(void **state)
{
	struct menu m = usual();

	(void)state;
	m.retries = 0;
	(void)on(&m, MENU_ENTERED, 0);
	(void)on(&m, MENU_PLAYED, 0);
	goes(on(&m, MENU_TIMED_OUT, 0), PLACE_QUEUE, 7);
}

static void test_without_prompt_and_keys_it_leads_on_at_once(void **state)
{
	struct menu m = { .otherwise = { PLACE_QUEUE, 7 }, .timeout = 5000 };

	(void)state;
	goes(on(&m, MENU_ENTERED, 0), PLACE_QUEUE, 7);
	m.says = true;
	says(on(&m, MENU_ENTERED, 0), MENU_SAY_PROMPT);
	(void)on(&m, MENU_KEY, '1'); /* means nothing here */
	goes(on(&m, MENU_PLAYED, 0), PLACE_QUEUE, 7);
	m = usual();
	m.says = false;
	waits(on(&m, MENU_ENTERED, 0), 5000);
}

static void test_outside_the_hours(void **state)
{
	struct menu m = usual();

	(void)state;
	says(on(&m, MENU_SHUT, 0), MENU_SAY_CLOSED);
	waits(on(&m, MENU_KEY, '1'), 0);
	goes(on(&m, MENU_PLAYED, 0), PLACE_HANG_UP, 0);
	m.says_closed = false;
	goes(on(&m, MENU_SHUT, 0), PLACE_HANG_UP, 0);
}

static void key_in(const struct menu *m, const char *keys)
{
	for (; *keys; keys++)
		waits(on(m, MENU_KEY, *keys), MENU_DIGIT_WAIT);
}

static void test_numbers_of_seats(void **state)
{
	struct menu m = usual();

	(void)state;
	m.dial_in = true;
	(void)on(&m, MENU_ENTERED, 0);
	key_in(&m, "100");
	goes(on(&m, MENU_KEY, '2'), PLACE_SEAT, 1);
	(void)on(&m, MENU_ENTERED, 0);
	key_in(&m, "0");
	goes(on(&m, MENU_KEY, '1'), PLACE_SEAT, 0);

	/* a key that numbers begin with: once no digit follows */
	(void)on(&m, MENU_ENTERED, 0);
	key_in(&m, "1");
	goes(on(&m, MENU_TIMED_OUT, 0), PLACE_QUEUE, 1);
	(void)on(&m, MENU_ENTERED, 0);
	key_in(&m, "1");
	goes(on(&m, MENU_KEY, '#'), PLACE_QUEUE, 1);
	/* one that none begins with: at once */
	(void)on(&m, MENU_ENTERED, 0);
	says(on(&m, MENU_KEY, '2'), MENU_SAY_PROMPT);
	/* not complete, and not a seat's */
	(void)on(&m, MENU_ENTERED, 0);
	key_in(&m, "10");
	says(on(&m, MENU_TIMED_OUT, 0), MENU_SAY_WRONG);
	key_in(&m, "1");
	says(on(&m, MENU_KEY, '3'), MENU_SAY_WRONG);
	goes(on(&m, MENU_KEY, '9'), PLACE_QUEUE, 7);
}

static void test_a_seat_that_is_not_there(void **state)
{
	struct menu m = usual();

	(void)state;
	m.dial_in = true;
	(void)on(&m, MENU_ENTERED, 0);
	says(on(&m, MENU_NOBODY, 0), MENU_SAY_NOBODY);
	goes(on(&m, MENU_PLAYED, 0), PLACE_QUEUE, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_key_leads_to_its_place),
		cmocka_unit_test(test_wrong_keys_and_none_are_counted_together),
		cmocka_unit_test(
			test_without_retries_the_first_silence_leads_on),
		cmocka_unit_test(
			test_without_prompt_and_keys_it_leads_on_at_once),
		cmocka_unit_test(test_outside_the_hours),
		cmocka_unit_test(test_numbers_of_seats),
		cmocka_unit_test(test_a_seat_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
