/**
 * @file drill/drill.h  A scripted run of real calls against the engine
 *
 * The drill is a process of its own.  It takes the seats, the trunk and the
 * numbers from the engine's configuration file and meets the engine only on
 * the wire: stations register and answer, callers ring in from the trunk's
 * address, attempts against the rules are made, and everything is measured.
 * Afterwards it reads the engine's records and recordings and writes a report.
 */
#ifndef DRILL_DRILL_H
#define DRILL_DRILL_H

#include <stddef.h>

#include "drill/proof.h"
#include "drill/report.h"

/** A line of progress for people, in their language, without line end */
typedef void drill_progress_h(const char *line, void *arg);

/** How far it has come; text is borrowed */
struct drill_stage {
	const char *name; /**< Of the scenario, in the user's language */
	const char *step; /**< What is going on, in the user's language */
	size_t done;	  /**< Seats, calls or checks */
	size_t of;	  /**< Of so many; 0: the drill is over */
	size_t failed;	  /**< Of those done */
};

/** Told of every stage, often of the same one again */
typedef void drill_stage_h(const struct drill_stage *stage, void *arg);

/** What to do; text is borrowed */
struct drill_options {
	const char *config;	   /**< The engine's configuration file */
	const char *scenario;	   /**< Scenario file */
	const char *data;	   /**< The engine's data folder; NULL: as the
				      configuration says, seen from here */
	const char *folder;	   /**< Receives copies of the recordings */
	const char *report;	   /**< Report file to write */
	const char *functions;	   /**< data/drill/functions.tsv */
	const char *const *engine; /**< Words that start one of the drill's
				      own, ended by NULL; NULL: it runs */
	const char *engine_log;	   /**< What that one logs */
	const char *asks; /**< Token of who asks for call-backs, or NULL */
	const char
		*approves; /**< Token of another who approves them, or NULL */
	drill_progress_h *progress;
	drill_stage_h *stage; /**< NULL: nobody wants to know */
	void *arg;
};

/** Room for checks in a summary */
#define DRILL_PROOFS_MAX 64

/** What came of it */
struct drill_summary {
	enum verdict verdict; /**< Of all checks together */
	struct proof proofv[DRILL_PROOFS_MAX];
	size_t proofc;
	size_t calls;		  /**< Rung in */
	size_t connected;	  /**< Heard their seat */
	size_t recordings;	  /**< Found and listened to */
	char sha256[SHA256_TEXT]; /**< Of the report */
};

/**
 * Run a drill to its end
 *
 * Blocks for as long as the scenario's limit allows at most, and uses the SIP
 * loop: once per process.  SIGINT and SIGTERM end it early; the report is
 * written all the same.
 *
 * @return 0 if a report was written, whatever it says, and every recording that
 *         is there was copied; EIO if these found no room; otherwise the errors
 * of the files, or EINVAL if configuration and scenario do not fit, or EBUSY if
 * the trunk's address is in use
 */
int drill_run(const struct drill_options *options,
	      struct drill_summary *summary);

#endif
