/**
 * @file web/orders.h  Orders to the engine: seats, calls, its configuration
 */
#ifndef WEB_ORDERS_H
#define WEB_ORDERS_H

#include "web/visit.h"

/* Routes, each answers the request */

void orders_ready(struct visit *v);
void orders_pause(struct visit *v);
void orders_wrap_up(struct visit *v);
void orders_wrap_up_end(struct visit *v);
void orders_hang_up(struct visit *v);

#endif
