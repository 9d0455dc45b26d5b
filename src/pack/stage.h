/**
 * @file pack/stage.h  Stages and the acts between them
 *
 * A dossier is at a stage; an act moves it to another.  What was done is kept
 * as rows of the fact group "step" (course/stage.h), so that guards, clocks
 * and duties are expressions over facts like any other.
 */
#ifndef PACK_STAGE_H
#define PACK_STAGE_H

#include <stdbool.h>

/** Who has the ball */
enum side {
	SIDE_US,	/**< The consultancy */
	SIDE_APPLICANT, /**< The company */
	SIDE_AUTHORITY,
	SIDE_EXPERTS,
	SIDE_CARRIER,
	SIDE_NOBODY,
};

#define SIDE_COUNT (SIDE_NOBODY + 1)

/** Longest estimate that is taken, working days: two years */
#define ESTIMATE_MAX 500

/** Three-point estimate of how long a stage takes, working days */
struct estimate {
	int min;
	int mode;
	int max;
};

/** A usual way on from a stage, for forecasts */
struct way {
	char *act;
	int weight; /**< Against that of the stage's other ways */
	int most;   /**< Times in the life of a dossier; 0: any */
	char *when; /**< SQL: usual if true; NULL: always */
	char **sources;
	unsigned sources_count;
};

struct stage {
	char *id;    /**< e.g. "ST-8" */
	char *title; /**< Chinese */
	char *title_en;
	enum side actor; /**< Who has the ball */
	bool end;	 /**< Nothing moves on from here by itself */
	char *next;	 /**< Chinese: what happens next; or NULL */
	char *next_en;
	struct estimate *estimate; /**< or NULL */
	struct way *ways; /**< Usual ones; none: no forecast from here */
	unsigned ways_count;
	char **sources;
	unsigned sources_count;
};

/** Something people wait for, reached with the first of some stages */
struct milestone {
	char *id; /**< e.g. "accepted" */
	char *title;
	char *title_en;
	char **stages;
	unsigned stages_count;
	char **clocks; /**< Whose last day stands beside a forecast of it */
	unsigned clocks_count;
};

struct act {
	char *id;    /**< e.g. "visit_pass" */
	char *title; /**< Chinese */
	char *title_en;
	char **from; /**< Stages it is possible in */
	unsigned from_count;
	char *to; /**< Stage it leads to */
	enum side actor;
	char *guard;  /**< SQL: open if true; NULL: always */
	char *closed; /**< Why it is closed if the guard is not true; or NULL */
	char *closed_en;
	char **asks; /**< Fields of the group step besides the date */
	unsigned asks_count;
	char **needs; /**< Those of them that must be given */
	unsigned needs_count;
	bool correction; /**< Begins a round of corrections */
	bool hands_in;	 /**< The authority then has what the dossier says */
	char **sources;
	unsigned sources_count;
};

/** Word for a side as in the data files, e.g. "authority" */
const char *side_name(enum side side);

/** The same for people, in their language */
const char *side_title(enum side side);

#endif
