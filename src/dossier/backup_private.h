/**
 * @file dossier/backup_private.h  Reading a backup, to check it or to use it
 */
#ifndef DOSSIER_BACKUP_PRIVATE_H
#define DOSSIER_BACKUP_PRIVATE_H

#include "dossier/backup.h"
#include "store/vault.h"

#define BACKUP_SCHEMA "callpermit-backup/1"
#define BACKUP_HEAD   "callpermit-backup.json"
#define BACKUP_DB     "dossiers.db"
#define BACKUP_FILES  "files/"
#define BACKUP_SUMS   "SHA256SUMS"

/**
 * Read a backup through: its database goes to a file and is checked there, its
 * files to a vault
 *
 * @param db     Where the database is written: a file of ours, empty
 * @param vault  Receives the files; NULL: they are only checked
 *
 * @return As backup_verify()
 */
int backup_read(const char *path, const char *db, const struct vault *vault,
		const struct backup_watch *watch, struct backup *backup);

/** Tell a flaw and count it */
void backup_flaw(const struct backup_watch *watch, struct backup *backup,
		 const char *text);

/** Time of the newest change in a database, 0 if there is none; 0 or EIO */
int backup_last(struct db *db, int64_t *lastp);

#endif
