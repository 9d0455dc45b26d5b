/**
 * @file cli/deadline.h  Deadlines as text and as JSON
 */
#ifndef CLI_DEADLINE_H
#define CLI_DEADLINE_H

#include <cjson/cJSON.h>

#include "course/agenda.h"
#include "course/deadline.h"
#include "util/str.h"

/** Append how far a day is away: "in 5 days", "3 days late" */
void deadline_distance(struct str *to, struct date due);

/** Append who must act: a side, or the owner of a task and who stands in */
void deadline_whom(struct str *to, enum side side, const char *owner,
		   const char *backup);

/** Print one deadline on a line, with what is uncertain about it */
void print_deadline(const struct deadline *d);

/** The same as JSON */
cJSON *deadline_json(const struct pack *pack, const struct deadline *d);

struct cli;

/** Bring the table of all deadlines up to date, telling how far it is; 0, or
 * the errors of agenda_refresh() */
int cli_refresh_agenda(struct cli *cli);

/** Append what is due as an iCalendar (RFC 5545); 0, EBUSY, EIO */
int cli_make_ics(struct cli *cli, const struct agenda_filter *filter,
		 struct str *to);

#endif
