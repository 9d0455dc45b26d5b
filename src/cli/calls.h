/**
 * @file cli/calls.h  What the files of the command calls share
 */
#ifndef CLI_CALLS_H
#define CLI_CALLS_H

#include "ledger/calls.h"

/** Append a field of a record as people read it: instants in China's time */
void calls_cell(struct str *to, const void *rec, const struct record_field *f);

#endif
