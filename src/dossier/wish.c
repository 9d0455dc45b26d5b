/**
 * @file dossier/wish.c  A change of facts, put together one by one
 */
#include "dossier/wish.h"

#include <stdlib.h>

#include "util/mem.h"
#include "util/str.h"

/* The key becomes theirs */
static void add(struct wishes *w, const char *key, const char *text)
{
	w->v = x_reallocarray(w->v, w->c + 2, sizeof(*w->v));
	w->v[w->c++] = (struct fact_set){ .key = key,
					  .text = text ? x_strdup(text)
						       : NULL };
	w->v[w->c] = (struct fact_set){ .key = NULL };
}

void wishes_text(struct wishes *w, const char *group, int n, const char *key,
		 const char *text)
{
	struct str name = { 0 };

	str_addf(&name, "%s[%d].%s", group, n, key);
	add(w, str_take(&name), text);
}

void wishes_some(struct wishes *w, const char *group, int n, const char *key,
		 const char *text)
{
	if (text)
		wishes_text(w, group, n, key, text);
}

void wishes_int(struct wishes *w, const char *group, int n, const char *key,
		int value)
{
	struct str text = { 0 };

	if (value)
		str_add_int(&text, value);
	wishes_text(w, group, n, key, text.s);
	str_release(&text);
}

int wishes_set(struct wishes *w, struct db *db, const struct pack *pack,
	       int64_t dossier, const struct fact_change *change)
{
	int err = w->c > 0 ? fact_set(db, pack, dossier, w->v, change, NULL)
			   : 0;

	wishes_release(w);
	return err;
}

void wishes_release(struct wishes *w)
{
	for (size_t i = 0; i < w->c; i++) {
		free((char *)w->v[i].key);
		free((char *)w->v[i].text);
	}
	free(w->v);
	*w = (struct wishes){ NULL, 0 };
}
