/**
 * @file course/reminder.h  Reminders of deadlines, by mail and office chats
 *
 * A deadline is reminded of by each channel once for each number of days
 * before, the smallest that fits, and once when it is late; a deadline that
 * moves to another day is a new one.  What a channel has to say goes in one
 * message a run; lines that find no room in it follow with the next run.
 *
 * A message holds the number of the dossier, the company, the deadline, its day
 * and which side must act; of a task only its number, as its title and owner
 * are what people typed.
 *
 * Before it sends, a run claims the channel, so that two runs do not send the
 * same.  A run that was killed loses its claim after REMINDER_CLAIM_MS; what it
 * may have sent already is sent again then, with the same Message-ID.
 */
#ifndef COURSE_REMINDER_H
#define COURSE_REMINDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pack/notify_config.h"
#include "store/db.h"
#include "util/date.h"

/** Longer than a message takes, with all its time limits */
#define REMINDER_CLAIM_MS 600000

/** Days before, of a deadline that is late */
#define REMINDER_LATE (-1)

enum reminder_outcome {
	REMINDER_NOTHING, /**< Nothing is to be sent */
	REMINDER_SENT,
	REMINDER_WOULD,	  /**< Not sent: a dry run */
	REMINDER_WAITING, /**< It failed and is tried again later */
	REMINDER_CLAIMED, /**< Another run is sending */
	REMINDER_FAILED,
};

/** What became of a channel; borrowed from the handler's call */
struct reminder_report {
	const char *channel;
	const char *kind;      /**< "mail", or the word of a robot */
	const char *const *to; /**< Addresses; none of a robot */
	size_t to_count;
	enum reminder_outcome outcome;
	size_t count;	     /**< Reminders in the message, or that wait */
	size_t left;	     /**< Found no room in it */
	const char *subject; /**< NULL without a message */
	const char *text;
	const char *error; /**< Of WAITING and FAILED */
	int64_t next_at;   /**< ms UTC, of the same */
};

typedef int reminder_h(const struct reminder_report *report, void *arg);

struct reminder_wish {
	bool dry_run; /**< Send and write nothing */
	bool retry;   /**< Do not wait after a failure */
};

/** Word of an outcome, e.g. "sent" */
const char *reminder_outcome_name(enum reminder_outcome outcome);

/**
 * Days before that a deadline is to be reminded of now
 *
 * @param left  Days until it is due; negative: late
 *
 * @return The smallest that is not less, REMINDER_LATE for a late one, or -2:
 *         not yet
 */
int reminder_step(const struct notify_config *conf, int64_t left);

/** Instant of the next attempt, ms UTC, after so many failed ones, of which the
 *  last one had an error: what may pass is tried again after 5 and 15 minutes,
 *  1 and 4 hours, then daily; all else daily */
int64_t reminder_next(int err, int64_t attempts, int64_t now);

/** Check what needs to know about mail and robots; 0, or EBADMSG with
 *  file:line:column */
int reminder_check(const struct notify_config *conf, const char *path);

/**
 * Send by all channels what is due; the agenda must be up to date
 *
 * A channel that fails does not hold up the others.
 *
 * @param h  Told about every channel
 *
 * @return 0, also if channels failed; the handler's error; EBUSY or EIO of the
 *         database
 */
int reminder_run(struct db *db, const struct notify_config *conf,
		 const struct reminder_wish *wish, reminder_h *h, void *arg);

/** Gets a channel whose last attempt failed; borrowed */
typedef int reminder_failed_h(const char *channel, size_t count, int64_t since,
			      const char *error, void *arg);

/** Hand over those channels with the number of reminders that are still to be
 *  sent, of one dossier or 0: all; 0, the handler's error, EBUSY or EIO */
int reminder_failed(struct db *db, int64_t dossier, reminder_failed_h *h,
		    void *arg);

#endif
