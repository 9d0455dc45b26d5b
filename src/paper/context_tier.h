/**
 * @file paper/context_tier.h  Shareholders by tier, for papers
 *
 * Rows of the group holder name the row whose shares they hold (parent); rows
 * that name none hold shares of the applicant and are the first tier.
 */
#ifndef PAPER_CONTEXT_TIER_H
#define PAPER_CONTEXT_TIER_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "util/str.h"

/** Ratios and amounts are added up in units of their last place */
#define CONTEXT_TIER_UNIT 10000

/** Tiers that are told apart; what is deeper stands with the lost */
#define CONTEXT_TIERS 10

/**
 * Add to a tree that has the list holder
 *
 * - tier: a list of {title, direct, ratio, amount, holder}: "一级股东" and so
 *   on, direct true for the first; ratio and amount add up its rows, "" if a
 *   row has none; holder has its rows, row and last counted anew
 * - lost: the rows that cannot be traced to the applicant, because their parent
 *   is no row or they hold shares of each other in a circle
 * - holder_foreign: whether a row is a foreign person or legal person
 * - lost_count: how many; "" for none
 */
void context_add_tiers(cJSON *to);

/** Add a number as stored to a sum in CONTEXT_TIER_UNIT; false if it is none */
bool context_tier_sum(const char *text, int64_t *sump);

/** Print a sum, with at least so many places behind the point */
void context_tier_print(struct str *to, int64_t n, int places);

#endif
