/**
 * @file cli/deadline.h  Deadlines as text and as JSON
 */
#ifndef CLI_DEADLINE_H
#define CLI_DEADLINE_H

#include <cjson/cJSON.h>

#include "dossier/deadline.h"

/** Print one deadline on a line, with what is uncertain about it */
void print_deadline(const struct deadline *d);

/** The same as JSON */
cJSON *deadline_json(const struct pack *pack, const struct deadline *d);

/** Load the calendar of working days that ships with the program, whatever
 *  pack a dossier keeps: days off are set anew each year.  0, ENOENT, EBADMSG */
int cli_calendar(struct calendar **calendarp);

#endif
