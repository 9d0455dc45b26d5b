/**
 * @file pack/rule.h  Rules and the sources they cite
 */
#ifndef PACK_RULE_H
#define PACK_RULE_H

/** How strong a source is, strongest first */
enum strength {
	STRENGTH_LAW,	      /**< Text of a law or ministry order */
	STRENGTH_AUTHORITY,   /**< Page of the authority */
	STRENGTH_PRESS,	      /**< Third party restating an official text */
	STRENGTH_PRACTICE,    /**< Market custom; never law */
	STRENGTH_DERIVED,     /**< Our inference from a confirmed rule */
	STRENGTH_UNCONFIRMED, /**< Background knowledge, no page found */
};

/** Where a statement comes from; cited by key */
struct source {
	char *key; /**< e.g. "C:SN" */
	enum strength strength;
	char *title;	/**< Chinese */
	char *title_en; /**< or NULL */
	char *address;	/**< or NULL */
};

enum severity { SEVERITY_ERROR, SEVERITY_WARN, SEVERITY_INFO };

/** What rules are about; also the terms of the readiness score */
struct rule_group {
	char *key;   /**< e.g. "site" */
	char *title; /**< Chinese */
	char *title_en;
	int weight; /**< Its part of the score; all add up to 100 */
};

/** Group of what a form demands of its fields */
#define GROUP_FORM "form"

/** Group of the papers that are due */
#define GROUP_PAPER "paper"

/** A condition over facts, or a list of words that facts must not hold */
struct rule {
	char *id;    /**< e.g. "X-01" */
	char *group; /**< Key of a rule_group */
	enum severity severity;
	char *title;	/**< Chinese, a few words */
	char *title_en; /**< or NULL */
	char *when;	/**< SQL: false means not applicable; or NULL */
	char *each;	/**< Repeating group whose rows are judged one by one;
			 *   or NULL */
	char *holds;	/**< SQL: true pass, false fail, NULL unknown; NULL if
			 *   scan is given */
	char *scan;	/**< Key of a word_list; or NULL */
	char **over;	/**< Facts to scan, e.g. "cc.service_desc" */
	unsigned over_count;
	char *sentence;	   /**< Chinese, said on fail; {{fact}} is filled in */
	char *sentence_en; /**< or NULL */
	char *fix;	   /**< Chinese: what to do; or NULL */
	char *fix_en;	   /**< or NULL */
	char **sources;
	unsigned sources_count;
};

/** Words that must not stand in some facts */
struct word_list {
	char *key;
	char *title; /**< Chinese */
	char *title_en;
	char **words;
	unsigned words_count;
	char **sources;
	unsigned sources_count;
};

/** Word for a strength as in the data files, e.g. "authority" */
const char *strength_name(enum strength strength);

/** Word for a strength that users read */
const char *strength_title(enum strength strength);

/** Word for a severity as in the data files: "error", "warn", "info" */
const char *severity_name(enum severity severity);

#endif
