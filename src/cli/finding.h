/**
 * @file cli/finding.h  Findings, scores and numbers as text and as JSON
 */
#ifndef CLI_FINDING_H
#define CLI_FINDING_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "check/check.h"
#include "pack/pack.h"

/** Print text after some blanks, made safe for a terminal */
void print_safe(const char *before, const char *text);

/** Print text of several lines, each after some blanks and made safe for a
 *  terminal */
void print_lines(const char *before, const char *text);

/** Print the sources of a statement, a line each */
void print_sources(const struct pack *pack, char *const *keys, unsigned count);

/** Print one finding: sentence, what to do, what was read, sources */
void print_finding(const struct pack *pack, const struct finding *f);

/** Print all: blocking first, by group; then what passed, the score, gates and
 *  where sources disagree about a number
 *
 * @param all  Also print what passed or does not apply in full */
void print_findings(const struct pack *pack, const struct findings *found,
		    bool all);

/** Print what sources say about the numbers of a profile and the default one;
 *  only those that stand in a list of facts read, or all if it is NULL */
void print_numbers(const struct pack *pack, const struct profile *profile,
		   const char *reads);

/** Print the numbers about which sources disagree */
void print_conflicts(const struct pack *pack, const struct profile *profile);

/** One finding as JSON */
cJSON *finding_json(const struct pack *pack, const struct finding *f);

/** The score with its terms as JSON */
cJSON *score_json(const struct findings *found);

/** The numbers of one profile as JSON, in its order */
cJSON *numbers_json(const struct pack *pack, const struct profile *profile);

/** The numbers about which sources disagree as JSON: what, and who says which
 */
cJSON *conflicts_json(const struct pack *pack, const struct profile *profile);

/** Source keys with strength and title as JSON */
cJSON *sources_json(const struct pack *pack, char *const *keys, unsigned count);

#endif
