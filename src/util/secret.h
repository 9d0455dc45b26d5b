/**
 * @file util/secret.h  Passwords and keys: where they lie, and not for long
 *
 * A configuration names a file or an environment variable, never the secret
 * itself, so that it may be shown and copied.  The memory is overwritten when
 * it is given back.
 */
#ifndef UTIL_SECRET_H
#define UTIL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/** Most bytes of a secret */
#define SECRET_MAX 1024

/** Where a secret lies; one of the two */
struct secret_place {
	const char *file; /**< Path; NULL: not there */
	const char *env;  /**< Name of an environment variable; NULL: not there
			   */
};

struct secret {
	char *text; /**< Ended by NUL; NULL in an empty secret */
	size_t size;
};

/** True if a place is given at all */
bool secret_is_placed(const struct secret_place *place);

/**
 * Read a secret
 *
 * A file must be a regular one of ours or of root that nobody else may read or
 * write (mode 0600 or 0400); a link is followed.  A line end behind the secret
 * is left out.
 *
 * @param secretp  Set to the secret; give it back with secret_release()
 * @param what     What it is, for messages, e.g. "password of mail.example"
 *
 * @return 0; ENOENT if it is not there; EPERM if others may read the file;
 *         EINVAL if no or two places are given, for an empty or too long
 *         secret, or one with control characters; EIO.  No message holds it.
 */
int secret_read(struct secret *secretp, const struct secret_place *place,
		const char *what);

/** Overwrite and free it; an empty one is allowed */
void secret_release(struct secret *secret);

#endif
