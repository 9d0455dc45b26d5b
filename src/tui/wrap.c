/**
 * @file tui/wrap.c  Break Chinese text into lines of some columns
 */
#include "tui/wrap.h"

#include <stdbool.h>
#include <string.h>

#include "util/text.h"

/* How many characters a line may give up for a better break */
#define PULL_MAX 24

static bool is_one_of(const char *s, const char *set)
{
	uint32_t cp = text_next(&s);

	while (*set) {
		if (text_next(&set) == cp)
			return true;
	}

	return false;
}

static bool may_not_start(const char *s)
{
	return is_one_of(s, "，。、；：？！）》」』】〉”’…—％,.;:?!)]}%");
}

static bool may_not_end(const char *s)
{
	return is_one_of(s, "（《「『【〈“‘([{");
}

static bool is_word(const char *s)
{
	uint32_t cp = text_next(&s);

	return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
	       (cp >= 'a' && cp <= 'z') || cp == '_' || cp == '-' ||
	       cp == '@' || (cp >= 0xC0 && cp < 0x250);
}

/* May a line break between the clusters at s + before and s + at */
static bool is_break(const char *s, size_t before, size_t at)
{
	if (s[before] == ' ')
		return true;

	return !may_not_start(s + at) && !may_not_end(s + before) &&
	       !(is_word(s + before) && is_word(s + at));
}

/* The last good break at or before the end of what fits; borderv holds the
 * cluster borders before it, newest first */
static size_t best_break(const char *s, size_t end, const size_t *borderv,
			 size_t borderc)
{
	size_t at = end;

	for (size_t i = 0; i < borderc && at > 0; i++) {
		if (is_break(s, borderv[i], at))
			return at;
		at = borderv[i];
	}

	return end;
}

size_t wrap_line(const char *s, int width, size_t *nextp)
{
	size_t borderv[PULL_MAX] = { 0 };
	size_t borderc = 0;
	size_t at = 0;
	int used = 0;

	while (s[at] && s[at] != '\n') {
		int w;
		size_t n = text_cluster(s + at, &w);

		if (used + w > width && s[at] != ' ' && at > 0) {
			at = best_break(s, at, borderv, borderc);
			*nextp = at;
			return at;
		}
		memmove(borderv + 1, borderv,
			sizeof(borderv[0]) * (PULL_MAX - 1));
		borderv[0] = at;
		borderc += borderc < PULL_MAX;
		at += n;
		used += w;
	}

	*nextp = at + (s[at] == '\n');
	return at;
}
