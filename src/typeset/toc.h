/**
 * @file typeset/toc.h  The table of contents
 *
 * Its lines are known from the headings that follow, so it takes its place at
 * once; the numbers of the pages are filled in when all is laid out.
 */
#ifndef TYPESET_TOC_H
#define TYPESET_TOC_H

#include "typeset/flow.h"
#include "typeset/markdown.h"

/**
 * Put the headings of the blocks behind a directive where the flow is
 *
 * A title of the whole paper, the only heading of its level, is left out.
 *
 * @param i     The directive among the blocks; its body is the title
 * @param rest  Deepest level to list; "": 3
 *
 * @return 0; EBADMSG for a wrong level, EINVAL for too many pages
 */
int toc_put(struct flow *flow, const struct blocks *blocks, size_t i,
	    const char *rest);

/** Fill in the numbers, when all headings have their bookmark */
void toc_fill(struct flow *flow);

#endif
