/**
 * @file web/answer.h  Answers, all with the headers that keep browsers safe
 */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "web/json.h"
#include "web/server.h"

/** Most headers that an answer adds of its own */
#define ANSWER_HEADERS 6

/** Headers of every answer, those of one more before them */
struct answer_headers {
	struct request_header v[ANSWER_HEADERS + 8];
};

/**
 * Make headers
 *
 * @param type   Content-Type
 * @param extra  Ended by a name NULL; NULL: none; at most ANSWER_HEADERS.  They
 *               take the place of those of the same name.
 */
void answer_headers(struct answer_headers *h, const char *type,
		    const struct request_header *extra);

/** Answer 200 with JSON; the text is released */
void answer_json(struct request *rq, struct json *j);

/**
 * Say what is wrong (RFC 9457)
 *
 * @param detail  Sentence, or NULL
 * @param extra   More headers, or NULL
 */
void answer_problem(struct request *rq, unsigned status, const char *detail,
		    const struct request_header *extra);

/** The status that an error of ours stands for */
unsigned answer_status(int err);

#endif
