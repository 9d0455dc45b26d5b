/**
 * @file typeset/tree.c  A tree of boxes, for example who holds whom
 *
 * What does not fit on a page even in the smallest type is parted into several
 * drawings: below a certain level a box says in which of them its own tree
 * stands, and so does a parent with too many children.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/drawing.h"
#include "typeset/figure.h"
#include "typeset/lines.h"
#include "typeset/tidy.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define NONE TIDY_NONE

/* From box to box: most and least, and the blank in it */
#define PITCH_MAX (138 * PT)
#define PITCH_MIN (46 * PT)
#define GAP	  (8 * PT)

/* Blank in a box, and parts of the way down from one */
#define PAD   (3 * PT)
#define STEM  (9 * PT)
#define ABOVE (9 * PT)

/* Height of the line that names a drawing */
#define HEAD (16 * PT)

#define TEXT 64

/* clang-format off */
static const long sizes[] = { 10500, 9000, 8000, 7000, DRAWING_SIZE_MIN };
/* clang-format on */

struct node {
	char *name;
	char *above; /* name of the parent */
	struct rich title;
	struct rich edge;
	struct rich second;
	unsigned line;
	size_t parent;
	size_t first; /* child */
	size_t last;
	size_t after;  /* sibling */
	size_t figure; /* where its tree is drawn, if not here */
};

struct tree {
	struct flow *flow;
	struct node *node;
	size_t c;
	size_t root;
	bool up;
};

/* What one drawing shows: a node, some of its children, levels below them */
struct part {
	size_t node;
	size_t from;  /* child; NONE if the node has none */
	size_t count; /* of them */
	size_t depth;
};

struct shown {
	size_t node;
	struct box box;
	struct para *title;
	struct para *second;
	struct para *edge;
	struct para *mark;
};

struct figure {
	struct tree *tree;
	struct shown *shown;
	struct tidy *tidy;
	size_t c;
	long pitch;
	long size;
	long width;   /* in distances of tidy.h */
	long *level;  /* height of its boxes */
	long *labels; /* height of the labels above it */
	size_t levels;
	long height;
	long most;  /* height there may be */
	bool parts; /* there are several figures: they have names and marks */
};

struct queue {
	struct part *part;
	size_t c;
};

static int read_node(struct tree *t, const struct lines *l)
{
	struct node *n;
	int err = lines_want(l, 1, 4);

	if (!err && t->c == TREE_NODES)
		err = lines_wrong(l, _("more than %d boxes"), TREE_NODES);
	if (err)
		return err;

	t->node = x_grow(t->node, t->c, sizeof(*t->node));
	n = &t->node[t->c++];
	*n = (struct node){
		.name = lines_text(l, 0),
		.above = lines_text(l, 1),
		.line = l->line,
		.parent = NONE,
		.first = NONE,
		.last = NONE,
		.after = NONE,
	};
	lines_label(l, 0, FIGURE_TEXT, &n->title);
	lines_label(l, 2, FIGURE_TEXT, &n->edge);
	lines_label(l, 3, FIGURE_TEXT, &n->second);
	if (!*n->name)
		err = lines_wrong(l, _("a box without a name"));
	for (size_t i = 0; !err && i + 1 < t->c; i++) {
		if (strcmp(t->node[i].name, n->name) == 0 &&
		    strcmp(t->node[i].above, n->above) == 0)
			err = lines_wrong(l, _("\"%s\" is there twice"),
					  n->name);
	}

	return err;
}

static int wrong(const struct tree *t, const struct node *n, const char *words)
{
	return err_set(EBADMSG, "%s:%u: \"%s\": %s", t->flow->name, n->line,
		       n->name, words);
}

static void adopt(struct tree *t, size_t parent, size_t i)
{
	struct node *p = &t->node[parent];

	t->node[i].parent = parent;
	if (p->last == NONE)
		p->first = i;
	else
		t->node[p->last].after = i;
	p->last = i;
}

/* A name may stand several times, under different parents: who holds shares
 * in two companies.  What is below it hangs on the first. */
static int link_nodes(struct tree *t)
{
	t->root = NONE;
	for (size_t i = 0; i < t->c; i++) {
		struct node *n = &t->node[i];
		size_t up = 0;

		if (!*n->above && t->root != NONE)
			return wrong(t, n, _("a second root"));
		if (!*n->above) {
			t->root = i;
			continue;
		}
		while (up < t->c && strcmp(t->node[up].name, n->above) != 0)
			up++;
		if (up == t->c)
			return wrong(t, n, _("its parent is unknown"));
		adopt(t, up, i);
	}

	/* from every node the root is reached in at most c steps */
	for (size_t i = 0; i < t->c; i++) {
		size_t up = i;
		size_t steps = 0;

		while (up != NONE && steps++ <= t->c)
			up = t->node[up].parent;
		if (up != NONE)
			return wrong(t, &t->node[i],
				     _("it is above itself, in a circle"));
	}

	return 0;
}

