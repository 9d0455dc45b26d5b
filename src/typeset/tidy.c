/**
 * @file typeset/tidy.c  Where the nodes of a tree stand
 *
 * Names are those of the paper: mod moves a whole subtree, threads follow the
 * contour of subtrees, shift and change spread what was pushed aside over the
 * smaller trees between.
 */
#include "typeset/tidy.h"

#include <assert.h>
#include <stdlib.h>

#include "util/mem.h"

struct walk {
	struct walk *parent;
	struct walk *first; /* children */
	struct walk *last;
	struct walk *before; /* siblings */
	struct walk *after;
	struct walk *thread;
	struct walk *ancestor;
	long number; /* among its siblings */
	long x;
	long mod;
	long change;
	long shift;
};

static struct walk *left_of(const struct walk *v)
{
	return v->first ? v->first : v->thread;
}

static struct walk *right_of(const struct walk *v)
{
	return v->last ? v->last : v->thread;
}

static void move_subtree(struct walk *from, struct walk *to, long shift)
{
	long subtrees = to->number - from->number;

	to->change -= shift / subtrees;
	to->shift += shift;
	from->change += shift / subtrees;
	to->x += shift;
	to->mod += shift;
}

static void execute_shifts(struct walk *v)
{
	long shift = 0;
	long change = 0;

	for (struct walk *w = v->last; w; w = w->before) {
		w->x += shift;
		w->mod += shift;
		change += w->change;
		shift += w->shift + change;
	}
}

static struct walk *ancestor_of(struct walk *inner, const struct walk *v,
				struct walk *usual)
{
	return inner->ancestor->parent == v->parent ? inner->ancestor : usual;
}

/* Push v away from the trees before it; in and out are the contours between
 * and around them, minus is that of the trees before */
static struct walk *apportion(struct walk *v, struct walk *usual)
{
	struct walk *in = v;
	struct walk *out = v;
	struct walk *in_minus = v->before;
	struct walk *out_minus = v->parent ? v->parent->first : NULL;
	long sin = v->mod;
	long sout = v->mod;
	long sin_minus;
	long sout_minus;

	if (!in_minus || !out_minus)
		return usual;

	sin_minus = in_minus->mod;
	sout_minus = out_minus->mod;
	while (right_of(in_minus) && left_of(in)) {
		long shift;

		in_minus = right_of(in_minus);
		in = left_of(in);
		out_minus = left_of(out_minus);
		out = right_of(out);
		out->ancestor = v;
		shift = in_minus->x + sin_minus - in->x - sin + TIDY_DISTANCE;
		if (shift > 0) {
			move_subtree(ancestor_of(in_minus, v, usual), v, shift);
			sin += shift;
			sout += shift;
		}
		sin_minus += in_minus->mod;
		sin += in->mod;
		sout_minus += out_minus->mod;
		sout += out->mod;
	}
	if (right_of(in_minus) && !right_of(out)) {
		out->thread = right_of(in_minus);
		out->mod += sin_minus - sout;
	}
	if (left_of(in) && !left_of(out_minus)) {
		out_minus->thread = left_of(in);
		out_minus->mod += sin - sout_minus;
		usual = v;
	}

	return usual;
}

static void first_walk(struct walk *v)
{
	struct walk *usual = v->first;
	long middle;

	if (!v->first) {
		v->x = v->before ? v->before->x + TIDY_DISTANCE : 0;
		return;
	}

	for (struct walk *w = v->first; w; w = w->after) {
		first_walk(w);
		usual = apportion(w, usual);
	}
	execute_shifts(v);
	middle = (v->first->x + v->last->x) / 2;
	v->x = v->before ? v->before->x + TIDY_DISTANCE : middle;
	v->mod = v->before ? v->x - middle : 0;
}

static void add_child(struct walk *parent, struct walk *v)
{
	v->parent = parent;
	v->before = parent->last;
	if (parent->last)
		parent->last->after = v;
	else
		parent->first = v;
	v->number = parent->last ? parent->last->number + 1 : 0;
	parent->last = v;
}

long tidy_place(struct tidy *node, size_t c)
{
	struct walk *walk = x_calloc(c, sizeof(*walk));
	long *mod = x_calloc(c, sizeof(*mod));
	long least = 0;
	long most = 0;

	for (size_t i = 0; i < c; i++) {
		walk[i].ancestor = &walk[i];
		if (i == 0)
			continue;
		assert(node[i].parent < i);
		add_child(&walk[node[i].parent], &walk[i]);
	}
	if (c > 0)
		first_walk(&walk[0]);

	/* the second walk: parents come before their children */
	for (size_t i = 0; i < c; i++) {
		size_t up = node[i].parent;

		mod[i] = walk[i].mod + (i ? mod[up] : 0);
		node[i].depth = i ? node[up].depth + 1 : 0;
		node[i].x = walk[i].x + (i ? mod[up] : 0);
		if (i == 0 || node[i].x < least)
			least = node[i].x;
	}
	for (size_t i = 0; i < c; i++) {
		node[i].x -= least;
		if (node[i].x > most)
			most = node[i].x;
	}

	free(walk);
	free(mod);
	return most;
}
