/**
 * @file pack/profile.h  Profiles: what each authority asks for, and who says so
 *
 * A number stands in a profile with its strength, its sources and the day it
 * was looked at.  A rule is what the authority itself says; advice is what
 * practice recommends; a claim was said somewhere and is only shown beside the
 * others.  A number nobody was seen to state is absent: rules that read it are
 * unknown, never passed.  "0" means that the authority states no minimum.
 */
#ifndef PACK_PROFILE_H
#define PACK_PROFILE_H

#include <stdbool.h>

#include "pack/form.h"

/** Key of the profile whose advice holds where an authority has none */
#define PROFILE_DEFAULT "default"

/** Key of the ministry's own profile, for coverage of several provinces */
#define PROFILE_NATIONAL "national"

enum number_strength {
	NUMBER_RULE,   /**< The authority says so */
	NUMBER_ADVICE, /**< Practice recommends it */
	NUMBER_CLAIM,  /**< Said somewhere; shown, never applied */
};

/** In which days a clock runs */
enum clock_unit { CLOCK_NONE, CLOCK_WORKING, CLOCK_CALENDAR, CLOCK_UNSTATED };

/** One number of an authority */
struct number {
	char *what;  /**< Name of its kind, see number_kinds */
	char *value; /**< As people write it */
	enum clock_unit unit;
	enum number_strength strength;
	char *note;    /**< or NULL */
	char *note_en; /**< or NULL */
	char *checked; /**< Day it was last looked at */
	char **sources;
	unsigned sources_count;
};

/** Something particular about an authority */
struct extra {
	char *text;
	char *text_en; /**< or NULL */
	char **sources;
	unsigned sources_count;
};

struct profile {
	char *key; /**< Province as in app.province, or one of the above */
	char *authority;  /**< Its name, also the addressee of papers */
	char *phone;	  /**< or NULL */
	char *phone_note; /**< or NULL */
	char *checked;	  /**< Day the profile was last looked at */
	struct number *numbers;
	unsigned numbers_count;
	struct extra *extras;
	unsigned extras_count;
	char **sources;
	unsigned sources_count;
};

/** What a number may be about; rows, in the order they are shown */
struct number_kind {
	const char *name;     /**< As in the data, and the SQL column */
	const char *title;    /**< English msgid */
	enum field_type type; /**< How the value is read */
	bool clock;	      /**< Days, with a unit */
	bool whole;	      /**< A profile without it is not complete */
};

extern const struct number_kind number_kinds[];
extern const unsigned number_kinds_count;

/** The number of a kind and strength; NULL if the profile has none */
const struct number *profile_number(const struct profile *profile,
				    const char *what,
				    enum number_strength strength);

/** "rule", "advice", "claim", as in the data */
const char *number_strength_name(enum number_strength strength);

/** The same for people, in their language */
const char *number_strength_title(enum number_strength strength);

/** "working", "calendar", "unstated", as in the data; "" without a unit */
const char *clock_unit_name(enum clock_unit unit);

/** The same for people, in their language */
const char *clock_unit_title(enum clock_unit unit);

#endif
