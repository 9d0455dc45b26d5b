/**
 * @file store/share.h  A database and its vault shared with a group
 *
 * Made by us everything is its owner's alone: folders 0700, files 0600.  A
 * folder that is shared has mode 2770: what is made in it belongs to its group,
 * and is made with 2770 and 0660 whatever the umask.  SQLite gives the files
 * beside a database the mode of the database.
 */
#ifndef STORE_SHARE_H
#define STORE_SHARE_H

#include <stdbool.h>
#include <sys/types.h>

/** How a database is shared */
struct share {
	bool with_group; /**< Its folder is shared */
	gid_t gid;	 /**< With whom */
};

/** See how a database is shared; 0 or ENOENT */
int share_read(struct share *share, const char *db_path);

/**
 * Share the database, the folder it lies in, and its vault, with a group, or
 * with nobody any more
 *
 * The folder must hold nothing else, and its group must be able to come there.
 *
 * @return 0; EPERM if something else is in the folder, a folder above is
 *         closed, or it is somebody else's; ENOENT; EIO
 */
int share_write(const struct share *share, const char *db_path);

/** Give what we have just made the mode that its folder asks for: that of the
 *  group if it is shared, else nothing happens */
void share_made(const char *path);

#endif
