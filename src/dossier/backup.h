/**
 * @file dossier/backup.h  All dossiers and their files as one file, and back
 *
 * A backup is a tar: callpermit-backup.json says what it is, then come
 * dossiers.db, the database as it was at one moment, files/1f/1f9a..., the
 * vault, and SHA256SUMS over them, which "sha256sum -c SHA256SUMS" checks
 * anywhere.  It is made while others work.  It ends with SHA256SUMS, so that
 * one that was cut short is known.
 *
 * The backup of an encrypted database is encrypted with the same key: its
 * database is, and its files are as they lie in the vault, sealed and under the
 * names they have there.  What it is, is in callpermit-backup.json for all to
 * read: when it was made, how many dossiers it has.
 */
#ifndef DOSSIER_BACKUP_H
#define DOSSIER_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

/** What is in a backup */
struct backup {
	int64_t at;	  /**< When it was begun, ms UTC */
	int64_t last;	  /**< Time of the newest change in it; 0: none */
	int64_t dossiers; /**< How many */
	int64_t files;	  /**< Of the vault */
	int64_t bytes;	  /**< Of its database and files */
	int64_t missing;  /**< Files that are named, and were not kept */
	bool sealed;	  /**< Encrypted: with the key that its database had */
	int64_t flaws;	  /**< Things that were wrong, each of them told */
};

/** Whoever wants to know what goes on; either may be NULL */
struct backup_watch {
	void (*flaw)(const char *text, void *arg);	   /**< A sentence */
	void (*step)(int64_t done, int64_t of, void *arg); /**< Files */
	void *arg;
};

/**
 * Write a backup
 *
 * It is written under another name, read again as a whole, its database opened
 * and checked, and then given its name: it is there whole or not at all.  A
 * file of the vault that was changed since it was put there is told and left
 * out, one that is not kept is counted; the rest is kept.
 *
 * @param path  A file that is not there yet
 *
 * @return 0, flaws or not; EEXIST; ENOENT if its folder is not there; EBUSY;
 *         EBADMSG if what was written cannot be read again; EIO
 */
int backup_write(struct db *db, const char *path,
		 const struct backup_watch *watch, struct backup *backup);

/**
 * Read a backup as a whole: every hash, its database opened, the chain of each
 * journal
 *
 * @return 0, flaws or not; ENOENT; EBADMSG if it is no backup or cannot be
 *         used; EIO
 */
int backup_verify(const char *path, const struct backup_watch *watch,
		  struct backup *backup);

/** What a restore is to do */
struct backup_restore {
	const char *path; /**< The backup */
	const char *db;	  /**< Where the database is to be, there or not */
	bool force;	  /**< Though a database with later changes is there */
	char *aside; /**< Set to where the one that was there is now, or NULL;
		      *   free it */
};

/**
 * Put a backup in place
 *
 * Everything is checked before anything is moved.  The database that was there
 * stays beside the new one under another name; files of its vault stay too.
 *
 * @return 0, flaws or not; EPERM if the database there has later changes, or
 *         cannot be read to tell, or is encrypted and the backup is not, and
 *         force is not set; EBUSY if anybody has it
 *         open; ENOENT; EBADMSG; EIO.  On failure the old database stands
 */
int backup_restore(struct backup_restore *restore,
		   const struct backup_watch *watch, struct backup *backup);

#endif
