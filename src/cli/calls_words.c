/**
 * @file cli/calls_words.c  calls: options and words
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cli/calls.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/util.h"

/* clang-format off */
static const struct {
	const char *name;
	size_t offset;
	bool flag; /* takes no value */
} options[] = {
#define OPTION(name, flag) { #name, offsetof(struct calls_words, name), flag }
	OPTION(as, false),	  OPTION(reason, false),
	OPTION(unmask, true),	  OPTION(verify, true),
	OPTION(source, false),	  OPTION(text, false),
	OPTION(call, false),	  OPTION(number, false),
	OPTION(reference, false), OPTION(due, false),
	OPTION(outcome, false),	  OPTION(each, false),
	OPTION(seed, false),	  OPTION(note, false),
#undef OPTION
	{ "o", offsetof(struct calls_words, file), false },
};
/* clang-format on */

/* Where a name stands in a list like "as! reason"; NULL if nowhere */
static const char *find(const char *list, const char *name, size_t n)
{
	for (const char *p = list; *p;) {
		size_t len = strcspn(p, " !");

		if (len == n && !strncmp(p, name, n))
			return p;
		p += strcspn(p, " ");
		p += *p == ' ';
	}
	return NULL;
}

static int refuse(const struct calls_words *w)
{
	return cli_usage_of(CALLS_COMMAND, w->part);
}

/* One option; the value stands behind = or is the next word */
static int read_option(struct calls_words *w, const char *allowed, int argc,
		       char **argv, int *ip)
{
	const char *name = argv[*ip] + 1;
	size_t n;

	name += *name == '-';
	n = strcspn(name, "=");
	for (size_t k = 0; k < ARRAY_LEN(options); k++) {
		const char **to = (const char **)((char *)w +
						  options[k].offset);

		if (strlen(options[k].name) != n ||
		    strncmp(options[k].name, name, n) != 0 ||
		    !find(allowed, name, n))
			continue;
		if (options[k].flag)
			*to = name[n] ? NULL : "yes";
		else if (name[n] == '=')
			*to = name + n + 1;
		else
			*to = *ip + 1 < argc ? argv[++*ip] : NULL;
		return *to ? 0 : refuse(w);
	}
	return refuse(w);
}

int calls_read(struct calls_words *w, const char *allowed, int argc,
	       char **argv)
{
	*w = (struct calls_words){ .part = argv[0] };
	for (int i = 1; i < argc; i++) {
		int err = 0;

		if (argv[i][0] == '-' && argv[i][1])
			err = read_option(w, allowed, argc, argv, &i);
		else if (w->wordc == CALLS_WORDS_MAX)
			err = refuse(w);
		else
			w->wordv[w->wordc++] = argv[i];
		if (err)
			return err;
	}

	for (size_t k = 0; k < ARRAY_LEN(options); k++) {
		const char *at = find(allowed, options[k].name,
				      strlen(options[k].name));
		const char *value = *(const char *const *)((const char *)w +
							   options[k].offset);

		if (at && at[strlen(options[k].name)] == '!' && !value)
			return refuse(w);
	}
	return 0;
}

int calls_run(struct calls_house *house, const struct calls_act *acts, int argc,
	      char **argv)
{
	struct calls_words w;
	int err;

	for (; acts->name; acts++) {
		if (argc < 2 || strcmp(argv[1], acts->name) != 0)
			continue;
		err = calls_read(&w, acts->allowed, argc, argv);
		return err ? err : acts->run(house, &w);
	}
	return cli_usage_of(CALLS_COMMAND, argv[0]);
}

int calls_number(int64_t *np, const struct calls_words *w, const char *word)
{
	char *end = NULL;

	errno = 0;
	*np = strtoll(word, &end, 10);
	if (end == word || *end || *np < 1 || errno)
		return refuse(w);
	return 0;
}

int calls_read_filter(struct calls_filter *filter, struct calls_place *place,
		      size_t *mostp, char **wordv, int wordc)
{
	for (int i = 0; i < wordc; i++) {
		char *value = strchr(wordv[i], '=');
		char *end = NULL;
		int err = 0;

		if (!value)
			return err_set(EINVAL, _("%s: expected NAME=VALUE"),
				       wordv[i]);
		*value++ = '\0';
		if (mostp && !strcmp(wordv[i], "most")) {
			*mostp = strtoul(value, &end, 10);
			if (*end || *mostp < 1 || *mostp > CALLS_PAGE_MAX)
				err = err_set(EINVAL, _("most: 1 to %d"),
					      CALLS_PAGE_MAX);
		} else if (place && !strcmp(wordv[i], "before")) {
			place->id = strtoll(value, &end, 10);
			if (*end || place->id < 1)
				err = err_set(EINVAL,
					      _("before: number of a call"));
		} else {
			err = calls_filter_set(filter, wordv[i], value);
		}
		if (err)
			return err;
	}

	return 0;
}
