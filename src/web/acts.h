/**
 * @file web/acts.h  What people do over HTTP that is put on record with their
 * names
 *
 * Call-backs, consents that are withdrawn, callers or numbers that are let in
 * again after abnormal traffic, exports.  Who it is says the token: its name is
 * the person, and the account in the log of desk.db.  What waits for a disk
 * happens on the records thread of the engine or on a thread of its own.
 */
#ifndef WEB_ACTS_H
#define WEB_ACTS_H

#include "web/visit.h"

/** Begin; folder is the engine's data folder */
int acts_start(struct acts **ap, const char *folder);

/** Answer who waits, then end; NULL is allowed */
void acts_stop(struct acts *a);

/* Routes */
void acts_ask_call_back(struct visit *v);
void acts_approve_call_back(struct visit *v);
void acts_list_call_backs(struct visit *v);
void acts_withdraw(struct visit *v);
void acts_list_stopped(struct visit *v);
void acts_release(struct visit *v);
void acts_reload(struct visit *v);
void acts_request_export(struct visit *v);
void acts_approve_export(struct visit *v);
void acts_write_export(struct visit *v);
void acts_list_exports(struct visit *v);
void acts_fetch_export(struct visit *v);

#endif
