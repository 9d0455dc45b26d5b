/**
 * @file typeset/font.h  A font file, opened through HarfBuzz
 *
 * TrueType and CFF outlines, single files and collections.  libharu's own font
 * loader is not used: it knows neither CFF nor characters beyond U+FFFF, and
 * drops parts of composite glyphs.  All measures are in thousandths of the
 * font size.
 */
#ifndef TYPESET_FONT_H
#define TYPESET_FONT_H

#include <stdbool.h>
#include <stdint.h>

struct font;
struct hb_font_t;
struct hb_face_t;

/** Ink of a glyph inside its advance */
struct font_ink {
	long left;  /**< Blank before the ink; 0 if there is none */
	long right; /**< Blank behind the ink */
};

/**
 * Open a font file
 *
 * @param path   TTF, OTF, TTC or OTC
 * @param index  Which font of a collection, from 0
 *
 * @return 0, ENOENT, or EBADMSG if it is no font, has no such index or a
 *         damaged CFF table
 */
int font_open(struct font **fontp, const char *path, unsigned index);

/** Close it; NULL is allowed */
void font_close(struct font *font);

/** PostScript name, letters, digits and '-' only; never empty */
const char *font_name(const struct font *font);

/** Glyph number of a code point, 0 if the font lacks it */
uint32_t font_glyph(const struct font *font, uint32_t cp);

/** The code point to draw instead of cp in fonts that draw cp wrongly */
uint32_t font_substitute(const struct font *font, uint32_t cp);

/** Advance width of a glyph */
long font_advance(const struct font *font, uint32_t glyph);

/** Blank on both sides of a glyph's ink */
struct font_ink font_ink(const struct font *font, uint32_t glyph);

/** Height above the baseline, for the PDF's descriptor */
long font_ascent(const struct font *font);

/** Depth below the baseline, negative */
long font_descent(const struct font *font);

/** Bounding box of all glyphs: left, bottom, right, top */
void font_box(const struct font *font, long box[4]);

/** True if the outlines are CFF */
bool font_is_cff(const struct font *font);

/** True if the CFF table is CID-keyed */
bool font_is_cid_keyed(const struct font *font);

/** CID of a glyph in a CFF font */
uint32_t font_cid(const struct font *font, uint32_t glyph);

/** Design units per font size, for positions that HarfBuzz gives */
long font_units(const struct font *font);

/** HarfBuzz's objects, borrowed, for shaping and subsetting */
struct hb_font_t *font_hb(const struct font *font);
struct hb_face_t *font_hb_face(const struct font *font);

#endif
