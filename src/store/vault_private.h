/**
 * @file store/vault_private.h  What the parts of the vault share
 */
#ifndef STORE_VAULT_PRIVATE_H
#define STORE_VAULT_PRIVATE_H

#include "store/vault.h"

/** Digits that name the folder of a copy */
#define VAULT_SHELF 2

/** How a copy on its way is named, before mkstemp() */
#define VAULT_TEMP "new-"

/** What errno says of a path; ENOENT or EIO */
int vault_fail(const char *path);

/** True for 64 digits */
bool vault_is_hash(const char *s);

/** Where a copy is, there or not; the caller frees it */
char *vault_path(const struct vault *vault, const char *sha256);

/** Open a regular file; a pipe is not waited for, a link is not followed */
int vault_open_file(const char *path, int *fdp);

/** Copy what is left of an open file, named for the message */
int vault_copy_all(int to, int from, const char *path);

/** Hold the vault, alone or with others who put copies there, until the file
 *  is closed; -1 if that cannot be done */
int vault_hold(const struct vault *vault, bool alone);

#endif
