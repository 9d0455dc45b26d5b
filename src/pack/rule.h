/**
 * @file pack/rule.h  Rules, sources, profiles and papers: the rows of data/
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

/** A condition over facts */
struct rule {
	char *id; /**< e.g. "X-01" */
	enum severity severity;
	char *title;	   /**< Chinese, a few words */
	char *title_en;	   /**< or NULL */
	char *when;	   /**< SQL: false means not applicable; or NULL */
	char *holds;	   /**< SQL: true pass, false fail, NULL unknown */
	char *sentence;	   /**< Chinese, said on fail; {{fact}} is filled in */
	char *sentence_en; /**< or NULL */
	char *fix;	   /**< Chinese: what to do; or NULL */
	char *fix_en;	   /**< or NULL */
	char **sources;
	unsigned sources_count;
};

/** One authority's numbers; SQL reads them as profile.capital and so on.  A
 *  number that is not known is NULL, and rules that read it are unknown. */
struct profile {
	char *key;	 /**< Province as in app.province, or "national" */
	char *authority; /**< Name of the authority, also the addressee */
	char *phone;	 /**< or NULL */
	char *capital;	 /**< Least registered capital, 万元 */
	char *seats;	 /**< Least seats; NULL unknown */
	char *area;	 /**< Least area, m2 */
	char *staff;	 /**< Least operators with contract */
	char *strength;	 /**< "rule" or "recommendation" for the three above */
	char *checked;	 /**< Date these numbers were last looked at */
	char **sources;
	unsigned sources_count;
};

/** A document of the filing */
struct paper {
	char *id;	/**< e.g. "DOC-01" */
	char *title;	/**< Chinese */
	char *title_en; /**< or NULL */
	char *template; /**< File in templates/; NULL: scanned, not written */
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
