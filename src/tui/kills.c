/**
 * @file tui/kills.c  Pieces of text that were taken out, to be put back
 */
#include "tui/kills.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"

static void add_new(struct kills *k, char *piece)
{
	if (k->c == KILLS_MAX) {
		free(k->v[0]);
		memmove(k->v, k->v + 1, --k->c * sizeof(k->v[0]));
	}
	k->v[k->c++] = piece;
}

void kills_add(struct kills *k, enum kills_side side, const char *s, size_t n)
{
	struct str joined = { 0 };

	k->at = 0;
	if (side == KILLS_NEW || k->c == 0) {
		add_new(k, x_strndup(s, n));
		return;
	}

	if (side == KILLS_BEHIND)
		str_add(&joined, k->v[k->c - 1]);
	str_add_n(&joined, s, n);
	if (side == KILLS_BEFORE)
		str_add(&joined, k->v[k->c - 1]);
	free(k->v[k->c - 1]);
	k->v[k->c - 1] = str_take(&joined);
}

const char *kills_text(const struct kills *k)
{
	return k->c > 0 ? k->v[k->c - 1 - k->at] : NULL;
}

const char *kills_turn(struct kills *k)
{
	if (k->c > 0)
		k->at = (k->at + 1) % k->c;
	return kills_text(k);
}

void kills_release(struct kills *k)
{
	for (size_t i = 0; i < k->c; i++)
		free(k->v[i]);
	*k = (struct kills){ .c = 0 };
}
