/**
 * @file pack/facts_file.h  A dossier as a YAML file that a person would write
 *
 *   dossier: 2026-0001          # optional: its number
 *   draft: true                 # optional: keep values that are not valid
 *   accepted:                   # optional: check symbols taken as they are
 *     - {fact: co.uscc, reason: 执照原件如此}
 *   kept:                       # optional: answers no form asks for any more
 *     - {fact: scan.licence, value: "true"}
 *   co:
 *     name: 示例云呼科技有限公司
 *   holder:
 *     - name: 李四
 *       ratio: 60
 *
 * An attached file is named with its size and SHA-256, "scan.pdf 1979 1341...":
 * nothing is read because a file like this says so.
 *
 * The forms are the schema: a key they do not have is refused with its place
 * and the nearest one.
 */
#ifndef PACK_FACTS_FILE_H
#define PACK_FACTS_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "pack/pack.h"
#include "util/str.h"

/** One value of the file, in the file's order of groups */
struct facts_entry {
	char *key;    /**< Fact, e.g. "holder[2].ratio" */
	char *text;   /**< As written; choices joined by commas */
	char *where;  /**< Path in the file, e.g. "holder[1].ratio" */
	char *accept; /**< Why its check symbol is taken as it is, or NULL */
	bool kept;    /**< No form asks for it */
};

/** A list of words; given is false if the file does not have it */
struct facts_list {
	char **v;
	unsigned c;
	bool given;
};

/** What a test of the pack expects, see check/pack_test.h */
struct facts_expect {
	char *title; /**< or NULL */
	char *base;  /**< File beside it to start from, or NULL */
	char *today; /**< or NULL */
	struct facts_list fail;
	struct facts_list unknown;
	struct facts_list na;
	struct facts_list form;
	struct facts_list papers;
	int blocking; /**< -1: not said */
};

struct facts_file {
	char *path;
	char *no;   /**< Dossier number, or NULL */
	bool draft; /**< Values that are not valid are to be kept */
	struct facts_entry *v;
	size_t c;
	struct facts_expect *expect; /**< Of a test, or NULL */
};

/**
 * Load a file
 *
 * @param filep  Set to the file; free it with facts_file_free()
 *
 * @return 0, or the errors of yml_load() with file:line:column
 */
int facts_file_load(struct facts_file **filep, const struct pack *pack,
		    const char *path);

/** Like facts_file_load(), for a test: its top may also have title, base, today
 *  and expect */
int facts_file_load_test(struct facts_file **filep, const struct pack *pack,
			 const char *path);

void facts_file_free(struct facts_file *file);

/** Put the place of entry i in front of the error sentence; returns err */
int facts_file_error(int err, const struct facts_file *file, size_t i);

/** Tells the value of a fact, NULL if it is not set; borrowed by the caller
 *  until the next call */
typedef const char *facts_file_value_h(const struct section *section,
				       const struct field *field, int n,
				       void *arg);

/** Tells how many rows a repeating group has */
typedef int facts_file_rows_h(const char *group, void *arg);

/** Two texts that belong together; borrowed */
struct facts_pair {
	const char *fact; /**< Name, e.g. "co.uscc" */
	const char *text; /**< Reason, or value */
};

/** What facts_file_write() asks for */
struct facts_file_view {
	const char *no;
	bool draft;
	facts_file_value_h *value;
	facts_file_rows_h *rows;
	void *arg;
	const struct facts_pair *acceptedv; /**< Facts and reasons */
	size_t acceptedc;
	const struct facts_pair *keptv; /**< Facts and values */
	size_t keptc;
};

/** Append the YAML text, groups and keys in the order of the forms; 0, or
 *  EINVAL if a value is not UTF-8 */
int facts_file_write(struct str *to, const struct pack *pack,
		     const struct facts_file_view *view);

#endif
