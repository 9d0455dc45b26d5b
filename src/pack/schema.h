/**
 * @file pack/schema.h  Short words for libcyaml schemas, within pack/
 */
#ifndef PACK_SCHEMA_H
#define PACK_SCHEMA_H

#include "pack/yml.h"

/** Most bytes of one text in a data file */
#define SCHEMA_TEXT_MAX 16384

/** A text that must be there */
#define SCHEMA_TEXT(type, name)                                          \
	CYAML_FIELD_STRING_PTR(#name, CYAML_FLAG_POINTER, type, name, 1, \
			       SCHEMA_TEXT_MAX)

/** A text that may be absent */
#define SCHEMA_TEXT_OPT(type, name)                                            \
	CYAML_FIELD_STRING_PTR(#name,                                          \
			       CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, \
			       name, 0, SCHEMA_TEXT_MAX)

/** A list of texts that may be absent; needs the member name_count */
#define SCHEMA_TEXTS_OPT(type, name)                                          \
	CYAML_FIELD_SEQUENCE(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
			     type, name, &schema_text, 0, CYAML_UNLIMITED)

/** A list of mappings; needs the member name_count */
#define SCHEMA_ROWS(type, name, entry)                                        \
	CYAML_FIELD_SEQUENCE(#name, CYAML_FLAG_POINTER, type, name, entry, 1, \
			     CYAML_UNLIMITED)

/** Like SCHEMA_ROWS(), may be absent */
#define SCHEMA_ROWS_OPT(type, name, entry)                                    \
	CYAML_FIELD_SEQUENCE(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
			     type, name, entry, 0, CYAML_UNLIMITED)

/** One text of a list */
extern const cyaml_schema_value_t schema_text;

#endif
