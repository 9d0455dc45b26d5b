/**
 * @file pack/form.h  Forms: which facts a dossier has, and how they are asked
 *
 * A form is a file in forms/.  Its sections hold fields; a field is one fact,
 * named GROUP.KEY (site.area) or, in a section that repeats, GROUP[N].KEY
 * (holder[2].ratio, N from 1).  The same rows draw the screen, check what is
 * typed, and give the tables that SQL expressions read.
 */
#ifndef PACK_FORM_H
#define PACK_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "pack/files.h"

/** What a value may be; value/value.h says how each is read and written */
enum field_type {
	FIELD_TEXT,	  /**< One line */
	FIELD_LONG,	  /**< Several lines */
	FIELD_INT,	  /**< Whole number */
	FIELD_NUMBER,	  /**< Decimal number, up to 4 places */
	FIELD_MONEY,	  /**< 万元 with up to 2 places; SQL sees fen */
	FIELD_DATE,	  /**< YYYY-MM-DD */
	FIELD_BOOL,	  /**< true or false */
	FIELD_CHOICE,	  /**< One of the choices */
	FIELD_CHOICES,	  /**< Some of the choices */
	FIELD_PERSON,	  /**< Name of a person, V-12 */
	FIELD_USCC,	  /**< 统一社会信用代码, V-01 */
	FIELD_ID_NO,	  /**< 居民身份证号码, V-03 */
	FIELD_MOBILE,	  /**< V-04 */
	FIELD_PHONE,	  /**< V-05 */
	FIELD_EMAIL,	  /**< V-06 */
	FIELD_ZIP,	  /**< V-06 */
	FIELD_COMPANY,	  /**< Name of a company, V-12 */
	FIELD_ORG_CODE,	  /**< Subject code within a credit code, V-02 */
	FIELD_URL,	  /**< V-06 */
	FIELD_LICENCE_NO, /**< Number of a telecom licence, V-07 */
	FIELD_ACCESS_NO,  /**< Number that callers dial, V-05 */
	FIELD_RATIO,	  /**< Share in percent, up to 4 places, V-09 */
	FIELD_FILE,	  /**< Name, size and SHA-256 of a file, V-13 */
};

/** How many types there are */
#define FIELD_TYPE_COUNT (FIELD_FILE + 1)

/** One answer of a choice field */
struct choice {
	char *value;	/**< As stored */
	char *label;	/**< Chinese, as on the official form */
	char *label_en; /**< English, or NULL */
};

struct field {
	char *key;	/**< Within the group, e.g. "area" */
	char *label;	/**< Chinese label, as on the official form */
	char *label_en; /**< English label, or NULL */
	enum field_type type;
	bool verbatim;	/**< Kept character by character, but for blanks around
			 *   it: an official wording that is compared so */
	bool signing;	/**< Known only once the papers are signed */
	char *unit;	/**< e.g. "平方米", or NULL */
	char *required; /**< SQL expression; NULL: never required */
	char *relevant; /**< SQL expression; false hides the field; or NULL */
	char *constraint; /**< SQL expression that must hold; or NULL */
	char *calculate;  /**< SQL expression that gives the value, which is
			   *   then neither typed nor stored; or NULL */
	char *message;	  /**< What to say when it does not hold; or NULL */
	char *message_en; /**< The same in English, or NULL */
	char *hint;	  /**< Help for whoever fills it in; or NULL */
	char *hint_en;	  /**< The same in English, or NULL */
	struct choice *choices;
	unsigned choices_count;
	char **sources; /**< Source tags, see pack/rule.h */
	unsigned sources_count;
};

struct section {
	char *group;	/**< Fact group of all its fields */
	char *title;	/**< Chinese */
	char *title_en; /**< English, or NULL */
	bool repeat;	/**< The group has numbered rows */
	char *origin;	/**< The only origin its facts are taken from besides
			 *   import, e.g. "drill"; NULL: typed by people */
	struct field *fields;
	unsigned fields_count;
};

struct form {
	char *form;	/**< Its id, e.g. "application" */
	char *title;	/**< Chinese */
	char *title_en; /**< English, or NULL */
	int order;	/**< Place among the forms */
	int portal;	/**< Number of the table in the authority's online
			 *   form, 0 if it is not there */
	bool inner;	/**< For the office alone, the applicant is not asked */
	char *note;	/**< What to know about the whole form, or NULL */
	char *note_en;	/**< The same in English, or NULL */
	struct section *sections;
	unsigned sections_count;
	char *path; /**< File it came from, e.g. "forms/company.yaml" */
};

/** Word for a type as in the files, e.g. "id_no" */
const char *field_type_name(enum field_type type);

/** Find the type that a word stands for; false if none */
bool field_type_decode(enum field_type *typep, const char *name);

/**
 * Read one form file of a pack
 *
 * @param formp  Set to the form; free it with form_free()
 *
 * @return 0, or EBADMSG with file:line:column
 */
int form_load(struct form **formp, const struct pack_files *files,
	      const struct pack_file *file);

/** Free a form; NULL is allowed */
void form_free(struct form *form);

#endif
