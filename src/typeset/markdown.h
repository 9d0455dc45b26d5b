/**
 * @file typeset/markdown.h  Markdown to blocks
 *
 * CommonMark with pipe tables, parsed by md4c.  Raw HTML and indented code
 * mean nothing here.  "[x]" and "[ ]" anywhere are boxes, three or more "_" a
 * rule of as many characters to write on; a fenced block is a directive, its
 * first word names it.  Line ends between Chinese characters vanish.
 */
#ifndef TYPESET_MARKDOWN_H
#define TYPESET_MARKDOWN_H

#include <stddef.h>

#include "typeset/grid.h"
#include "typeset/template.h"
#include "typeset/text.h"
#include "util/str.h"

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARA, /**< Also an item of a list, its number in the text */
	BLOCK_NOTE, /**< A paragraph of a quotation */
	BLOCK_TABLE,
	BLOCK_FENCE,
	BLOCK_RULE,
};

struct block {
	enum block_kind kind;
	int level; /**< Of a heading, 1 to 6 */
	struct rich text;
	struct grid grid;	      /**< Of a table */
	struct str info;	      /**< Of a fence: the words behind it */
	struct str body;	      /**< Its lines as they are */
	struct template_lines origin; /**< Of the lines of the body */
	unsigned line;		      /**< In the template; 0 if unknown */
};

struct blocks {
	struct block *v;
	size_t c;
};

/**
 * Parse
 *
 * @param blocks  Receives the blocks; give it to blocks_release() in any case
 * @param text    UTF-8
 * @param lines   Where its lines come from; NULL: they count from 1
 *
 * @return 0, or EINVAL if a table has too many rows or columns
 */
int markdown_read(struct blocks *blocks, const char *text,
		  const struct template_lines *lines);

/** Free what is inside */
void blocks_release(struct blocks *blocks);

/**
 * Append a value so that Markdown shows exactly it (an escape_h)
 *
 * Punctuation gets a backslash; a line end becomes WRAP_BREAK; control
 * characters become a space; marks that turn the direction of text, which hide
 * what a text says, are left out.
 */
void markdown_escape(struct str *to, const char *value);

/** Append text in which backslashes stand before punctuation and "\n" is a
 *  line end, as in the lines of a fence; "**" begins and ends stress */
void markdown_plain(struct rich *rich, const char *s, size_t n);

#endif
