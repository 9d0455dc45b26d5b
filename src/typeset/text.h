/**
 * @file typeset/text.h  A paragraph: characters in, placed glyphs out
 *
 * Characters are shaped by HarfBuzz (script Hani, Chinese of the mainland),
 * full-width punctuation that meets is squeezed, lines are broken and spread to
 * the full width.  All lengths are in thousandths of a point, which integers
 * hold exactly, so that the same text always gives the same bytes.
 */
#ifndef TYPESET_TEXT_H
#define TYPESET_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "typeset/fontset.h"
#include "util/str.h"

/** One point */
#define PT 1000L

/** Characters, some of them stressed */
struct rich {
	uint32_t *cp;
	bool *strong;
	size_t c;
	size_t cap;
	unsigned line; /**< Of the template, for messages; 0 unknown */
};

/** Most characters of a title for the reader's side */
#define RICH_PLAIN 60

/** Append a character */
void rich_add(struct rich *rich, uint32_t cp, bool strong);

/** Append UTF-8 text */
void rich_add_text(struct rich *rich, const char *s, bool strong);

/** Append the characters as UTF-8, without our own marks; at most RICH_PLAIN of
 *  them, for titles */
void rich_plain(const struct rich *rich, struct str *to);

/** Free what is inside */
void rich_release(struct rich *rich);

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT, ALIGN_JUSTIFY };

/** How a paragraph looks */
struct look {
	enum font_role role;
	enum font_role strong; /**< Role of stressed characters */
	long size;	       /**< Font size */
	long lead;	       /**< From line to line */
	enum align align;
	long indent; /**< Of the first line and of those behind a line end */
};

/** Characters that no font has */
struct missing {
	int count;
	uint32_t cp;   /**< The first of them */
	unsigned line; /**< Its line in the template */
};

/** What no font draws */
enum drawn { DRAWN_BOX, DRAWN_TICKED, DRAWN_RULE };

struct glyph {
	const struct font *font; /**< NULL: glyph is one of enum drawn */
	uint32_t glyph;
	int32_t x;	/**< From the paragraph's left edge */
	int32_t y;	/**< Above the baseline */
	uint32_t first; /**< The characters it stands for, in para.cp */
	uint32_t c;	/**< How many; 0: an earlier glyph stands for them */
};

struct line {
	size_t from; /**< First glyph */
	size_t to;   /**< Behind the last */
	long width;  /**< Of the ink, without blanks at the end */
};

/** A paragraph that was laid out */
struct para {
	long size;
	long lead;
	uint32_t *cp;
	struct glyph *glyph;
	size_t glyphc;
	struct line *line;
	size_t linec;
	bool torn; /**< A line had to end inside a word */
};

/**
 * Lay out a paragraph
 *
 * @param para     Receives it; give it to para_release()
 * @param width    Of its lines
 * @param missing  Counts characters without a font; they are left out
 */
void para_set(struct para *para, struct fontset *fonts, const struct rich *rich,
	      const struct look *look, long width, struct missing *missing);

/** Free what is inside */
void para_release(struct para *para);

/** Width of the longest line */
long para_width(const struct para *para);

#endif
