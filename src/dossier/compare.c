/**
 * @file dossier/compare.c  Two sets of findings side by side
 */
#include "dossier/compare.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The finding of the same rule about the same place */
static const struct finding *partner(const struct findings *in,
				     const struct finding *f)
{
	for (size_t i = 0; i < in->c; i++) {
		if (strcmp(in->v[i].id, f->id) == 0 &&
		    same_text(in->v[i].place, f->place))
			return &in->v[i];
	}

	return NULL;
}

static bool is_quiet(const struct finding *f)
{
	return !f || f->outcome == OUTCOME_PASS || f->outcome == OUTCOME_NA;
}

int findings_compare(const struct findings *before,
		     const struct findings *after, difference_h *h, void *arg)
{
	int err = 0;

	for (size_t i = 0; i < after->c && !err; i++) {
		const struct finding *f = &after->v[i];
		const struct difference d = { partner(before, f), f };

		if (d.before
			    ? d.before->outcome == f->outcome &&
				      same_text(d.before->sentence, f->sentence)
			    : is_quiet(f))
			continue;
		err = h(&d, arg);
	}
	for (size_t i = 0; i < before->c && !err; i++) {
		const struct difference d = { &before->v[i], NULL };

		if (!partner(after, d.before) && !is_quiet(d.before))
			err = h(&d, arg);
	}

	return err;
}
