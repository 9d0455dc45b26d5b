/**
 * @file web/archive_private.h  Calls over HTTP, as archive.c and download.c
 * share it
 */
#ifndef WEB_ARCHIVE_PRIVATE_H
#define WEB_ARCHIVE_PRIVATE_H

#include "web/archive.h"
#include "web/reader.h"

struct archive {
	char *folder;
	struct reader *db;    /**< Searches, which may take long */
	struct reader *files; /**< Recordings, with a database to find them */
};

#endif
