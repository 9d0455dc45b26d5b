/**
 * @file call/place.c  Places in queues that are kept for callers who hung up
 */
#include "call/place.h"

#include <stdio.h>
#include <string.h>

static bool is_kept(const struct held *held, int64_t now)
{
	return held->until > now;
}

struct held *held_find(const struct held_list *list, const char *caller,
		       const char *called, int64_t now)
{
	for (size_t i = 0; *caller && i < list->heldc; i++) {
		struct held *h = &list->heldv[i];

		if (is_kept(h, now) && !strcmp(h->caller, caller) &&
		    !strcmp(h->called, called))
			return h;
	}

	return NULL;
}

static struct held *find_room(const struct held_list *list, int64_t now)
{
	for (size_t i = 0; i < list->heldc; i++) {
		if (!is_kept(&list->heldv[i], now))
			return &list->heldv[i];
	}

	return NULL;
}

struct held *held_restore(struct held_list *list, const struct held *what,
			  int64_t now)
{
	struct held *h = is_kept(what, now) ? find_room(list, now) : NULL;

	if (h)
		*h = *what;
	return h;
}

struct held *held_keep(struct held_list *list, const struct held *what,
		       int64_t random, int64_t now)
{
	struct held *h = held_find(list, what->caller, what->called, now);

	if (!h)
		h = find_room(list, now);
	if (!h || !*what->caller)
		return NULL;

	*h = *what;
	h->wrong = 0;
	h->pin[0] = '\0';
	if (random >= 0)
		(void)snprintf(h->pin, sizeof(h->pin), "%04d",
			       (int)(random % 10000));
	return h;
}

bool held_try(struct held *held, const char *pin)
{
	if (*held->pin && !strcmp(held->pin, pin))
		return true;
	if (++held->wrong >= HELD_TRIES)
		held_free(held);
	return false;
}

void held_free(struct held *held)
{
	memset(held, 0, sizeof(*held));
}
