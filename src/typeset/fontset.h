/**
 * @file typeset/fontset.h  The fonts of a paper, by what they are used for
 *
 * A role is a chain of candidate files; for each character the first font of
 * the chain that has it is taken.  Candidates are rows; before them stands what
 * the user names in CALLPERMIT_FONT_SONG, _BOLD, _HEI, _FANG or _KAI ("FILE" or
 * "FILE:INDEX").  A file that is not at its usual place is asked of fontconfig.
 *
 * Only fonts whose stops and commas sit low at the left, as on the mainland,
 * are candidates (GB/T 15834): not UMing or UKai, which have them mid-cell.
 */
#ifndef TYPESET_FONTSET_H
#define TYPESET_FONTSET_H

#include <stdint.h>

#include "typeset/font.h"

enum font_role {
	FONT_SONG, /**< Body text */
	FONT_BOLD, /**< Titles and stressed words: heavy Song */
	FONT_HEI,  /**< Headings and table heads: sans-serif */
	FONT_FANG, /**< Body text of official documents; else Song */
	FONT_KAI,  /**< Second headings: Kai; else heavy Song, which is told
		    *   from the body as well */
};

#define FONT_ROLE_COUNT (FONT_KAI + 1)

struct fontset;

/**
 * Find the fonts
 *
 * @return 0; ENOENT if no Chinese font is installed, naming the package that
 *         has one; ENOENT or EBADMSG if a font the user named cannot be used
 */
int fontset_open(struct fontset **setp);

/** Close all fonts; NULL is allowed */
void fontset_close(struct fontset *set);

/**
 * Choose the font that draws a character
 *
 * @return The font, borrowed; NULL if no font of the role's chain has it
 */
struct font *fontset_pick(struct fontset *set, enum font_role role,
			  uint32_t cp);

#endif
