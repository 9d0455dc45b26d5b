/**
 * @file util/pinyin.c  Initials of Chinese text, as people type them
 */
#include "util/pinyin.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "util/fold.h"
#include "util/text.h"
#include "util/util.h"

#define BLOCK	 64 /* characters of a row of initials.tsv */
#define KEY	 5  /* hexadecimal digits its row begins with */
#define WORD_MAX 6  /* longest word looked for, in characters */

/* The rows of data/pinyin: made from the files by the Makefile */
extern const char *const tsv_initials[];
extern const unsigned tsv_initials_count;
extern const char tsv_initials_sum[];
extern const char *const tsv_words[];
extern const unsigned tsv_words_count;
extern const char tsv_words_sum[];

/* First row that does not sort before the first n bytes of a key */
static unsigned lower_bound(const char *const *rowv, unsigned rowc,
			    const char *key, size_t n)
{
	unsigned low = 0;

	while (low < rowc) {
		unsigned mid = low + (rowc - low) / 2;

		if (strncmp(rowv[mid], key, n) < 0)
			low = mid + 1;
		else
			rowc = mid;
	}

	return low;
}

/* Initials of a word, or NULL if it is not in the list */
static const char *find_word(const char *word, size_t n)
{
	unsigned i = lower_bound(tsv_words, tsv_words_count, word, n);

	for (; i < tsv_words_count && strncmp(tsv_words[i], word, n) == 0;
	     i++) {
		if (tsv_words[i][n] == '\t')
			return tsv_words[i] + n + 1;
	}

	return NULL;
}

int pinyin_initials(char initials[3], uint32_t cp)
{
	char key[12];
	const char *row;
	unsigned i;
	int n = 0;

	initials[0] = '\0';
	if (!fold_is_han(cp))
		return 0;

	(void)snprintf(key, sizeof(key), "%05X", cp / BLOCK * BLOCK);
	i = lower_bound(tsv_initials, tsv_initials_count, key, KEY);
	if (i == tsv_initials_count || strncmp(tsv_initials[i], key, KEY) != 0)
		return 0;

	/* "04E00", 64 first initials and, perhaps, 64 second ones */
	row = tsv_initials[i] + KEY + 1;
	if (row[cp % BLOCK] != '.')
		initials[n++] = row[cp % BLOCK];
	if (n == 1 && row[BLOCK] == '\t' && row[BLOCK + 1 + cp % BLOCK] != '.')
		initials[n++] = row[BLOCK + 1 + cp % BLOCK];
	initials[n] = '\0';
	return n;
}

/* The longest word at the start of some characters; returns how many it has */
static size_t longest_word(const uint32_t *cp, size_t c, const char **initialsp)
{
	char word[4 * WORD_MAX + 1];
	size_t end[WORD_MAX + 1] = { 0 };
	size_t n = 0;

	while (n < c && n < WORD_MAX && fold_is_han(cp[n])) {
		end[n + 1] = end[n] + text_put(word + end[n], cp[n]);
		n++;
	}
	for (; n > 0; n--) {
		*initialsp = find_word(word, end[n]);
		if (*initialsp)
			return n;
	}

	return 0;
}

/* One more character, of one or two initials, to every spelling there is */
static size_t add(struct str *spellv, size_t c, const char *initials)
{
	const size_t more = initials[1] && 2 * c <= PINYIN_MAX ? c : 0;

	for (size_t i = 0; i < more; i++) {
		str_add_n(&spellv[c + i], str_text(&spellv[i]), spellv[i].len);
		str_add_char(&spellv[c + i], initials[1]);
	}
	for (size_t i = 0; i < c; i++)
		str_add_char(&spellv[i], initials[0]);

	return c + more;
}

size_t pinyin_spell(struct str spellv[PINYIN_MAX], const uint32_t *cp, size_t c)
{
	size_t n = 1;

	memset(spellv, 0, PINYIN_MAX * sizeof(*spellv));
	for (size_t i = 0; i < c; i++) {
		const char *known = NULL;
		char initials[3] = { 0 };
		size_t k;

		if (fold_is_latin(cp[i])) {
			initials[0] = (char)cp[i];
			n = add(spellv, n, initials);
			continue;
		}
		k = longest_word(cp + i, c - i, &known);
		if (k > 1) {
			for (size_t j = 0; j < n; j++)
				str_add_n(&spellv[j], known, k);
			i += k - 1;
		} else if (k == 1) {
			n = add(spellv, n, known);
		} else if (pinyin_initials(initials, cp[i]) > 0) {
			n = add(spellv, n, initials);
		}
	}

	return n;
}

void pinyin_version(char version[PINYIN_VERSION_SIZE])
{
	(void)snprintf(version, PINYIN_VERSION_SIZE, "%s-%s", tsv_initials_sum,
		       tsv_words_sum);
}