static size_t add_shown(struct figure *f, size_t node, size_t parent)
{
	f->shown[f->c] = (struct shown){ .node = node };
	f->tidy[f->c] = (struct tidy){ .parent = parent };
	return f->c++;
}

/* The nodes of a part, parents before children, level by level */
static void collect(struct figure *f, const struct part *part)
{
	const struct node *node = f->tree->node;
	size_t child = part->from;

	f->c = 0;
	(void)add_shown(f, part->node, NONE);
	for (size_t k = 0; k < part->count; k++) {
		(void)add_shown(f, child, 0);
		child = node[child].after;
	}
	f->width = tidy_place(f->tidy, f->c);
	for (size_t i = 1; i < f->c; i++) {
		size_t depth = f->tidy[f->tidy[i].parent].depth + 1;

		f->tidy[i].depth = depth;
		if (depth >= part->depth)
			continue;
		for (child = node[f->shown[i].node].first; child != NONE;
		     child = node[child].after)
			(void)add_shown(f, child, i);
	}
	f->width = tidy_place(f->tidy, f->c);
}

/* Heights at a size of type; true if no word was torn */
static bool measure(struct figure *f)
{
	struct flow *flow = f->tree->flow;
	struct label label = { f->size, f->pitch - GAP - 2 * PAD, ALIGN_CENTER,
			       false };
	struct label small = label;
	bool whole = true;

	small.size = DRAWING_SIZE_MIN;
	f->levels = f->tidy[f->c - 1].depth + 1;
	memset(f->level, 0, f->levels * sizeof(*f->level));
	memset(f->labels, 0, f->levels * sizeof(*f->labels));
	for (size_t i = 0; i < f->c; i++) {
		struct node *n = &f->tree->node[f->shown[i].node];
		size_t depth = f->tidy[i].depth;
		long height[3];
		bool torn[2];

		label.heavy = f->shown[i].node == f->tree->root;
		(void)label_measure(flow, &n->title, &label, &height[0],
				    &torn[0]);
		(void)label_measure(flow, &n->second, &small, &height[1],
				    &torn[1]);
		(void)label_measure(flow, &n->edge, &small, &height[2], NULL);
		whole &= !torn[0] && !torn[1];
		height[0] += height[1] + 2 * PAD;
		if (f->parts && n->first != NONE) /* a mark may come */
			height[0] += small.size * 5 / 4;
		if (height[0] > f->level[depth])
			f->level[depth] = height[0];
		if (height[2] > f->labels[depth] && i > 0)
			f->labels[depth] = height[2];
	}

	f->height = f->parts ? HEAD : 0;
	for (size_t i = 0; i < f->levels; i++)
		f->height += f->level[i] + f->labels[i] +
			     (i > 0 ? STEM + ABOVE : 0);
	return whole;
}

/* Height of so many levels without any text: setting that takes long */
static long least_height(size_t levels)
{
	return (long)levels * 2 * PAD + (long)(levels - 1) * (STEM + ABOVE);
}

/* True if a part goes on a page */
static bool fits(struct figure *f, const struct part *part)
{
	long field = flow_width(f->tree->flow);

	collect(f, part);
	if (least_height(f->tidy[f->c - 1].depth + 1) > f->most)
		return false;

	f->pitch = field * TIDY_DISTANCE / (f->width + TIDY_DISTANCE);
	if (f->pitch > PITCH_MAX)
		f->pitch = PITCH_MAX;
	if (f->pitch < PITCH_MIN)
		return false;

	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		f->size = sizes[i];
		if (measure(f) && f->height <= f->most)
			return true;
	}

	return f->height <= f->most;
}

/* The node that comes after one when a tree is walked, NONE at its end */
static size_t walk(const struct tree *t, size_t i, size_t top, size_t *depthp)
{
	if (t->node[i].first != NONE) {
		++*depthp;
		return t->node[i].first;
	}
	while (i != top && t->node[i].after == NONE) {
		i = t->node[i].parent;
		--*depthp;
	}

	return i == top ? NONE : t->node[i].after;
}

/* Levels of some children and what is below them */
static size_t depth_below(const struct tree *t, size_t from, size_t count)
{
	size_t most = 0;

	for (size_t k = 0; k < count; k++, from = t->node[from].after) {
		size_t depth = 1;

		for (size_t i = from; i != NONE; i = walk(t, i, from, &depth))
			most = depth > most ? depth : most;
	}

	return most;
}

