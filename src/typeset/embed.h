/**
 * @file typeset/embed.h  The part of a font that one PDF document needs
 *
 * Notes which glyphs a document uses, then writes a subset of the font with
 * its widths and the text behind each glyph, through libharu's objects.  A
 * glyph that stands for several characters (a ligature) copies out as all of
 * them; characters beyond U+FFFF as surrogates.
 *
 * libharu's error handler may jump out of embed_alloc() and embed_finish();
 * embed_free() then still frees everything.
 */
#ifndef TYPESET_EMBED_H
#define TYPESET_EMBED_H

#include <hpdf.h>
#include <stddef.h>
#include <stdint.h>

#include "typeset/font.h"

/** Most characters one glyph may stand for; more are cut off */
#define EMBED_TEXT_MAX 8

struct embed;

/** Begin to use a font, which must outlive it, in a document */
void embed_alloc(struct embed **embedp, HPDF_Doc doc, const struct font *font);

/** Free it; NULL is allowed */
void embed_free(struct embed *embed);

/**
 * Use a glyph
 *
 * @param text   The characters it stands for; of several uses the first counts
 * @param textc  How many; 0 if an earlier glyph stands for them
 *
 * @return The two-byte code that shows the glyph; 0 after 65,535 glyphs
 */
uint32_t embed_use(struct embed *embed, uint32_t glyph, const uint32_t *text,
		   size_t textc);

/** The font dictionary, for HPDF_Page_GetLocalFontName() */
HPDF_Dict embed_dict(const struct embed *embed);

/** True if this is the embedding of that font */
bool embed_is(const struct embed *embed, const struct font *font);

/**
 * Write subset, widths and texts into the document; once, before it is saved
 *
 * @return 0, or EBADMSG if the font cannot be cut
 */
int embed_finish(struct embed *embed);

#endif
