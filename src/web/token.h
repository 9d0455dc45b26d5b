/**
 * @file web/token.h  Who may ask for what
 *
 * A token is 32 random bytes in base64url; the configuration has its SHA-256
 * only.  As nobody can guess one, a slow hash would add nothing.
 */
#ifndef WEB_TOKEN_H
#define WEB_TOKEN_H

#include "pack/config.h"
#include "util/str.h"

/** What a token may do; each may what those before it may */
enum role {
	ROLE_NONE,
	ROLE_VIEWER,	 /**< Sees the board and calls, numbers masked */
	ROLE_OPERATOR,	 /**< Sees numbers, sets its own seat */
	ROLE_SUPERVISOR, /**< Sets every seat, ends calls, hears recordings */
	ROLE_ADMIN,	 /**< Reloads the configuration */
};

/** Role by name; ROLE_NONE if there is none */
enum role role_find(const char *name);

/** Name of a role */
const char *role_name(enum role role);

/**
 * Find the row of a token, in a time that does not tell which it is
 *
 * @param header  Value of Authorization
 *
 * @return The row; NULL if there is none
 */
const struct config_token *token_find(const struct config *conf,
				      const char *header);

/** Make a token and the row for the configuration; 0 or EIO */
int token_make(struct str *token, struct str *row, enum role role);

#endif