/* The greatest value of a number of a part at which it fits; 0 if none does */
static size_t greatest(struct figure *f, struct part *part, size_t *value,
		       size_t most)
{
	size_t low = 0;
	size_t high = most;

	while (low < high) {
		*value = (low + high + 1) / 2;
		if (fits(f, part))
			low = *value;
		else
			high = *value - 1;
	}

	*value = low;
	return low;
}

/* Take from a part what fits on a page; what is left over are new parts */
static int take(struct figure *f, struct queue *q, size_t i)
{
	struct tree *t = f->tree;
	struct part part = q->part[i];
	struct part rest = part;
	size_t most = depth_below(t, part.from, part.count);
	bool whole;

	part.depth = most;
	f->parts = i > 0;
	f->most = drawing_room(t->flow);
	whole = fits(f, &part);
	if (!whole) {
		f->most = drawing_most(t->flow);
		whole = fits(f, &part);
	}
	f->parts |= !whole;
	if (!whole && drawing_room(t->flow) > f->most / 2)
		f->most = drawing_room(t->flow);
	if (part.count > 0 && !whole) {
		part.depth = 1;
		(void)greatest(f, &part, &part.count, rest.count);
		most = depth_below(t, part.from, part.count);
		(void)greatest(f, &part, &part.depth, most);
	}
	if (!fits(f, &part) || (rest.count > 0 && part.count == 0))
		return wrong(t, &t->node[part.node], _("too long for a page"));

	q->part[i] = part;
	for (size_t k = 0; k < f->c; k++) {
		struct node *n = &t->node[f->shown[k].node];

		n->figure = 0;
		if (f->tidy[k].depth < part.depth || n->first == NONE || k == 0)
			continue;
		n->figure = q->c + 1;
		q->part = x_grow(q->part, q->c, sizeof(*q->part));
		q->part[q->c++] = (struct part){
			.node = f->shown[k].node,
			.from = n->first,
		};
		for (size_t c = n->first; c != NONE; c = t->node[c].after)
			q->part[q->c - 1].count++;
	}
	if (part.count == rest.count)
		return 0;

	t->node[part.node].figure = q->c + 1;
	rest.count -= part.count;
	while (part.count-- > 0)
		rest.from = t->node[rest.from].after;
	q->part = x_grow(q->part, q->c, sizeof(*q->part));
	q->part[q->c++] = rest;
	return 0;
}

static void set_text(struct figure *f)
{
	struct flow *flow = f->tree->flow;
	struct label label = { f->size, f->pitch - GAP - 2 * PAD, ALIGN_CENTER,
			       false };
	struct label small = label;
	char mark[TEXT];

	small.size = DRAWING_SIZE_MIN;
	for (size_t i = 0; i < f->c; i++) {
		struct shown *s = &f->shown[i];
		struct node *n = &f->tree->node[s->node];

		(void)snprintf(mark, sizeof(mark),
			       i > 0 ? "见图 %zu" : "续图 %zu", n->figure);
		label.heavy = s->node == f->tree->root;
		s->title = label_set(flow, &n->title, &label);
		s->second = label_set(flow, &n->second, &small);
		s->edge = label_set(flow, &n->edge, &small);
		s->mark = label_words(flow, n->figure ? mark : "", &small);
	}
}

static void set_boxes(struct figure *f, const struct drawing *d)
{
	long left = (d->w - f->width * f->pitch / TIDY_DISTANCE - f->pitch +
		     GAP) /
		    2;
	long top = f->parts ? HEAD : 0;
	long y = top;
	size_t depth = 0;

	for (size_t i = 0; i < f->c; i++) {
		struct box *b = &f->shown[i].box;

		for (; depth < f->tidy[i].depth; depth++)
			y += f->level[depth] + STEM + f->labels[depth + 1] +
			     ABOVE;
		b->x = left + f->tidy[i].x * f->pitch / TIDY_DISTANCE;
		b->w = f->pitch - GAP;
		b->h = f->level[depth];
		b->y = f->tree->up ? top + f->height - y - b->h : y;
	}
}

