/**
 * @file cli/doctor.h  What the doctor looks at
 *
 * An examination is a row of a table: its name and its function, which sets
 * what is found and, unless all is well, what to do about it.
 */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include <stdbool.h>

#include "cli/cli.h"
#include "util/str.h"

/** How it stands with one thing */
enum health {
	HEALTH_WELL,
	HEALTH_DOUBT, /**< Works, but somebody should look at it */
	HEALTH_ILL,   /**< Does not work, or data is damaged */
	HEALTH_NOT,   /**< Not looked at */
};

/** What one examination came to */
struct finding_of_doctor {
	enum health health;
	struct str said; /**< A sentence */
	struct str todo; /**< What to do; empty if nothing is */
};

/** Somebody who is looked over, and what was found on the way */
struct doctor {
	struct cli *cli;
	char *path;	 /**< Of the database */
	bool quick;	 /**< Not every byte */
	const char *url; /**< Of an engine, or NULL */
	const char *ca;	 /**< Certificates it may show, or NULL */
	struct db *db;	 /**< Once the database could be opened */
	struct finding_of_doctor f;
};

typedef void exam_h(struct doctor *d);

struct exam {
	const char *id;	  /**< For --json, e.g. "database" */
	const char *name; /**< For people */
	exam_h *look;
};

/** Whether the disk or folder of the database is encrypted; copies of former
 *  states beside it */
exam_h look_at_rest;
exam_h look_at_copies;

/** All of them, in the order they are made; ended by a NULL id */
extern const struct exam doctor_exams[];

#endif
