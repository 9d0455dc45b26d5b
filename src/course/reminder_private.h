/**
 * @file course/reminder_private.h  Between the files of reminder.h
 */
#ifndef COURSE_REMINDER_PRIVATE_H
#define COURSE_REMINDER_PRIVATE_H

#include "course/reminder.h"
#include "pack/stage.h"
#include "util/str.h"

/** One reminder to be sent; owned */
struct reminder {
	int64_t dossier;
	char *no;
	char *name;
	char *key;
	char *title;
	enum side whom;
	struct date due;
	int before;
};

/** What a channel is to send, and how it stands */
struct reminder_plan {
	const char *channel;
	const struct notify_config *conf;
	const struct reminder_wish *wish;
	struct reminder *v;
	size_t c;
	int64_t claimed; /**< As in the table reminder_channel */
	int64_t attempts;
	int64_t failed_since; /**< 0: it did not fail */
	int64_t next_at;
	char *error; /**< or NULL */
	bool go;     /**< The channel is ours until claimed */
};

/** True while a run that is still under way has claimed the channel.  A claim
 *  or a wait longer than there is comes from a clock that was wrong. */
bool reminder_is_claimed(const struct reminder_plan *plan);

/** Find out what is to be sent and, if it may be sent now, claim the channel;
 *  in a dry run nothing is written.  0, EBUSY or EIO */
int reminder_claim(struct db *db, struct reminder_plan *plan);

/** Write down that the first n were sent, or none with the error err and its
 *  sentence in plan->error, and give up the claim; 0, EBUSY or EIO */
int reminder_settle(struct db *db, struct reminder_plan *plan, size_t n,
		    int err);

/** Forget what channels that are not in the configuration still had to send;
 *  0, EBUSY or EIO */
int reminder_forget(struct db *db, const struct notify_config *conf);

void reminder_plan_release(struct reminder_plan *plan);

#endif
