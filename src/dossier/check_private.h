/**
 * @file dossier/check_private.h  What the files of the check share
 */
#ifndef DOSSIER_CHECK_PRIVATE_H
#define DOSSIER_CHECK_PRIVATE_H

#include "dossier/check.h"
#include "store/expr.h"
#include "util/str.h"

/** Expressions of one field */
struct field_exprs {
	const struct pack_field *at;
	struct expr *required;
	struct expr *relevant;
	struct expr *constraint;
	struct expr *calculate;
};

/** Expressions of one rule */
struct rule_exprs {
	struct expr *when;
	struct expr *holds; /**< NULL for a rule that scans */
};

/** Expressions of one clock */
struct clock_exprs {
	struct expr *days;
	struct expr *unit;
	struct expr *when;
};

/** Expressions of one duty */
struct duty_exprs {
	struct expr *when;
	struct expr *due;
	struct expr *done_when;
};

/** Expressions of one paper */
struct paper_exprs {
	struct expr *when;
	struct expr *insist;
};

struct checker {
	const struct pack *pack;
	struct box *box;
	struct field_exprs *fields; /**< As pack->fields */
	struct rule_exprs *rules;   /**< As pack->rules */
	struct paper_exprs *papers; /**< As pack->papers */
	struct expr **outcomes;	    /**< As pack->outcomes */
	struct expr **acts;	    /**< Guards; as pack->acts */
	struct expr ***ways;	    /**< When each is usual; as pack->stages and
				     *   their ways */
	struct clock_exprs *clocks; /**< As pack->clocks */
	struct duty_exprs *duties;  /**< As pack->duties */
	struct expr **expiries;	    /**< When each applies; as pack->expiries */
	struct fact_wanted *due;    /**< Facts that deadlines read */
	bool *due_fields; /**< Calculated fields among them; as pack->fields */
};

/** What a check is at work on */
struct run {
	struct checker *checker;
	const struct facts *facts;
	const struct profile *profile;
	struct findings *out;
	struct str held; /**< Facts that papers now due ask for; papers are
			  *   judged first and speak for them */
};

/** Compile an expression; NULL stays NULL.  0, EBADMSG or EPERM */
int checker_compile(struct checker *c, struct expr **exprp, const char *sql,
		    const char *group);

/** Compile those of stages, clocks and duties; 0, or EBADMSG or EPERM with
 *  file:line:column */
int checker_compile_stages(struct checker *c);

/** Free them */
void checker_free_stages(struct checker *c);

/** Note which facts the deadlines of a pack read */
void checker_note_due(struct checker *c);

/** Like check_calculate(), only what deadlines read */
int check_calculate_due(struct checker *checker, struct facts *facts);

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

/** Add the tables that expressions read as profile.* and advice.*; 0 or EIO */
int profile_add_tables(struct box *box);

/** Put an authority's numbers into the box; NULL leaves them unknown.  0, or
 *  EBADMSG if the data file has a value that is not of its type */
int profile_fill(struct box *box, const struct pack *pack,
		 const struct profile *profile);

/** Append what a complete profile would have and this one has not */
void profile_missing(struct str *to, const struct profile *profile);

/** Append a column of profile or advice as people read it; false if the table
 *  is none of these */
bool profile_print(struct str *to, const struct pack *pack,
		   const struct profile *profile, const char *table,
		   const char *key);

#endif
