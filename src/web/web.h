/**
 * @file web/web.h  The engine over HTTP: its board, calls, and orders to it
 *
 * A guest on the engine's loop (engine/engine.h).  Who may do what is a row of
 * the table of routes.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "engine/engine.h"

struct web;

/**
 * Make the guest
 *
 * @param wp     Set to it; free it with web_free() after engine_run()
 * @param guest  Filled in, for engine_options
 *
 * @return 0 or ENOMEM
 */
int web_alloc(struct web **wp, struct engine_guest *guest,
	      const struct config *conf);

void web_free(struct web *w);

/** Find what would keep the server from starting; nothing is opened.  0,
 *  EBADMSG, ENOENT, EPERM with a sentence */
int web_check(const struct config *conf);

#endif
