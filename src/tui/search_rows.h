/**
 * @file tui/search_rows.h  What a search has found, as rows
 *
 * Dossiers with the facts that have it, from the index; then, once there is
 * time, papers of the dossier that one comes from, filing versions, and what
 * journals say that facts no longer do.
 */
#ifndef TUI_SEARCH_ROWS_H
#define TUI_SEARCH_ROWS_H

#include "dossier/search.h"
#include "dossier/search_past.h"
#include "tui/view.h"

/** Columns of the place of what was found */
#define SEARCH_PLACE_W 24

/** What a row is, and what it leads to */
enum search_kind {
	ROW_DOSSIER,
	ROW_FACT,
	ROW_REST, /**< There are more facts */
	ROW_JOURNAL,
	ROW_VERSION,
	ROW_PAPER,
	ROW_END, /**< More journals were not looked through */
};

struct search_row {
	enum search_kind kind;
	char *no;
	char *name;  /**< Of a dossier; NULL: something of it */
	char *place; /**< Fact, as form_ask has it; paper */
	char *label;
	char *excerpt; /**< As it is shown */
	char *text;    /**< All of it */
	size_t rest;   /**< Number of facts that are not listed; else 0 */
};

struct search_rows {
	struct search_row *v;
	size_t c;
	size_t dossiers;
	const struct pack *pack;
};

/** Free them; usable on zeroed rows */
void search_rows_release(struct search_rows *rows);

/** Add a dossier and its facts; arg: the rows */
search_h search_rows_hit;

/**
 * Add what the index does not have
 *
 * @param no    Dossier that one comes from, or NULL
 *
 * @return 0; ECANCELED if it was stopped; EBUSY; EIO: nothing was added then
 */
int search_rows_past(struct search_rows *rows, struct tui *tui,
		     const struct search_past_ask *ask);

/** Open what a row is about; facts that are left out are not */
int search_rows_open(struct tui *tui, const struct search_row *row,
		     const char *query);

#endif
