/**
 * @file drill/drill_private.h  A drill under way, as drill.c and parties.c
 * share it
 */
#ifndef DRILL_DRILL_PRIVATE_H
#define DRILL_DRILL_PRIVATE_H

#include "drill/drill.h"
#include "drill/outage.h"
#include "pack/config.h"
#include "sip/compat.h"

enum phase { REGISTERING, ATTEMPTING, CALLING, SETTLING, LEAVING };

struct drill {
	const struct drill_options *options;
	struct scenario *scenario;
	struct config *config;
	struct functions functions;
	const char *data;   /* the engine's folder */
	const char *number; /* rung by the callers */
	struct sa engine;
	struct sa trunk;       /* callers come from there */
	struct sa caller_host; /* the same with port 0 */
	struct sa station_host;
	struct ua *ua; /* of the callers */
	struct station **stationv;
	struct caller **callerv;
	size_t placed; /* callers begun */
	struct caller **attemptv;
	size_t attemptc;
	size_t failed; /* callers that could not begin */
	enum phase phase;
	int64_t phase_ms;    /* begun, clock_mono() */
	size_t told_talking; /* in the last line of progress */
	size_t told_over;
	int64_t tell_ms; /* next line of progress is due */
	struct tmr tick;
	struct own own;
	struct outage outage;
	struct trial trial;
};

/* A station's handlers */
station_talk_h drill_station_talk;
station_h drill_station_changed;

/** Room for everybody; to be released with drill_release() */
void drill_make_room(struct drill *d);

/** Open the callers' endpoint, and the stations */
int drill_open_callers(struct drill *d);
int drill_open_stations(struct drill *d);

/** What came of it */
void drill_summarise(const struct trial *o, struct drill_summary *summary);

/** Free all of it, and end the drill's own engine */
void drill_release(struct drill *d);

#endif
