/**
 * @file typeset/topology.c  Boxes in layers, what connects them, and zones
 */
#include "typeset/topology.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "typeset/figure.h"
#include "typeset/lines.h"
#include "util/err.h"
#include "util/lang.h"
#include "util/mem.h"
#include "util/util.h"

#define BOX_MAX (120 * PT)
#define BOX_MIN (42 * PT)
#define PAD	(3 * PT)

/* Blank between the frame of a zone and its boxes, and where its title is */
#define ZONE_PAD   (7 * PT)
#define ZONE_TITLE (48 * PT)
#define ZONE_RIGHT (7 * PT)
#define ZONE_DEPTH 3
#define ZONE_TEXT  30

#define SMALL	   DRAWING_SIZE_MIN
#define LABEL_MAX  (90 * PT)
#define LABEL_TEXT 40

/* Part of the field that must be left so that no new page is begun */
#define ROOM_PERCENT 60

static const long sizes[] = { 10500, 9000, 8000, 7000, DRAWING_SIZE_MIN };

static int read_layer(const struct lines *l, size_t cell, size_t *layerp)
{
	long n = 1;
	int err = lines_whole(l, cell, 1, LAYERS_MAX, &n);

	*layerp = (size_t)n - 1;
	return err;
}

static size_t find(const struct topology *t, const char *id)
{
	size_t i = 0;

	while (i < t->nodec && strcmp(t->node[i].id, id) != 0)
		i++;
	return i;
}

static int read_node(struct topology *t, const struct lines *l)
{
	struct topology_node *n;
	int err = lines_want(l, 4, 5);
	size_t same;

	if (!err && t->nodec == TOPOLOGY_NODES)
		err = lines_wrong(l, _("more than %d boxes"), TOPOLOGY_NODES);
	if (err)
		return err;

	t->node = x_grow(t->node, t->nodec, sizeof(*t->node));
	n = &t->node[t->nodec];
	*n = (struct topology_node){ .id = lines_text(l, 1) };
	same = find(t, n->id);
	t->nodec++;
	if (same + 1 < t->nodec)
		err = lines_wrong(l, _("\"%s\" is there twice"), n->id);
	if (!err)
		err = read_layer(l, 2, &n->layer);
	lines_label(l, 3, FIGURE_TEXT, &n->label);
	lines_label(l, 4, FIGURE_TEXT, &n->note);
	if (n->layer >= t->layerc)
		t->layerc = n->layer + 1;
	return err;
}

static int read_end(struct topology *t, const struct lines *l, size_t cell,
		    size_t *np)
{
	char *id = lines_text(l, cell);
	int err = 0;

	*np = find(t, id);
	if (*np == t->nodec)
		err = lines_wrong(l, _("no box \"%s\" above this line"), id);
	free(id);
	return err;
}

static int read_link(struct topology *t, const struct lines *l)
{
	struct topology_link *k;
	int err = lines_want(l, 3, 4);

	if (!err && t->linkc == TOPOLOGY_LINKS)
		err = lines_wrong(l, _("more than %d links"), TOPOLOGY_LINKS);
	if (err)
		return err;

	t->link = x_grow(t->link, t->linkc, sizeof(*t->link));
	k = &t->link[t->linkc++];
	*k = (struct topology_link){ .a = 0 };
	err = read_end(t, l, 1, &k->a);
	if (!err)
		err = read_end(t, l, 2, &k->b);
	if (!err && k->a == k->b)
		err = lines_wrong(l, _("a box linked with itself"));
	lines_label(l, 3, LABEL_TEXT, &k->label);
	return err;
}

static int read_zone(struct topology *t, const struct lines *l)
{
	struct topology_zone *z;
	int err = lines_want(l, 4, 4);

	if (!err && t->zonec == TOPOLOGY_ZONES)
		err = lines_wrong(l, _("more than %d zones"), TOPOLOGY_ZONES);
	if (err)
		return err;

	t->zone = x_grow(t->zone, t->zonec, sizeof(*t->zone));
	z = &t->zone[t->zonec++];
	*z = (struct topology_zone){ .line = l->line };
	lines_label(l, 1, ZONE_TEXT, &z->title);
	err = read_layer(l, 2, &z->first);
	if (!err)
		err = read_layer(l, 3, &z->last);
	if (!err && z->last < z->first)
		err = lines_wrong(l, _("a zone that ends before it begins"));
	return err;
}

