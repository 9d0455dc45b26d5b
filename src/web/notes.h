/**
 * @file web/notes.h  Notes about calls from operators' desks
 */
#ifndef WEB_NOTES_H
#define WEB_NOTES_H

#include "web/visit.h"

/** POST /api/calls/CALL/note */
void notes_post(struct visit *v);

#endif
