/**
 * @file tests/fuzz/follow.c  Any lines as what an engine tells: the first the
 * board, the others events.  The board stays within its room and in order, its
 * states are states, and what is shown of it is harmless on a terminal.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/board.h"
#include "tui/follow.h"
#include "util/text.h"
#include "util/util.h"

#define SEATS  8
#define QUEUES 4
#define CALLS  8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_board(const struct board *b)
{
	assert(b->seatc <= SEATS && b->queuec <= QUEUES && b->callc <= CALLS);
	assert(b->breachc <= BOARD_BREACHES);
	for (size_t i = 0; i < b->seatc; i++) {
		const struct board_seat *s = &b->seatv[i];

		assert(s->state < SEAT_STATE_COUNT &&
		       s->pausec <= BOARD_PAUSES);
		assert(i == 0 || strcmp(b->seatv[i - 1].id, s->id) < 0);
	}
	for (size_t i = 1; i < b->queuec; i++)
		assert(strcmp(b->queuev[i - 1].name, b->queuev[i].name) < 0);
	for (size_t i = 0; i < b->callc; i++) {
		assert(b->callv[i].state < CALL_STATE_COUNT);
		assert(i == 0 || b->callv[i - 1].id < b->callv[i].id);
	}
}

static void check_list(const struct notice *list)
{
	size_t sum = 0;

	assert(list->itemc <= NOTICE_ITEMS && list->groupc <= NOTICE_GROUPS);
	for (size_t i = 0; list->itemc && i < ANSWER_COUNT; i++)
		sum += list->count[i];
	assert(sum == list->itemc);
	for (size_t i = 0; i < list->itemc; i++)
		assert(list->itemv[i].group < list->groupc &&
		       *list->itemv[i].id);
}

static void check_text(const struct board *b, struct notice *list)
{
	struct follow f = { .board = (struct board *)b,
			    .list = list,
			    .whole = true };
	struct str text = { 0 };

	board_plain(&text, &f);
	assert(text_is_utf8(str_text(&text), text.len));
	for (const char *c = str_text(&text); *c; c++)
		assert((unsigned char)*c >= ' ' || *c == '\n');
	str_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct board *b = NULL;
	struct notice *list = calloc(1, sizeof(*list));
	int64_t started = 0;
	bool first = true;
	char *end;

	if (!text || !list || board_alloc(&b, SEATS, QUEUES, CALLS))
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	for (char *line = text; line < text + size; line = end + 1) {
		struct call_event e;

		end = memchr(line, '\n', (size_t)(text + size - line));
		if (!end)
			end = text + size;
		*end = '\0';
		if (first) {
			(void)follow_read_board(b, list, &started, line,
						(size_t)(end - line));
			first = false;
		} else if (!follow_read_event(&e, list, line,
					      (size_t)(end - line))) {
			board_apply(b, &e);
		}
		check_board(b);
		check_list(list);
	}
	check_text(b, list);
	free(list);
	board_free(b);
	free(text);
	return 0;
}
