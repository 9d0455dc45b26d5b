/**
 * @file util/file.h  Files, written whole or not at all
 */
#ifndef UTIL_FILE_H
#define UTIL_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"

/** Room for a SHA-256 in hexadecimal and its NUL */
#define SHA256_TEXT 65

/**
 * Read a whole regular file
 *
 * @param strp   Receives the bytes, appended
 * @param limit  Most bytes allowed
 *
 * @return 0, ENOENT, EINVAL if not a regular file or over the limit, EIO
 */
int file_read(struct str *strp, const char *path, size_t limit);

/** Read all of an open file, pipe or terminal, named for the message.  0,
 * EINVAL over the limit, EIO */
int file_read_fd(struct str *strp, int fd, const char *name, size_t limit);

/**
 * Write a file so that readers see the old or the new one, never a part
 *
 * A temporary file beside it is written, synced and renamed; mode 0600.
 *
 * A link is followed; a device, pipe or folder is refused.
 *
 * @return 0, ENOENT if the folder is not there, EINVAL if something else than a
 *         file is there, or EIO; on failure the old file stands
 */
int file_write(const char *path, const void *data, size_t size);

/**
 * Make a folder of our own for temporary files, mode 0700: in $TMPDIR, or /tmp
 *
 * @param in_memory  In /dev/shm instead: what is in it never reaches a disk,
 *                   unless the machine swaps
 * @param dirp       Set to its path; the caller frees it
 *
 * @return 0 or EIO
 */
int file_temp_folder(char **dirp, bool in_memory);

/** Make the name of a file durable: its folder is synced; 0 or EIO */
int file_sync_folder(const char *path);

/** Make a folder, mode 0700, and those above it that are missing; 0, EINVAL for
 *  an empty name, or EIO */
int file_mkdirs(const char *path);

/** The 32 bytes of a SHA-256 as lower-case hexadecimal */
void file_hex(char hex[SHA256_TEXT], const unsigned char *digest);

/** SHA-256 of bytes as lower-case hexadecimal */
void file_sha256_mem(char hex[SHA256_TEXT], const void *data, size_t size);

/** SHA-256 of what is left to read of an open file, named for the message; 0 or
 *  EIO */
int file_sha256_fd(char hex[SHA256_TEXT], int fd, const char *name);

/** SHA-256 of a file's contents; 0, ENOENT or EIO */
int file_sha256(char hex[SHA256_TEXT], const char *path);

/**
 * Find a file or folder that ships with the program
 *
 * In --data's folder if one is given, and nowhere else.  Otherwise in the tree
 * (a folder with forms/ and data/) beside the program or up to six folders
 * above it, there also below share/callpermit, or in PREFIX/share/callpermit.
 *
 * @param name  For example "forms" or "data/rules.yaml"
 *
 * @return Path; the caller frees it; NULL if nowhere
 */
char *file_shipped(const char *name);

/** Folder of the message catalogues: locale/ beside the program or in the tree,
 *  whatever --data says; the caller frees it */
char *file_catalogue(void);

/** Kinds of files of a user, by the XDG base directory specification */
enum file_home {
	FILE_CONFIG, /**< $XDG_CONFIG_HOME, else ~/.config */
	FILE_DATA,   /**< $XDG_DATA_HOME, else ~/.local/share */
	FILE_STATE,  /**< $XDG_STATE_HOME, else ~/.local/state */
};

/**
 * Find where a file of ours lies among those of the user, there or not
 *
 * A variable with a relative path is not followed, as the specification wants.
 *
 * @param name  For example "notify.yaml"
 *
 * @return Path, "/home/a/.config/callpermit/notify.yaml"; the caller frees it
 */
char *file_of_user(enum file_home home, const char *name);

/** Use this tree for file_shipped() (--data); borrowed; NULL forgets it */
void file_set_root(const char *root);

#endif
