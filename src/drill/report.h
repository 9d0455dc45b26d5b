/**
 * @file drill/report.h  The report of a drill, as JSON
 *
 * Holds every measurement, per call and in total, and every check with its
 * verdict.  What was not measured is null.  The members are described in
 * callpermit-drill(5).
 */
#ifndef DRILL_REPORT_H
#define DRILL_REPORT_H

#include "drill/functions.h"
#include "drill/trial.h"

/** Version of the report's shape, in its member "schema" */
#define REPORT_SCHEMA "callpermit-drill/1"

/**
 * Write the report, whole or not at all
 *
 * @param functions  Listed with what their checks say
 * @param path       File
 * @param sha256     Receives the hash of what was written
 *
 * @return 0 or EIO
 */
int report_write(const struct trial *o, const struct functions *functions,
		 const char *path, char sha256[SHA256_TEXT]);

#endif
