/**
 * @file typeset/topology_route.c  Links between boxes, along the axes
 */
#include <stdlib.h>

#include "typeset/topology.h"
#include "util/mem.h"
#include "util/util.h"

/* Blank between boxes and the first and last track; arrows need it */
#define CHANNEL_PAD (9 * PT)

/* Height of a track without a label, and blank around labels */
#define TRACK	  (6 * PT)
#define LABEL_PAD (2 * PT)

/* From the corner of a box to a link, and between links */
#define CORNER	 (8 * PT)
#define PORT_GAP (8 * PT)

/* Links nearer than this are taken for one */
#define NEAR (3 * PT)

/* A part of a link in the channel below a layer */
struct wire {
	size_t link;
	size_t channel;
	size_t top;    /* item */
	size_t bottom; /* item; if both are in one layer, it turns back */
	long x1;
	long x2;
	size_t user; /* of tracks; NONE if it is straight */
	bool labelled;
};

#define NONE ((size_t)-1)

struct router {
	struct topology *t;
	struct wire *wire;
	size_t c;
	struct track_user *user;
	long *height;
	long channel_h[LAYERS_MAX];
};

static bool turns(const struct router *r, const struct wire *w)
{
	const struct layers_item *item = r->t->layers.item;

	return item[w->top].layer == item[w->bottom].layer;
}

static size_t add_item(struct layers *l, size_t layer, long w)
{
	l->item = x_grow(l->item, l->c, sizeof(*l->item));
	l->item[l->c] = (struct layers_item){ .layer = layer, .w = w };
	return l->c++;
}

static void add_part(struct layers *l, size_t a, size_t b)
{
	l->link = x_grow(l->link, l->linkc, sizeof(*l->link));
	l->link[l->linkc++] = (struct layers_link){ a, b };
}

void topology_items(struct topology *t)
{
	struct layers *l = &t->layers;

	for (size_t i = 0; i < t->nodec; i++)
		(void)add_item(l, t->node[i].layer, 0);
	for (size_t i = 0; i < t->linkc; i++) {
		size_t a = t->link[i].a;
		size_t b = t->link[i].b;
		size_t above;

		if (t->node[a].layer > t->node[b].layer) {
			a = t->link[i].b;
			b = t->link[i].a;
		}
		above = a;
		if (t->node[a].layer == t->node[b].layer)
			continue;
		for (size_t k = t->node[a].layer + 1; k < t->node[b].layer;
		     k++) {
			size_t pass = add_item(l, k, 0);

			add_part(l, above, pass);
			above = pass;
		}
		add_part(l, above, b);
	}
}

static void add_wire(struct router *r, size_t link, size_t top, size_t bottom)
{
	r->wire = x_grow(r->wire, r->c, sizeof(*r->wire));
	r->wire[r->c++] = (struct wire){
		.link = link,
		.channel = r->t->layers.item[top].layer,
		.top = top,
		.bottom = bottom,
		.user = NONE,
	};
}

/* A link to the next box of the same layer needs no channel */
static bool is_direct(struct topology *t, struct topology_link *k)
{
	const struct layers_item *a = &t->layers.item[k->a];
	const struct layers_item *b = &t->layers.item[k->b];
	size_t left = a->order < b->order ? k->a : k->b;
	const struct box *box[2] = { &t->node[k->a].box, &t->node[k->b].box };
	bool right = a->order < b->order;
	long y;

	if (k->label.c > 0 || t->node[left].linked ||
	    (a->order + 1 != b->order && b->order + 1 != a->order))
		return false;

	t->node[left].linked = true;
	y = t->row_h[a->layer] / 2; /* the row's place is not known yet */
	k->way[0] = (struct point){ box[0]->x + (right ? box[0]->w : 0), y };
	k->way[1] = (struct point){ box[1]->x + (right ? 0 : box[1]->w), y };
	k->wayc = 2;
	return true;
}

/* The parts of all links; those of the layers come first and in their order */
static void make_wires(struct router *r)
{
	struct topology *t = r->t;
	size_t part = 0;

	for (size_t i = 0; i < t->nodec; i++)
		t->node[i].linked = false;
	for (size_t i = 0; i < t->linkc; i++) {
		struct topology_link *k = &t->link[i];
		size_t from = t->node[k->a].layer;
		size_t to = t->node[k->b].layer;
		size_t n = from < to ? to - from : from - to;
		size_t first = r->c;

		k->wayc = 0;
		if (n == 0 && is_direct(t, k))
			continue;
		if (n == 0)
			add_wire(r, i, k->a, k->b);
		for (; n > 0; n--, part++)
			add_wire(r, i, t->layers.link[part].a,
				 t->layers.link[part].b);
		r->wire[first].labelled = k->label.c > 0;
	}
}

