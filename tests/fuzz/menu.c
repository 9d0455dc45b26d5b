/**
 * @file tests/fuzz/menu.c  Whatever is keyed, a menu says, waits or leads on
 *
 * The first bytes make the menu, each of the others is an event.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "call/menu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HEAD 14

static void make(struct menu *m, const uint8_t *data)
{
	*m = (struct menu){
		.otherwise = { PLACE_QUEUE, 1 },
		.closed = { PLACE_HANG_UP, 0 },
		.timeout = 5000,
		.retries = data[0] & 7,
		.dial_in = data[0] & 8,
		.says = data[0] & 16,
		.says_closed = data[0] & 32,
	};
	for (size_t i = 0; i < sizeof(MENU_KEYS) - 1; i++)
		m->keyv[i].kind = data[i + 1] % PLACE_COUNT;
}

static void check(const struct menu_step *step, const struct menu_state *st)
{
	assert(step->sayc <= MENU_SAY_MAX);
	assert(st->count <= MENU_DIGITS);
	assert(strlen(st->digits) <= MENU_DIGITS);
	assert(step->to.kind != PLACE_REPEAT);
	/* never stuck: it goes, says, waits, or is saying why it goes */
	assert(step->to.kind || step->sayc || step->wait || st->leave.kind);
	if (step->to.kind == PLACE_SEAT && st->count)
		assert(step->to.index < 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const numbers[] = { "01",   "1001",	      "02",
					       "1002", "12345678901", "7" };
	static const struct menu_numbers seats = { numbers, 6, 2 };
	struct menu_state st;
	struct menu_step step;
	struct menu menu;

	if (size < HEAD)
		return 0;
	make(&menu, data);
	step = menu_step(&menu, &st, data[13] & 1 ? MENU_ENTERED : MENU_SHUT, 0,
			 &seats);
	check(&step, &st);
	for (size_t i = HEAD; i < size && !step.to.kind; i++) {
		enum menu_event event = MENU_KEY;

		if (data[i] < 4)
			event = data[i] & 1 ? MENU_PLAYED : MENU_TIMED_OUT;
		step = menu_step(&menu, &st, event, (char)data[i], &seats);
		check(&step, &st);
	}

	return 0;
}