static int read_line(struct topology *t, const struct lines *l)
{
	static const struct {
		const char *word;
		int (*read)(struct topology *t, const struct lines *l);
	} kinds[] = {
		{ "node", read_node },
		{ "link", read_link },
		{ "zone", read_zone },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (lines_is(l, 0, kinds[i].word))
			return kinds[i].read(t, l);
	}

	return lines_wrong(l, _("an unknown line of a topology"));
}

/* True if a zone is in another; of two alike the first is the outer one */
static bool is_in(const struct topology *t, size_t in, size_t out)
{
	const struct topology_zone *a = &t->zone[in];
	const struct topology_zone *b = &t->zone[out];
	bool same = a->first == b->first && a->last == b->last;

	return a->first >= b->first && a->last <= b->last &&
	       (!same || in > out);
}

static int set_zones(struct topology *t)
{
	size_t deepest = 0;

	for (size_t i = 0; i < t->zonec; i++) {
		struct topology_zone *z = &t->zone[i];
		int wrong = z->last >= t->layerc;

		for (size_t k = 0; k < t->zonec; k++) {
			const struct topology_zone *o = &t->zone[k];

			z->depth += k != i && is_in(t, i, k);
			wrong |= z->first < o->first && o->first <= z->last &&
				 z->last < o->last;
		}
		if (wrong || z->depth >= ZONE_DEPTH)
			return err_set(EBADMSG,
				       _("%s:%u: a zone that crosses another, "
					 "or has no boxes, or is in more than "
					 "%d others"),
				       t->flow->name, z->line, ZONE_DEPTH - 1);
		deepest = z->depth + 1 > deepest ? z->depth + 1 : deepest;
		t->pad[z->first][0] += ZONE_PAD;
		t->pad[z->last][1] += ZONE_PAD;
	}

	t->left = (long)deepest * ZONE_TITLE;
	t->layers.width = flow_width(t->flow) - t->left -
			  (long)deepest * ZONE_RIGHT;
	t->layers.gap = TOPOLOGY_GAP;
	return 0;
}

/* Width of the boxes so that the fullest layer has room */
static long box_width(const struct topology *t)
{
	long best = BOX_MAX;

	for (size_t layer = 0; layer < t->layerc; layer++) {
		long room = t->layers.width + TOPOLOGY_GAP;
		long boxes = 0;

		for (size_t i = 0; i < t->layers.c; i++) {
			if (t->layers.item[i].layer != layer)
				continue;
			room -= TOPOLOGY_GAP;
			boxes += i < t->nodec;
		}
		if (boxes > 0 && room / boxes - 2 * TOPOLOGY_BLANK < best)
			best = room / boxes - 2 * TOPOLOGY_BLANK;
	}

	return best;
}

static bool measure(struct topology *t, long size, long width)
{
	struct label label = { size, width - 2 * PAD, ALIGN_CENTER, true };
	struct label small = { SMALL, width - 2 * PAD, ALIGN_CENTER, false };
	bool whole = true;

	memset(t->row_h, 0, sizeof(t->row_h));
	for (size_t i = 0; i < t->nodec; i++) {
		struct topology_node *n = &t->node[i];
		long *row = &t->row_h[n->layer];
		long h[2];
		bool torn;

		(void)label_measure(t->flow, &n->label, &label, &h[0], &torn);
		(void)label_measure(t->flow, &n->note, &small, &h[1], NULL);
		whole &= !torn;
		if (h[0] + h[1] + 4 * PAD > *row)
			*row = h[0] + h[1] + 4 * PAD;
	}
	small.width = LABEL_MAX;
	for (size_t i = 0; i < t->linkc; i++) {
		struct topology_link *k = &t->link[i];

		k->label_w = label_measure(t->flow, &k->label, &small,
					   &k->label_h, NULL);
	}

	small.width = ZONE_TITLE - 2 * PAD;
	for (size_t i = 0; i < t->zonec; i++) {
		struct topology_zone *z = &t->zone[i];
		long h;

		(void)label_measure(t->flow, &z->title, &small, &h, NULL);
		for (size_t k = z->first; k <= z->last; k++)
			h -= t->row_h[k];
		if (h > 0)
			t->row_h[z->first] += h;
	}
	return whole;
}

