/**
 * @file drill/forbidden.h  Numbers that must not be called, and are tried
 *
 * One person asks the engine over HTTP for a call-back to a number on the
 * do-not-call list, another approves it; the engine must refuse, and say that
 * the list is a reason.
 */
#ifndef DRILL_FORBIDDEN_H
#define DRILL_FORBIDDEN_H

#include "drill/trial.h"
#include "pack/config.h"

/** With whose tokens, for what; texts are borrowed */
struct forbidden_conf {
	const struct config *config;
	const char *asks;     /**< Token of who asks; NULL: nothing is tried */
	const char *approves; /**< Token of another, a supervisor */
	const char *number;   /**< Of the engine, to be shown */
	const char *seat;     /**< That would be rung first */
};

/** Try every number of the scenario's do_not_call; blocks until the engine has
 *  answered */
void forbidden_try(struct trial *o, const struct forbidden_conf *conf);

#endif
