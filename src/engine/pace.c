/**
 * @file engine/pace.c  When a media thread rests
 */
#include "engine/pace.h"

int64_t pace_rest(const struct pace *pace, int64_t now_us, int64_t due_us,
		  bool first)
{
	int64_t at = pace->looked_us + PACE_GATHER_US;

	if (due_us && at > due_us)
		at = due_us;
	/* Who comes first must not keep calls from ending */
	if (first && now_us - pace->paused_us > PACE_BUSY_US)
		at = now_us + PACE_PAUSE_US;
	return at;
}
