/**
 * @file check/check.h  What is missing, wrong or doubtful, and why
 *
 * A finding is the outcome of one rule, or of what a form demands of one field
 * (required, valid, constraint).  Unknown is not pass.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dossier/fact.h"
#include "pack/pack.h"
#include "store/db.h"

enum outcome { OUTCOME_PASS, OUTCOME_FAIL, OUTCOME_UNKNOWN, OUTCOME_NA };

#define OUTCOME_COUNT (OUTCOME_NA + 1)

struct finding {
	const char *id;	   /**< Rule ("X-01"), paper ("DOC-02"), or "form" */
	const char *group; /**< Key of a rule_group; borrowed from the pack */
	const struct paper *paper; /**< The paper it is about, borrowed from the
				    *   pack; NULL: a rule's or a field's */
	enum outcome outcome;
	enum severity severity;
	const char
		*title; /**< In the user's language; borrowed from the pack */
	char *sentence; /**< What is wrong or unknown; owned */
	char *fix;	/**< What to do, or NULL; owned */
	char *reads;	/**< Facts read, separated by blanks, that of the
			 *   rule's holds first; owned */
	char *saw;	/**< The same with their values, for people; owned */
	char *numbers;	/**< What sources say about the numbers it reads, in
			 *   lines; NULL if it reads none or passed; owned */
	char *stale;	/**< It rests on evidence whose time is over: which, and
			 *   since when; or NULL; owned */
	char *place;	/**< Fact it belongs to, e.g. "holder[2].ratio", or
			 *   NULL; owned */
	char *const *sources; /**< Keys; borrowed from the pack */
	unsigned sources_count;
};

/** One term of the readiness score */
struct score_term {
	const struct rule_group *group; /**< Borrowed from the pack */
	unsigned done;	 /**< Rules passed, papers in hand, fields filled in */
	unsigned of;	 /**< How many apply; unknown ones do, hints do not */
	unsigned points; /**< Hundredths of a point: weight x done / of, all
			  *   of the weight where nothing applies */
};

struct findings {
	struct finding
		*v; /**< Failed errors first, then unknown, then the rest */
	size_t c;
	size_t count[OUTCOME_COUNT];
	size_t blocking; /**< Failed with severity error: gates, whatever the
			  *   score */
	size_t open;	 /**< Unknown with severity error: gates not passed */
	size_t stale;	 /**< Rest on evidence whose time is over, whatever
			  *   their outcome */
	struct score_term *terms; /**< As the pack's groups */
	size_t terms_count;
	unsigned score; /**< Sum of their points, hundredths, 10000 at most */
	char **hidden;	/**< Fields that do not apply now, as "site.lessee",
			 *   sorted */
	size_t hidden_count;
};

/** What checks need of a pack: compiled once, used for every dossier */
struct checker;

/**
 * Compile all expressions of a pack
 *
 * @return 0; EBADMSG or EPERM with file:line:column and the reason
 */
int checker_alloc(struct checker **checkerp, const struct pack *pack);

void checker_free(struct checker *checker);

/**
 * Check one dossier
 *
 * What is found is to be shown: whoever may not see personal data (see
 * dossier/office.h) has it masked.
 *
 * @param findings  Set to all findings; release with findings_release()
 *
 * @return 0 whatever is found; EBUSY or EIO if it could not be read
 */
int check_run(struct checker *checker, struct db *db, int64_t dossier,
	      struct findings *findings);

/**
 * Check facts in memory, for example what a change would lead to
 *
 * @param facts  What is calculated is added to them
 *
 * @return 0 whatever is found; EPERM if an expression of a paper, or one that
 *         calculates, takes too long; EIO
 */
int check_facts(struct checker *checker, struct facts *facts,
		struct findings *findings);

/**
 * Mask personal data in findings and then in the facts they were made from, for
 * those who may not see it whole (see dossier/office.h)
 */
void check_hide(struct facts *facts, struct findings *findings);

/** The findings only; the facts stay whole */
void check_hide_findings(const struct facts *facts, struct findings *findings);

/**
 * Add what the forms calculate from other facts, origin "calculated"
 *
 * check_run() and check_facts() do so themselves; for those who print facts.
 *
 * @return 0; EPERM if an expression takes too long; EIO
 */
int check_calculate(struct checker *checker, struct facts *facts);

/** How many gates of the filing are closed: what fails or is unknown with
 *  severity error */
size_t findings_gates(const struct findings *findings);

/**
 * How many of them can still change what is printed
 *
 * A gate that waits for a paper, a file or what comes with the signature (its
 * fields are marked "signing") does not: papers are printed first and signed
 * then.
 */
size_t findings_drafts(const struct findings *findings,
		       const struct pack *pack);

void findings_release(struct findings *findings);

/** True if the field of a fact does not apply now: its form says when it is
 *  relevant, and it is not.  Its value is kept, but neither asked nor checked
 */
bool findings_hide(const struct findings *findings, const char *place);

/** "pass", "fail", "unknown", "na" */
const char *outcome_name(enum outcome outcome);

/** The same for people, in their language */
const char *outcome_title(enum outcome outcome);

#endif
