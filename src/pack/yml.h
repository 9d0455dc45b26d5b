/**
 * @file pack/yml.h  YAML files in, by schema, with places; YAML text out
 * (libyaml owns the prefix yaml_)
 *
 * Reading is libcyaml's: a schema of rows says what a file may hold, and a file
 * that does not fit is refused with "file:line:column: what was expected".
 * Aliases are refused (a few hundred bytes of them can ask for gigabytes), as
 * are files over YAML_MAX bytes.  Seen by pack/ only, with cyaml.h.
 */
#ifndef PACK_YML_H
#define PACK_YML_H

#include <cyaml/cyaml.h>
#include <stddef.h>

#include "util/str.h"

/** Largest file read, bytes */
#define YAML_MAX (8u << 20)

/**
 * Load a file
 *
 * @param path    File
 * @param schema  Schema of the top value, a mapping with CYAML_FLAG_POINTER
 * @param datap   Set to the data; free it with yml_free()
 *
 * @return 0, ENOENT, EIO, EINVAL (not a regular file, too large), or EBADMSG
 *         with file:line:column and what was expected
 */
int yml_load(const char *path, const cyaml_schema_value_t *schema,
	     void **datap);

/** Like yml_load(), from n bytes of memory; name stands for the file */
int yml_load_text(const char *name, const char *text, size_t n,
		  const cyaml_schema_value_t *schema, void **datap);

/** Like yml_load_text(), for texts that are printed as they are: characters
 * that do harm on a terminal (util/text.h) are refused with their place */
int yml_load_clean(const char *name, const char *text, size_t n,
		   const cyaml_schema_value_t *schema, void **datap);

/** Free what yml_load() gave; NULL is allowed */
void yml_free(const cyaml_schema_value_t *schema, void *data);

/**
 * Put the place of a value in front of the error sentence
 *
 * For what a schema cannot say: an expression that does not compile, a value
 * that a form refuses.  The text is parsed again to find the line.
 *
 * @param err    Code, whose sentence is kept by err_set()
 * @param name   File name to show
 * @param text   The file's text
 * @param n      Bytes of it
 * @param where  Path of the value, for example "rules[3].holds"; entries
 *               count from 0
 *
 * @return err
 */
int yml_error_at(int err, const char *name, const char *text, size_t n,
		 const char *where);

/** Like yml_error_at() for a file on disk */
int yml_error_in(int err, const char *path, const char *where);

/** Writes YAML: block style, Chinese as it is, stable bytes */
struct yml_out;

/** Start a document whose top is a mapping; the text goes to strp */
void yml_out_open(struct yml_out **outp, struct str *strp);

/** Scalar: a mapping wants key and value in turn, a sequence values */
void yml_out_text(struct yml_out *out, const char *s);

/** Begin a mapping, here or as the value of the last key */
void yml_out_map(struct yml_out *out);

/** Begin a sequence */
void yml_out_seq(struct yml_out *out);

/** End the innermost mapping */
void yml_out_map_end(struct yml_out *out);

/** End the innermost sequence */
void yml_out_seq_end(struct yml_out *out);

/** End the document and free the writer; 0, or EINVAL if it could not be
 *  written (text that is not UTF-8) */
int yml_out_close(struct yml_out *out);

#endif
