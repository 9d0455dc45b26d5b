/**
 * @file typeset/fence.c  The lines of a directive, one after the other
 */
#include "typeset/fence.h"

#include <string.h>

/* Length of the body without line ends at its end */
static size_t body_len(const struct block *b)
{
	const char *s = str_text(&b->body);
	size_t n = strlen(s);

	while (n > 0 && s[n - 1] == '\n')
		n--;

	return n;
}

bool fence_next(struct fence *f, struct rich *rich)
{
	const struct block *b = f->block;
	const char *s = str_text(&b->body) + f->at;
	size_t len = body_len(b);
	size_t n;

	rich->c = 0;
	if (f->at >= len)
		return false;

	n = strcspn(s, "\n");
	rich->line = f->n < b->origin.c ? b->origin.v[f->n] : b->line;
	markdown_plain(rich, s, n);
	f->at += n + 1;
	f->n++;
	return true;
}

size_t fence_lines(const struct block *b)
{
	const char *s = str_text(&b->body);
	size_t len = body_len(b);
	size_t lines = len > 0;

	for (size_t i = 0; i < len; i++)
		lines += s[i] == '\n';

	return lines;
}
