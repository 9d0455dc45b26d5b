/**
 * @file pack/scenario.h  What a drill does and what it must show
 *
 * A scenario is a file in data/drill/.  It says how many callers ring in over
 * what time, how the stations behave, what is tried against the rules, and the
 * bounds that the measurements are held to.
 */
#ifndef PACK_SCENARIO_H
#define PACK_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

/** Who hangs up after talking */
enum scenario_hang_up {
	HANG_UP_CALLER,
	HANG_UP_STATION,
	HANG_UP_BY_TURNS, /**< Caller and station, call by call */
};

/** How calls must end that no seat is to have */
struct scenario_result {
	char *result; /**< As the engine's records name it: "abandoned" */
	int calls;    /**< So many */
};

/** Callers who do something of their own; NULL: they do not */
struct scenario_group {
	int calls;     /**< The next so many, from the first caller on */
	char *keys;    /**< Pressed one after the other (RFC 4733) */
	int *keys_ms;  /**< So long after the 200; NULL: 3 s */
	int *leave_ms; /**< They hang up so long after the 200 */
	char *from;    /**< The number they call from */
	char *through; /**< A queue that they must have waited in before */
	char *queue;   /**< The queue that must be on record at last */
	char *box;     /**< The box that they must have left a message in */
};

/** The engine is killed while calls talk, and started again */
struct scenario_kill {
	int after;   /**< So many callers come before, and are over */
	int calls;   /**< So many talk then */
	int talk_ms; /**< For so long */
	int back_ms; /**< It must be ready again within, SIGKILL to ready */
};

struct scenario {
	char *scenario; /**< Its id, e.g. "inspection" */
	char *title;	/**< Chinese */
	char *title_en; /**< English, or NULL */
	int stations;	/**< How many seats are staffed, 1 to 1000 */
	int callers;	/**< How many ring in, 1 to 10000 */
	int spread_ms;	/**< Over what time they begin, 0 to 1 h */
	int answer_ms;	/**< How long a station rings, 0 to 1 min */
	int talk_ms;	/**< How long both talk, 500 ms to 1 h */
	int limit_ms;	/**< All must be over by then, 1 s to 6 h */
	enum scenario_hang_up hang_up;
	char **outbound; /**< Numbers outside that a station tries */
	unsigned outbound_count;
	char **unlisted; /**< Numbers not in the number file, rung by callers */
	unsigned unlisted_count;
	int *no_answer;	  /**< So many seats, the first, let calls ring; NULL:
			     none */
	int *impatient;	  /**< So many callers, the first, hang up if they
			     have waited for patience_ms; NULL: none */
	int *patience_ms; /**< From the 200 on; NULL: 2 s */
	char **forged;	  /**< Numbers that a station calls outside as */
	unsigned forged_count;
	char **do_not_call; /**< Numbers on that list; a call-back is tried */
	unsigned do_not_call_count;
	struct scenario_group *groups;
	unsigned groups_count;
	struct scenario_kill *kill; /**< NULL: it is not */
	struct scenario_result *results;
	unsigned results_count;
	int together;	  /**< Calls that must talk at once, at least */
	int ringing_ms;	  /**< INVITE to 180, for 95 of 100, at most */
	int lost_packets; /**< Of 100,000, at most */
};

/**
 * Load a scenario
 *
 * @param scenariop  Set to the scenario; free it with scenario_free()
 *
 * @return 0, or the errors of yml_load() with file:line:column
 */
int scenario_load(struct scenario **scenariop, const char *path);

/** Like scenario_load(), from n bytes of memory; name stands for the file */
int scenario_load_text(struct scenario **scenariop, const char *name,
		       const char *text, size_t n);

/** The group of a caller, NULL if he is in none */
const struct scenario_group *scenario_group(const struct scenario *scenario,
					    size_t caller);

/** Whether a caller talks when the engine is killed */
bool scenario_is_cut(const struct scenario *scenario, size_t caller);

/** Calls that a seat must have: all but those of results, and those that are
 *  cut when the engine is killed */
int scenario_served(const struct scenario *scenario);

/** A setting, 0 where the file is silent */
static inline int scenario_int(const int *value)
{
	return value ? *value : 0;
}

/** Free a scenario; NULL is allowed */
void scenario_free(struct scenario *scenario);

#endif
