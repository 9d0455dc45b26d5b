/**
 * @file ledger/export.h  Calls leave the house with two persons' consent
 *
 * One asks, with a reason; another approves; then the calls are written, once.
 * Each of the three is a row of the log (ledger/desk.h).  Numbers of callers
 * are masked unless the request says otherwise (F-22, F-24, F-26).
 *
 * The last line of a file is its watermark: who asked, approved and wrote it,
 * when, how many calls, and the SHA-256 of all that stands before that line.
 */
#ifndef LEDGER_EXPORT_H
#define LEDGER_EXPORT_H

#include "ledger/calls.h"
#include "ledger/desk.h"

/** A request; borrowed */
struct export
{
	int64_t id;
	int64_t at;
	const char *who;
	const char *reason;
	const char *filter; /**< Lines name=value */
	bool unmask;	    /**< Whole numbers */
	int64_t approved;   /**< When, or 0 */
	const char *approver;
	int64_t written; /**< When, or 0 */
	const char *writer;
	const char *file;
	int64_t calls; /**< Written */
	const char *sha256;
};

/** Handles a request */
typedef int export_h(const struct export *export, void *arg);

/** A file's form */
enum export_form { EXPORT_CSV, EXPORT_JSON };

/** A file to write */
struct export_file {
	const char *path;
	enum export_form form;
	int64_t calls;		  /**< Set to the number of calls written */
	char sha256[SHA256_TEXT]; /**< Set to the hash of what stands before
				       the watermark */
};

/**
 * Ask for an export
 *
 * @param filter  Lines name=value for calls_filter_set(), "" for all calls
 * @param idp     Set to the number of the request
 *
 * @return 0; EINVAL or ENOENT with a sentence; EBUSY; EIO
 */
int export_request(struct db *desk, const struct desk_person *person,
		   const char *filter, bool unmask, const char *reason,
		   int64_t *idp);

/** Approve a request; ENOENT; EEXIST if that was done; EPERM if the same
 *  person asked for it */
int export_approve(struct db *desk, const struct desk_person *person,
		   int64_t id);

/** Count the calls that a request is about at present, up to most */
int export_count(struct db *desk, struct db *calls, int64_t id, int64_t most,
		 int64_t *countp);

/**
 * Write an approved export to a file that is not there yet, mode 0600
 *
 * @param person  Without a name it is who asked
 *
 * @return 0; ENOENT; EPERM if nobody approved it, or it was written before;
 *         EEXIST if the file is there; EBUSY; EIO
 */
int export_write(struct db *desk, struct db *calls,
		 const struct desk_person *person, int64_t id,
		 struct export_file *file);

/** Hand out the requests, newest first */
int export_each(struct db *desk, export_h *h, void *arg);

#endif
