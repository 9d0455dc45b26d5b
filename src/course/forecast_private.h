/**
 * @file course/forecast_private.h  What the files of forecasts share
 */
#ifndef COURSE_FORECAST_PRIVATE_H
#define COURSE_FORECAST_PRIVATE_H

#include "check/checker.h"
#include "course/forecast.h"
#include "course/stay.h"

/** Whose stays they were */
enum kin { KIN_OTHER, KIN_SAME };

#define KIN_COUNT (KIN_SAME + 1)

/** What was seen at one stage */
struct seen {
	struct stay_case *v[KIN_COUNT];
	size_t c[KIN_COUNT];
	unsigned ended[KIN_COUNT]; /**< Of them */
	unsigned *taken;	   /**< How often; as the stage's ways */
};

/** What the office's own dossiers show; as the pack's stages */
struct history {
	struct seen *v;
	unsigned c;
};

/**
 * Look through the office's dossiers
 *
 * @param dossier  Its present stay is left out: the forecast is about it
 * @param profile  The authority that counts as the same; NULL: none
 *
 * @return 0, EBUSY, EIO
 */
int history_load(struct history *h, const struct forecast_ask *ask,
		 const struct profile *profile);

void history_release(struct history *h);

/** The stage with an id as an index; the number of stages if there is none */
unsigned stage_index(const struct pack *pack, const char *id);

/** A way on from a stage */
struct road {
	unsigned act;
	unsigned to;
	double weight;
	int most; /**< 0: any number of times */
};

/** A stage, ready to be played through */
struct stop {
	struct stay stay;
	double prior;	    /**< Mean before it was narrowed */
	char *blocked;	    /**< Why nothing is known from here on, or NULL */
	struct road *roads; /**< Those that are usual now */
	size_t roads_count;
	bool *milestones; /**< Whether it counts; as the pack's milestones */
};

/** All stages, and where a dossier is among them */
struct course {
	const struct pack *pack;
	struct stop *stops; /**< As the pack's stages */
	unsigned now;
	int spent;
	unsigned *done; /**< How often each act was done; as the pack's acts */
};

/** What the runs came to */
struct outcomes {
	unsigned *reached; /**< [milestone]: runs that came to it */
	unsigned *blocked; /**< [milestone]: runs held up before it */
	unsigned *blocker; /**< [milestone]: the first stage that did so */
	unsigned *days;	   /**< [milestone][day]: on which day from today */
	bool *passed;	   /**< [stage]: whether a run came there */
};

/** Play the rest of the way through; outcomes_release() frees what was found
 */
void course_run(const struct course *course, uint32_t seed,
		struct outcomes *out);

void outcomes_release(struct outcomes *out);

#endif
