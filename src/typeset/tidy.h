/**
 * @file typeset/tidy.h  Where the nodes of a tree stand
 *
 * The tidy drawing of Reingold and Tilford (Tidier Drawings of Trees, 1981) for
 * any number of children after Walker, in linear time by C. Buchheim, M.
 * Juenger and S. Leipert, Improving Walker's Algorithm to Run in Linear Time
 * (Graph Drawing 2002): parents stand over the middle of their children, like
 * trees look alike, and no two nodes of a level are nearer than a distance.
 */
#ifndef TYPESET_TIDY_H
#define TYPESET_TIDY_H

#include <stddef.h>

/** Parent of the root */
#define TIDY_NONE ((size_t)-1)

/** Distance of neighbours on a level */
#define TIDY_DISTANCE 1000L

struct tidy {
	size_t parent; /**< Index, smaller than the own; TIDY_NONE: the root */
	long x;	       /**< Receives the place, from 0 */
	size_t depth;  /**< Receives the level, the root's is 0 */
};

/**
 * Place the nodes of one tree; node 0 is its root
 *
 * @return The greatest x
 */
long tidy_place(struct tidy *node, size_t c);

#endif