static void set_boxes(struct topology *t, long width)
{
	for (size_t i = 0; i < t->nodec; i++) {
		struct topology_node *n = &t->node[i];

		n->box = (struct box){ t->layers.item[i].x - width / 2, 0,
				       width, t->row_h[n->layer] };
	}
}

/* Lay out in a size of type; true if it is not too high and no word is torn */
static bool lay_out(struct topology *t, long size, long width, long most)
{
	bool whole = measure(t, size, width);

	set_boxes(t, width);
	topology_route(t);
	return whole && t->height <= most;
}

static void draw_zone(struct topology *t, struct drawing *d, size_t i)
{
	static const struct pen dashed = { .thick = 600, .dash = 2500 };
	struct topology_zone *z = &t->zone[i];
	struct label label = { SMALL, ZONE_TITLE - 2 * PAD, ALIGN_CENTER,
			       true };
	long x = (long)z->depth * ZONE_TITLE;
	long y1 = t->row_y[z->first];
	long y2 = t->row_y[z->last] + t->row_h[z->last];

	for (size_t k = 0; k < t->zonec; k++) {
		const struct topology_zone *o = &t->zone[k];

		if (k != i && !is_in(t, k, i))
			continue;
		y1 -= o->first == z->first ? ZONE_PAD : 0;
		y2 += o->last == z->last ? ZONE_PAD : 0;
	}
	ink_box(d,
		(struct box){ x, y1, d->w - x - (long)z->depth * ZONE_RIGHT,
			      y2 - y1 },
		&dashed);
	ink_label(d, label_set(t->flow, &z->title, &label),
		  (struct box){ x + PAD, y1, 0, y2 - y1 });
}

static void draw_node(struct topology *t, struct drawing *d, size_t i,
		      long size)
{
	static const struct pen pen = { .thick = DRAWING_THICK,
					.fill = FILL_WHITE };
	struct topology_node *n = &t->node[i];
	struct label label = { size, n->box.w - 2 * PAD, ALIGN_CENTER, true };
	struct para *head = label_set(t->flow, &n->label, &label);
	struct para *note;
	long y;

	label.size = SMALL;
	label.heavy = false;
	note = label_set(t->flow, &n->note, &label);
	n->box.y = t->row_y[n->layer];
	ink_box(d, n->box, &pen);
	y = n->box.y + (n->box.h - label_height(head) - label_height(note)) / 2;
	ink_text(d, head, n->box.x + PAD, y);
	ink_text(d, note, n->box.x + PAD, y + label_height(head));
}

static void draw_link_label(struct topology *t, struct drawing *d,
			    const struct topology_link *k)
{
	static const struct pen white = { .fill = FILL_WHITE };
	struct label label = { SMALL, LABEL_MAX, ALIGN_CENTER, false };
	struct box b = { k->label_at.x - k->label_w / 2 - PT,
			 k->label_at.y - k->label_h / 2, k->label_w + 2 * PT,
			 k->label_h };

	if (k->label.c == 0)
		return;

	ink_box(d, b, &white);
	b.x = k->label_at.x - LABEL_MAX / 2;
	ink_label(d, label_set(t->flow, &k->label, &label), b);
}

static int draw(struct topology *t, long size)
{
	static const struct pen thin = { .thick = 600 };
	struct drawing d;
	int err = drawing_begin(&d, t->flow, t->height);

	if (err)
		return err;

	for (size_t i = 0; i < t->zonec; i++)
		draw_zone(t, &d, i);
	for (size_t i = 0; i < t->linkc; i++)
		ink_arrow(&d, t->link[i].way, t->link[i].wayc, &thin);
	for (size_t i = 0; i < t->linkc; i++)
		draw_link_label(t, &d, &t->link[i]);
	for (size_t i = 0; i < t->nodec; i++)
		draw_node(t, &d, i, size);
	drawing_end(&d);
	return 0;
}

