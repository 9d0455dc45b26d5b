/**
 * @file tests/fuzz/calendar.c  No text crashes the calendar loader
 */
#include "pack/calendar.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What loads counts there and back */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct date event = { 2026, 9, 25 };
	struct calendar *cal = NULL;
	struct workday day;
	int uncovered;
	int err = calendar_load_text(&cal, "fuzz", (const char *)data, size);

	assert(err ? cal == NULL && err_text(err)[0] : cal != NULL);
	for (int n = -300; cal && n <= 300; n += 7) {
		if (n == 0 || calendar_add(cal, &day, event, n) != 0)
			continue;
		assert(calendar_is_working(cal, day.date));
		assert(calendar_between(cal, event, day.date, &uncovered) == n);
		assert(uncovered == day.uncovered);
	}
	calendar_free(cal);

	return 0;
}
