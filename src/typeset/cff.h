/**
 * @file typeset/cff.h  The little we need to know of a CFF font table
 *
 * A PDF shows CFF glyphs by CID.  In a CID-keyed font the CIDs are in the
 * table's charset; in any other one the CID is the glyph number (ISO 32000-1,
 * 9.7.4.2).  Source of the layout: Adobe Technical Note 5176.
 */
#ifndef TYPESET_CFF_H
#define TYPESET_CFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cff {
	bool cid_keyed; /**< The Top DICT has an ROS operator */
	uint16_t *cid;	/**< CID by glyph; NULL if they are the same number */
};

/**
 * Read a CFF table; every access is checked against its size
 *
 * @param cff     Receives the result; give it to cff_release()
 * @param table   The bytes of the table
 * @param glyphc  Glyphs of the font, from its maxp table, 1 to 65535
 *
 * @return 0, or EBADMSG
 */
int cff_read(struct cff *cff, const void *table, size_t size, unsigned glyphc);

/** Free what is inside */
void cff_release(struct cff *cff);

#endif