/* The end of a wire on one side of an item */
struct port {
	long *x;
	long want;
};

static int by_want(const void *a, const void *b)
{
	const struct port *x = a;
	const struct port *y = b;

	if (x->want != y->want)
		return x->want < y->want ? -1 : 1;
	return x->x < y->x ? -1 : 1; /* in one array */
}

static void add_port(struct port *port, size_t *cp, long *x, long want)
{
	port[(*cp)++] = (struct port){ x, want };
}

/* Spread the ends of links over the side of a box: where they want to be if
 * there is room for all, else evenly */
static void spread(struct port *port, size_t c, const struct box *b)
{
	long low = b->x + CORNER;
	long high = b->x + b->w - CORNER;
	bool even = low > high;

	qsort(port, c, sizeof(*port), by_want);
	for (size_t i = 0; i < c; i++) {
		long want = port[i].want;

		want = want > high ? high : want;
		*port[i].x = want < low ? low : want;
		even |= i > 0 && *port[i].x - *port[i - 1].x < PORT_GAP;
	}
	for (size_t i = 0; even && i < c; i++)
		*port[i].x = b->x + b->w * (long)(i + 1) / (long)(c + 1);
}

static void set_ports(struct router *r, bool lower)
{
	struct topology *t = r->t;
	struct port *port = x_calloc(2 * r->c + 1, sizeof(*port));

	for (size_t i = 0; i < t->layers.c; i++) {
		size_t c = 0;

		for (size_t k = 0; k < r->c; k++) {
			struct wire *w = &r->wire[k];
			long x1 = t->layers.item[w->top].x;
			long x2 = t->layers.item[w->bottom].x;

			if (!lower && w->top == i)
				add_port(port, &c, &w->x1, x2);
			if (!lower && w->bottom == i && turns(r, w))
				add_port(port, &c, &w->x2, x1);
			if (lower && w->bottom == i && !turns(r, w))
				add_port(port, &c, &w->x2, w->x1);
		}
		if (i < t->nodec && c == 1 && !lower)
			*port[0].x = t->layers.item[i].x;
		else if (i < t->nodec && c > 0)
			spread(port, c, &t->node[i].box);
		for (size_t k = 0; i >= t->nodec && k < c; k++)
			*port[k].x = t->layers.item[i].x;
	}
	free(port);
}

/* Two links must not run on one line: move the lower end of one aside */
static void part_wires(struct router *r)
{
	for (size_t i = 0; i < r->c; i++) {
		struct wire *w = &r->wire[i];
		const struct box *b;
		long step = NEAR + PT;

		if (w->bottom >= r->t->nodec || turns(r, w) || w->x1 == w->x2)
			continue;
		b = &r->t->node[w->bottom].box;
		for (size_t k = 0; k < r->c; k++) {
			const struct wire *o = &r->wire[k];

			if (k == i || o->channel != w->channel ||
			    labs(o->x1 - w->x2) >= NEAR)
				continue;
			if (w->x2 + step > b->x + b->w - NEAR)
				step = -step;
			if (w->x2 + step > b->x + NEAR)
				w->x2 += step;
		}
	}
}

/* How many other links a label in the middle of x would hide */
static size_t hidden(const struct router *r, const struct wire *w, long x,
		     long half)
{
	size_t n = 0;

	for (size_t i = 0; i < r->c; i++) {
		const struct wire *o = &r->wire[i];

		if (o == w || o->channel != w->channel)
			continue;
		n += labs(o->x1 - x) < half;
		n += labs(o->x2 - x) < half;
	}

	return n;
}

/* The middle of a label: on the link if it does not hide a corner of it, else
 * beside it, where it hides fewest others */
static long label_place(const struct router *r, const struct wire *w, long half)
{
	const struct topology *t = r->t;
	long from = w->x1 < w->x2 ? w->x1 : w->x2;
	long to = w->x1 < w->x2 ? w->x2 : w->x1;
	long span = to - from;
	bool on = span == 0 || span > 2 * half + 2 * LABEL_PAD;
	const long places[] = {
		from + span / 2,	 to + half + LABEL_PAD,
		from - half - LABEL_PAD, from + half + LABEL_PAD,
		to - half - LABEL_PAD,
	};
	size_t least = (size_t)-1;
	long best = from + span / 2;

	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		size_t n = hidden(r, w, places[i], half);

		if (places[i] - half < t->left || n >= least ||
		    places[i] + half > t->left + t->layers.width ||
		    (!on && (i < 1 || i > 2)))
			continue;
		least = n;
		best = places[i];
	}

	return best;
}

