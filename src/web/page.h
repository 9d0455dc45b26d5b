/**
 * @file web/page.h  The board as a page for browsers
 *
 * A handful of files of data/web, read once.  They hold nothing secret, so
 * they are given to everybody; what the page then asks for wants a token.  The
 * page may load nothing from elsewhere, nor run or style anything that stands
 * within it.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "web/server.h"

struct page;

/**
 * Read the files
 *
 * @param pp  Set to the page; free it with page_free().  What cannot be read is
 *            told to the log and not there: calls come in without a page.
 *
 * @return 0 or ENOMEM
 */
int page_alloc(struct page **pp);

/** Free it; NULL is allowed */
void page_free(struct page *p);

/**
 * Answer with a file, or that there is none
 *
 * @param name  E.g. "board.js"; "" is the page itself
 */
void page_answer(const struct page *p, struct request *rq, const char *name);

#endif
