/**
 * @file cli/usage.c  What a command wants to be told, one way a line
 */
#include "cli/usage.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "util/err.h"
#include "util/lang.h"
#include "util/str.h"
#include "util/text.h"
#include "util/ways.h"

/* Subcommands spelled as differently as this are not meant */
#define FAR 3

static bool is_word(const struct ways_part *word, const char *text)
{
	return strlen(text) == word->n && strncmp(word->at, text, word->n) == 0;
}

void usage_print(FILE *to, const struct command *c, const char *word)
{
	const char *rest = c->args;
	struct ways_part way;
	bool first = true;

	while (ways_next(&rest, &way)) {
		const struct ways_part has = ways_word(&way);

		if (word && !is_word(&has, word))
			continue;
		(void)fprintf(to,
			      first ? _("usage: callpermit %s %.*s")
				    : _("       callpermit %s %.*s"),
			      c->name, (int)way.n, way.at);
		(void)fputc('\n', to);
		first = false;
	}
}

static void add_once(struct str *to, const char *word, size_t n)
{
	struct str padded = { 0 };
	struct str all = { 0 };

	str_addf(&padded, " %.*s ", (int)n, word);
	str_addf(&all, " %s ", str_text(to));
	if (n > 0 && !strstr(all.s, padded.s))
		str_addf(to, "%s%.*s", to->len ? " " : "", (int)n, word);
	str_release(&padded);
	str_release(&all);
}

/* Some are said as "refuse|agree" */
static void add_choices(struct str *to, const struct ways_part *word)
{
	const char *end = word->at + word->n;

	for (const char *p = word->at; p < end;) {
		size_t n = strcspn(p, "| ");

		if (p + n > end)
			n = (size_t)(end - p);
		add_once(to, p, n);
		p += n + 1;
	}
}

void usage_words(struct str *to, const struct command *c)
{
	const char *rest = c->args;
	struct ways_part way;

	if (strncmp(c->args, "NO ", 3) == 0 || strcmp(c->args, "NO") == 0 ||
	    strncmp(c->args, "[NO]", 4) == 0)
		add_once(to, "NO", 2);
	while (ways_next(&rest, &way)) {
		const struct ways_part word = ways_word(&way);

		add_choices(to, &word);
	}
	for (const char *p = c->args; (p = strstr(p, "--")); p += 2) {
		const char *letters = "abcdefghijklmnopqrstuvwxyz-";

		if (p == c->args || p[-1] == ' ' || p[-1] == '[')
			add_once(to, p, strspn(p, letters));
	}
}

int usage_unknown(const struct command *c, const char *word)
{
	const char *rest = c->args;
	struct str near = { 0 };
	struct str all = { 0 };
	struct str last = { 0 };
	size_t best = FAR;
	struct ways_part way;
	int err;

	while (ways_next(&rest, &way)) {
		const struct ways_part has = ways_word(&way);
		struct str name = { 0 };

		str_add_n(&name, has.at, has.n);
		/* Ways that begin with one word stand together */
		if (strcmp(str_text(&last), str_text(&name)) != 0)
			str_addf(&all, "%s%s", all.len > 0 ? ", " : "",
				 str_text(&name));
		str_clear(&last);
		str_add(&last, str_text(&name));
		if (text_distance(str_text(&name), word) < best) {
			best = text_distance(str_text(&name), word);
			str_clear(&near);
			str_add(&near, str_text(&name));
		}
		str_release(&name);
	}
	err = near.len > 0
		      ? err_set(EINVAL, _("%s has no %s; did you mean %s?"),
				c->name, word, near.s)
		      : err_set(EINVAL, _("%s has no %s; it has: %s"), c->name,
				word, str_text(&all));
	str_release(&near);
	str_release(&all);
	str_release(&last);
	return err;
}
