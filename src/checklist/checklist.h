/**
 * @file checklist/checklist.h  Runs of the two checklists
 *
 * A run goes through the items of one list (data/checklists.yaml): a check of
 * our own, one for practice, or that of the authority.  Beside each answer of a
 * person stands what drill and facts say; to answer otherwise wants a reason.
 * Runs and answers are facts of the groups "insp" and "ans", written by this
 * room alone, and what was measured is kept with the answer: a run that is
 * closed stays as it is, whatever is known later.
 */
#ifndef CHECKLIST_CHECKLIST_H
#define CHECKLIST_CHECKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/check.h"
#include "dossier/fact.h"
#include "dossier/wish.h"
#include "store/db.h"
#include "util/str.h"

enum answer { ANSWER_TODO, ANSWER_PASS, ANSWER_FAIL, ANSWER_NA };

#define ANSWER_COUNT (ANSWER_NA + 1)

/** "todo", "pass", "fail", "na" */
const char *answer_name(enum answer answer);

/** The same for people */
const char *answer_title(enum answer answer);

/** An answer by its name; 0 or EINVAL */
int answer_decode(enum answer *answerp, const char *name);

/** An item of a run as it stands; texts are borrowed or owned by the run */
struct check_line {
	const struct item *item;
	const struct item_grade *grade;
	enum answer answer;
	const char *note; /**< Or NULL, as the next */
	const char *evidence;
	const char *by;
	const char *date;
	const char *reason;
	char *held;	/**< Records that stand for the item and are not named
			 *   by the answer, "E-2 E-5"; NULL: none; owned */
	int task;	/**< Row of the corrective task, 0 if none */
	char *measured; /**< What drill and facts say, as stored; NULL: nothing;
			 *   see checklist_say(); owned */
	enum answer verdict; /**< What they come to; ANSWER_TODO: cannot say */
};

/** Counts of a run or of a part of it */
struct check_sum {
	size_t count[ANSWER_COUNT];
	size_t gates; /**< Failed items that alone make it not ready */
};

/** A run as it stands */
struct check_run {
	int n; /**< Its number, from 1 */
	const char *list;
	const char *kind;
	const char *date;
	const char *closed; /**< Day, or NULL while it is open */
	const char *begun;  /**< Day and hour, or NULL */
	const char *ended;  /**< Day and hour, or NULL */
	struct check_line *v;
	size_t c;
	struct check_sum sum;
	const struct facts *facts; /**< What it borrows from */
	struct facts *own; /**< The same, if it has loaded them, or NULL */
};

/** What a list needs: the pack and its expressions, and the database */
struct checklist {
	struct checker *checker;
	const struct pack *pack;
	struct db *db;
	int64_t dossier;
};

/**
 * Read a run
 *
 * @param n  Its number; 0: the last one that is open, else the last
 *
 * @return 0; ENOENT if there is none; EBUSY; EIO.  Release it
 */
int checklist_load(struct check_run *run, const struct checklist *c, int n);

/**
 * Read a run as it is written down: nothing is measured anew
 *
 * @param n  Its number
 *
 * @return 0 or ENOENT.  Release it before the facts, from which it borrows
 */
int checklist_read(struct check_run *run, const struct pack *pack,
		   const struct facts *facts, int n);

void checklist_release(struct check_run *run);

/** Number of the last run of a list, 0 if there is none
 *
 *  @param kind  Only of this kind; NULL: any */
int checklist_last(const struct facts *facts, const char *list,
		   const char *kind);

/** The line of an item, or NULL */
const struct check_line *checklist_line(const struct check_run *run,
					const char *item);

/** What people call a list ("onsite", "self") or a kind of run ("self", "mock",
 *  "official"), in their language; the word itself if it is none of them */
const char *checklist_title(const char *word);

/** Number of runs of a dossier, from its facts */
int checklist_runs(const struct facts *facts);

/** Append what was measured as people read it, in their language: what it is,
 *  its value and unit; nothing if nothing was */
void checklist_say(struct str *to, const struct pack *pack,
		   const struct check_line *line);

/** Add up the items from one on that are of its group; returns where the next
 *  group begins */
size_t checklist_part(const struct check_run *run, size_t from,
		      struct check_sum *sum);

/** Passed of those that apply, in hundredths of a per cent; unanswered ones
 *  apply and have not passed */
unsigned checklist_score(const struct check_sum *sum);

/** True if all are answered and no gate failed */
bool checklist_is_ready(const struct check_sum *sum);

/**
 * Begin a run; items that do not apply, and those that a drill has shown, are
 * answered at once
 *
 * @param list  "onsite" or "self"
 * @param kind  "self", "mock" or "official"
 * @param np    Set to its number
 *
 * @return 0; EINVAL for other words; EPERM if the pack of the dossier has no
 *         such list; EBUSY; EIO
 */
int checklist_start(const struct checklist *c, const char *list,
		    const char *kind, int *np);

/** A record that is evidence of an item */
struct check_held {
	int run;
	const char *item;
	int record; /**< Number of the record */
};

/** One answer */
struct check_answer {
	int run; /**< 0: the last one that is open */
	const char *item;
	enum answer answer;
	const char *note;     /**< These may be NULL */
	const char *evidence; /**< Numbers, "E-1 E-4"; NULL: as it is */
	const char *by;
	const char *reason; /**< Why not as measured */
	const char *owner;  /**< Of the corrective task */
	const char *due;    /**< Its day */
};

/**
 * Answer an item, or answer it anew
 *
 * A failure becomes a row of the group "task" that names run and item.
 *
 * @return 0; ENOENT for no such run, item or evidence; EPERM if the run is
 *         closed, if a failure lacks what its grade demands, or if the answer
 *         is not what was measured and there is no reason; EINVAL for a day
 *         that is none or past; EBUSY; EIO
 */
int checklist_answer(const struct checklist *c, const struct check_answer *a);

/**
 * Add to a change that a record is evidence of an item of a run; its answer
 * stays what it is
 *
 * @return 0; ENOENT for no such run or item; EPERM if the run is closed
 */
int checklist_hold(struct wishes *w, const struct pack *pack,
		   const struct facts *facts, const struct check_held *held);

/** Whether there is evidence of these numbers, "E-1 E-4"; NULL and "" name
 * none. 0 or ENOENT */
int checklist_check_evidence(const struct facts *facts, const char *words);

/** Answer in all open runs what a drill has shown and nobody has answered; 0 */
int checklist_prefill(const struct checklist *c);

/** Whether all expressions of the lists of a pack compile; 0, or EBADMSG or
 *  EPERM with the place of the one that does not */
int checklist_compile(struct checker *checker);

/** Close a run: what was measured is kept for every item; 0, ENOENT, EPERM if
 *  it is closed, EIO */
int checklist_close(const struct checklist *c, int n);

#endif
