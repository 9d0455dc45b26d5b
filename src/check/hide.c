/**
 * @file check/hide.c  Findings as those see them who may not see personal data
 */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "util/mem.h"
#include "util/str.h"

static void replace(char **textp, const char *what, const char *with)
{
	const size_t n = strlen(what);
	const char *from = *textp;
	const char *at = from ? strstr(from, what) : NULL;
	struct str to = { 0 };

	if (!at || n == 0)
		return;

	for (; at; at = strstr(from, what)) {
		str_add_n(&to, from, (size_t)(at - from));
		str_add(&to, with);
		from = at + n;
	}
	str_add(&to, from);
	free(*textp);
	*textp = str_take(&to);
}

static void hide_in(struct finding *f, const char *what, const char *with)
{
	replace(&f->sentence, what, with);
	replace(&f->fix, what, with);
	replace(&f->saw, what, with);
	replace(&f->stale, what, with);
}

void check_hide(struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->c; i++) {
		const struct fact *f = &facts->v[i];
		char *hidden;

		if (!fact_is_personal(&f->key, f->field) || !f->field)
			continue;
		hidden = fact_hidden(f->value);
		for (size_t k = 0; k < findings->c; k++)
			hide_in(&findings->v[k], f->value, hidden);
		free(hidden);
	}
	facts_hide(facts);
}
