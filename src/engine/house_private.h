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

#endif
