/**
 * @file paper/context_chart.h  The equity chart of an applicant, for papers
 *
 * A drawing refuses a box without a name, the same box twice and texts that are
 * too long.  Facts may be wrong in all these ways and the paper is still
 * printed, so what is drawn is made fit for it here.
 */
#ifndef PAPER_CONTEXT_CHART_H
#define PAPER_CONTEXT_CHART_H

#include <cjson/cJSON.h>

/** Most shareholders in the chart; those left out stand in the tables */
#define CONTEXT_CHART_MAX 900

/** Longest name in it, in characters; longer ones are cut and end in "…" */
#define CONTEXT_CHART_NAME 100

/** Domestic natural persons of one company who hold less than 5 per cent and
 *  whose shares nobody holds make one box if there are more of them than this:
 *  they stand in the tables one by one.  Others are traced and all drawn. */
#define CONTEXT_CHART_CROWD 20

/**
 * Add to a tree that has co and tier, see context_tier.h
 *
 * - chart_root: name of the applicant, "申请单位" if it has none
 * - chart: a list of {name, parent, ratio, type}, parents before children; each
 *   has a name, none is there twice
 * - chart_count: how many; "" for none
 * - chart_crowd: how many holders boxes stand for that are a crowd; "" for none
 * - chart_more: how many were left out as there are too many; "" for none
 */
void context_add_chart(cJSON *to);

#endif