/* From a box to that of its parent */
static void draw_edge(struct figure *f, struct drawing *d, size_t i)
{
	static const struct pen thin = { .thick = 600, .open = true };
	static const struct pen white = { .fill = FILL_WHITE };
	const struct shown *s = &f->shown[i];
	const struct box *up = &f->shown[f->tidy[i].parent].box;
	bool mirror = f->tree->up;
	long from = mirror ? up->y : up->y + up->h;
	long bend = mirror ? from - STEM : from + STEM;
	long to = mirror ? s->box.y + s->box.h : s->box.y;
	struct point way[] = {
		{ up->x + up->w / 2, from },
		{ up->x + up->w / 2, bend },
		{ s->box.x + s->box.w / 2, bend },
		{ s->box.x + s->box.w / 2, to },
	};
	long h = label_height(s->edge);
	struct box label = { s->box.x + PAD, to - ABOVE / 2 - h,
			     s->box.w - 2 * PAD, h };
	struct box back = label;

	ink_path(d, way, ARRAY_LEN(way), &thin);
	if (s->edge->linec == 0)
		return;

	if (mirror)
		label.y = back.y = to + ABOVE / 2;
	back.w = para_width(s->edge) + 2 * PT;
	back.x += (label.w - back.w) / 2;
	ink_box(d, back, &white);
	ink_label(d, s->edge, label);
}

static void draw_node(const struct figure *f, struct drawing *d,
		      const struct shown *s)
{
	struct pen pen = { .thick = 600, .fill = FILL_WHITE };
	long y;

	if (s->node == f->tree->root) {
		pen.thick = 1200;
		pen.fill = 92;
	}
	ink_box(d, s->box, &pen);
	y = s->box.y + (s->box.h - label_height(s->title) -
			label_height(s->second) - label_height(s->mark)) /
			       2;
	ink_text(d, s->title, s->box.x + PAD, y);
	y += label_height(s->title);
	ink_text(d, s->second, s->box.x + PAD, y);
	ink_text(d, s->mark, s->box.x + PAD, y + label_height(s->second));
}

static int draw(struct figure *f, size_t number)
{
	struct label label = { DRAWING_SIZE, flow_width(f->tree->flow),
			       ALIGN_LEFT, true };
	char head[TEXT];
	struct drawing d;
	int err;

	set_text(f);
	err = drawing_begin(&d, f->tree->flow, f->height);
	if (err)
		return err;

	set_boxes(f, &d);
	for (size_t i = 1; i < f->c; i++)
		draw_edge(f, &d, i);
	for (size_t i = 0; i < f->c; i++)
		draw_node(f, &d, &f->shown[i]);
	(void)snprintf(head, sizeof(head), "图 %zu", number);
	if (f->parts)
		ink_text(&d, label_words(f->tree->flow, head, &label), 0, 0);
	drawing_end(&d);
	return 0;
}

static int put(struct tree *t)
{
	struct figure f = {
		.tree = t,
		.shown = x_calloc(t->c, sizeof(*f.shown)),
		.tidy = x_calloc(t->c, sizeof(*f.tidy)),
		.level = x_calloc(t->c, sizeof(*f.level)),
		.labels = x_calloc(t->c, sizeof(*f.labels)),
	};
	struct queue q = { 0 };
	size_t child = t->node[t->root].first;
	int err = 0;

	q.part = x_grow(q.part, q.c++, sizeof(*q.part));
	q.part[0] = (struct part){ .node = t->root, .from = child };
	for (; child != NONE; child = t->node[child].after)
		q.part[0].count++;
	for (size_t i = 0; !err && i < q.c; i++) {
		err = take(&f, &q, i);
		if (!err)
			err = draw(&f, i + 1);
	}

	free(q.part);
	free(f.shown);
	free(f.tidy);
	free(f.level);
	free(f.labels);
	return err;
}

int tree_put(struct flow *flow, const struct block *b, const char *rest)
{
	struct tree tree = { .flow = flow, .up = strcmp(rest, "up") == 0 };
	struct lines lines;
	int err = 0;

	if (*rest && !tree.up)
		err = err_set(EBADMSG, _("%s:%u: unknown words \"%s\""),
			      flow->name, b->line, rest);
	lines_init(&lines, str_text(&b->body), &b->origin, flow->name);
	while (!err && lines_next(&lines))
		err = read_node(&tree, &lines);
	lines_release(&lines);
	if (!err && tree.c == 0)
		err = err_set(EBADMSG, _("%s:%u: an empty drawing"), flow->name,
			      b->line);
	if (!err)
		err = link_nodes(&tree);
	if (!err && tree.root != NONE)
		err = put(&tree);

	for (size_t i = 0; i < tree.c; i++) {
		free(tree.node[i].name);
		free(tree.node[i].above);
		rich_release(&tree.node[i].title);
		rich_release(&tree.node[i].edge);
		rich_release(&tree.node[i].second);
	}
	free(tree.node);
	return err;
}
