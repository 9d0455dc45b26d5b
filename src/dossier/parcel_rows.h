/**
 * @file dossier/parcel_rows.h  What a parcel says becomes rows
 */
#ifndef DOSSIER_PARCEL_ROWS_H
#define DOSSIER_PARCEL_ROWS_H

#include "dossier/parcel_private.h"
#include "pack/files.h"
#include "util/file.h"
#include "util/str.h"

/** Most tables of a parcel */
#define PARCEL_TABLES_MAX 8

/** What was read, in memory */
struct parcel_in {
	char no[16];
	int64_t created;
	int64_t updated;
	char pack_version[32];
	char pack_sha256[SHA256_TEXT];
	int64_t journal_len;
	char journal_head[SHA256_TEXT];
	int64_t missing;
	struct str
		rows[PARCEL_TABLES_MAX]; /**< In the order of parcel_tables */
	bool has[PARCEL_TABLES_MAX];
};

void parcel_in_release(struct parcel_in *in);

/** Read the first member; 0; EBADMSG; EPERM of a newer program */
int parcel_head(struct parcel_in *in, const struct str *text);

/** Keep the pack that came along, unless it is there or is the shipped one; the
 *  files are taken over; 0; EBADMSG if it is not the one named, or cannot be
 *  read; EIO */
int parcel_take_pack(struct db *db, const struct pack *shipped,
		     const struct parcel_in *in, struct pack_files *files);

/** Make the dossier from its rows and verify it; 0 or the errors of
 *  parcel_read() */
int parcel_take_rows(struct db *db, const struct parcel_in *in, const char *no,
		     struct dossier *d);

#endif
