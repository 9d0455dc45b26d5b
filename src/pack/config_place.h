/**
 * @file pack/config_place.h  Where a caller can be sent
 *
 * In the configuration a place is a text: "queue:NAME", "menu:NAME",
 * "seat:NUMBER", "message:BOX", "consent:PURPOSE", "repeat" or "hang-up".  The
 * kinds are rows of one table; whatever a place names must be there.
 */
#ifndef PACK_CONFIG_PLACE_H
#define PACK_CONFIG_PLACE_H

#include "pack/config.h"

enum place_kind {
	PLACE_NONE, /**< The configuration is silent */
	PLACE_QUEUE,
	PLACE_MENU,
	PLACE_SEAT,
	PLACE_MESSAGE,
	PLACE_CONSENT,
	PLACE_REPEAT, /**< The same menu again; keys only */
	PLACE_HANG_UP,
	PLACE_WITHDRAW, /**< What was agreed to is taken back */
};

#define PLACE_COUNT (PLACE_WITHDRAW + 1)

struct place {
	enum place_kind kind;
	unsigned index; /**< Of the row of the configuration */
};

/**
 * Read a place
 *
 * @param text  NULL gives PLACE_NONE
 *
 * @return 0, or EBADMSG with a sentence
 */
int config_place(struct place *place, const struct config *conf,
		 const char *text);

#endif
