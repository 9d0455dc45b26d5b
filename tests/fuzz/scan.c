/**
 * @file tests/fuzz/scan.c  Any text is scanned for words, every hit is where it
 * says
 *
 * A list of words, then text; they are separated by a zero byte.  A word before
 * which - stands negates, one with + only looks so.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "check/scan.h"
#include "util/mem.h"
#include "util/text.h"

#define WORDS 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int check_hit(const struct scan_hit *hit, void *arg)
{
	const char *at = arg;

	for (size_t i = 1; i < hit->at; i++) {
		assert(*at);
		(void)text_next(&at);
	}
	assert(at == hit->text);
	assert(strncasecmp(at, hit->word, strlen(hit->word)) == 0);
	return 0;
}

/* Cut the words of s, which ends at a NUL; their number */
static size_t cut(char *s, char kind, char **words)
{
	size_t c = 0;

	for (char *w = strtok(s, " \n"); w; w = strtok(NULL, " \n")) {
		const int is = *w == '-' || *w == '+' ? *w : ' ';

		if (is == kind && w[kind != ' '] && c < WORDS)
			words[c++] = w + (kind != ' ');
	}

	return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
	const size_t n = nul ? (size_t)(nul - data) : 0;
	char *lists[3];
	char *words[3][WORDS];
	struct word_list list = { .words = words[0] };
	struct pack pack = { .negators = words[1], .affirmers = words[2] };
	char *text;

	if (!nul)
		return 0;

	for (int i = 0; i < 3; i++)
		lists[i] = x_strndup((const char *)data, n);
	list.words_count = (unsigned)cut(lists[0], ' ', words[0]);
	pack.negators_count = (unsigned)cut(lists[1], '-', words[1]);
	pack.affirmers_count = (unsigned)cut(lists[2], '+', words[2]);
	text = x_strndup((const char *)nul + 1, size - n - 1);
	if (text_is_utf8(text, strlen(text)) &&
	    text_is_utf8((const char *)data, n))
		assert(scan_words(text, &list, &pack, check_hit, text) == 0);

	free(text);
	for (int i = 0; i < 3; i++)
		free(lists[i]);
	return 0;
}
