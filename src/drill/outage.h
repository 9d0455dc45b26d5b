/**
 * @file drill/outage.h  The engine is killed in mid-call and started again
 *
 * First some callers are served, then as many as the scenario says talk, the
 * engine is killed, and started again; once it is ready and the stations have
 * registered anew, the other callers come.
 */
#ifndef DRILL_OUTAGE_H
#define DRILL_OUTAGE_H

#include "drill/own.h"
#include "drill/trial.h"

enum outage_state { OUTAGE_TO_COME, OUTAGE_DOWN, OUTAGE_BACK, OUTAGE_OVER };

/** An outage; borrows all that it points to */
struct outage {
	struct own *own;
	struct trial *trial; /**< Is told what happened */
	struct station **stationv;
	struct caller **callerv;
	const char *data; /**< The engine's data folder */
	enum outage_state state;
	int64_t state_us; /**< Begun */
};

/** Does what is due; *placedp is how many callers have begun */
void outage_tick(struct outage *o, size_t placed);

/** Whether a caller has to wait for it */
bool outage_holds(const struct outage *o, size_t caller, size_t placed);

#endif
