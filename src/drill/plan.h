/**
 * @file drill/plan.h  Whether a drill can be what its scenario says
 */
#ifndef DRILL_PLAN_H
#define DRILL_PLAN_H

#include "drill/drill.h"
#include "pack/config.h"
#include "pack/scenario.h"
#include "sip/compat.h"

/** What cannot be asked for is refused before anything rings; 0 or EINVAL */
int plan_check(const struct scenario *scenario,
	       const struct drill_options *options);

/**
 * The first number open for inbound, and the trunk that brings its calls
 *
 * @return 0 or EINVAL
 */
int plan_number(const struct config *config, const char **numberp,
		struct sa *trunk);

#endif
