/**
 * @file web/limit.c  Buckets of sources
 */
#include "web/limit.h"

#define NEAR 8 /* places that a source may have */

static struct limit_source *find(struct limit *l, const struct sa *who,
				 int64_t now)
{
	uint32_t start = sa_hash(who, SA_ADDR);
	struct limit_source *oldest = NULL;

	for (uint32_t i = 0; i < NEAR; i++) {
		struct limit_source *s =
			&l->sources[(start + i) % LIMIT_SOURCES];

		if (s->at && sa_cmp(&s->who, who, SA_ADDR))
			return s;
		if (!oldest || s->at < oldest->at)
			oldest = s;
	}

	*oldest = (struct limit_source){
		.who = *who,
		.at = now,
		.left = l->burst * 1000,
	};
	return oldest;
}

bool limit_take(struct limit *l, const struct sa *who, int64_t drops,
		int64_t now)
{
	struct limit_source *s = find(l, who, now);

	s->left += (now - s->at) * l->rate;
	s->at = now;
	if (s->left > l->burst * 1000)
		s->left = l->burst * 1000;
	if (s->left < drops * 1000)
		return false;
	s->left -= drops * 1000;
	return true;
}
