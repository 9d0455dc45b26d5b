/**
 * @file check/scan.c  Words that must not stand in a text
 */
#include "check/scan.h"

#include <string.h>
#include <strings.h>

#include "util/text.h"

/* What ends a clause */
static const char *const ends[] = {
	"，", "。", "；", "！", "？", ",", ";", "!", "?", "\n",
};
#define ENDS (sizeof(ends) / sizeof(ends[0]))

/* False at a glance: a Chinese character has three bytes, or four */
static bool may_begin(const char *text, const char *word)
{
	if ((unsigned char)*word < 0xe0)
		return true;

	return text[0] == word[0] && text[1] == word[1] && text[2] == word[2];
}

/* Bytes of the longest of some words that a text begins with, 0 if none */
static size_t begins(const char *text, char *const *words, size_t count,
		     const char **wordp)
{
	size_t best = 0;

	for (size_t i = 0; i < count; i++) {
		size_t n;

		if (!may_begin(text, words[i]))
			continue;
		n = strlen(words[i]);
		if (n > best && strncasecmp(text, words[i], n) == 0) {
			best = n;
			*wordp = words[i];
		}
	}

	return best;
}

/* The point of a number or an address ends nothing */
static bool is_stop(const char *text)
{
	return text[0] == '.' && (!text[1] || strchr(" \t\r\n", text[1]));
}

static bool ends_clause(const char *text)
{
	if (is_stop(text))
		return true;
	for (size_t i = 0; i < ENDS; i++) {
		if (strncmp(text, ends[i], strlen(ends[i])) == 0)
			return true;
	}

	return false;
}

/* A small set of first characters: most characters of a text are in none of
 * the lists and need no closer look */
#define FIRSTS 4096

static size_t first_of(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	if (s[0] < 0x80) /* letters in either case */
		return s[0] | 0x20u;
	if (s[0] < 0xe0) /* two bytes */
		return (s[0] * 961u + s[1] * 31u) % FIRSTS;

	return (s[0] * 961u + s[1] * 31u + s[2]) % FIRSTS;
}

static void mark(bool first[FIRSTS], char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		first[first_of(words[i])] = true;
}

int scan_words(const char *text, const struct word_list *list,
	       const struct pack *pack, scan_h *h, void *arg)
{
	bool first[FIRSTS] = { false };
	bool negated = false;
	size_t at = 1;

	mark(first, list->words, list->words_count);
	mark(first, pack->affirmers, pack->affirmers_count);
	mark(first, pack->negators, pack->negators_count);
	mark(first, (char *const *)ends, ENDS);
	first[first_of(".")] = true;
	for (; *text; at++) {
		const char *word = NULL;
		const char *next = text;
		size_t n;
		int err;

		if (!first[first_of(text)]) {
			(void)text_next(&text);
			continue;
		}
		n = begins(text, list->words, list->words_count, &word);
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

		(void)text_next(&next);
		while (next < text + n) {
			(void)text_next(&next);
			at++;
		}
		text = next;
	}

	return 0;
}
