/**
 * @file util/passkey.h  The key of what is encrypted: where it comes from
 *
 * A key is what somebody types, up to 1024 bytes without a line end.  It is
 * taken from a file descriptor (--key-fd), from the keyring of the account in
 * the kernel, or typed at the terminal without being shown; never from the
 * command line or the environment, which others can read.  Its memory is locked
 * and fenced (sodium_malloc) and overwritten when it is given back.
 *
 * What this process was given, it keeps until it ends: a database is opened
 * more than once.
 */
#ifndef UTIL_PASSKEY_H
#define UTIL_PASSKEY_H

#include <stdbool.h>
#include <stddef.h>

/** Fewest and most bytes of a key somebody chooses */
#define PASSKEY_MIN 12
#define PASSKEY_MAX 1024

struct passkey {
	unsigned char *bytes; /**< Ended by NUL that size does not count */
	size_t size;
};

/** A key with a copy of bytes, which stay the caller's to wipe; NULL if no more
 *  memory can be locked */
struct passkey *passkey_new(const void *bytes, size_t size);

/** Overwrite and free; NULL is allowed */
void passkey_free(struct passkey *key);

/** True if both are the same; NULL is no key */
bool passkey_same(const struct passkey *a, const struct passkey *b);

/** Take the key from this descriptor when one is needed (--key-fd) */
void passkey_use_fd(int fd);

/** Look for keys of this database in the keyring; copied */
void passkey_use_name(const char *path);

/** Where a try comes from */
enum passkey_from {
	PASSKEY_HAD,
	PASSKEY_FD,
	PASSKEY_RING,
	PASSKEY_TYPED,
	PASSKEY_NO_MORE
};

/** Keys that are tried one after the other; begin with a zeroed one */
struct passkey_try {
	enum passkey_from from;
	size_t next; /**< Of those at hand, or times asked */
	bool tried;  /**< There was one that did not fit */
};

/**
 * The next key that may fit
 *
 * @param what  What it opens, for the question at the terminal
 * @param keyp  Set to the key, borrowed until the process ends
 *
 * @return 0; EPERM if there is none and nobody to ask, or none of those that
 *         were there fits; EINVAL for one that is no key; ECANCELED; EIO
 */
int passkey_next(struct passkey_try *t, const char *what,
		 const struct passkey **keyp);

/** Keep a key for the next times; the process owns it */
void passkey_have(struct passkey *key);

/** Wipe what this process was given */
void passkey_forget(void);

/** Read a key from a descriptor to its end, without its line end; 0; EINVAL;
 *  EIO */
int passkey_read_fd(struct passkey **keyp, int fd);

/** Ask for a new key at the terminal, twice; 0; EPERM without a terminal;
 *  EINVAL if it is too short or the two differ; EIO */
int passkey_ask_new(struct passkey **keyp);

/**
 * Keep a key in the keyring of the account, until the machine stops or for some
 * seconds
 *
 * @param seconds  0: until it stops
 *
 * @return 0 or EIO
 */
int passkey_ring_keep(const struct passkey *key, unsigned seconds);

/** Take it out of there; 0; ENOENT if it is not there; EIO */
int passkey_ring_drop(void);

/** Whether it is there */
bool passkey_ring_has(void);

#endif
