/**
 * @file paper/context_private.h  What the files of the context share
 */
#ifndef PAPER_CONTEXT_PRIVATE_H
#define PAPER_CONTEXT_PRIVATE_H

#include "checklist/checklist.h"
#include "paper/context.h"
#include "util/date.h"

/** Add a text; NULL adds "" */
void context_put(cJSON *to, const char *key, const char *text);

/** Add formatted text */
void context_putf(cJSON *to, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/** Add a decimal with at most some digits behind the point, none of them a
 *  zero at the end */
void context_put_decimal(cJSON *to, const char *key, double value, int digits);

/** Add a day as people read it, 2026年11月22日; "" for year 0 */
void context_put_day(cJSON *to, const char *key, struct date date);

/** Add a text whose dates YYYY-MM-DD and months YYYY-MM are written as people
 *  read them; what only looks like one, in an address or a number, stays */
void context_put_dated(cJSON *to, const char *key, const char *text);

/** Add a day as YYYY-MM-DD; "" for year 0 */
void context_put_iso(cJSON *to, const char *key, struct date date);

/** Add KEY_stem: a text without the punctuation at its end, for sentences */
void context_put_stem(cJSON *to, const char *key, const char *value);

/** Add a list and hand it out */
cJSON *context_put_list(cJSON *to, const char *key);

/** Add NAME_any: whether a list of that name, which is there, has a row.  Heads
 *  of tables ask for it */
void context_put_any(cJSON *to, const char *key);

/** Append an object to a list and hand it out */
cJSON *context_put_row(cJSON *list);

/** Add "refs", the keys of sources with "、" between them, and "basis", how
 *  strong these are */
void context_put_sources(cJSON *to, const struct pack *pack, char *const *keys,
			 unsigned count);

/** Add numbers: storage, calls and plan, each false if not known */
void context_add_numbers(cJSON *to, const struct facts *facts);

/** Add findings, score and papers */
void context_add_findings(cJSON *to, const struct context_ask *ask);

/** Add what was done, what is due and when it may end; 0, EPERM, EBUSY, EIO */
int context_add_progress(cJSON *to, const struct context_ask *ask);

/** Add what a drill measured; false if there is no report */
void context_add_report(cJSON *to, const cJSON *report);

/** Add the questions that are open, or with blank all there are */
void context_add_questions(cJSON *to, const struct context_ask *ask);

/** Chinese name of a list or of a kind of runs */
const char *context_run_word(const char *name);

/** Add the last self-check as "checked", as it is written down; false if there
 *  was none */
void context_add_checked(cJSON *to, const struct pack *pack,
			 const struct facts *facts);

/** Add the day of the visit; 0, EBUSY, EIO */
int context_add_visit(cJSON *to, const struct context_ask *ask);

#endif
