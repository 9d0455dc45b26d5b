/**
 * @file value/value_private.h  What the types of values share
 */
#ifndef VALUE_VALUE_PRIVATE_H
#define VALUE_VALUE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "value/value.h"

#define DIGITS "0123456789"

/**
 * Check what was typed and append its one spelling
 *
 * @param s  text_normalise()d, without controls but line feeds; a raw type
 *           gets the text as it is, without outer blanks
 *
 * @return 0, or EINVAL with a sentence
 */
typedef int decode_h(const struct field *field, const char *s,
		     struct str *canon);

/** Whether a canonical value is doubtful; then a sentence is appended */
typedef bool warn_h(struct str *to, const char *value);

/** What value_check_strict() says of a canonical value */
typedef int strict_h(const char *value);

/** A type: the rows of value_type.c, by enum field_type */
struct value_type {
	decode_h *decode;
	decode_h *decode_any; /**< Takes a wrong check symbol; or NULL */
	warn_h *warn;	      /**< NULL: never doubtful */
	strict_h *strict;     /**< NULL: nothing more */
	size_t most;	      /**< Bytes typed */
	bool raw;	      /**< Names a file: no letter of it changes */
	enum box_type sql;
	struct value_about about;
};

extern const struct value_type value_types[FIELD_TYPE_COUNT];

/** Append without the characters of drop; dashes, brackets, colons, commas and
 *  blanks of a Chinese keyboard or a web page count as the ASCII ones */
void value_squeeze(struct str *to, const char *s, const char *drop);

/** Make a to z capital */
void value_upper(struct str *str);

/** Append n bytes, A to Z as small letters */
void value_add_lower(struct str *to, const char *s, size_t n);

/** True if the text is n digits and nothing more */
bool value_is_digits(const char *s, size_t n);

decode_h value_decode_access_no;
decode_h value_decode_bool;
decode_h value_decode_choice;
decode_h value_decode_choices;
decode_h value_decode_company;
decode_h value_decode_date;
decode_h value_decode_email;
decode_h value_decode_file;
decode_h value_decode_id_no;
decode_h value_decode_int;
decode_h value_decode_licence_no;
decode_h value_decode_long;
decode_h value_decode_mobile;
decode_h value_decode_money;
decode_h value_decode_number;
decode_h value_decode_org_code;
decode_h value_decode_person;
decode_h value_decode_phone;
decode_h value_decode_ratio;
decode_h value_decode_text;
decode_h value_decode_url;
decode_h value_decode_uscc;
decode_h value_decode_uscc_any;
decode_h value_decode_zip;

warn_h value_warn_access_no;
warn_h value_warn_file;
warn_h value_warn_id_no;
warn_h value_warn_licence_no;
warn_h value_warn_mobile;
warn_h value_warn_phone;
warn_h value_warn_uscc;

strict_h value_strict_access_no;
strict_h value_strict_licence_no;
strict_h value_strict_money;

/** Read the file of a path; appends its bytes, and NAME BYTES SHA256.  0, or
 *  EINVAL with a sentence */
int value_read_file(const char *path, struct str *bytes, struct str *canon);

/** Append "plan.pdf (1.2 MB)" */
void value_print_file(struct str *to, const char *value);

#endif
