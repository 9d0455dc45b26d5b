/**
 * @file drill/evidence.h  What the engine kept of a drill
 *
 * Reads the engine's call records from its database, as anybody who inspects
 * it would, and listens to every recording that they name.  Each is copied
 * first, below the drill's own folder with the path it has in the engine's:
 * what was heard and hashed is the copy, which can be carried elsewhere.
 */
#ifndef DRILL_EVIDENCE_H
#define DRILL_EVIDENCE_H

#include "drill/trial.h"

/**
 * Find the engine's records of the calls and attempts of a trial
 *
 * Waits for records and recordings that are still being written, for a few
 * seconds at most.  A database that cannot be read is no error: then
 * data_read stays false and trouble says why.
 *
 * A recording that cannot be copied is heard where it lies; uncopied says why.
 *
 * @param data    The engine's data folder, holding calls.db
 * @param folder  The drill's
 */
void evidence_collect(struct trial *o, const char *data, const char *folder);

/** Note which calls are on record at this moment, before the engine is
 *  killed */
void evidence_before(struct trial *o, const char *data);

#endif
