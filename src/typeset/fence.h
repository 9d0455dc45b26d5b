/**
 * @file typeset/fence.h  The lines of a directive, one after the other
 */
#ifndef TYPESET_FENCE_H
#define TYPESET_FENCE_H

#include <stdbool.h>

#include "typeset/markdown.h"

/** Where one is in the body of a fence; begin with { .block = b } */
struct fence {
	const struct block *block;
	size_t at; /**< Byte of the body */
	size_t n;  /**< Lines read */
};

/**
 * Read the next line, as markdown_plain() does
 *
 * @param rich  Its text is replaced by the line, which knows where it stands
 *              in the template
 *
 * @return False if there is none; blank lines at the end are none
 */
bool fence_next(struct fence *fence, struct rich *rich);

/** How many lines there are */
size_t fence_lines(const struct block *block);

#endif
