/**
 * @file typeset/foot.h  What stands under the text of every page
 */
#ifndef TYPESET_FOOT_H
#define TYPESET_FOOT_H

#include "typeset/flow.h"

/** What a paper says of itself */
struct footer {
	const char *text; /**< In lines, on every page; "" for nothing */
	const char *code; /**< As a QR code on the first page; NULL: none */
};

/**
 * Number all pages, when their number is known
 *
 * @return 0; EINVAL if the code has more than QR_BYTES
 */
int foot_put(struct flow *flow, const struct footer *foot);

#endif
