/**
 * @file typeset/foot.h  What stands under the text of every page
 */
#ifndef TYPESET_FOOT_H
#define TYPESET_FOOT_H

#include "typeset/flow.h"

/**
 * Number all pages, when their number is known
 *
 * @param text  What the paper says of itself, in lines; "" for nothing
 */
void foot_put(struct flow *flow, const char *text);

#endif
