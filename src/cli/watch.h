/**
 * @file cli/watch.h  Published lists and who stands in them, as text and JSON
 */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include <cjson/cJSON.h>

#include "check/library.h"
#include "dossier/watch.h"
#include "pack/watch.h"

/** A list that was read */
struct watch_reading {
	const struct watch_list *list;
	const struct watch_kind *kind;
	struct watch_hits hits;
	size_t rows;
	size_t damaged; /**< Places that were no text */
	bool cut;	/**< The page may be cut off */
	bool unchanged; /**< Since it was read last */
};

/**
 * Print a list with its hits and what each dossier is proposed
 *
 * @param lists  To be added to as JSON; NULL: printed as text
 *
 * @return How many of the hits the dossiers do not say already
 */
size_t watch_print(struct db *db, struct library *library,
		   const struct watch_reading *r, cJSON *lists);

/** Print why a list could not be read */
void watch_print_failed(cJSON *lists, const struct watch_list *list,
			const char *why);

#endif
