/**
 * @file pack/note.h  What is known besides rules: who decides what, what is
 * open, and the words of the trade; and the outcomes of an assessment
 */
#ifndef PACK_NOTE_H
#define PACK_NOTE_H

/** What an assessment comes to, gravest first */
enum verdict_kind {
	ASSESS_PROHIBITED, /**< Not a business that can be licensed */
	ASSESS_REFUSED, /**< Would not be accepted or licensed as it stands */
	ASSESS_EXEMPT,	/**< Needs no licence of this kind */
	ASSESS_NEEDED,	/**< Needs the licence */
	ASSESS_SPECIAL, /**< On a special route */
	ASSESS_ROUTE,	/**< Which authority */
	ASSESS_ADVICE,	/**< Recommended */
};

#define ASSESS_COUNT (ASSESS_ADVICE + 1)

/** One possible outcome of the questions of the form "assessment" */
struct assess {
	char *id;
	enum verdict_kind verdict;
	char *when;  /**< SQL over need.* and profile.* */
	char *title; /**< Chinese */
	char *title_en;
	char *sentence; /**< Chinese; {{fact}} is filled in */
	char *sentence_en;
	char *fix; /**< What to do, or NULL */
	char *fix_en;
	char **sources;
	unsigned sources_count;
};

/** A statement with its sources, to be read */
struct note {
	char *key;
	char *topic; /**< decide, eligibility, filing, review, open */
	char *title;
	char *title_en;
	char *text;
	char *text_en;
	char **sources;
	unsigned sources_count;
};

/** A word of the trade */
struct term {
	char *id; /**< English identifier, e.g. "onsite" */
	char *zh;
	char *en;
	char *note;
	char *note_en;
	char **also; /**< Other spellings */
	unsigned also_count;
	char **sources;
	unsigned sources_count;
};

/** "prohibited", "refused", ... as in the data */
const char *verdict_kind_name(enum verdict_kind verdict);

/** The same for people, in their language */
const char *verdict_kind_title(enum verdict_kind verdict);

#endif
