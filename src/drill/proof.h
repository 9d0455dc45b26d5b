/**
 * @file drill/proof.h  What a drill had to show, and whether it did
 *
 * The checks are rows: each names the functions of the call-centre system that
 * it shows (F-01 to F-35) and compares one measured value with its bound.
 */
#ifndef DRILL_PROOF_H
#define DRILL_PROOF_H

#include <stddef.h>

#include "drill/trial.h"

/** What a check says */
enum verdict {
	VERDICT_UNKNOWN, /**< It was not measured */
	VERDICT_PASS,
	VERDICT_FAIL,
	VERDICT_NOT_ASKED, /**< The scenario demands nothing of it */
};

#define VERDICT_COUNT (VERDICT_NOT_ASKED + 1)

/** How the value is compared with the bound */
enum proof_sense { PROOF_AT_LEAST, PROOF_AT_MOST };

/** A check that was made */
struct proof {
	const char *id;	   /**< Stays the same for ever */
	const char *shows; /**< "F-07 F-08" */
	const char *zh;	   /**< What had to be so */
	const char *en;
	const char *unit; /**< Of value and bound */
	enum proof_sense sense;
	enum verdict verdict;
	double value; /**< Measured; of no meaning if unknown */
	double bound;
};

extern const struct words verdict_words;

/** Number of checks */
size_t proof_count(void);

/** Id of the i-th check */
const char *proof_id(size_t i);

/** What a check says, by its id; VERDICT_UNKNOWN if there is none */
enum verdict proof_verdict(const char *id, const struct trial *o);

/** Make the i-th check */
struct proof proof_make(size_t i, const struct trial *o);

/** Failed if one failed; else unknown if one is unknown; else passed; what
 *  was not asked does not count */
enum verdict proof_all(const struct trial *o);

#endif