/* Part the fullest layer into two rows, what is below it moves down; false if
 * there is none to part or there are too many layers already */
static bool split_layer(struct topology *t)
{
	size_t count[LAYERS_MAX] = { 0 };
	size_t full = 0;
	size_t seen = 0;

	for (size_t i = 0; i < t->nodec; i++)
		count[t->node[i].layer]++;
	for (size_t i = 1; i < t->layerc; i++)
		full = count[i] > count[full] ? i : full;
	if (count[full] < 2 || t->layerc == LAYERS_MAX)
		return false;

	for (size_t i = 0; i < t->nodec; i++) {
		struct topology_node *n = &t->node[i];

		if (n->layer > full ||
		    (n->layer == full && seen++ >= (count[full] + 1) / 2))
			n->layer++;
	}
	for (size_t i = 0; i < t->zonec; i++) {
		t->zone[i].first += t->zone[i].first > full;
		t->zone[i].last += t->zone[i].last >= full;
	}
	for (size_t i = t->layerc++; i > full; i--)
		memcpy(t->pad[i], t->pad[i - 1], sizeof(t->pad[i]));
	t->pad[full][1] = 0;
	t->pad[full + 1][0] = 0;
	return true;
}

/* Place the boxes in a width of theirs; 0 if they do not go into the field */
static long place(struct topology *t)
{
	long width;

	t->layers.c = 0;
	t->layers.linkc = 0;
	topology_items(t);
	layers_order(&t->layers);
	width = box_width(t);
	for (size_t i = 0; i < t->nodec; i++)
		t->layers.item[i].w = width + 2 * TOPOLOGY_BLANK;

	return width >= BOX_MIN && layers_place(&t->layers) ? width : 0;
}

static int put(struct topology *t, unsigned line)
{
	long most = drawing_most(t->flow);
	long room = drawing_room(t->flow);
	long width = place(t);
	size_t size = 0;
	size_t last = ARRAY_LEN(sizes) - 1;

	while (width == 0 && split_layer(t))
		width = place(t);
	if (width == 0)
		return err_set(EBADMSG,
			       _("%s:%u: too many boxes and links in a layer"),
			       t->flow->name, line);

	for (size_t i = 0; i < t->layers.c; i++)
		t->layers.item[i].x += t->left;
	if (room > most * ROOM_PERCENT / 100)
		most = room;
	while (size < last && !lay_out(t, sizes[size], width, most))
		size++;
	(void)lay_out(t, sizes[size], width, most);
	if (t->height > most) /* then on a page of its own, without heading */
		most = flow_height(t->flow);
	if (t->height > most)
		return err_set(EBADMSG,
			       _("%s:%u: too many layers and links for a page"),
			       t->flow->name, line);

	return draw(t, sizes[size]);
}

static void release(struct topology *t)
{
	for (size_t i = 0; i < t->nodec; i++) {
		free(t->node[i].id);
		rich_release(&t->node[i].label);
		rich_release(&t->node[i].note);
	}
	for (size_t i = 0; i < t->linkc; i++)
		rich_release(&t->link[i].label);
	for (size_t i = 0; i < t->zonec; i++)
		rich_release(&t->zone[i].title);
	free(t->node);
	free(t->link);
	free(t->zone);
	free(t->layers.item);
	free(t->layers.link);
}

int topology_put(struct flow *flow, const struct block *b, const char *rest)
{
	struct topology t = { .flow = flow };
	struct lines lines;
	int err = 0;

	(void)rest;
	lines_init(&lines, str_text(&b->body), &b->origin, flow->name);
	while (!err && lines_next(&lines))
		err = read_line(&t, &lines);
	lines_release(&lines);
	if (!err && t.nodec == 0)
		err = err_set(EBADMSG, _("%s:%u: an empty drawing"), flow->name,
			      b->line);
	if (!err)
		err = set_zones(&t);
	if (!err)
		err = put(&t, b->line);
	release(&t);
	return err;
}
