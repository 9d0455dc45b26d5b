/**
 * @file dossier/value.h  Typed values of facts
 *
 * A fact is stored as the canonical text of its type: what people type is
 * normalised (full-width digits, spaces, +86, thousands commas), checked by the
 * type's algorithm, and kept in one spelling.
 *
 *   text, long   UTF-8 without controls; long may have line feeds
 *   int          -?digits          number  up to 4 decimal places
 *   money        万元, 2 places     date    YYYY-MM-DD
 *   bool         true, false       choice  one of the choices' values
 *   choices      values in the form's order, joined by commas
 *   uscc, id_no  upper case        mobile, phone, email, zip  as dialled
 */
#ifndef DOSSIER_VALUE_H
#define DOSSIER_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "pack/form.h"
#include "store/expr.h"
#include "util/str.h"

/** Most bytes of one value */
#define VALUE_MAX 65536

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

/** Text to be kept although it is not valid: controls and outer blanks gone;
 *  the caller frees it */
char *value_as_typed(const char *text);

/** SQL type that expressions see */
enum box_type value_sql_type(enum field_type type);

/** The value as expressions see it: money as fen, true as 1 */
struct bind value_bind(const struct field *field, const char *value);

/** The inverse: canonical text of what an expression came to, as text; NULL if
 *  it is no value of the type; the caller frees it */
char *value_of_sql(const struct field *field, const char *text);

/** Append a value as people read it: labels of choices, 是 and 否 */
void value_print(struct str *to, const struct field *field, const char *value);

/* The checks of domain rules V-01 to V-06, on canonical text.  0, or EINVAL
 * with a sentence. */

/** V-01 统一社会信用代码, GB 32100-2015: 18 symbols, check symbol mod 31, and
 *  within it the subject code of V-02 */
int value_check_uscc(const char *s);

/** V-02 subject code, GB 11714-1997: 8 symbols and a check digit mod 11 */
int value_check_org_code(const char *s);

/** V-03 居民身份证号码, GB 11643-1999: real birth day, check digit mod 11-2 */
int value_check_id_no(const char *s);

#endif
