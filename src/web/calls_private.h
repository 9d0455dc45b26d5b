/**
 * @file web/calls_private.h  Calls over HTTP, as calls.c and download.c share
 * it
 */
#ifndef WEB_CALLS_PRIVATE_H
#define WEB_CALLS_PRIVATE_H

#include "web/calls.h"
#include "web/reader.h"

struct calls {
	char *folder;
	struct reader *db;    /**< Searches, which may take long */
	struct reader *files; /**< Recordings, with a database to find them */
};

#endif
