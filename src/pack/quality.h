/**
 * @file pack/quality.h  The score sheet of quality checks
 */
#ifndef PACK_QUALITY_H
#define PACK_QUALITY_H

#include <stdbool.h>

/** Something that is judged in a call */
struct quality_item {
	char *key;
	unsigned points; /**< Most */
	bool must;	 /**< A call with 0 of it fails */
	char *en;
	char *zh;
};

/** The sheet */
struct quality {
	unsigned pass; /**< Points of a call that passes */
	struct quality_item *items;
	unsigned items_count;
};

/**
 * Load a sheet
 *
 * @return 0, ENOENT, EIO, EINVAL, or EBADMSG with file:line:column: keys are
 *         there once, and the points are enough to pass
 */
int quality_load(struct quality **qp, const char *path);

/** Free it; NULL is allowed */
void quality_free(struct quality *q);

#endif
