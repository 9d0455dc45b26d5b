/**
 * @file dossier/keeping.h  Personal data whose term is over, or will be
 */
#ifndef DOSSIER_KEEPING_H
#define DOSSIER_KEEPING_H

#include <stddef.h>
#include <stdint.h>

#include "dossier/dossier.h"
#include "dossier/fact.h"
#include "pack/retention.h"
#include "util/date.h"

/** A term of one dossier that has begun, while there still are such facts */
struct keeping {
	const struct dossier *d;
	const struct retention_term *term;
	struct date since; /**< It began */
	struct date due;   /**< First day on which the facts are to go */
	size_t facts;	   /**< How many there are */
};

typedef int keeping_h(const struct keeping *keeping, void *arg);

/** Hand the terms of a dossier to a handler; 0, its error, EIO */
int keeping_of(struct db *db, const struct pack *pack,
	       const struct retention *retention, const struct dossier *d,
	       keeping_h *h, void *arg);

/** The same of all dossiers, those changed last first */
int keeping_each(struct db *db, const struct pack *pack,
		 const struct retention *retention, keeping_h *h, void *arg);

#endif
