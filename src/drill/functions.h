/**
 * @file drill/functions.h  What a call-centre system must be able to show
 *
 * The list is data/drill/functions.tsv: F-01 to F-35, each with the checks of
 * the drill that show it, or the reason why none does.
 */
#ifndef DRILL_FUNCTIONS_H
#define DRILL_FUNCTIONS_H

#include <stddef.h>

#include "drill/proof.h"

/** Room for the checks of one function */
#define FUNCTION_CHECKS_MAX 16

/** One function; text is of the list */
struct function {
	const char *id;	   /**< "F-07" */
	const char *title; /**< Chinese */
	const char *remark;
	const char *source;
	const char *checkv[FUNCTION_CHECKS_MAX]; /**< Ids of proofs */
	size_t checkc; /**< 0: no drill shows it, the remark says why */
};

struct functions {
	char *pool; /* holds all texts */
	struct function *v;
	size_t n;
};

/**
 * Load the list
 *
 * @param f  Set on success only; release it with functions_release()
 *
 * @return 0; the errors of file_read(); EBADMSG with file and line if a row has
 *         not five cells or names a check that there is not
 */
int functions_load(struct functions *f, const char *path);

/** Release a list; a zeroed one is allowed */
void functions_release(struct functions *f);

/** What its checks say together; VERDICT_NOT_ASKED if none of them was asked
 *  for, or if it has none */
enum verdict function_verdict(const struct function *f, const struct trial *o);

#endif
