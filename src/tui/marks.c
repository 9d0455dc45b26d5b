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

/* Both in order: the old ones, and those of the list; what is in both stays, or
 * goes if the list is to be turned */
static void merge(struct marks *m, const int64_t *idv, size_t c, bool turn)
{
	int64_t *list = x_calloc(c + 1, sizeof(*list));
	int64_t *to = x_calloc(m->c + c + 1, sizeof(*to));
	size_t n = 0;
	size_t k = 0;

	for (size_t i = 0; i < c; i++)
		list[i] = idv[i];
	qsort(list, c, sizeof(*list), compare);
	for (size_t i = 0; i < m->c || k < c;) {
		const bool old = i < m->c && (k == c || m->v[i] <= list[k]);
		const int64_t id = old ? m->v[i] : list[k];
		const bool both = old && k < c && list[k] == id;

		i += old;
		k += both || !old;
		if (!both || !turn)
			to[n++] = id;
	}
	free(list);
	marks_release(m);
	*m = (struct marks){ .v = to, .c = n };
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
