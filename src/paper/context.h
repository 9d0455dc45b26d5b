/**
 * @file paper/context.h  A dossier as one JSON tree, for papers and scripts
 */
#ifndef PAPER_CONTEXT_H
#define PAPER_CONTEXT_H

#include <cjson/cJSON.h>

#include "check/check.h"
#include "checklist/checklist.h"
#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/calendar.h"
#include "pack/pack.h"

/** Most rows that a drawing shows one by one */
#define CONTEXT_MANY 9

/**
 * What templates read: every field of the forms, as people read it
 *
 * Groups are objects, repeating groups lists of them.  A fact that is not set
 * is "".  A choice or yes-no field X has beside it X_options: a list of {label,
 * mark}, mark "x" or " ".  Besides: dossier {no, title, today}, authority
 * {name}, journal_head.  Dates read 2026年11月22日.
 *
 * numbers holds what is reckoned from facts; each part is false where they are
 * not known.  storage {day, kept, planned, enough, spare, short, days}: GB, and
 * days that the disk lasts; the last four only if it is planned.  calls {load,
 * seats, assumed, over, busy, wait, mean, target, level, met, least, lines
 * {channels, lost}}: per cent and seconds, see paper/capacity.h; level, met
 * and least only with a target.  plan {measured, grid, length, width, area,
 * seats, built, seat_width, seat_depth, aisle, assumed, each, fits, few,
 * lines}: of the drawing of the seats.
 *
 * facts should hold what is calculated, see check_calculate().
 *
 * A choice X has X_is as well, an object with every value as a name, true if it
 * is chosen.  A yes-no field X has X_yes and X_no, truth values; a
 * whole number X_some, false for 0 and if it is not known.  X_stem of a
 * text is the same without punctuation at its end, for sentences;
 * X_lines of a long text has its lines.  GROUP_count is the number of rows, ""
 * for none; GROUP_many whether there are more than CONTEXT_MANY; a row has row
 * (from 1) and last (truth value).
 *
 * checked is the last run of the list of the self-check, as it is written down,
 * false if there was none: see context_add_run(); checked_c1 to checked_c6 are
 * its parts, or false.
 *
 * Shareholders stand by tier as well, see context_tier.h, and in
 * a chart, see context_chart.h.
 *
 * @return The tree; the caller frees it with cJSON_Delete()
 */
cJSON *context_for_paper(const struct pack *pack, const struct dossier *d,
			 const struct facts *facts);

/** What papers about the state of a dossier are made from */
struct context_ask {
	const struct pack *pack;
	struct db *db;
	struct checker *checker;
	const struct calendar *calendar;
	const struct dossier *dossier;
	struct facts *facts; /**< What is calculated and read is added */
	const struct findings *found;
	const cJSON *report; /**< Of the drill in the facts, as drill/report.h
			      *   writes it; NULL if it is not at hand */
	int run;	     /**< Run of the list of the visit; 0: the last */
	bool blank;	     /**< Ask all questions, answered or not */
};

/**
 * Add what the working papers read, to a tree of context_for_paper()
 *
 * - readiness {score, gates, terms [{title, weight, done, of, points}],
 *   blocking, unknown, advice, doubt, hints: lists of groups {title, rows
 *   [{id, title, sentence, fix, saw, basis}]}, passed, not_due}
 * - papers, papers_na [{n, id, title, kind, state, why, signed, scan, basis,
 *   files [{label, name}]}]
 * - progress {stage, since, actor, next, steps, deadlines, standing, tasks,
 *   forecast, forecast_why, approximate} and gantt {bars, marks, today}, whose
 *   dates are YYYY-MM-DD
 * - report: false, or begun, ended, verdict, scenario, checks, totals, calls,
 *   minutes, waits, occupancy, attempts; see context_report.c
 * - questions {count, forms [{title, note, sections}]}; see
 *   context_questions.c
 * - visit {call {day, when, who, where, papers, note, stands}, outcome {day,
 *   result, doc_no, note}, speakers [{part, name, backup, phone}], questions
 *   [{n, at, by, text, item, answer, who, answered, evidence}], fixes [{n,
 * item, title, owner, backup, due, done, state, note, evidence}], exhibits
 * [{no, title, links, by, received, files [{name, bytes, sha256}]}], run,
 * prior}: the last official or practised run of the list of the visit, and the
 * last one at all; looked: by item, with "_" for "-" (I_08), what a stranger
 * should know
 *
 * Sentences are in the language of the moment; papers want lang_use().
 *
 * @return 0; EPERM if an expression takes too long; EBADMSG; EBUSY; EIO
 */
int context_add_work(cJSON *to, const struct context_ask *ask);

/**
 * Add a run of a checklist under a key; false if its number is 0
 *
 * {number, title, kind, official, date, closed, begun, ended, pass, fail, todo,
 * na, total, gates, score, ready, ready_text, parts [{title, the counts, items,
 * failures}], failures, open}.  A count X has X_some.  An item: {id, group,
 * title, how, hold, grade, gate, answer, failed, open, measured, verdict,
 * reason, note, evidence, held, by, date, task, owner, due, done}.
 */
void context_add_run(cJSON *to, const char *key, const struct pack *pack,
		     const struct check_run *run);

/**
 * What scripts read: the facts that are set, as stored
 *
 * @return The tree; the caller frees it with cJSON_Delete()
 */
cJSON *context_for_script(const struct dossier *d, const struct facts *facts);

#endif
