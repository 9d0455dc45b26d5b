/**
 * @file visit/visit.h  The day of the visit
 *
 * From the telephone call to the last thing put right: when they come, who
 * answers what, what they ask, what is kept as evidence while they look, what
 * the authority says in the end, and who puts right what by when.
 *
 * The call and the result are steps (course/stage.h).  What is looked at is a
 * run of the list of the visit (checklist/checklist.h), of kind "official" or,
 * to rehearse, "mock"; closed, it is the snapshot that stays.  Who answers,
 * questions, evidence and corrections are facts of the groups "speaker",
 * "question", "ev" and "task".  Each call of this header is one change of the
 * journal, which undo takes back.
 */
#ifndef VISIT_VISIT_H
#define VISIT_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checklist/checklist.h"
#include "pack/calendar.h"
#include "util/date.h"
#include "util/str.h"

/** What is needed */
struct visit {
	struct checklist list; /**< Checker, pack, database and dossier */
	const struct calendar *calendar;
};

/** The call that announced them; texts are borrowed from the facts */
struct visit_call {
	const char *day;  /**< Of the call; NULL: there was none */
	const char *when; /**< As told, "2026-11-24 09:30" */
	int64_t at;	  /**< The same, ms UTC; 0: no day can be read */
	bool hour;	  /**< When tells the hour too */
	const char *who;  /**< Or NULL, as the next */
	const char *where;
	const char *papers; /**< Asked for on the telephone */
	const char *note;
	bool stands; /**< They are expected: not postponed, not there yet */
};

/** What the authority said */
struct visit_outcome {
	const char *day;    /**< NULL: nothing yet */
	const char *result; /**< "pass", "rectify", "fail"; NULL: not told */
	const char *doc_no;
	const char *note;
};

/** Who answers for a part of the list */
struct visit_speaker {
	const char *part; /**< "entity", "site", ...: group_en of its items */
	const char *part_zh; /**< The same in Chinese */
	const char *name;    /**< NULL: nobody yet */
	const char *backup;
	const char *phone;
};

/** A question, and what was answered */
struct visit_question {
	int n; /**< Its row */
	int run;
	const char *at; /**< "2026-11-24 10:12:00" */
	const char *by; /**< Or NULL, as those below */
	const char *text;
	const char *item;
	const char *answer; /**< NULL: still open */
	const char *who;
	const char *answered;
	const char *evidence; /**< "E-1 E-4" */
};

/** Something to be put right */
struct visit_fix {
	int n;		  /**< Row of the group task */
	const char *item; /**< Or NULL, as those below */
	const char *title;
	const char *owner;
	const char *backup;
	const char *due;
	const char *done;
	const char *note;
	const char *evidence;
	bool late; /**< Not done, and its day is past */
};

/** All of it */
struct visit_day {
	struct visit_call call;
	struct visit_outcome outcome;
	struct check_run run;		/**< n is 0: none has begun */
	struct visit_speaker *speakerv; /**< One for each part of the list */
	size_t speakerc;
	struct visit_question *questionv; /**< Of the run, in their order */
	size_t questionc;
	struct visit_fix *fixv; /**< Of the run, by their day */
	size_t fixc;
	struct facts facts; /**< What it borrows from */
};

/**
 * Read the day of the visit; it must stay where it is
 *
 * @param run  A run of the list of the visit; 0: the last that is official or
 *             mock, or none
 *
 * @return 0; ENOENT for no such run; EBUSY; EIO.  Release it
 */
int visit_load(struct visit_day *day, const struct visit *v, int run);

void visit_release(struct visit_day *day);

/** Append how far away it is: "in 1 d 3 h", "in 25 min", "10 min ago"; nothing
 * if no day can be read */
void visit_countdown(struct str *to, const struct visit_call *call);

/** Questions that have no answer yet */
size_t visit_open_questions(const struct visit_day *day);

/** What was said on the telephone */
struct visit_announcement {
	const char *when; /**< 2026-11-24 09:30, or the day alone */
	const char *who;  /**< These may be NULL */
	const char *where;
	const char *papers;
	const char *note;
	const char *day; /**< Of the call; NULL: today */
};

/** Note the call: the act visit_announced.  0; EINVAL for a time that is none
 *  or before the call; the errors of stage_do() */
int visit_announce(const struct visit *v, const struct visit_announcement *a);

/** Say who answers for a part; without a name nobody does.  part may be
 *  Chinese.  0; ENOENT for no such part; EBUSY; EIO */
int visit_set_speaker(const struct visit *v, const struct visit_speaker *s);

/** Begin: a run of the list of the visit.  0; EBUSY if one of them is open; the
 *  errors of checklist_start() */
int visit_begin(const struct visit *v, const char *kind, int *np);

/** A question as it is asked */
struct visit_asking {
	const char *text;
	const char *by; /**< These may be NULL */
	const char *item;
};

/** Note a question in the run that is open; np: its number.  0; ENOENT if no
 *  run is open, or for no such item; EINVAL; EBUSY; EIO */
int visit_ask(const struct visit *v, const struct visit_asking *a, int *np);

/** Note the answer to a question.
 *
 *  @param who  NULL: who answers for the part of its item
 *
 *  @return 0; ENOENT for no such question; EPERM if its run is closed; EINVAL;
 *          EBUSY; EIO */
int visit_reply(const struct visit *v, int n, const char *text,
		const char *who);

/** What is kept while they look */
struct visit_record {
	const char *item;  /**< Or NULL */
	int question;	   /**< 0: of none */
	const char *title; /**< NULL: from the file, or the item */
	const char *text;  /**< Kept as a file of its own; or NULL */
	const char *const *pathv;
	size_t pathc;
};

/**
 * Record as evidence: files or a text go into the vault and stand for the item
 * and the question, in one change
 *
 * @param np  Set to the number of the record
 *
 * @return 0; ENOENT if no run is open, for no such item or question; EINVAL if
 *         there is neither file nor text; the errors of exhibit_keep()
 */
int visit_record(const struct visit *v, const struct visit_record *r, int *np);

/** End: the open run is closed and stays as it is.  0; ENOENT if none is open;
 *  EBUSY; EIO */
int visit_end(const struct visit *v, int *np);

/** What the authority said */
struct visit_verdict {
	const char *result; /**< "pass", "rectify", "fail" */
	const char *day;    /**< NULL: today; these may be NULL */
	const char *doc_no;
	const char *note;
	const char *file;
	const char *who;
};

/** Enter the result: the act visited, or visit_result if they were here.  0;
 *  EPERM if the dossier is at neither stage; the errors of stage_do() */
int visit_result(const struct visit *v, const struct visit_verdict *verdict);

/** Something to be put right */
struct visit_wish {
	const char *title;
	const char *owner;
	const char *due;
	const char *item; /**< These may be NULL */
	const char *backup;
	const char *note;
};

/** Add a correction to the last run; np: row of the task.  0; ENOENT if there
 *  was no run, or for no such item; EINVAL; EBUSY; EIO */
int visit_add_fix(const struct visit *v, const struct visit_wish *w, int *np);

/** Say that a correction is done.
 *
 *  @param n         Row of the task
 *  @param day       NULL: today
 *  @param evidence  "E-3", or NULL
 *
 *  @return 0; ENOENT for no such correction or evidence; EINVAL; EBUSY; EIO */
int visit_fixed(const struct visit *v, int n, const char *day,
		const char *evidence);

#endif
