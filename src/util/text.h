/**
 * @file util/text.h  Chinese and other text in UTF-8
 */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Make text from outside harmless on a terminal and in a log
 *
 * Control characters (C0, DEL, C1) become '?', bidirectional overrides too;
 * bytes that are not UTF-8 become '?'; a cut never splits a character.
 *
 * @param to    Receives the text, always NUL-terminated
 * @param size  Bytes in to, at least 1
 * @param from  NUL-terminated text of any bytes
 */
void text_printable(char *to, size_t size, const char *from);

/** True for a character that can do harm on a terminal or make a line read
 *  otherwise than it is: controls (C0, DEL, C1) and the bidirectional marks,
 *  embeddings, overrides and isolates (Unicode TR 36, 3.1) */
bool text_cp_is_harmful(uint32_t cp);

/** True if one of the comma-separated words of a list is a word */
bool text_has_word(const char *list, const char *word);

/** True if the n bytes are valid UTF-8 without NUL */
bool text_is_utf8(const char *s, size_t n);

/**
 * Decode one code point and move on
 *
 * @param sp  Start of a character in valid UTF-8, moved behind it
 *
 * @return The code point; 0 at the end; U+FFFD, one byte further, if invalid
 */
uint32_t text_next(const char **sp);

/** Append a code point as UTF-8 to a buffer of at least 5 bytes, NUL included;
 *  returns the bytes written without the NUL */
size_t text_put(char *to, uint32_t cp);

/** Number of characters (code points) of valid UTF-8 */
size_t text_length(const char *s);

/** Columns of a code point on a terminal: 0, 1 or 2 */
int text_cp_width(uint32_t cp);

/** Let characters of ambiguous width (util/ambiguous.h) count as two columns,
 *  as the user's terminal shows them, or as one, which holds from the start */
void text_ambiguous(bool wide);

/** Columns that text takes on a terminal */
int text_width(const char *s);

/**
 * Measure the first character as a reader sees it (extended grapheme cluster,
 * Unicode TR 29): a letter with its accents, an emoji sequence, a flag
 *
 * @param s       Valid UTF-8
 * @param widthp  Receives its columns on a terminal, 0 to 2; may be NULL
 *
 * @return Its bytes, 0 at the end of the text
 */
size_t text_cluster(const char *s, int *widthp);

/**
 * How much of a text fits into some columns without cutting a cluster
 *
 * @param s        Valid UTF-8
 * @param columns  Columns there are
 * @param usedp    Receives the columns taken, at most columns; may be NULL
 *
 * @return Bytes of the part that fits
 */
size_t text_fit(const char *s, int columns, int *usedp);

/**
 * Bring typed text into the form that is stored
 *
 * Full-width ASCII becomes half-width, the ideographic space a space; outer
 * white space goes; canonical composition (NFC) is applied.  Chinese
 * punctuation stays.
 *
 * @return The text; the caller frees it
 */
char *text_normalise(const char *s);

/**
 * Compare two texts as a reader does who knows that they were typed
 *
 * Equal although one is full-width and the other half-width, has other blanks
 * or none, capitals, （） for (), 【】 or 〔〕 for [], another middle dot
 * (·•・‧).  For names and addresses that must agree between papers; where text
 * must agree character by character, compare bytes.
 *
 * @param a  Any bytes; what is not UTF-8 is equal only to the same bytes
 */
bool text_same(const char *a, const char *b);

/**
 * Mask the middle of a telephone number, for logs and boards
 *
 * "13800001234" becomes "138****1234"; shorter ones keep their last two digits.
 */
void text_mask(char *to, size_t size, const char *number);

/**
 * How differently two short words are spelled, for "did you mean"
 *
 * @return Levenshtein distance in bytes; 40 if a word has more than 40 bytes
 */
size_t text_distance(const char *a, const char *b);

#endif
