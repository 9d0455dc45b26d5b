/**
 * @file engine/house_private.h  Parts of the house with files of their own
 */
#ifndef ENGINE_HOUSE_PRIVATE_H
#define ENGINE_HOUSE_PRIVATE_H

#include "engine/house.h"

/** Menus, hours, announcements, ways out of queues; seats and queues are
 *  there already */
int house_make_flow(struct house *h);

/** Free what house_make_flow() made */
void house_free_flow(struct house *h);

/** Lists of numbers; 0 or ENOMEM */
int house_make_lists(struct house *h);

/** Free them */
void house_free_lists(struct house *h);

/** A list by its name; NULL for NULL */
const struct policy_list *house_list(const struct house *h, const char *name);

#endif
