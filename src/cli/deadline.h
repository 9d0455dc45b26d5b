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

struct cli;

/** Bring the table of all deadlines up to date, telling how far it is; 0, or the
 *  errors of agenda_refresh() */
int cli_refresh_agenda(struct cli *cli);

/** Print what is due within some days as an iCalendar (RFC 5545); dossier 0: of
 *  all.  0, EBUSY, EIO */
int cli_print_ics(struct cli *cli, int64_t dossier, int within);

#endif
