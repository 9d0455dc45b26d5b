/**
 * @file dossier/scan.c  Words that must not stand in a text
 */
#include "dossier/scan.h"

#include <string.h>
#include <strings.h>

#include "util/text.h"

/* What ends a clause */
static const char *const ends[] = {
	"，", "。", "；", "！", "？", ",", ";", "!", "?", "\n", NULL,
};

/* Bytes of the longest of some words that a text begins with, 0 if none */
static size_t begins(const char *text, char *const *words, size_t count,
		     const char **wordp)
{
	size_t best = 0;

	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(words[i]);

		if (n > best && strncasecmp(text, words[i], n) == 0) {
			best = n;
			*wordp = words[i];
		}
	}

	return best;
}

static bool ends_clause(const char *text)
{
	for (size_t i = 0; ends[i]; i++) {
		if (strncmp(text, ends[i], strlen(ends[i])) == 0)
			return true;
	}

	return false;
}

int scan_words(const char *text, const struct word_list *list,
	       const struct pack *pack, scan_h *h, void *arg)
{
	bool negated = false;
	size_t at = 1;

	while (*text) {
		const char *word = NULL;
		const char *next = text;
		size_t n = begins(text, list->words, list->words_count, &word);
		int err;

		if (n > 0) {
			const struct scan_hit hit = { word, at, text, negated };

			err = h(&hit, arg);
			if (err)
				return err;
		} else {
			n = begins(text, pack->affirmers, pack->affirmers_count,
				   &word);
		}
		if (n == 0 && ends_clause(text))
			negated = false;
		else if (n == 0 && begins(text, pack->negators,
					  pack->negators_count, &word))
			negated = true;

		do {
			(void)text_next(&next);
			at++;
		} while (next < text + n);
		text = next;
	}

	return 0;
}
