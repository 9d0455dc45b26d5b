/**
 * @file value/value.h  Typed values of facts
 *
 * A fact is stored as the canonical text of its type: what people type is
 * normalised (full-width digits, spaces, +86, thousands commas), checked by the
 * type's algorithm, and kept in one spelling.
 *
 *   text, long   UTF-8 without controls; long may have line feeds; a verbatim
 *                field keeps full-width letters and every code point
 *   int          -?digits          number  up to 4 decimal places
 *   money        万元, 2 places     ratio   over 0 to 100, up to 4 places
 *   date         YYYY-MM-DD, 1980 to 2099; a form's constraint narrows it
 *   bool         true, false       choice  one of the choices' values
 *   choices      values in the form's order, joined by commas
 *   person       no blank between Han characters; middle dots are ·
 *   company      brackets full-width （） as on the business licence, no blank
 *                beside a Han character
 *   uscc, org_code, id_no          capitals, no blanks or hyphens
 *   licence_no   京B2-20009999: capitals, without the suffix -1 of web sites
 *   mobile, phone, access_no, email, url, zip   as dialled or written
 *   file         NAME BYTES SHA256: the name may hold blanks, the last two
 *                words are the size and the hash in lower case; what is typed
 *                is that, or the path of a file, which is read and hashed
 *
 * A value is refused (value_decode() fails), doubtful (value_warn() says why)
 * or fine.  The algorithms are V-01 to V-13 of the domain rules; each type's
 * standard and sources are told by value_about().
 */
#ifndef VALUE_VALUE_H
#define VALUE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "pack/form.h"
#include "store/expr.h"
#include "util/str.h"

/** Most bytes of one value */
#define VALUE_MAX 65536

/** Most bytes of one attached file, V-13 */
#define VALUE_FILE_MAX 5242880

/**
 * Bring typed text into canonical form
 *
 * @param field   Field it is for
 * @param text    As typed or read from a file
 * @param valuep  Set to the canonical text; the caller frees it
 *
 * @return 0, or EINVAL with a sentence that says what is expected
 */
int value_decode(const struct field *field, const char *text, char **valuep);

/**
 * Like value_decode(), but take what fails in the check symbol alone
 *
 * Some codes that were really issued fail the check of GB 32100-2015 (V-01), so
 * whoever holds the licence may insist, with a reason that the journal keeps.
 * Symbols that cannot stand there and a wrong length are refused as ever, and
 * types without value_may_override() are checked in full.
 */
int value_decode_any_check(const struct field *field, const char *text,
			   char **valuep);

/**
 * Like value_decode() for the path of a file, see value_is_path()
 *
 * @param bytes  Receives what is in the file, appended
 */
int value_attach(const struct field *field, const char *path, struct str *bytes,
		 char **valuep);

/** True if value_decode_any_check() takes more than value_decode() */
bool value_may_override(enum field_type type);

/**
 * Say what is doubtful about a valid value
 *
 * For example a mobile number of a range not known to be open, an identity
 * number of an unknown area, a licence number of a year to come, a credit code
 * whose check symbol was overridden.
 *
 * @param to     Receives a sentence, appended
 * @param value  Canonical
 *
 * @return True if a sentence was appended
 */
bool value_warn(struct str *to, const struct field *field, const char *value);

/**
 * Hold a valid value to what the rules say of it in a B24 application
 *
 * What is well formed and may be true, so that value_decode() takes it and
 * nothing that was typed is lost, but cannot be filed: an access number of
 * 953, 955, 956 (V-05), a licence number without B2 (V-07), an amount of zero
 * (V-08).  Which fields may hold one all the same, such as the share of a kind
 * of holder that the company does not have, is for forms and rules to say.
 *
 * @param value  Canonical
 *
 * @return 0, or EPERM with a sentence
 */
int value_check_strict(const struct field *field, const char *value);

/** True if a stored value is still one of its field: a newer pack may have
 *  given the field another type or other choices.  A check symbol that was
 *  overridden fits */
bool value_fits(const struct field *field, const char *value);
/**
 * True if a typed text is the path of a file that value_decode() would read: it
 * is for a field of the type file and is not NAME BYTES SHA256
 *
 * Texts that others wrote, and those kept as typed, are not to be read so.
 */
bool value_is_path(const struct field *field, const char *text);

/** Text to be kept although it is not valid: controls and outer blanks gone;
 *  the caller frees it */
char *value_as_typed(const char *text);

/** Text of an answer that no field asks for, byte by byte if it can be kept so;
 *  the caller frees it */
char *value_as_kept(const char *text);

/** SQL type that expressions see */
enum box_type value_sql_type(enum field_type type);

/** The value as expressions see it: money as fen, true as 1 */
struct bind value_bind(const struct field *field, const char *value);

/** The inverse: canonical text of what an expression came to, as text; NULL if
 *  it is no value of the type; the caller frees it */
char *value_of_sql(const struct field *field, const char *text);

/** Append a value as people read it: labels of choices, 是 and 否, name and
 *  size of a file */
void value_print(struct str *to, const struct field *field, const char *value);

/** What a type checks; texts are shown through _() */
struct value_about {
	const char *what;     /**< What is checked, a few words */
	const char *standard; /**< "GB 32100-2015"; "" if there is none */
	const char *sources;  /**< Keys of data/sources.yaml, by commas */
};

/** What a type checks and by which source */
const struct value_about *value_about(enum field_type type);

/** A stored value of the type file, taken apart */
struct value_file {
	size_t name_len;    /**< The name is the first bytes of the value */
	int64_t size;	    /**< Bytes, 1 to VALUE_FILE_MAX */
	const char *sha256; /**< 64 digits; borrowed from the value */
};

/** Take a value of the type file apart; false if it is none */
bool value_file_split(struct value_file *file, const char *value);

/**
 * Check a set of share ratios, V-09: each a ratio, together 100, give or take
 * 0.01
 *
 * @param valuev  As typed
 *
 * @return 0, or EINVAL with a sentence
 */
int value_check_shares(const char *const *valuev, size_t valuec);

/* The check symbols of V-01 to V-03, on canonical text.  0, or EINVAL with a
 * sentence. */

/** V-01 统一社会信用代码, GB 32100-2015: 18 symbols, check symbol mod 31, and
 *  within it the subject code of V-02 */
int value_check_uscc(const char *s);

/** V-02 subject code, GB 11714-1997: 8 symbols and a check digit mod 11 */
int value_check_org_code(const char *s);

/** V-03 居民身份证号码, GB 11643-1999: a birth day that exists and is not to
 *  come, check digit mod 11-2 */
int value_check_id_no(const char *s);

#endif
