/**
 * @file web/acts_private.h  Acts, as acts.c and exports.c share them
 */
#ifndef WEB_ACTS_PRIVATE_H
#define WEB_ACTS_PRIVATE_H

#include "ledger/desk.h"
#include "web/acts.h"
#include "web/reader.h"

#define ACT_TEXT    2048 /**< Bytes of a filter, or of a reason */
#define ACT_ACCOUNT 80

struct acts {
	char *folder;	     /**< The engine's data folder */
	struct reader *desk; /**< The thread that writes desk.db */
	struct list acts;    /**< That are not answered yet */
};

/** An act until it is answered */
struct act {
	struct job job;
	struct le le;
	struct acts *acts;
	struct web *web;
	struct request *rq;
	struct desk_person person; /**< Of the two texts that follow */
	char who[DESK_NAME_MAX + 1];
	char account[ACT_ACCOUNT];
	int (*desk_work)(struct act *act, struct db *desk, struct db *calls);
	void (*then)(struct act *act); /**< On the loop, if that was done */
	int64_t id;
	bool flag; /**< unmask, json */
	char reason[ACT_TEXT];
	char text[ACT_TEXT]; /**< A filter, or a number */
	int err;
	char why[256];
	struct json json; /**< The answer */
};

/** Make one of a visit, by the name of its token; NULL: that was answered */
struct act *act_begin(struct visit *v);

/** The same by another name, that may be "" */
struct act *act_begin_as(struct visit *v, const char *who);

/** Answer with its JSON, or with an error and why; it is gone */
void act_answer(struct act *act);
void act_refuse(struct act *act, int err, const char *why);

/** It was answered otherwise: it is gone */
void act_gone(struct act *act);

/** Have work done with desk.db and calls.db, then then(), or an answer: its
 *  JSON, {"done": true} if that is empty */
void act_on_desk(struct act *act);

/** Copy a text of the body; answers 400, frees the tree and returns false if
 *  it is missing or too long */
bool act_take(struct visit *v, cJSON *tree, const char *name, char *to,
	      size_t size);

#endif
