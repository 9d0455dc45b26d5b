/**
 * @file check/compare.c  Two sets of findings side by side
 */
#include "check/compare.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_quiet(const struct finding *f)
{
	return !f || f->outcome == OUTCOME_PASS || f->outcome == OUTCOME_NA;
}

static int order(const struct finding *a, const struct finding *b)
{
	const int d = strcmp(a->id, b->id);

	return d ? d
		 : strcmp(a->place ? a->place : "", b->place ? b->place : "");
}

/* By rule and place, in the order of the list */
static int by_place(const void *a, const void *b)
{
	const struct finding *fa = *(const struct finding *const *)a;
	const struct finding *fb = *(const struct finding *const *)b;
	const int d = order(fa, fb);

	return d ? d : (fa > fb) - (fa < fb);
}

static const struct finding **sorted(const struct findings *of)
{
	const struct finding **v = x_calloc(of->c + 1,
					    sizeof(struct finding *));

	for (size_t i = 0; i < of->c; i++)
		v[i] = &of->v[i];
	qsort(v, of->c, sizeof(struct finding *), by_place);
	return v;
}

/* Both lists; what belongs to a finding, by its number, or NULL */
struct pairing {
	const struct findings *before;
	const struct findings *after;
	const struct finding **of_before;
	const struct finding **of_after;
};

static void join(struct pairing *p, const struct finding *b,
		 const struct finding *a)
{
	p->of_before[b - p->before->v] = a;
	p->of_after[a - p->after->v] = b;
}

static bool is_free(const struct pairing *p, const struct finding *b,
		    const struct finding *a)
{
	return !p->of_before[b - p->before->v] && !p->of_after[a - p->after->v];
}

static bool is_same(const struct finding *a, const struct finding *b)
{
	return a->outcome == b->outcome && same_text(a->sentence, b->sentence);
}

/* Join b to the first of some that nothing is joined to; alike: that says the
 * same */
static void join_one(struct pairing *p, const struct finding *b,
		     const struct finding **a, size_t ac, bool alike)
{
	for (size_t k = 0; k < ac; k++) {
		if (!is_free(p, b, a[k]) || (alike && !is_same(b, a[k])))
			continue;
		join(p, b, a[k]);
		return;
	}
}

/* Those of one rule and place: first what says the same, then the rest one by
 * one */
static void join_run(struct pairing *p, const struct finding **b, size_t bc,
		     const struct finding **a, size_t ac)
{
	for (size_t i = 0; i < bc; i++)
		join_one(p, b[i], a, ac, true);
	for (size_t i = 0; i < bc; i++)
		join_one(p, b[i], a, ac, false);
}

static size_t run_of(const struct finding **v, size_t c,
		     const struct finding *like)
{
	size_t n = 0;

	while (n < c && order(v[n], like) == 0)
		n++;
	return n;
}

static void join_all(struct pairing *p)
{
	const struct finding **b = sorted(p->before);
	const struct finding **a = sorted(p->after);
	size_t i = 0;
	size_t k = 0;

	while (i < p->before->c && k < p->after->c) {
		const struct finding *first = order(b[i], a[k]) < 0 ? b[i]
								    : a[k];
		const size_t n = run_of(b + i, p->before->c - i, first);
		const size_t m = run_of(a + k, p->after->c - k, first);

		join_run(p, b + i, n, a + k, m);
		i += n;
		k += m;
	}
	free(b);
	free(a);
}

int findings_compare(const struct findings *before,
		     const struct findings *after, difference_h *h, void *arg)
{
	struct pairing p = { before, after,
			     x_calloc(before->c + 1, sizeof(struct finding *)),
			     x_calloc(after->c + 1, sizeof(struct finding *)) };
	int err = 0;

	join_all(&p);
	for (size_t i = 0; i < after->c && !err; i++) {
		const struct finding *f = &after->v[i];
		const struct difference d = { p.of_after[i], f };

		if (d.before ? is_same(d.before, f) : is_quiet(f))
			continue;
		err = h(&d, arg);
	}
	for (size_t i = 0; i < before->c && !err; i++) {
		const struct difference d = { &before->v[i], NULL };

		if (!p.of_before[i] && !is_quiet(d.before))
			err = h(&d, arg);
	}

	free(p.of_before);
	free(p.of_after);
	return err;
}
