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

/** End of the name of a sealed copy */
#define VAULT_SEALED ".enc"

/** True for the name of a copy of the vault's kind */
bool vault_is_copy(const struct vault *vault, const char *name);

/** True for one of the other kind: plain if the vault has a key */
bool vault_is_other(const struct vault *vault, const char *name);

/** Name of a copy */
void vault_name(char name[VAULT_NAME], const struct vault *vault,
		const char *sha256);

/** Hash of what is in an open copy, from where it stands; 0, EBADMSG or EIO */
int vault_hash(const struct vault *vault, int fd, const char *path,
	       char sha256[SHA256_TEXT]);

/** Write what is in an open copy to an open file; 0, EBADMSG or EIO */
int vault_pour(const struct vault *vault, int to, int from, const char *path,
	       char sha256[SHA256_TEXT]);

/** Append what is in an open copy to a text; 0; EINVAL over the limit; EBADMSG;
 *  EIO */
int vault_take_in(const struct vault *vault, int fd, const char *path,
		  size_t limit, struct str *to, char sha256[SHA256_TEXT]);

/** Bytes to an open file; 0, or -1 with errno */
int vault_write_all(int fd, const char *data, size_t size);

/** The hashes that must be there by the names of their copies */
struct wanted {
	struct want {
		char name[VAULT_NAME];
		const char *sha256; /**< Borrowed */
	} * v;			    /**< Sorted by name */
	size_t c;
};

void vault_wanted(struct wanted *wanted, const struct vault *vault,
		  const char *const *wantv, size_t wantc);

/** The hash of a name among them, or NULL */
const char *vault_find_wanted(const struct wanted *wanted, const char *name);

/** Where a copy is, there or not; the caller frees it */
char *vault_path(const struct vault *vault, const char *sha256);

/** Open a regular file; a pipe is not waited for, a link is not followed */
int vault_open_file(const char *path, int *fdp);

/** Copy what is left of an open file, named for the message, up to so many
 *  bytes */
int vault_copy_all(int to, int from, const char *path, uint64_t most);

/** The same of a file that is not sealed, sealed on the way */
int vault_seal_all(int to, int from, const char *path,
		   const struct passkey *key);

/** Hold the vault, alone or with others who put copies there, until the file
 *  is closed; -1 if that cannot be done */
int vault_hold(const struct vault *vault, bool alone);

#endif
