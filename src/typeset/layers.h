/**
 * @file typeset/layers.h  A graph in layers: who stands beside whom, and where
 *
 * The method of K. Sugiyama, S. Tagawa and M. Toda, Methods for Visual
 * Understanding of Hierarchical System Structures (IEEE SMC-11, 1981): links
 * go from layer to layer, narrow items stand where one passes a layer; items
 * are ordered by the barycentre of their neighbours to have few crossings,
 * then moved towards them as far as they do not overlap.  Horizontal parts of
 * links get tracks of their own by the left-edge rule of A. Hashimoto and J.
 * Stevens, Wire Routing by Optimizing Channel Assignment (DAC 1971).
 */
#ifndef TYPESET_LAYERS_H
#define TYPESET_LAYERS_H

#include <stdbool.h>
#include <stddef.h>

/** Most layers */
#define LAYERS_MAX 12

struct layers_item {
	size_t layer; /**< From 0 */
	long w;
	size_t order; /**< Among those of its layer */
	long x;	      /**< Receives its middle */
};

/** A link between items of neighbouring layers, a the upper one */
struct layers_link {
	size_t a;
	size_t b;
};

struct layers {
	struct layers_item *item;
	size_t c;
	struct layers_link *link;
	size_t linkc;
	long width; /**< From 0 */
	long gap;   /**< Least between items */
};

/** Choose the order of items; it starts with that in which they stand */
void layers_order(struct layers *layers);

/** Place the items; true if they fit into the width */
bool layers_place(struct layers *layers);

/** The horizontal part of a link between two layers, with its label */
struct track_user {
	long from;
	long to;
	long height;
	size_t track; /**< Receives its track, from 0 */
};

/**
 * Give parts that overlap tracks of their own
 *
 * @param height  Receives the heights of the tracks, at most c
 *
 * @return How many
 */
size_t tracks_assign(struct track_user *user, size_t c, long *height);

#endif
