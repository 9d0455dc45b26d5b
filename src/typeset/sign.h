/**
 * @file typeset/sign.h  Lines to sign on, and other places for a pen
 *
 * Lines to sign on stand at the right, begin in one column and are kept
 * together.  In a letter a date in the last line ends four characters before
 * the margin and a line without a colon, the name of who signs, stands above
 * the middle of the date (GB/T 9704-2012, 7.3.5); there is room for a seal of
 * 42 mm, which is set on both.
 */
#ifndef TYPESET_SIGN_H
#define TYPESET_SIGN_H

#include "typeset/flow.h"
#include "typeset/markdown.h"

/** Put the lines of a fence; EBADMSG for too many of them */
int sign_put(struct flow *flow, const struct block *block);

/** Height they take with the blank above, if none of them is too long */
long sign_height(const struct flow *flow, const struct block *block);

/** Put a number of rules to write on; EBADMSG for a wrong number */
int sign_blank(struct flow *flow, const struct block *block, const char *rest);

#endif
