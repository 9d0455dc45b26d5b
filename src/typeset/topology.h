/**
 * @file typeset/topology.h  A drawing of what is connected, before it is drawn
 *
 * Boxes stand in layers; links leave boxes at their lower or upper side, run
 * in tracks between the layers and pass a layer only between its boxes.
 */
#ifndef TYPESET_TOPOLOGY_H
#define TYPESET_TOPOLOGY_H

#include "typeset/drawing.h"
#include "typeset/layers.h"

/** Least blank between items, and what boxes have more on each side: links
 *  that pass a layer may be nearer to one another than boxes */
#define TOPOLOGY_GAP   (8 * PT)
#define TOPOLOGY_BLANK (3 * PT)

/** Most corners of a link: four on each side of a layer */
#define TOPOLOGY_WAY (4 * (LAYERS_MAX + 1))

struct topology_node {
	char *id;
	struct rich label;
	struct rich note;
	size_t layer;
	struct box box;
	bool linked; /**< Directly, to its neighbour at the right */
};

struct topology_link {
	size_t a;
	size_t b;
	struct rich label;
	long label_w;
	long label_h;
	struct point way[TOPOLOGY_WAY]; /**< From a to b */
	size_t wayc;
	struct point label_at; /**< Middle of its label */
};

struct topology_zone {
	struct rich title;
	size_t first;
	size_t last;
	size_t depth; /**< How many zones it is in */
	unsigned line;
};

struct topology {
	struct flow *flow;
	struct topology_node *node;
	size_t nodec;
	struct topology_link *link;
	size_t linkc;
	struct topology_zone *zone;
	size_t zonec;
	struct layers layers; /**< Item i is node i, then the passes */
	size_t layerc;
	long left;		/**< Where the boxes begin */
	long row_y[LAYERS_MAX]; /**< Upper edges of the boxes */
	long row_h[LAYERS_MAX];
	long pad[LAYERS_MAX][2]; /**< Of zones above and below a layer */
	long height;
};

/** Make the items of the layers: nodes, and where links pass a layer */
void topology_items(struct topology *topology);

/**
 * Route all links, with the boxes' widths and rows' heights known
 *
 * Sets row_y, the links' ways and the height.
 */
void topology_route(struct topology *topology);

#endif
