/**
 * @file store/db_key.h  Encrypted databases, by SQLCipher
 *
 * The file is that of SQLCipher 4 as it comes: pages of 4096 bytes, each
 * encrypted with AES-256 (CBC) and with an HMAC-SHA512, the key of the file
 * made of what was typed by PBKDF2-HMAC-SHA512, 256000 rounds, with the salt in
 * its first 16 bytes; WAL and journals likewise.  The program sqlcipher(1)
 * opens it with the same key.  A key written x'64 HEXADECIMAL DIGITS' is
 * SQLCipher's for the key itself, without rounds.
 *
 * A file that is no database as it stands, and consists of whole pages, is
 * taken for encrypted.
 */
#ifndef STORE_DB_KEY_H
#define STORE_DB_KEY_H

#include "store/db_care.h"
#include "store/db_private.h"
#include "util/passkey.h"

/** How long a database in use elsewhere is waited for, ms */
#define DB_BUSY_MS 5000

/** Give a connection its key; NULL: none; 0, EPERM without SQLCipher, EIO */
int db_set_key(sqlite3 *sq, const struct passkey *key);

/**
 * Open a file with one key
 *
 * @param flags  SQLITE_OPEN_...
 *
 * @return 0; EBADMSG if it does not fit; EPERM; EIO
 */
int db_open_with(sqlite3 **sqp, const char *path, int flags,
		 const struct passkey *key);

/**
 * Open a file, plain or with whichever of the keys at hand fits
 *
 * @param may_seal  Otherwise an encrypted one is what it looks like: no
 *                  database, as the first who reads finds out
 * @param keyp      Set to its key, NULL if it is plain; borrowed
 *
 * @return 0; EPERM without the right key, or without SQLCipher; EIO
 */
int db_open_handle(sqlite3 **sqp, const char *path, int flags, bool may_seal,
		   const struct passkey **keyp);

#endif
