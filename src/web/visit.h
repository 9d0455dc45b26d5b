/**
 * @file web/visit.h  A request, as the files of the HTTP server that answer it
 * share it
 */
#ifndef WEB_VISIT_H
#define WEB_VISIT_H

#include <cjson/cJSON.h>

#include "call/record.h"
#include "engine/engine.h"
#include "web/answer.h"
#include "web/archive.h"
#include "web/hub.h"
#include "web/limit.h"
#include "web/token.h"

#define VISIT_NAMES    2   /**< Stars in a pattern */
#define VISIT_NAME_MAX 128 /**< Bytes of what stands for one */

struct acts;
struct page;

struct web {
	const struct config *conf;
	struct engine *engine;
	struct server *server;
	struct hub *hub;
	struct archive *calls;
	struct acts *acts;
	struct page *page;
	struct limit limit;
};

/** Who asks for what */
struct visit {
	struct web *web;
	struct request *rq;
	enum role role;
	const struct config_token *token;
	bool masked;
	char name[VISIT_NAMES][VISIT_NAME_MAX];
};

/** The number in the path; answers 404 and returns false if it is none */
bool visit_id(struct visit *v, int64_t *idp, const char *problem);

/** The same of a call's id */
bool visit_call(struct visit *v, int64_t *idp);

/** Answer that it is done, or why not; err is an errno code */
void visit_done(struct visit *v, int err);

/**
 * The body, an object or nothing
 *
 * @param treep  Set to it, NULL for nothing; free it with cJSON_Delete()
 *
 * @return False if it was something else; that was answered
 */
bool visit_body(struct visit *v, cJSON **treep);

/** A text of the body, NULL if there is none; *goodp becomes false if it is no
 *  text; borrowed */
const char *visit_text(const cJSON *tree, const char *name, bool *goodp);

/** The name of the token; answers 403 and returns NULL if it has none, for who
 *  does something is put on record */
const char *visit_person(struct visit *v);

#endif
