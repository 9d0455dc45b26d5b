/**
 * @file cli/checklist.h  checklist: the parts of the command
 */
#ifndef CLI_CHECKLIST_H
#define CLI_CHECKLIST_H

#include "checklist/checklist.h"
#include "cli/cli.h"

/** Part of the command; argv[0] is the first word behind its name */
typedef int checklist_part_h(struct cli *cli, const struct checklist *c,
			     int argc, char **argv);

/** list: the runs and how far they are */
checklist_part_h checklist_list;

/** show [RUN]: its items, answers and what was measured */
checklist_part_h checklist_show;

/** result [RUN]: what it comes to, part by part */
checklist_part_h checklist_result;

/** print [RUN] -o FILE.pdf */
checklist_part_h checklist_print;

/** Print how far a run is, a line */
void checklist_say_run(const struct check_run *run);

/** Number of a run from a word; 0 or EINVAL */
int checklist_run_number(const char *word, int *np);

#endif
