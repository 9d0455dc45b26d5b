/**
 * @file pack/lint.h  Traps in a pack that is right by its schema
 *
 * SQL compares what cannot be equal without a word: a choice with a value it
 * does not have, a text with a number, an amount in fen with one in 万元; and
 * it divides whole numbers without a remainder.  This reads every expression of
 * a pack and names such places.  Of stages and acts it says which no dossier
 * comes to.  It is no SQL parser: it knows literals, names
 * and operators, which is enough for these.
 */
#ifndef PACK_LINT_H
#define PACK_LINT_H

#include "pack/pack.h"

/** Handles one complaint: "file:line:column: sentence"; borrowed */
typedef void lint_h(const char *complaint, void *arg);

/** Most complaints handed over: to find the place of one costs a reading of its
 *  file */
#define LINT_MAX 100

/** Read a whole pack; returns how many complaints there were, of which the
 * first LINT_MAX were handed over */
size_t pack_lint(const struct pack *pack, lint_h *h, void *arg);

#endif
