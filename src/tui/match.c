/**
 * @file tui/match.c  What is typed to find a command
 */
#include "tui/match.h"

#include <string.h>

#include "util/fold.h"
#include "util/lang.h"
#include "util/pinyin.h"
#include "util/text.h"

/* Letters that are typed, as pinyin_spell() writes them; false if there is
 * anything else */
static bool letters_of(const struct fold *typed, struct str *to)
{
	for (size_t i = 0; i < typed->c; i++) {
		if (!fold_is_latin(typed->cp[i]))
			return false;
		str_add_char(to, (char)typed->cp[i]);
	}

	return to->len > 0;
}

static bool is_spelled(const struct fold *text, const char *letters)
{
	struct str spellv[PINYIN_MAX];
	const size_t c = pinyin_spell(spellv, text->cp, text->c);
	bool found = false;

	for (size_t i = 0; i < c; i++) {
		found |= strstr(str_text(&spellv[i]), letters) != NULL;
		str_release(&spellv[i]);
	}

	return found;
}

bool match_text(const char *text, const char *typed)
{
	struct fold all = { 0 };
	struct fold words = { 0 };
	struct str letters = { 0 };
	size_t at;
	bool found;

	fold_text(&all, text);
	fold_text(&words, typed);
	found = words.c == 0 || fold_find(&all, words.cp, words.c, &at) ||
		(letters_of(&words, &letters) &&
		 is_spelled(&all, str_text(&letters)));
	str_release(&letters);
	fold_release(&words);
	fold_release(&all);
	return found;
}

bool match_message(const char *msgid, const char *typed)
{
	return match_text(_(msgid), typed) || match_text(msgid, typed);
}
