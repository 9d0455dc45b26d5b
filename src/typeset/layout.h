/**
 * @file typeset/layout.h  Blocks to pages
 *
 * One pass; a letter that is a little too long for its page is laid out again
 * in closer lines.  Directives are fenced blocks:
 *
 * - design NAME: margins and sizes, before anything else; see style.h
 * - form: a ruled form, see form.h
 * - toc LEVEL: table of contents down to a level of headings, see toc.h
 * - sign: lines to sign on, at the right, kept together; see sign.h
 * - blank N: N rules to write on
 * - cover: a page of its own, its first line the title
 * - pagebreak: what follows begins a page
 * - code: lines as they are, in small type
 * - picture [page | card]: see plate.h
 * - seats, tree, topology, gantt, chart, qr: drawings, see figure.h
 */
#ifndef TYPESET_LAYOUT_H
#define TYPESET_LAYOUT_H

#include "typeset/foot.h"
#include "typeset/markdown.h"
#include "typeset/sheet.h"

/** Take fences that name no directive for code, as Markdown means them */
void layout_take_code(struct blocks *blocks);

/**
 * Lay out blocks and number the pages
 *
 * @param sheets  Receives the pages; give it to sheets_release() in any case
 * @param name    Of the template, for messages
 * @param foot    What stands at the page number
 * @param pictures  Where its pictures come from; NULL: it has none
 *
 * @return 0; EBADMSG for a wrong directive and EINVAL for a character that no
 *         font has, both "NAME:LINE: ..." with the line of the template; EINVAL
 * for too many pages
 */
int layout_blocks(struct sheets *sheets, struct fontset *fonts,
		  const struct blocks *blocks, const char *name,
		  const struct footer *foot,
		  const struct picture_source *pictures);

#endif
