/**
 * @file typeset/layers.c  A graph in layers: who stands beside whom, and where
 */
#include "typeset/layers.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

/* Sweeps over all layers; more change nothing in graphs of this size */
#define ORDER_SWEEPS 8
#define PLACE_SWEEPS 8

/* Places in a layer are compared as fractions of this */
#define UNITY 1000000L

/* The items of a layer in their order; returns how many */
static size_t row_of(const struct layers *l, size_t layer, size_t *row)
{
	size_t c = 0;

	for (size_t i = 0; i < l->c; i++)
		c += l->item[i].layer == layer;
	for (size_t i = 0; i < l->c; i++) {
		if (l->item[i].layer == layer && l->item[i].order < c)
			row[l->item[i].order] = i;
	}

	return c;
}

/* Mean of a value over the neighbours of an item above or below it */
static bool mean(const struct layers *l, size_t item, bool above,
		 const long *value, long *meanp)
{
	long sum = 0;
	long n = 0;

	for (size_t i = 0; i < l->linkc; i++) {
		const struct layers_link *k = &l->link[i];

		if ((above ? k->b : k->a) == item) {
			sum += value[above ? k->a : k->b];
			n++;
		}
	}
	if (n > 0)
		*meanp = sum / n;

	return n > 0;
}

static size_t crossings(const struct layers *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->linkc; i++) {
		const struct layers_item *a = &l->item[l->link[i].a];
		const struct layers_item *b = &l->item[l->link[i].b];

		for (size_t k = 0; k < i; k++) {
			const struct layers_item *c = &l->item[l->link[k].a];
			const struct layers_item *d = &l->item[l->link[k].b];

			n += a->layer == c->layer &&
			     ((a->order < c->order && b->order > d->order) ||
			      (a->order > c->order && b->order < d->order));
		}
	}

	return n;
}

/* Order a layer by the places of the neighbours on one side */
static void order_row(struct layers *l, size_t layer, bool above, size_t *row,
		      long *value)
{
	size_t c = row_of(l, layer, row);
	long *key = x_calloc(c + 1, sizeof(*key));

	for (size_t i = 0; i < c; i++) {
		key[i] = value[row[i]];
		(void)mean(l, row[i], above, value, &key[i]);
	}
	for (size_t i = 1; i < c; i++) { /* stable, and rows are short */
		for (size_t k = i; k > 0 && key[k] < key[k - 1]; k--) {
			long swap = key[k];
			size_t item = row[k];

			key[k] = key[k - 1];
			key[k - 1] = swap;
			row[k] = row[k - 1];
			row[k - 1] = item;
		}
	}
	for (size_t i = 0; i < c; i++) {
		l->item[row[i]].order = i;
		value[row[i]] = (2 * (long)i + 1) * UNITY / (2 * (long)c);
	}
	free(key);
}

void layers_order(struct layers *l)
{
	size_t count[LAYERS_MAX] = { 0 };
	size_t *row = x_calloc(l->c + 1, sizeof(*row));
	size_t *best = x_calloc(l->c + 1, sizeof(*best));
	long *value = x_calloc(l->c + 1, sizeof(*value));
	size_t least;

	for (size_t i = 0; i < l->c; i++)
		l->item[i].order = count[l->item[i].layer]++;
	for (size_t i = 0; i < l->c; i++) {
		value[i] = (2 * (long)l->item[i].order + 1) * UNITY /
			   (2 * (long)count[l->item[i].layer]);
		best[i] = l->item[i].order;
	}
	least = crossings(l);
	for (size_t sweep = 0; least > 0 && sweep < ORDER_SWEEPS; sweep++) {
		bool down = sweep % 2 == 0;

		for (size_t k = 1; k < LAYERS_MAX; k++)
			order_row(l, down ? k : LAYERS_MAX - 1 - k, down, row,
				  value);
		if (crossings(l) >= least)
			continue;
		least = crossings(l);
		for (size_t i = 0; i < l->c; i++)
			best[i] = l->item[i].order;
	}
	for (size_t i = 0; i < l->c; i++)
		l->item[i].order = best[i];

	free(row);
	free(best);
	free(value);
}

