/**
 * @file check/run.h  A check at work: what its parts share, and what the parts
 * of course/ ask of it
 */
#ifndef CHECK_RUN_H
#define CHECK_RUN_H

#include "check/check.h"
#include "check/checker.h"
#include "store/expr.h"
#include "util/str.h"

/** What a check is at work on */
struct run {
	struct checker *checker;
	const struct facts *facts;
	const struct profile *profile;
	struct findings *out;
	struct str held; /**< Facts that papers now due ask for; papers are
			  *   judged first and speak for them */
};

/** Put facts and the profile that applies into the box; 0, EBADMSG, EIO */
int run_fill(struct run *run);

/** Add a finding, whose owned members go over; its group's term of the score is
 *  not touched */
void run_add(struct run *run, const struct finding *like);

/** Count something of a group towards the score */
void run_count(struct run *run, const char *group, bool done);

/** Judge all papers, then all fields, then all rules; 0, EPERM or EIO.  A field
 *  or rule whose expression takes too long is unknown. */
int check_papers(struct run *run);
int check_fields(struct run *run);
int check_rules(struct run *run);

/** Mark findings that rest on evidence whose time is over; 0 */
int check_stale(struct run *run);

/** Whether an expression is there and came to something; absent: otherwise */
int run_ask(struct expr *expr, int n, enum verdict otherwise,
	    enum verdict *verdictp);

/** Fill {{group.key}} in with what the dossier says, in row n of group each */
void run_fill_in(const struct run *run, struct str *to, const char *sentence,
		 const char *each, int n);

/** Say which facts read are not known */
void run_say_unknown(const struct run *run, struct str *to, const char *reads,
		     const char *each, int row);

/** Facts read and their values, for people; the caller frees it */
char *run_saw(const struct run *run, const char *reads, const char *each,
	      int row);

/** Append words separated by blanks that are not there yet */
void run_add_words(struct str *to, const char *words);

/** True if a word stands among words separated by blanks */
bool run_has_word(const char *words, const char *word);

#endif
