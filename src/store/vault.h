/**
 * @file store/vault.h  Files that a dossier rests on, by their SHA-256
 *
 * A vault is a folder beside a file: that of dossiers.db is dossiers.db.files,
 * with the copies in dossiers.db.files/1f/1f9a....  A copy is written under
 * another name, synced, renamed and its folder synced, so that it is there
 * whole or not at all, and what was told is kept survives a power cut.  The
 * same bytes are kept once.  Its name is its hash, so a copy that somebody
 * changed is found out, and no name that comes from outside is ever followed.
 *
 * The vault of an encrypted database holds its files sealed (util/sealed.h)
 * with a key that only the database has.  Such a copy is named after the hash
 * as well, but by a name that only who has the key can make of it, and ends in
 * .enc: 5c/5c07....enc.  Hashes, wherever they are said, are those of what is
 * in the file.  A vault with a key does not know of plain copies, nor the other
 * way round, so that both may be there while one is made of the other.
 *
 * A database in memory has no vault: nothing is kept, hashes are told.
 */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"
#include "util/file.h"
#include "util/passkey.h"
#include "util/str.h"

/** Most bytes of one file */
#define VAULT_FILE_MAX ((uint64_t)1 << 31)

/** Most bytes of a copy of it, which is a little larger if it is sealed */
#define VAULT_COPY_MAX (VAULT_FILE_MAX + (1 << 20))

struct vault {
	char *dir;		   /**< NULL: keeps nothing */
	const struct passkey *key; /**< Copies are sealed with it; NULL: they
				    * are plain.  Borrowed from the database */
};

/** The vault of a database, there or not; release it with vault_release() */
void vault_of_db(struct vault *vault, const struct db *db);

/** The vault beside a file of that path */
void vault_beside(struct vault *vault, const char *path);

void vault_release(struct vault *vault);

/**
 * Keep a copy of bytes
 *
 * @param sha256  Set to their hash
 *
 * @return 0; EINVAL if they are too many; EIO, then nothing was kept
 */
int vault_put(const struct vault *vault, const void *data, size_t size,
	      char sha256[SHA256_TEXT]);

/**
 * Keep a copy of a file; a link, device or pipe is refused
 *
 * @param want    Hash that it must have; NULL: any
 * @param sha256  Set to its hash
 *
 * @return 0; ENOENT; EINVAL if it is no file or too large; EBADMSG if it has
 *         another hash; EIO.  On failure nothing was kept
 */
int vault_put_file(const struct vault *vault, const char *path,
		   const char *want, char sha256[SHA256_TEXT]);

/** Keep a copy of what is left to read of an open file, named for messages;
 *  as vault_put_file() */
int vault_put_fd(const struct vault *vault, int fd, const char *name,
		 const char *want, char sha256[SHA256_TEXT]);

/** Whether a file is kept; its bytes are not looked at */
bool vault_has(const struct vault *vault, const char *sha256);

/** Bytes of a file that is kept, -1 if it is not */
int64_t vault_size(const struct vault *vault, const char *sha256);

/**
 * Read a file that is kept
 *
 * @param to     Receives the bytes, appended
 * @param limit  Most bytes allowed
 *
 * @return 0; ENOENT if it is not kept; EINVAL over the limit; EBADMSG if it was
 *         changed since; EIO
 */
int vault_read(const struct vault *vault, const char *sha256, size_t limit,
	       struct str *to);

/**
 * Open a file that is kept for reading, its bytes looked at
 *
 * What is in one that is sealed is then in memory, never on a disk.
 *
 * @param fdp  Set to its descriptor, at the start of the file
 *
 * @return 0; ENOENT if it is not kept; EBADMSG if it was changed since; EIO
 */
int vault_open(const struct vault *vault, const char *sha256, int *fdp);

/** Room for the name of a copy below its folder, and a NUL */
#define VAULT_NAME (SHA256_TEXT + 4)

/**
 * Open the copy itself, sealed if it is, its bytes looked at
 *
 * @param name  Set to its name
 *
 * @return As vault_open()
 */
int vault_open_copy(const struct vault *vault, const char *sha256, int *fdp,
		    char name[VAULT_NAME]);

/**
 * Keep a sealed copy that vault_open_copy() gave, of a vault with the same key
 *
 * @param fd    At its start
 * @param name  The name it had
 *
 * @return 0; EBADMSG if it is not a copy of that name sealed with the key; EIO
 */
int vault_put_copy(const struct vault *vault, int fd, const char *name);

/** Look at such a copy only; as vault_put_copy() */
int vault_check_copy(const struct vault *vault, int fd, const char *name);

/** Keep what another vault keeps; 0, ENOENT if it does not; EBADMSG if it was
 *  changed there; EIO */
int vault_copy(const struct vault *vault, const struct vault *from,
	       const char *sha256);

/**
 * Write a file that is kept out under another name, which must be free
 *
 * @return 0; ENOENT if it is not kept; EEXIST; EBADMSG if it was changed since;
 *         EIO, then nothing is left there
 */
int vault_write(const struct vault *vault, const char *sha256,
		const char *path);

/** Remove a copy, there or not, whoever refers to it; 0 or EIO */
int vault_drop(const struct vault *vault, const char *sha256);

/** Told of each file that is swept away */
typedef void vault_swept_h(const char *name, int64_t bytes, void *arg);

/**
 * Remove copies that nobody refers to, and what a copy that was cut short left
 *
 * What was put there within the last hour stays: whoever put it may be about
 * to say so.  What is no copy of ours is not touched.
 *
 * @param wantv   Hashes of those that stay, sorted, none twice
 * @param youngp  Set to the number that stay because they are young
 *
 * @return 0 or EIO
 */
int vault_sweep(const struct vault *vault, const char *const *wantv,
		size_t wantc, vault_swept_h *h, void *arg, size_t *youngp);

/** Told how far it is */
typedef void vault_step_h(int64_t done, int64_t of, void *arg);

/**
 * Keep everything that another vault keeps, whoever refers to it
 *
 * @param from  May be of the same folder, with another key or none
 * @param step  May be NULL
 *
 * @return 0; EBADMSG if a file was changed since it was put there; EIO
 */
int vault_copy_whole(const struct vault *vault, const struct vault *from,
		     vault_step_h *step, void *arg);

/**
 * Remove the copies that are not of the kind of this vault: plain ones if it
 * has a key, sealed ones otherwise; and what one that was cut short left
 *
 * @param countp  Set to how many
 *
 * @return 0 or EIO
 */
int vault_drop_others(const struct vault *vault, size_t *countp);

/** What may be wrong with a file */
enum vault_flaw {
	VAULT_MISSING, /**< Asked for, and not there */
	VAULT_CHANGED, /**< Its bytes are not those it was named after */
	VAULT_EXTRA, /**< There, and nobody asked for it, or no copy of ours */
};

/** Told of each flaw; name is the hash, or the name of what is no copy or whose
 *  hash is not known */
typedef int vault_flaw_h(enum vault_flaw flaw, const char *name, void *arg);

/**
 * Look at every file
 *
 * @param wantv  Hashes of those that must be there, sorted, none twice
 * @param whole  Whether a copy not among them is extra
 *
 * @return 0, the handler's error, or EIO
 */
int vault_verify(const struct vault *vault, const char *const *wantv,
		 size_t wantc, bool whole, vault_flaw_h *h, void *arg);

#endif
