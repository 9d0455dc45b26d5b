/**
 * @file tui/marks.c  Dossiers that are marked, to do one thing with all
 */
#include "tui/marks.h"

#include <stdlib.h>

#include "util/mem.h"

void marks_release(struct marks *m)
{
	free(m->v);
	*m = (struct marks){ .v = NULL };
}

static int compare(const void *a, const void *b)
{
	const int64_t ia = *(const int64_t *)a;
	const int64_t ib = *(const int64_t *)b;

	return (ia > ib) - (ia < ib);
}

bool marks_has(const struct marks *m, int64_t id)
{
	return m->c > 0 &&
	       bsearch(&id, m->v, m->c, sizeof(*m->v), compare) != NULL;
}

size_t marks_count(const struct marks *m, const int64_t *idv, size_t c)
{
	size_t count = 0;

	for (size_t i = 0; m->c > 0 && i < c; i++)
		count += marks_has(m, idv[i]);
	return count;
}

/* The old ones, not those of the list if they are to be turned, and those of
 * the list that were not marked */
static void merge(struct marks *m, const int64_t *idv, size_t c, bool turn)
{
	struct marks list = { .v = x_calloc(c + 1, sizeof(*list.v)), .c = c };
	struct marks to = { .v = x_calloc(m->c + c + 1, sizeof(*to.v)) };

	for (size_t i = 0; i < c; i++)
		list.v[i] = idv[i];
	qsort(list.v, c, sizeof(*list.v), compare);
	for (size_t i = 0; i < m->c; i++) {
		if (!turn || !marks_has(&list, m->v[i]))
			to.v[to.c++] = m->v[i];
	}
	for (size_t i = 0; i < c; i++) {
		if (!marks_has(m, list.v[i]))
			to.v[to.c++] = list.v[i];
	}
	qsort(to.v, to.c, sizeof(*to.v), compare);
	marks_release(&list);
	marks_release(m);
	*m = to;
}

void marks_add(struct marks *m, const int64_t *idv, size_t c)
{
	merge(m, idv, c, false);
}

void marks_turn_all(struct marks *m, const int64_t *idv, size_t c)
{
	merge(m, idv, c, true);
}

void marks_turn(struct marks *m, int64_t id)
{
	merge(m, &id, 1, true);
}
