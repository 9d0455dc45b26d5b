/**
 * @file checklist/notice.h  A list as the board of an engine is told of it
 *
 * The engine knows no dossiers: who has one tells it over HTTP which items
 * there are and how each is answered, and the engine tells all who watch.
 * Titles of items and answers only: no notes, no names, nothing measured.
 * As JSON:
 *
 *	{"run": 2, "kind": "official", "seconds": 30, "groups": [
 *		{"title": "主体", "title_en": "entity", "items": [
 *			{"item": "I-01", "title": "...", "title_en": "...",
 *			 "answer": "pass"}]}]}
 *
 * An object without groups says that there is no list.
 */
#ifndef CHECKLIST_NOTICE_H
#define CHECKLIST_NOTICE_H

#include <cjson/cJSON.h>

#include "checklist/checklist.h"

#define NOTICE_ITEMS  128
#define NOTICE_GROUPS 32
#define NOTICE_ID     24  /**< Bytes of an item's number */
#define NOTICE_TEXT   192 /**< Bytes of a title */
#define NOTICE_KIND   16
#define NOTICE_S      30 /**< It holds so long, unless it says otherwise */
#define NOTICE_S_MAX  60

struct notice_group {
	char title[NOTICE_TEXT];
	char title_en[NOTICE_TEXT];
};

struct notice_item {
	char id[NOTICE_ID];
	char title[NOTICE_TEXT];
	char title_en[NOTICE_TEXT];
	enum answer answer;
	unsigned group;
};

struct notice {
	int run;
	char kind[NOTICE_KIND]; /**< "self", "mock", "official" */
	int seconds;		/**< It holds so long if not told again */
	size_t groupc;
	size_t itemc; /**< 0: there is no list */
	size_t count[ANSWER_COUNT];
	struct notice_group groupv[NOTICE_GROUPS];
	struct notice_item itemv[NOTICE_ITEMS];
};

/** What there is to tell of a run, nothing if there is none (n is 0); items
 *  beyond the room are left out */
void notice_of_run(struct notice *n, const struct check_run *run);

/** Its JSON, with the counts of answers; free it; NULL without memory */
char *notice_write(const struct notice *n);

/**
 * Read it.  Control characters in its texts become harmless, and what is too
 * long is cut; counts are made anew.
 *
 * @param tree  An object
 *
 * @return 0; EBADMSG if it is not such an object, has more than there is room
 *         for, an item twice, or an answer that is none; then it is empty
 */
int notice_read(struct notice *n, const cJSON *tree);

#endif
