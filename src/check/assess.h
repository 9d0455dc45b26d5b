/**
 * @file check/assess.h  Is a licence needed, and which authority grants it
 *
 * The questions are the form "assessment" (facts need.*), the outcomes rows of
 * data/assess.yaml.  Several outcomes may hold at once; one whose questions are
 * not answered is open, not false.
 */
#ifndef CHECK_ASSESS_H
#define CHECK_ASSESS_H

#include <stdbool.h>
#include <stddef.h>

#include "check/check.h"

/** Form that holds the questions */
#define ASSESS_FORM "assessment"

/** One outcome that holds, or is open */
struct assessed {
	const struct assess *row; /**< Borrowed from the pack */
	bool open;		  /**< Not enough is answered to tell */
	char *sentence; /**< Filled in; what is not answered if open; owned */
	char *fix;	/**< What to do, or NULL; owned */
};

struct assessment {
	struct assessed *v; /**< Those that hold, gravest first; then open */
	size_t c;
	bool possible; /**< Nothing prohibited or refused holds */
};

/**
 * Judge the answers
 *
 * @param facts  With the answers need.*; what is calculated is added
 * @param to     Set to the outcome; release it with assessment_release()
 *
 * @return 0; EPERM if an expression takes too long; EIO
 */
int assess_run(struct checker *checker, struct facts *facts,
	       struct assessment *to);

void assessment_release(struct assessment *a);

/**
 * Find the next question that applies and has no answer
 *
 * @param after   Position among the pack's fields to go on from, 0 at first;
 *                set behind the question
 * @param fieldp  Set to the question; NULL if there is none left
 *
 * @return 0, EPERM or EIO
 */
int assess_next(struct checker *checker, struct facts *facts, size_t *after,
		const struct field **fieldp);

#endif
