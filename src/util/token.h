/**
 * @file util/token.h  The token that is shown to an engine
 *
 * It lies in a file or comes over a descriptor, never in the arguments, which
 * others can see.
 */
#ifndef UTIL_TOKEN_H
#define UTIL_TOKEN_H

#include "util/str.h"

/** Where a token is; one of both */
struct token_place {
	const char *file;
	const char *fd; /**< Number of an open descriptor, as typed */
};

/**
 * Read a token, the first word of its place
 *
 * @param token  To be wiped by token_forget()
 *
 * @return 0, EINVAL, or the errors of file_read()
 */
int token_read(struct str *token, const struct token_place *place);

/** Wipe and free it */
void token_forget(struct str *token);

#endif