/*
 * Move the items of a row near to where they want to be, in their order, not
 * overlapping and inside the width.  With the least distances taken off this is
 * isotonic regression: neighbours that would pass one another form a block and
 * share its mean (M. Ayer and others, An Empirical Distribution Function for
 * Sampling with Incomplete Information, 1955).
 */
static bool settle(struct layers *l, const size_t *row, size_t c,
		   const long *want)
{
	long *off = x_calloc(c + 1, sizeof(*off));
	long *sum = x_calloc(c + 1, sizeof(*sum));
	size_t *size = x_calloc(c + 1, sizeof(*size));
	size_t blocks = 0;
	size_t at = 0;
	long low;
	long high;

	for (size_t i = 1; i < c; i++)
		off[i] = off[i - 1] + l->gap +
			 (l->item[row[i - 1]].w + l->item[row[i]].w) / 2;
	low = l->item[row[0]].w / 2;
	high = l->width - l->item[row[c - 1]].w / 2 - off[c - 1];
	for (size_t i = 0; i < c; i++) {
		sum[blocks] = want[i] - off[i];
		size[blocks++] = 1;
		while (blocks > 1 &&
		       sum[blocks - 2] / (long)size[blocks - 2] >
			       sum[blocks - 1] / (long)size[blocks - 1]) {
			sum[blocks - 2] += sum[blocks - 1];
			size[blocks - 2] += size[blocks - 1];
			blocks--;
		}
	}
	for (size_t b = 0; b < blocks; b++) {
		long x = sum[b] / (long)size[b];

		x = x > high ? high : x;
		x = x < low ? low : x;
		for (size_t k = 0; k < size[b]; k++, at++)
			l->item[row[at]].x = x + off[at];
	}
	free(off);
	free(sum);
	free(size);
	return low <= high;
}

static bool place_row(struct layers *l, size_t layer, int side, size_t *row,
		      long *value)
{
	size_t c = row_of(l, layer, row);
	long *want = x_calloc(c + 1, sizeof(*want));
	bool fits = true;

	for (size_t i = 0; i < c; i++) {
		want[i] = side ? value[row[i]]
			       : (2 * (long)i + 1) * l->width / (2 * (long)c);
		if (side)
			(void)mean(l, row[i], side < 0, value, &want[i]);
	}
	if (c > 0)
		fits = settle(l, row, c, want);
	for (size_t i = 0; i < c; i++)
		value[row[i]] = l->item[row[i]].x;
	free(want);
	return fits;
}

bool layers_place(struct layers *l)
{
	size_t *row = x_calloc(l->c + 1, sizeof(*row));
	long *value = x_calloc(l->c + 1, sizeof(*value));
	bool fits = true;

	for (size_t k = 0; k < LAYERS_MAX; k++)
		fits &= place_row(l, k, 0, row, value);
	for (size_t sweep = 0; fits && sweep < PLACE_SWEEPS; sweep++) {
		bool down = sweep % 2 == 0;

		for (size_t k = 1; k < LAYERS_MAX; k++)
			(void)place_row(l, down ? k : LAYERS_MAX - 1 - k,
					down ? -1 : 1, row, value);
	}
	free(row);
	free(value);
	return fits;
}

static int by_left(const void *a, const void *b)
{
	const struct track_user *const *x = a;
	const struct track_user *const *y = b;

	if ((*x)->from != (*y)->from)
		return (*x)->from < (*y)->from ? -1 : 1;
	return *x < *y ? -1 : 1; /* in one array */
}

size_t tracks_assign(struct track_user *user, size_t c, long *height)
{
	struct track_user **sorted = x_calloc(c + 1, sizeof(*sorted));
	long *end = x_calloc(c + 1, sizeof(*end));
	size_t tracks = 0;

	for (size_t i = 0; i < c; i++)
		sorted[i] = &user[i];
	qsort(sorted, c, sizeof(struct track_user *), by_left);
	for (size_t i = 0; i < c; i++) {
		struct track_user *u = sorted[i];
		size_t k = 0;

		while (k < tracks && end[k] >= u->from)
			k++;
		if (k == tracks)
			height[tracks++] = 0;
		u->track = k;
		end[k] = u->to;
		if (u->height > height[k])
			height[k] = u->height;
	}

	free(sorted);
	free(end);
	return tracks;
}
