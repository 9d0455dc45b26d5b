/**
 * @file engine/slow.c  A leaky bucket for each address, in a table of one size
 */
#include "engine/slow.h"

#include <string.h>

#define COST_MS 1000 /* of one wrong answer */

void slow_init(struct slow *slow)
{
	memset(slow, 0, sizeof(*slow));
	slow->seed = rand_u64();
}

/* Mixed with a seed, so that nobody can choose addresses of one place */
static uint64_t key_of(const struct slow *slow, const struct sa *from)
{
	uint8_t addr[16] = { 0 };
	uint64_t key = slow->seed;
	size_t n = 8; /* of IPv6 */

	if (sa_af(from) == AF_INET6) {
		sa_in6(from, addr);
	} else {
		uint32_t in = sa_in(from);

		memcpy(addr, &in, sizeof(in));
		n = sizeof(in);
	}
	for (size_t i = 0; i < n; i++) {
		key = (key ^ addr[i]) * UINT64_C(0x9e3779b97f4a7c15);
		key ^= key >> 29;
	}

	return key | 1;
}

static const struct slow_row *find(const struct slow *slow, uint64_t key)
{
	const struct slow_row *row = slow->rowv[(key >> 16) % SLOW_PLACES];

	for (size_t i = 0; i < SLOW_WAYS; i++) {
		if (row[i].key == key)
			return &row[i];
	}

	return NULL;
}

bool slow_is_slowed(const struct slow *slow, const struct sa *from, int64_t now)
{
	const struct slow_row *row = find(slow, key_of(slow, from));

	return row && row->until - now > (int64_t)(SLOW_BURST - 1) * COST_MS;
}

bool slow_wrong(struct slow *slow, const struct sa *from, int64_t now)
{
	uint64_t key = key_of(slow, from);
	struct slow_row *place = slow->rowv[(key >> 16) % SLOW_PLACES];
	struct slow_row *row = place;

	if (slow_is_slowed(slow, from, now))
		return true;
	for (size_t i = 0; i < SLOW_WAYS; i++) {
		if (place[i].key == key) {
			row = &place[i];
			break;
		}
		if (place[i].until < row->until)
			row = &place[i];
	}

	if (row->key != key || row->until < now)
		*row = (struct slow_row){ key, now };
	row->until += COST_MS;
	return false;
}
