/**
 * @file pack/portal.h  What the authority's portal takes as an attachment
 *
 * Rows of data/portal.yaml.  A limit is a number or a list of words; one that
 * a pack does not give is not held to.
 */
#ifndef PACK_PORTAL_H
#define PACK_PORTAL_H

#include <stdbool.h>

/** Bytes of one file */
#define PORTAL_FILE_BYTES "file-bytes"
/** Pictures of one paper that go up singly; more go inside a PDF */
#define PORTAL_PICTURES "pictures"
/** Endings of pictures that go up singly */
#define PORTAL_PICTURE_KINDS "picture-kinds"
/** Endings of all files */
#define PORTAL_KINDS "kinds"
/** Endings of archives, none of which goes in */
#define PORTAL_ARCHIVES "archives"
/** Characters of a file's name, ending included */
#define PORTAL_NAME_LENGTH "name-length"
/** Characters that no file's name has, besides controls */
#define PORTAL_NAME_CHARACTERS "name-characters"
/** Days from a signature to the filing */
#define PORTAL_SIGNED_DAYS "signed-days"

struct portal_row {
	char *key; /**< One of the above */
	int number;
	char **words;
	unsigned words_count;
	char *title; /**< Chinese */
	char *title_en;
	char *fix; /**< What to do, or NULL */
	char *fix_en;
	char **sources;
	unsigned sources_count;
};

/** True if a key is one of the above, whose row has what it needs: a number of
 *  1 or more, or words */
bool portal_row_is_sound(const struct portal_row *row);

/** True if the row lists a word, ASCII capitals or not; false for NULL */
bool portal_row_has(const struct portal_row *row, const char *word);

#endif
