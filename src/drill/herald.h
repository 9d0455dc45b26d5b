/**
 * @file drill/herald.h  Tells an engine's board how far a drill has come
 *
 * The drill waits for nothing, and may kill the engine: see net/teller.h.
 */
#ifndef DRILL_HERALD_H
#define DRILL_HERALD_H

#include "drill/drill.h"
#include "net/teller.h"

/** Where an engine is told it */
#define HERALD_PATH "/api/drill"

/** What to tell from now on */
void herald_tell(struct teller *t, const struct drill_stage *stage);

#endif
