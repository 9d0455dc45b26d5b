/**
 * @file cli/drill_extra.h  What a drill may have beside engine and callers
 */
#ifndef CLI_DRILL_EXTRA_H
#define CLI_DRILL_EXTRA_H

#include "drill/drill.h"
#include "util/secret.h"
#include "util/str.h"

/** As it was typed, and what was made of it */
struct drill_extra {
	bool start;	      /**< The drill starts the engine itself */
	const char *asks;     /**< File with the token of who asks, or NULL */
	const char *approves; /**< File with that of another, or NULL */

	/* made */
	struct secret ask_secret;
	struct secret approve_secret;
	struct str program;
	struct str root;
	struct str log;
	const char *argv[8];
};

/**
 * Fill in the options
 *
 * @param options  Its config and functions are used, the rest is set
 * @param folder   Where the engine's log goes
 *
 * @return 0, EIO, or the errors of secret_read()
 */
int drill_extra_take(struct drill_extra *x, struct drill_options *options,
		     const char *folder);

/** Free it; a zeroed one is allowed */
void drill_extra_release(struct drill_extra *x);

#endif
