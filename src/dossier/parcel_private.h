/**
 * @file dossier/parcel_private.h  What a parcel is made of
 */
#ifndef DOSSIER_PARCEL_PRIVATE_H
#define DOSSIER_PARCEL_PRIVATE_H

#include "dossier/parcel.h"

#define PARCEL_SCHEMA "callpermit-dossier/1"
#define PARCEL_HEAD   "callpermit-dossier.json"
#define PARCEL_PACK   "pack/"
#define PARCEL_FILES  "files/"
#define PARCEL_SUMS   "SHA256SUMS"

/** Most columns of a table of a parcel */
#define PARCEL_COLUMNS_MAX 24

/** A table whose rows go along; of which a column is text (t) or whole number
 *  (i), in the order of columns */
struct parcel_table {
	const char *member; /**< In the archive */
	const char *name;
	const char *columns; /**< Without dossier */
	const char *types;   /**< A letter each */
	const char *order;   /**< Columns that order the rows */
};

/** Ended by a NULL member; the journal is the first */
extern const struct parcel_table parcel_tables[];

#endif
