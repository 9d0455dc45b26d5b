/**
 * @file tui/form_lines.h  The lines of a form, from its fields and facts
 *
 * Pure: pack, facts and findings go in, lines come out.  A section that
 * repeats is a table with a line for each row; one row at a time can be open,
 * and then its fields stand below it.  Fields that do not apply are left out.
 */
#ifndef TUI_FORM_LINES_H
#define TUI_FORM_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "check/check.h"
#include "dossier/fact.h"
#include "pack/pack.h"

enum line_kind {
	LINE_SECTION, /**< Title of a section */
	LINE_COLUMNS, /**< Column titles of a section that repeats */
	LINE_ROW,     /**< One of its rows */
	LINE_NO_ROW,  /**< Says that it has none */
	LINE_FIELD,
};

/** A line of a form; members borrow from pack and findings unless owned */
struct form_line {
	enum line_kind kind;
	const struct section *section;
	const struct field *field; /**< LINE_FIELD only */
	int n;			   /**< Row of a repeating section, else 0 */
	char *text;  /**< Of a line without a field; owned, or NULL */
	char *key;   /**< Fact, or GROUP[N] of a row; owned, or NULL */
	char *value; /**< As stored, "" if none; owned; LINE_FIELD only */
	bool ok;     /**< The value is valid */
	const struct finding *finding; /**< The worst that is to say, or NULL */
};

/** The row that is open; the first behind the last one is a new row */
struct form_open {
	const struct section *section; /**< NULL: none */
	int n;
};

struct form_lines {
	struct form_line *v;
	size_t c;
};

/**
 * Make the lines of a form
 *
 * @param lines     Set to them; release with form_lines_release()
 * @param open      The open row
 * @param findings  Borrowed by the lines
 */
void form_lines_build(struct form_lines *lines, const struct form *form,
		      const struct facts *facts, const struct form_open *open,
		      const struct findings *findings);

void form_lines_release(struct form_lines *lines);

/** Name of the fact of a field, n being its row, 0 if the section has but one;
 *  the caller frees it */
char *form_field_key(const struct section *section, int n,
		     const struct field *field);

/** Line of a fact or row, "holder[2].ratio", "holder[2]"; SIZE_MAX if none */
size_t form_lines_find(const struct form_lines *lines, const char *key);

/** Line of the next finding behind a line, going round; SIZE_MAX if none */
size_t form_lines_next_finding(const struct form_lines *lines, size_t from);

/** Mark of a finding: "x" blocks, "!" warns, "?" unknown, "" none */
const char *finding_mark(const struct finding *finding);

/**
 * Fact where a finding is shown and where one goes to mend it: its place, or
 * the first fact that its rule reads
 *
 * @return Name of the fact, in row 1 if it is of a group that repeats; "" if
 *         none; the caller frees it
 */
char *finding_home(const struct finding *finding, const struct pack *pack);

#endif
