/**
 * @file call/trail.c  What became of a call, step by step
 */
#include "call/trail.h"

#include <stdio.h>

/* clang-format off */
static const struct word kinds[TRAIL_KINDS] = {
	[CALL_OFFERED]      = { "offered",     "呼入",     "offered"     },
	[CALL_ANNOUNCING]   = { "announcing",  "播放提示", "announcing"  },
	[CALL_QUEUED]       = { "queued",      "排队",     "queued"      },
	[CALL_RINGING]      = { "ringing",     "座席振铃", "seat rings"  },
	[CALL_BRIDGED]      = { "bridged",     "接通",     "connected"   },
	[CALL_MENU]         = { "menu",        "语音菜单", "menu"        },
	[CALL_DIALLING]     = { "dialling",    "直拨座席", "seat rings by number" },
	[CALL_MESSAGE]      = { "message",     "留言",     "leaving a message" },
	[CALL_CONSENT]      = { "consent",     "录制同意", "giving consent" },
	[CALL_FETCHING]     = { "fetching",    "回呼振铃座席", "fetching a seat" },
	[CALL_REACHING]     = { "reaching",    "回呼振铃用户", "reaching a user" },
	[CALL_ENDED]        = { "ended",       "结束",     "ended"       },
	[TRAIL_ANSWERED]    = { "answered",    "应答",     "answered"    },
	[TRAIL_MISSED]      = { "missed",      "座席未接", "seat missed it" },
	[TRAIL_HELD]        = { "held",        "保持",     "held"        },
	[TRAIL_RESUMED]     = { "resumed",     "恢复",     "resumed"     },
	[TRAIL_TRANSFER]    = { "transfer",    "请求转接", "transfer asked for" },
	[TRAIL_TRANSFERRED] = { "transferred", "已转接",   "transferred" },
	[TRAIL_NOT_TAKEN]   = { "not-transferred", "转接未成",
				"not transferred" },
	[TRAIL_PLACE]       = { "place-kept",  "保留位置", "place kept"  },
	[TRAIL_BACK]        = { "place-used",  "回到位置", "back in the place kept" },
	[TRAIL_WITHDRAWN]   = { "withdrawn",   "撤回同意", "consent withdrawn" },
	[TRAIL_UNSAVED]     = { "unsaved",     "未能保存", "not saved"   },
};
/* clang-format on */

const struct words trail_kinds = { "step of a call", kinds, TRAIL_KINDS };

void trail_add(struct trail *trail, const struct trail_step *step)
{
	struct trail_step *to = &trail->stepv[trail->stepc];

	if (trail->given + (int64_t)trail->stepc >= TRAIL_MAX - 1 &&
	    step->kind != CALL_ENDED) {
		trail->lost++;
		return;
	}
	if (trail->stepc == TRAIL_ROOM)
		return;
	*to = *step;
	if (trail->lost)
		(void)snprintf(to->detail, sizeof(to->detail), "%u steps more",
			       trail->lost);
	trail->stepc++;
}

void trail_give(struct trail *trail)
{
	trail->given += (int64_t)trail->stepc;
	trail->stepc = 0;
}
