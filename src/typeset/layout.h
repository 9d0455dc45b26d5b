/**
 * @file typeset/layout.h  Blocks to pages
 *
 * One pass.  Directives are fenced blocks:
 *
 * - design NAME: margins and sizes, before anything else; see style.h
 * - form: a ruled form, see form.h
 * - sign: lines to sign on, at the right, kept together
 * - cover: a page of its own, its first line the title
 * - pagebreak: what follows begins a page
 * - picture [page | card]: see plate.h
 */
#ifndef TYPESET_LAYOUT_H
#define TYPESET_LAYOUT_H

#include "typeset/markdown.h"
#include "typeset/sheet.h"

/**
 * Lay out blocks and number the pages
 *
 * @param sheets  Receives the pages; give it to sheets_release() in any case
 * @param name    Of the template, for messages
 * @param foot    A line in small type under the page number; "" for none
 * @param pictures  Where its pictures come from; NULL: it has none
 *
 * @return 0; EBADMSG for a wrong directive and EINVAL for a character that no
 *         font has, both "NAME:LINE: ..." with the line of the template; EINVAL
 * for too many pages
 */
int layout_blocks(struct sheets *sheets, struct fontset *fonts,
		  const struct blocks *blocks, const char *name,
		  const char *foot, const struct picture_source *pictures);

#endif
