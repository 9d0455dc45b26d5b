/**
 * @file drill/trial.h  Everything that a drill has seen
 *
 * Filled by drill/drill.c while it runs and by drill/evidence.c afterwards,
 * judged by drill/proof.c and written down by drill/report.c.  What was not
 * measured stays empty; nothing is assumed.
 */
#ifndef DRILL_TRIAL_H
#define DRILL_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "call/record.h"
#include "drill/caller.h"
#include "drill/station.h"
#include "drill/wav.h"
#include "pack/scenario.h"

/** A recording of the engine, listened to */
struct trial_recording {
	bool found;		  /**< There is a file that could be read */
	char trouble[200];	  /**< Why not, or "" */
	char sha256[SHA256_TEXT]; /**< Of the file as it is */
	struct wav_info wav;
	int caller_tone; /**< Heard on the left, -1 none */
	int caller_ms;	 /**< For how long */
	int seat_tone;	 /**< Heard on the right, -1 none */
	int seat_ms;
	int other_ms; /**< Third parties' tones, both channels */
};

/** A call that rang in */
struct trial_call {
	const struct caller_log *log;
	bool recorded;	      /**< The engine has a record of it */
	int records;	      /**< So many; more than one is a fault */
	struct record record; /**< The engine's own */
	struct trial_recording recording;
	const struct scenario_group *group; /**< NULL: he is in none */
	bool cut;    /**< It talked when the engine was killed */
	bool passed; /**< It waited in the group's queue before */
};

/** A call that had to be refused */
struct trial_attempt {
	const struct caller_log *log;
	bool outbound;		/**< From a station to the outside */
	bool forged;		/**< And shows another number than its own */
	char seat[RECORD_NAME]; /**< From which, "" if from the trunk */
	int breaches;		/**< The engine's records of it, -1 unknown */
};

/** The oldest call that the engine keeps a recording of */
struct trial_oldest {
	int64_t call; /**< Its number, 0: there is none */
	int64_t start;
	char sha256[SHA256_TEXT]; /**< As its record has it */
	char path[RECORD_PATH];
	struct trial_recording recording;
};

/** The engine was killed and started again */
struct trial_outage {
	int64_t killed;	   /**< ms UTC, 0: it was not */
	int64_t down_ms;   /**< From then until it was ready, 0: it is not */
	int64_t before;	   /**< Calls that were over and on record then */
	int64_t last;	   /**< The newest of them */
	int64_t after;	   /**< Of these, on record afterwards */
	char trouble[200]; /**< Why it did not come back, or "" */
};

/** A call-back to a number that must not be called was asked for */
struct trial_forbidden {
	const char *number;
	int status;	   /**< What the approval was answered, 0: nothing */
	bool by_list;	   /**< The list is a reason of the refusal */
	char trouble[200]; /**< Why it could not be tried, or "" */
};

struct trial {
	const struct scenario *scenario;
	char config_sha256[SHA256_TEXT];
	int64_t begun; /**< ms UTC */
	int64_t ended;
	bool stopped;	    /**< By a signal */
	bool data_read;	    /**< The engine's records could be read */
	char trouble[200];  /**< Why not, or "" */
	char uncopied[200]; /**< Why a recording is not in the folder */
	struct trial_oldest oldest;
	struct trial_outage outage;
	struct trial_forbidden *forbiddenv;
	size_t forbiddenc;
	const struct station_log **stationv;
	size_t stationc;
	struct trial_call *callv;
	size_t callc;
	struct trial_attempt *attemptv;
	size_t attemptc;
};

/** The station whose tone a caller heard, NULL if none */
const struct station_log *trial_heard(const struct trial *o,
				      const struct trial_call *call);

/**
 * What a station saw of a call: its call from that caller at that time
 *
 * @param stationp  Set to the station; may be NULL
 *
 * @return NULL if no station answered it
 */
const struct station_call *trial_served(const struct trial *o,
					const struct trial_call *call,
					const struct station_log **stationp);

/** The station of a seat, NULL if there is none */
const struct station_log *trial_station(const struct trial *o,
					const char *seat);

/** Most calls that heard each other at one instant */
int trial_together(const struct trial *o);

/** A distribution of measurements */
struct trial_spread {
	size_t n;
	double min;
	double median;
	double p95;
	double max;
};

/** Takes a measurement from a call; false if there is none */
typedef bool trial_pick_h(const struct trial *o, const struct trial_call *call,
			  double *valuep);

/** Distribution of a measurement over the calls that have it */
struct trial_spread trial_spread(const struct trial *o, trial_pick_h *pick);

/* Measurements of a call, in ms unless it says otherwise */
trial_pick_h trial_ringing;	/**< INVITE to 180 */
trial_pick_h trial_answer;	/**< INVITE to 200 */
trial_pick_h trial_first_sound; /**< 200 to the seat's first sound */
trial_pick_h trial_bridge;	/**< Seat's 200 to its sound heard */
trial_pick_h trial_talk;	/**< Seat's first sound to the end */
trial_pick_h trial_jitter;	/**< At the caller */
trial_pick_h trial_gap;		/**< Longest pause at the caller */

#endif
