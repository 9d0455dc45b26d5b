/**
 * @file util/ways.c  What a command wants to be told, as the manual writes it
 */
#include "util/ways.h"

#include <string.h>

bool ways_next(const char **restp, struct ways_part *way)
{
	const char *p = *restp;
	int depth = 0;

	if (!p)
		return false;

	way->at = p;
	for (; *p; p++) {
		depth += *p == '[' ? 1 : *p == ']' ? -1 : 0;
		if (depth == 0 && strncmp(p, " | ", 3) == 0)
			break;
	}
	way->n = (size_t)(p - way->at);
	*restp = *p ? p + 3 : NULL;
	return true;
}

struct ways_part ways_word(const struct ways_part *way)
{
	const char *end = way->at + way->n;

	for (const char *p = way->at; p < end;) {
		size_t n = strcspn(p, " ");

		if (*p >= 'a' && *p <= 'z')
			return (struct ways_part){
				p, p + n > end ? (size_t)(end - p) : n
			};
		p += n;
		p += p < end;
	}
	return (struct ways_part){ end, 0 };
}

bool ways_take(struct ways_part *rest, struct ways_part *word)
{
	int depth = 0;
	size_t i = 0;

	while (rest->n > 0 && *rest->at == ' ') {
		rest->at++;
		rest->n--;
	}
	for (; i < rest->n; i++) {
		const char c = rest->at[i];

		depth += c == '[' ? 1 : c == ']' ? -1 : 0;
		if (depth == 0 && c == ' ')
			break;
	}
	*word = (struct ways_part){ rest->at, i };
	rest->at += i;
	rest->n -= i;
	return i > 0;
}