static void set_user(struct router *r, struct wire *w, struct track_user *u)
{
	const struct topology *t = r->t;
	struct topology_link *k = &t->link[w->link];
	long half = k->label_w / 2 + LABEL_PAD;
	long middle;

	u->from = w->x1 < w->x2 ? w->x1 : w->x2;
	u->to = w->x1 < w->x2 ? w->x2 : w->x1;
	u->height = TRACK;
	if (w->labelled) {
		middle = label_place(r, w, half);
		u->height = k->label_h + 2 * LABEL_PAD;
		k->label_at.x = middle;
		u->from = middle - half < u->from ? middle - half : u->from;
		u->to = middle + half > u->to ? middle + half : u->to;
	}
	u->from -= NEAR;
	u->to += NEAR;
}

/* Tracks of the channel below a layer; sets the places of the tracks of its
 * wires, from the upper end of the channel, in r->height */
static void set_tracks(struct router *r, size_t channel)
{
	size_t users = 0;
	size_t tracks;
	long y = CHANNEL_PAD;

	for (size_t i = 0; i < r->c; i++) {
		struct wire *w = &r->wire[i];

		w->user = w->channel == channel ? NONE : w->user;
		if (w->channel != channel ||
		    (w->x1 == w->x2 && !w->labelled && !turns(r, w)))
			continue;
		w->user = users;
		set_user(r, w, &r->user[users++]);
	}
	tracks = tracks_assign(r->user, users, r->height);
	for (size_t i = 0; i < tracks; i++) {
		long h = r->height[i];

		r->height[i] = y + h / 2;
		y += h;
	}
	r->channel_h[channel] = y + CHANNEL_PAD;
	if (users == 0 && channel + 1 == r->t->layerc)
		r->channel_h[channel] = 0;
}

static void add_corner(struct topology_link *k, long x, long y)
{
	k->way[k->wayc++] = (struct point){ x, y };
}

/* The corners of the wires of a channel whose upper end is at y */
static void set_ways(struct router *r, size_t channel, long y)
{
	struct topology *t = r->t;
	long top = t->row_y[channel] + t->row_h[channel];
	long bottom = channel + 1 < t->layerc ? t->row_y[channel + 1] : 0;

	for (size_t i = 0; i < r->c; i++) {
		struct wire *w = &r->wire[i];
		struct topology_link *k = &t->link[w->link];
		long track = top;

		if (w->channel != channel)
			continue;
		add_corner(k, w->x1, top);
		if (w->user != NONE) {
			track = y + r->height[r->user[w->user].track];
			add_corner(k, w->x1, track);
			add_corner(k, w->x2, track);
		}
		add_corner(k, w->x2, turns(r, w) ? top : bottom);
		if (w->labelled)
			k->label_at.y = track;
	}
}

/* Rows and channels from the top; a channel's tracks are forgotten when the
 * next is laid out, so its wires get their corners at once */
static void set_rows(struct router *r)
{
	struct topology *t = r->t;
	long y = t->pad[0][0];

	for (size_t i = 0; i < t->layerc; i++) {
		bool last = i + 1 == t->layerc;
		long channel;

		t->row_y[i] = y;
		channel = y + t->row_h[i] + t->pad[i][1];
		set_tracks(r, i);
		y = channel + r->channel_h[i];
		if (!last) {
			y += t->pad[i + 1][0];
			t->row_y[i + 1] = y;
		}
		set_ways(r, i, channel);
	}
	t->height = y;
}

void topology_route(struct topology *t)
{
	struct router r = { .t = t };

	make_wires(&r);
	r.user = x_calloc(r.c + 1, sizeof(*r.user));
	r.height = x_calloc(r.c + 1, sizeof(*r.height));
	set_ports(&r, false);
	set_ports(&r, true);
	part_wires(&r);
	for (size_t i = 0; i < r.c; i++) { /* a bend so small is a blot */
		struct wire *w = &r.wire[i];

		if (labs(w->x1 - w->x2) < NEAR && w->bottom < t->nodec)
			w->x2 = w->x1;
	}
	set_rows(&r);
	for (size_t i = 0; i < t->linkc; i++) {
		struct topology_link *k = &t->link[i];
		bool direct = t->node[k->a].layer == t->node[k->b].layer &&
			      k->wayc == 2;

		for (size_t n = 0; direct && n < 2; n++)
			k->way[n].y += t->row_y[t->node[k->a].layer];
		if (t->node[k->a].layer <= t->node[k->b].layer)
			continue;
		for (size_t n = 0; n < k->wayc / 2; n++) { /* it goes up */
			struct point swap = k->way[n];

			k->way[n] = k->way[k->wayc - 1 - n];
			k->way[k->wayc - 1 - n] = swap;
		}
	}
	free(r.wire);
	free(r.user);
	free(r.height);
}
