/**
 * @file call/word.c  Names of states and results
 */
#include "call/word.h"

#include <errno.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"

static const struct word *word_of(const struct words *words, int value)
{
	static const struct word none = { "?", "?", "?" };

	if (value < 0 || (size_t)value >= words->wordc)
		return &none;

	return &words->wordv[value];
}

const char *word_name(const struct words *words, int value)
{
	return word_of(words, value)->name;
}

const char *word_text(const struct words *words, int value)
{
	const struct word *w = word_of(words, value);

	return lang_pick(w->zh, w->en);
}

int word_decode(int *valuep, const struct words *words, const char *name)
{
	for (size_t i = 0; i < words->wordc; i++) {
		if (!strcmp(words->wordv[i].name, name)) {
			*valuep = (int)i;
			return 0;
		}
	}

	return err_set(EBADMSG, _("%s: unknown word %s"), words->what, name);
}
